#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace Pacewatch {

/// What a field such as `X-RateLimit-sec-Remaining` is about.
struct LimitFieldName
{
    enum class Says
    {
        Limit,
        Remaining,
        Reset,
        ResetAfter, ///< a span, whatever its size
        Used,
    };

    Says says = Says::Limit;
    QString label; ///< of the window or dimension, as written; empty for the one without a name

    friend bool operator==(const LimitFieldName&, const LimitFieldName&) = default;
};

/// Takes a field name of the `RateLimit` family apart, with the window's word before, between or
/// behind the other words. Nothing for other fields.
[[nodiscard]] std::optional<LimitFieldName> limitFieldName(QByteArrayView name);

} // namespace Pacewatch
