#pragma once

#include "core/instant.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <variant>

namespace Pacewatch {

/// Calls in even steps against a limit, with what stands out bracketed. A step is as long as the
/// window of the limit, or 1 s for longer windows.
struct CallSteps
{
    struct Step
    {
        qint32 calls = 0; ///< tried, whoever made them
        qint32 refused = 0;
    };
    /// A burst, a herd of retries, or a window that was used up.
    struct Mark
    {
        WallTime at{};
        Duration length{}; ///< from its first to its last call
        qint64 calls = 0;
        qint64 refused = 0;
    };

    WallTime start{};
    Duration step = std::chrono::seconds(1);
    QList<Step> steps; ///< of an excerpt around the first clear example
    qint64 limit = 0; ///< the dotted line; 0 for none
    Duration window{}; ///< of the limit
    double average = 0; ///< calls a step over the whole range
    QList<Mark> marks; ///< those inside the excerpt, in order
    Duration between{}; ///< usual distance of two marks; zero when it is not regular
};

/// For each refusal: the wait it asked for, and after how long the call came back.
struct WaitRows
{
    struct Row
    {
        WallTime refusedAt{};
        Duration asked{}; ///< zero when none was stated
        Duration gap{}; ///< from the refusal to the retry
        bool refusedAgain = false;
    };

    QList<Row> rows; ///< in the order of time, at most MostRows
    static constexpr qsizetype MostRows = 200;
};

/// How long equal calls lie apart, and how many of their answers said anything new.
struct GapBins
{
    Duration width{}; ///< of one bin; the first starts at zero
    QList<qint64> bins; ///< the last one holds all that are longer, too
    Duration usual{}; ///< the median
    qint64 changed = 0;
    qint64 unchanged = 0; ///< both zero when answers cannot be compared
};

/// Single creates that fell into one second, beside the bulk call that would replace them.
struct CreateGroups
{
    struct Group
    {
        WallTime at{};
        qint64 creates = 0;
    };

    QList<Group> groups; ///< at most 200, in the order of time
    QByteArray bulkPath; ///< below the base URL
};

/// Used by the headers against used by the calls seen; the gap between them is somebody else's.
struct UsedLines
{
    struct Point
    {
        WallTime at{};
        qint64 stated = 0; ///< as the gateway counted
        qint64 seen = 0; ///< at most so many of them are calls that were seen
    };

    qint64 limit = 0;
    Duration window{};
    QList<Point> points; ///< one a step, at most 600
};

/// Per window: the most that was accepted, and the least at which a call was refused.
struct LimitMarks
{
    struct Mark
    {
        WallTime start{};
        qint64 accepted = 0;
        std::optional<qint64> refusedAt;
    };

    qint64 documented = 0;
    qint64 observed = 0;
    Duration window{};
    QList<Mark> marks; ///< at most 400
};

/// What the chart of a finding is drawn from.
using Evidence = std::variant<std::monostate, CallSteps, WaitRows, GapBins, CreateGroups, UsedLines,
                              LimitMarks>;

} // namespace Pacewatch
