#include "core/store/sessionreader.h"

#include "core/quota/reader.h"
#include "core/store/sessionrows.h"
#include "core/store/sessionschema.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr const char* Columns
    = "id,at,connection,origin,outcome,status,refused,method,target,client,held,connecting,"
      "first_byte,took,wait,early,attempt,request_bytes,response_bytes,windows";

WallTime momentOf(qint64 nanoseconds)
{
    return WallTime(Duration(nanoseconds));
}

Duration spanOf(qint64 nanoseconds)
{
    return Duration(std::max<qint64>(0, nanoseconds));
}

std::optional<Duration> spanAt(const Statement& row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(spanOf(row.integer(column)));
}

CallRow rowOf(const Statement& row)
{
    CallRow call;
    call.id = ExchangeId(static_cast<quint64>(row.integer(0)));
    call.at = momentOf(row.integer(1));
    call.connection = ConnectionId(static_cast<quint32>(row.integer(2)));
    call.origin = SessionRows::originOf(row.integer(3));
    call.outcome = SessionRows::outcomeOf(row.integer(4));
    call.status = static_cast<int>(std::clamp<qint64>(row.integer(5), 0, 999));
    call.isRefused = row.integer(6) != 0;
    call.method = row.text(7).toLatin1();
    call.target = row.text(8).toLatin1();
    call.client = row.text(9);
    call.held = spanOf(row.integer(10));
    call.took = spanOf(row.integer(13));
    call.wait = spanAt(row, 14);
    call.tooEarlyBy = spanAt(row, 15);
    call.attempt = static_cast<int>(std::clamp<qint64>(row.integer(16), 1, 1000));
    call.requestBytes = std::max<qint64>(0, row.integer(17));
    call.responseBytes = std::max<qint64>(0, row.integer(18));
    call.left = SessionRows::leftOf(row.bytes(19));
    return call;
}

Exchange exchangeOf(const Statement& row)
{
    const CallRow call = rowOf(row);
    Exchange exchange;
    exchange.id = call.id;
    exchange.connection = call.connection;
    exchange.origin = call.origin;
    exchange.outcome = call.outcome;
    exchange.client = call.client;
    exchange.arrivedWall = call.at;
    exchange.arrived = Instant(call.at.time_since_epoch());
    exchange.held = call.held;
    exchange.connecting = spanOf(row.integer(11));
    exchange.firstByte = spanOf(row.integer(12));
    exchange.took = call.took;
    exchange.attempt = call.attempt;
    exchange.left = call.left;
    exchange.tooEarlyBy = call.tooEarlyBy;
    exchange.request = {call.method, call.target, 1, SessionRows::headersOf(row.bytes(20))};
    exchange.requestBody
        = {row.bytes(21).left(KeptBody::MostKept), call.requestBytes, row.bytes(22)};
    exchange.response
        = {call.status, row.text(23).toLatin1(), 1, SessionRows::headersOf(row.bytes(24))};
    exchange.responseBody
        = {row.bytes(25).left(KeptBody::MostKept), call.responseBytes, row.bytes(26)};
    if (!row.isNull(27)) {
        exchange.error = Error{SessionRows::errorCodeOf(row.integer(27)), row.text(28)};
    }
    exchange.reading.isRateLimited = call.isRefused;
    exchange.reading.retryAfter = call.wait;
    return exchange;
}

void readAgain(Exchange& exchange, const QString& dialect)
{
    if (exchange.response.status == 0 || exchange.outcome == Outcome::RefusedByUs) {
        return;
    }
    const Reading kept = exchange.reading;
    exchange.reading = read({exchange.response.status, exchange.response.headers,
                             exchange.responseBody.head, exchange.answeredWall()},
                            {dialect});
    // What was known when it was recorded stands; the profile may have said more then.
    exchange.reading.isRateLimited = kept.isRateLimited;
    exchange.reading.retryAfter = kept.retryAfter;
}

} // namespace

Result<SessionReader> SessionReader::open(const QString& path)
{
    if (!QFileInfo(path).isFile()) {
        return fail(ErrorCode::NotFound, u"%1 is no file"_s.arg(path));
    }
    Result<Database> database = Database::openForeign(path, LongestValue);
    if (!database) {
        return fail(database.error());
    }
    if (const Result<void> ours = SessionSchema::inspect(*database); !ours) {
        return fail(ours.error());
    }
    SessionReader reader;
    reader.m_database = std::move(*database);
    return reader;
}

Result<void> SessionReader::check()
{
    const Result<QString> verdict = m_database.text("PRAGMA quick_check(1)");
    if (!verdict) {
        return fail(verdict.error());
    }
    return *verdict == "ok"_L1 ? Result<void>() : fail(ErrorCode::Corrupt, *verdict);
}

Result<SessionSummary> SessionReader::summary()
{
    SessionSummary summary;
    const Result<qint64> calls = m_database.integer("SELECT count(*) FROM call");
    const Result<qint64> refused
        = m_database.integer("SELECT coalesce(sum(refused), 0) FROM second");
    const Result<qint64> first = m_database.integer("SELECT coalesce(min(at), 0) FROM call");
    const Result<qint64> last = m_database.integer("SELECT coalesce(max(at), 0) FROM call");
    for (const auto* each : {&calls, &refused, &first, &last}) {
        if (!*each) {
            return fail(each->error());
        }
    }
    return SessionSummary{*calls, *refused, momentOf(*first), momentOf(*last)};
}

Result<QString> SessionReader::fact(const QString& name)
{
    Result<Statement> statement = m_database.prepare("SELECT value FROM fact WHERE name=?1");
    if (!statement) {
        return fail(statement.error());
    }
    statement->bind(1, name);
    const Result<bool> row = statement->step();
    if (!row) {
        return fail(row.error());
    }
    return *row ? statement->text(0) : QString();
}

Result<std::vector<CallRow>> SessionReader::pageAfter(ExchangeId after, int most,
                                                      const CallFilter& filter)
{
    return page("id>" + QByteArray::number(static_cast<quint64>(after)), "ASC", most, filter);
}

Result<std::vector<CallRow>> SessionReader::pageBefore(ExchangeId before, int most,
                                                       const CallFilter& filter)
{
    return page("id<" + QByteArray::number(static_cast<quint64>(before)), "DESC", most, filter);
}

Result<std::vector<CallRow>> SessionReader::page(const QByteArray& range, const char* order,
                                                 int most, const CallFilter& filter)
{
    constexpr int MostRows = 10'000;
    const CallCondition condition = conditionOf(filter);
    const QByteArray sql = QByteArray("SELECT ") + Columns + " FROM call WHERE " + range + " AND "
        + condition.sql + " ORDER BY id " + order + " LIMIT "
        + QByteArray::number(std::clamp(most, 0, MostRows));
    Result<Statement> statement = m_database.prepare(sql.constData());
    if (!statement) {
        return fail(statement.error());
    }
    int parameter = 0;
    for (const QString& text : condition.texts) {
        statement->bind(++parameter, text);
    }
    std::vector<CallRow> rows;
    for (;;) {
        const Result<bool> row = statement->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return rows;
        }
        rows.push_back(rowOf(*statement));
    }
}

Result<qint64> SessionReader::count(const CallFilter& filter)
{
    const CallCondition condition = conditionOf(filter);
    const QByteArray sql = "SELECT count(*) FROM call WHERE " + condition.sql;
    Result<Statement> statement = m_database.prepare(sql.constData());
    if (!statement) {
        return fail(statement.error());
    }
    int parameter = 0;
    for (const QString& text : condition.texts) {
        statement->bind(++parameter, text);
    }
    const Result<bool> row = statement->step();
    return row ? Result<qint64>(statement->integer(0)) : fail(row.error());
}

Result<Exchange> SessionReader::call(ExchangeId id, const QString& dialect)
{
    const QByteArray sql = QByteArray("SELECT ") + Columns
        + ",request_head,request_body,request_hash,reason,response_head,response_body,"
          "response_hash,error,detail FROM call JOIN payload USING (id) WHERE id=?1";
    Result<Statement> statement = m_database.prepare(sql.constData());
    if (!statement) {
        return fail(statement.error());
    }
    statement->bind(1, static_cast<qint64>(id));
    const Result<bool> row = statement->step();
    if (!row) {
        return fail(row.error());
    }
    if (!*row) {
        return fail(ErrorCode::NotFound, u"there is no such call"_s);
    }
    Exchange exchange = exchangeOf(*statement);
    readAgain(exchange, dialect);
    return exchange;
}

Result<std::vector<SecondSpan>> SessionReader::seconds(WallTime from, WallTime until)
{
    Result<Statement> statement = m_database.prepare(
        "SELECT at, sum(calls), sum(refused), sum(failed), sum(took_sum), max(took_most) "
        "FROM second WHERE at>=?1 AND at<?2 GROUP BY at ORDER BY at");
    if (!statement) {
        return fail(statement.error());
    }
    statement->bind(1, qint64(unixSeconds(from)));
    statement->bind(2, qint64(unixSeconds(until)));
    std::vector<SecondSpan> spans;
    for (;;) {
        const Result<bool> row = statement->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return spans;
        }
        const qint64 calls = std::max<qint64>(1, statement->integer(1));
        const std::chrono::seconds at(std::clamp<qint64>(statement->integer(0), 0, 9'000'000'000));
        spans.push_back({WallTime(at), calls, statement->integer(2), statement->integer(3),
                         spanOf(statement->integer(4) / calls), spanOf(statement->integer(5))});
    }
}

} // namespace Pacewatch
