#pragma once

#include "core/database.h"
#include "core/exchange.h"
#include "core/result.h"
#include "core/store/callfilter.h"
#include "core/store/sessionfile.h"

#include <QList>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace Pacewatch {

/// One row of a list of calls: what the narrow table holds, no heads and no bodies.
struct CallRow
{
    ExchangeId id{};
    WallTime at{};
    ConnectionId connection{};
    Origin origin = Origin::Client;
    Outcome outcome = Outcome::Answered;
    int status = 0;
    bool isRefused = false;
    QByteArray method;
    QByteArray target;
    QString client;
    Duration held{};
    Duration took{};
    std::optional<Duration> wait;
    std::optional<Duration> tooEarlyBy;
    int attempt = 1;
    qint64 requestBytes = 0;
    qint64 responseBytes = 0;
    QList<LeftAfter> left;
    QByteArray requestHash{}; ///< of groupRows() only
};

/// What a session holds, at a glance.
struct SessionSummary
{
    qint64 calls = 0;
    qint64 refused = 0;
    WallTime first{}; ///< of the calls' moments; both the epoch when there is none
    WallTime last{};
    ExchangeId firstId{};
    ExchangeId lastId{}; ///< the lowest and the highest; both zero when there is none

    /// Whether the ids follow each other without a gap.
    [[nodiscard]] bool isDense() const
    {
        return static_cast<quint64>(lastId) - static_cast<quint64>(firstId) + 1
            == static_cast<quint64>(calls);
    }
};

/// One second of the roll-up.
struct SecondSpan
{
    WallTime at{};
    qint64 calls = 0;
    qint64 refused = 0;
    qint64 failed = 0;
    Duration tookMean{};
    Duration tookMost{};
};

/// What somebody wrote down while it was recorded, or later.
struct SessionNote
{
    WallTime at{};
    QString text;
};

/// Reads a session file, ours or a stranger's: read-only, its tables checked, nothing of it run.
/// One thread at a time; its calls wait for the disk and are bounded but for those that count.
class SessionReader final
{
public:
    /// Longer heads and bodies than this are an error: a session keeps 64 KiB of a body.
    static constexpr int LongestValue = 4 * 1024 * 1024;
    static constexpr int MostSeconds = 100'000;

    /// See SessionSchema::inspect() for the errors; NotFound when there is no such file.
    [[nodiscard]] static Result<SessionReader> open(const QString& path);

    /// Looks through every page of the file; seconds for a large one. Corrupt tells where.
    [[nodiscard]] Result<void> check();

    [[nodiscard]] Result<SessionSummary> summary();
    [[nodiscard]] Result<QString> fact(const QString& name);
    [[nodiscard]] Result<SessionFacts> facts();
    /// At most @p most rows behind @p after (0 for the first page), in the order they were written.
    [[nodiscard]] Result<std::vector<CallRow>> pageAfter(ExchangeId after, int most,
                                                         const CallFilter& filter = {});
    /// The same before @p before, nearest first.
    [[nodiscard]] Result<std::vector<CallRow>> pageBefore(ExchangeId before, int most,
                                                          const CallFilter& filter = {});
    [[nodiscard]] Result<qint64> count(const CallFilter& filter);
    /// How many of the calls behind @p after up to @p last pass @p filter, for each quick choice.
    [[nodiscard]] Result<CallTally> tally(const CallFilter& filter, ExchangeId after,
                                          ExchangeId last);
    /// The ids of all calls that @p filter lets through.
    [[nodiscard]] Result<QList<ExchangeId>> ids(const CallFilter& filter,
                                                const CallOrder& order = {});
    /// The first rows of that order, at most @p most.
    [[nodiscard]] Result<std::vector<CallRow>> firstRows(const CallOrder& order, int most,
                                                         const CallFilter& filter);
    /// The rows of @p ids, at most 10,000, in the order they were written.
    [[nodiscard]] Result<std::vector<CallRow>> rows(const QList<ExchangeId>& ids);
    /// As pageAfter(), with what tells one request from another instead of what was left: for
    /// CallGrouper.
    [[nodiscard]] Result<std::vector<CallRow>> groupRows(ExchangeId after, int most);
    /// As pageAfter(), with heads and bodies; what the calls say about limits is read again.
    [[nodiscard]] Result<QList<Exchange>> callsAfter(ExchangeId after, int most,
                                                     const CallFilter& filter = {},
                                                     const QString& dialect = {});
    /// Hands the calls from @p first to @p last to @p take, one by one: as callsAfter() has them,
    /// but without what was left and without the heads and bodies of the requests.
    [[nodiscard]] Result<void> answers(ExchangeId first, ExchangeId last, const QString& dialect,
                                       const std::function<void(Exchange&&)>& take);
    [[nodiscard]] Result<std::vector<SessionNote>> notes();
    /// A call with its heads and bodies; what it says about limits is read again. NotFound.
    [[nodiscard]] Result<Exchange> call(ExchangeId id, const QString& dialect = {});
    /// The seconds from @p from on and before @p until, of all connections together; the first
    /// @p most of them.
    [[nodiscard]] Result<std::vector<SecondSpan>> seconds(WallTime from, WallTime until,
                                                          int most = MostSeconds);

private:
    [[nodiscard]] Result<std::vector<CallRow>>
    page(const QByteArray& range, const QByteArray& order, int most, const CallFilter& filter);
    [[nodiscard]] Result<Statement> prepared(const QByteArray& sql, const CallCondition& condition);

    Database m_database;
};

/// A row as a call without heads and bodies.
[[nodiscard]] Exchange exchangeOf(const CallRow& row);

} // namespace Pacewatch
