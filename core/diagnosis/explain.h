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
        Name, ///< read: which limit it is, whose, or why
        Date, ///< the clock the resets are told on
        Unread, ///< looks like a limit but could not be read
    };

    Http::Field field;
    About about = About::Nothing;
    QStringList windows; ///< labels of the windows it was read into
};

/// One value of the body that has to do with limits, or the sentence that has.
struct BodyMeaning
{
    enum class About
    {
        Limits, ///< a limit, what is left of it, or its reset
        Wait, ///< how long to wait
        Window, ///< which limit it was
        Refusal, ///< a code or a sentence that tells a refusal
    };

    QString path; ///< "error.retry_after"; empty for a body that is no JSON
    QString value; ///< foreign text, shortened
    About about = About::Limits;
    std::optional<Duration> wait;
};

/// One raw response and what it says about limits.
struct Explanation
{
    QString id; ///< of the JSON line; empty otherwise
    int status = 0;
    QList<LineMeaning> lines; ///< in the order of the head
    QList<BodyMeaning> body; ///< only what was understood
    bool hasBody = false;
    WallTime receivedAt{};
    Reading reading;
};

/// Takes responses out of @p input: raw HTTP responses (bare LF, a missing status line, the arrows
/// of `curl -v`, a redirect chain and a bare body are tolerated) or JSON objects, one a line, with
/// `id`, `status`, `header_lines`, `body` and `received_at` in Unix seconds. @p receivedAt stands
/// in where no time is told. The id stands beside each answer. Input that is no answer fails.
[[nodiscard]] Result<QList<std::pair<QString, Answer>>> answersFrom(const QByteArray& input,
                                                                    WallTime receivedAt);

/// @p dialect names the family to believe first; it may be empty.
[[nodiscard]] Explanation explain(const Answer& answer, const QString& id = {},
                                  const QString& dialect = {});

/// What @p field of the answer says by itself, beside the clock of that answer.
[[nodiscard]] Reading readAlone(const Http::Field& field, const Explanation& explanation);

/// The explanation for scripts: `windows`, `retry_after_seconds`, `is_rate_limited`, `hit_window`,
/// `scope`, `dialects`, `notes`, and `id` when there is one. What is not known is null.
[[nodiscard]] QJsonObject explainJson(const Explanation& explanation);

} // namespace Pacewatch
