#pragma once

#include "core/exchange.h"
#include "core/instant.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

namespace Pacewatch {

/// The quick choices beside the filter.
enum class CallChoice
{
    All,
    Refused,
    Early, ///< the client did not keep the wait
    Slow, ///< took SlowCallFrom or longer
    OtherErrors ///< a status of 400 and more, or none, for another reason than a limit
};
inline constexpr int CallChoices = 5;
inline constexpr Duration SlowCallFrom = std::chrono::seconds(2);

/// How many calls there are for each CallChoice.
using CallTally = std::array<qint64, CallChoices>;

/// Which calls of a session are wanted. Everything that is set must hold.
struct CallFilter
{
    /// A range of status codes; 0 to 0 is "no answer".
    struct Statuses
    {
        int least = 0;
        int most = 0;

        friend bool operator==(const Statuses&, const Statuses&) = default;
    };

    QList<Statuses> statuses; ///< any of them
    QString text; ///< somewhere in method, target or client, ASCII case ignored
    QString path; ///< somewhere in the target
    QString method;
    QString client; ///< somewhere in the client's name
    QString to; ///< somewhere in the target or in what is kept of the request's body
    std::optional<int> burst; ///< of that number; see CallGroups
    std::optional<Duration> tookOver;
    std::optional<Duration> tookUnder;
    std::optional<Duration> waitOver;
    std::optional<bool> isEarly;
    bool isRefused = false; ///< only those a limit refused
    CallChoice choice = CallChoice::All;
    std::optional<WallTime> from;
    std::optional<WallTime> until; ///< not included
    /// No others than these: what stands in for `burst`, which no single call tells.
    std::optional<QList<ExchangeId>> among;

    [[nodiscard]] bool isEmpty() const { return *this == CallFilter(); }
    friend bool operator==(const CallFilter&, const CallFilter&) = default;
};

/// Reads what was typed: `status:429`, `status:4xx`, `status:500-503`, `path:`, `method:`,
/// `client:`, `to:`, `burst:33`, `took:>500` (milliseconds, or with a unit), `took:<2s`, `wait:>0`,
/// `early:yes`, `refused:yes`; all else is free text. Invalid names the token that cannot be read.
[[nodiscard]] Result<CallFilter> readCallFilter(const QString& typed);

/// The names of the tokens, without the colon.
[[nodiscard]] const QStringList& callFilterNames();

/// A condition of SQL over the table `call`, with the texts for its parameters ?1, ?2, …: what was
/// typed is never part of the statement. "1" for an empty filter, "0" for a burst without its
/// calls.
struct CallCondition
{
    QByteArray sql;
    QList<QString> texts;
};
[[nodiscard]] CallCondition conditionOf(const CallFilter& filter);
/// The same for one quick choice.
[[nodiscard]] QByteArray conditionOfChoice(CallChoice choice);

/// The order in which calls are wanted. Equal ones stand as they were written.
struct CallOrder
{
    enum class Key
    {
        Written, ///< as the answers came
        Moment,
        Target,
        Status,
        Wait,
        Took,
        Client,
        RequestBytes,
        ResponseBytes,
        Attempt,
        Finished,
    };

    Key key = Key::Written;
    bool isDescending = false;

    friend bool operator==(const CallOrder&, const CallOrder&) = default;
};

/// The terms of an ORDER BY over the table `call`; calls without a value stand last.
[[nodiscard]] QByteArray termsOf(const CallOrder& order);

} // namespace Pacewatch
