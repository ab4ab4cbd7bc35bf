#pragma once

#include "core/quota/answer.h"
#include "core/quota/reading.h"
#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace Pacewatch {

/// What one header line has to do with limits.
struct LineMeaning
{
    enum class About
    {
        Nothing, ///< it says nothing about limits
        Limits, ///< read: a limit, what is left of it, or its reset
        Wait, ///< read: how long to wait
        Date, ///< the clock the resets are told on
        Unread, ///< looks like a limit but could not be read
    };

    Http::Field field;
    About about = About::Nothing;
    QStringList windows; ///< labels of the windows it was read into
};

/// One raw response and what it says about limits.
struct Explanation
{
    QString id; ///< of the JSON line; empty otherwise
    int status = 0;
    QList<LineMeaning> lines; ///< in the order of the head
    Reading reading;
};

/// Takes responses out of @p input: one raw HTTP response (bare LF, a missing status line and the
/// arrows of `curl -v` are tolerated) or JSON objects, one a line, with `id`, `status`,
/// `header_lines`, `body` and `received_at` in Unix seconds. @p receivedAt stands in where no time
/// is told. The id stands beside each answer.
[[nodiscard]] Result<QList<std::pair<QString, Answer>>> answersFrom(const QByteArray& input,
                                                                    WallTime receivedAt);

/// @p dialect names the family to believe first; it may be empty.
[[nodiscard]] Explanation explain(const Answer& answer, const QString& id = {},
                                  const QString& dialect = {});

/// The explanation for scripts: `windows`, `retry_after_seconds`, `is_rate_limited`, `hit_window`,
/// `scope`, `dialects`, `notes`, and `id` when there is one. What is not known is null.
[[nodiscard]] QJsonObject explainJson(const Explanation& explanation);

} // namespace Pacewatch
