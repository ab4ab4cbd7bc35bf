#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <utility>

namespace Pacewatch {

/// Bounded history: the newest at the end, the oldest makes room. It grows piece by piece up to the
/// capacity and then stays; growing never moves what it holds, so no append takes longer than
/// others.
template<typename T>
class Ring final
{
public:
    /// @p capacity is above zero.
    explicit Ring(std::size_t capacity)
        : m_capacity(capacity)
    { }

    /// Appends; returns true when the oldest had to go.
    bool append(T value)
    {
        if (m_values.size() < m_capacity) {
            m_values.push_back(std::move(value));
            return false;
        }
        m_values[m_first] = std::move(value);
        m_first = (m_first + 1) % m_capacity;
        return true;
    }

    void clear() noexcept
    {
        m_values.clear();
        m_first = 0;
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_values.size(); }
    [[nodiscard]] std::size_t capacity() const noexcept { return m_capacity; }
    [[nodiscard]] bool isEmpty() const noexcept { return m_values.empty(); }

    /// The value at @p index, 0 being the oldest; the index must be below size().
    [[nodiscard]] const T& at(std::size_t index) const { return m_values[place(index)]; }
    [[nodiscard]] T& at(std::size_t index) { return m_values[place(index)]; }
    [[nodiscard]] const T& first() const { return at(0); }
    [[nodiscard]] const T& last() const { return at(size() - 1); }
    [[nodiscard]] T& last() { return at(size() - 1); }

private:
    [[nodiscard]] std::size_t place(std::size_t index) const noexcept
    {
        const std::size_t raw = m_first + index;
        return raw < m_values.size() ? raw : raw - m_values.size();
    }

    std::size_t m_capacity;
    std::size_t m_first = 0;
    std::deque<T> m_values;
};

} // namespace Pacewatch
