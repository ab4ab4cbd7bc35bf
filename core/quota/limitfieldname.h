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
        Period, ///< how long the window is
    };

    Says says = Says::Limit;
    QString label; ///< of the window or dimension, as written; empty for the one without a name
    bool isMilliseconds = false; ///< a bare number of a reset or a period counts these
    QString word; ///< for a period: what the field calls it, "Interval"

    friend bool operator==(const LimitFieldName&, const LimitFieldName&) = default;
};

/// Takes a field name of the `RateLimit` family apart, with the window's word before, between or
/// behind the other words. Nothing for other fields.
[[nodiscard]] std::optional<LimitFieldName> limitFieldName(QByteArrayView name);

/// What one word says about a window: "Remaining", "left", "max", "resets".
[[nodiscard]] std::optional<LimitFieldName::Says> limitWord(QStringView word);

/// Whether @p word tells whose a limit is: "app", "user", "ip", "tenant".
[[nodiscard]] bool isOwnerWord(QStringView word);

} // namespace Pacewatch
