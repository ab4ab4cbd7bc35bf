#pragma once

#include "core/database.h"
#include "core/exchange.h"
#include "core/result.h"
#include "core/store/callfilter.h"

#include <QList>
#include <QString>

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
};

/// What a session holds, at a glance.
struct SessionSummary
{
    qint64 calls = 0;
    qint64 refused = 0;
    WallTime first{}; ///< of the calls' moments; both the epoch when there is none
    WallTime last{};
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

/// Reads a session file, ours or a stranger's: read-only, its tables checked, nothing of it run.
/// One thread at a time; its calls wait for the disk and are bounded but for those that count.
class SessionReader final
{
public:
    /// Longer heads and bodies than this are an error: a session keeps 64 KiB of a body.
    static constexpr int LongestValue = 4 * 1024 * 1024;

    /// See SessionSchema::inspect() for the errors; NotFound when there is no such file.
    [[nodiscard]] static Result<SessionReader> open(const QString& path);

    /// Looks through every page of the file; seconds for a large one. Corrupt tells where.
    [[nodiscard]] Result<void> check();

    [[nodiscard]] Result<SessionSummary> summary();
    [[nodiscard]] Result<QString> fact(const QString& name);
    /// At most @p most rows behind @p after (0 for the first page), in the order they were written.
    [[nodiscard]] Result<std::vector<CallRow>> pageAfter(ExchangeId after, int most,
                                                         const CallFilter& filter = {});
    /// The same before @p before, nearest first.
    [[nodiscard]] Result<std::vector<CallRow>> pageBefore(ExchangeId before, int most,
                                                          const CallFilter& filter = {});
    [[nodiscard]] Result<qint64> count(const CallFilter& filter);
    /// A call with its heads and bodies; what it says about limits is read again. NotFound.
    [[nodiscard]] Result<Exchange> call(ExchangeId id, const QString& dialect = {});
    /// The seconds from @p from on and before @p until, of all connections together.
    [[nodiscard]] Result<std::vector<SecondSpan>> seconds(WallTime from, WallTime until);

private:
    [[nodiscard]] Result<std::vector<CallRow>> page(const QByteArray& range, const char* order,
                                                    int most, const CallFilter& filter);

    Database m_database;
};

} // namespace Pacewatch
