#pragma once

#include "core/instant.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace Pacewatch {

/// Which of "from" and "to" in a query are plainly moments. Both are names of phone numbers in
/// APIs that send messages, so only what can be no number of anybody is told to be one.
class RangeTimes final
{
public:
    /// @p query as `name=value` pieces of a call that came at @p called.
    RangeTimes(const QList<QByteArray>& query, WallTime called);

    /// Whether @p value, of the parameter @p name, is a moment:
    /// - of 13 or 16 digits (Unix time in milliseconds, microseconds), within five years of the
    ///   call: no phone number is as long and begins so;
    /// - of 10 digits (seconds), when the query asks for a range that ends with the call itself, to
    ///   the minute, and begins at most a year before. Alone, ten digits may be the number of a
    ///   mobile phone: those of Germany, without their zero, look like any moment of these years.
    [[nodiscard]] bool has(QByteArrayView name, QByteArrayView value) const;

private:
    WallTime m_called;
    bool m_isRange = false; ///< of seconds, up to the call
};

} // namespace Pacewatch
