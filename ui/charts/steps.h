#pragma once

#include "core/instant.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace Pacewatch {

/// Bounded history in equal steps of absolute time: cell n covers [n * step, (n + 1) * step) since
/// 1970, so that a cell never changes its place while a chart slides. Answers may arrive out of
/// order as long as their step is still kept.
template<typename Cell>
class Steps final
{
public:
    /// @p step and @p capacity are above zero.
    Steps(std::chrono::seconds step, std::size_t capacity)
        : m_step(step)
        , m_capacity(static_cast<std::int64_t>(capacity))
    { }

    [[nodiscard]] std::int64_t indexOf(WallTime at) const
    {
        return std::max<std::int64_t>(unixSeconds(at), 0) / m_step.count();
    }
    [[nodiscard]] WallTime startOf(std::int64_t index) const { return WallTime(index * m_step); }

    /// The cell of @p at, made when it is new; null when that step was dropped already.
    Cell* cellAt(WallTime at)
    {
        const std::int64_t index = indexOf(at);
        if (m_cells.empty() || index > last() + m_capacity) {
            m_hasDropped = m_hasDropped || !m_cells.empty();
            m_cells.assign(1, Cell{});
            m_first = index;
        } else if (index < m_first) {
            if (m_hasDropped || m_first - index + size() > m_capacity) {
                return nullptr;
            }
            m_cells.insert(m_cells.begin(), static_cast<std::size_t>(m_first - index), Cell{});
            m_first = index;
        }
        while (index > last()) {
            m_cells.push_back(Cell{});
            if (size() > m_capacity) {
                m_cells.pop_front();
                ++m_first;
                m_hasDropped = true;
            }
        }
        return &m_cells[static_cast<std::size_t>(index - m_first)];
    }

    /// The cell at @p index, or null when nothing is kept there.
    [[nodiscard]] const Cell* find(std::int64_t index) const
    {
        return m_cells.empty() || index < m_first || index > last()
            ? nullptr
            : &m_cells[static_cast<std::size_t>(index - m_first)];
    }

    [[nodiscard]] bool isEmpty() const { return m_cells.empty(); }
    [[nodiscard]] std::int64_t first() const { return m_first; }
    [[nodiscard]] std::int64_t last() const { return m_first + size() - 1; }
    [[nodiscard]] std::chrono::seconds step() const { return m_step; }
    /// Whether everything that was ever put in since @p from is still here.
    [[nodiscard]] bool covers(WallTime from) const
    {
        return !m_hasDropped || m_first <= indexOf(from);
    }

private:
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_cells.size()); }

    std::chrono::seconds m_step;
    std::int64_t m_capacity;
    std::int64_t m_first = 0;
    bool m_hasDropped = false;
    std::deque<Cell> m_cells;
};

} // namespace Pacewatch
