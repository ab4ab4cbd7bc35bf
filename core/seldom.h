#pragma once

#include <QExplicitlySharedDataPointer>
#include <QSharedData>

#include <utility>

namespace Pacewatch {

/// A value that few of many owners have. It is as wide as a pointer, however large the value, and
/// copies share the value, which never changes in place.
template<typename T>
class Seldom final
{
public:
    Seldom() = default;
    Seldom(T value) // as with std::optional, whoever assigns one need not say so
        : m_kept(new Kept(std::move(value)))
    { }

    [[nodiscard]] bool has_value() const noexcept { return m_kept.data() != nullptr; }
    explicit operator bool() const noexcept { return has_value(); }
    /// Only of one that has_value().
    const T& operator*() const { return m_kept->value; }
    const T* operator->() const { return &m_kept->value; }
    void reset() { m_kept.reset(); }

    friend bool operator==(const Seldom& left, const Seldom& right)
    {
        return left.m_kept == right.m_kept || (left && right && *left == *right);
    }

private:
    struct Kept final : QSharedData
    {
        explicit Kept(T kept)
            : value(std::move(kept))
        { }
        const T value;
    };

    QExplicitlySharedDataPointer<Kept> m_kept;
};

} // namespace Pacewatch
