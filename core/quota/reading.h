#pragma once

#include "core/instant.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Pacewatch {

/// What one response said about one window. A field it did not state is empty.
struct WindowReading
{
    QString name; ///< "second", "minute", "hour", "day", or "default" when the answer does not say
    QString label; ///< the name as the answer wrote it: "sec", "100;w=60"
    std::optional<double> limit;
    std::optional<double> remaining; ///< never negative
    std::optional<double> used;
    QString unit; ///< "requests", "tokens", …; empty when not stated
    std::optional<Duration> window; ///< its period, when the answer states it
    std::optional<Duration>
        resetIn; ///< from the arrival of the answer, on the server's clock; not negative
    std::optional<WallTime> resetAt; ///< the server's own calendar moment, when it stated one
    QList<QByteArray> fields; ///< the names of the header fields it was read from

    friend bool operator==(const WindowReading&, const WindowReading&) = default;
};

/// Everything one response said about limits.
struct Reading
{
    QList<WindowReading> windows;
    std::optional<Duration> retryAfter; ///< how long it asks to wait, rounded up, not negative
    bool isRateLimited = false; ///< this very call was refused because of a limit
    QString hitWindow; ///< name of the window that refused it, when the answer says so
    QString hitLabel; ///< the same as the answer wrote it
    QString scope; ///< "key", "app", "pair", …, when the answer says so
    std::optional<WallTime> serverDate; ///< its Date field (whole seconds)
    QStringList dialects; ///< the families that recognised something
    QStringList notes; ///< doubts, in words: "two waits disagree, the longer is taken"

    [[nodiscard]] bool isEmpty() const
    {
        return windows.isEmpty() && !retryAfter && !isRateLimited;
    }
    friend bool operator==(const Reading&, const Reading&) = default;
};

} // namespace Pacewatch
