#include "core/quota/reader.h"
#include "core/store/collectrows.h"
#include "core/store/sessionreader.h"
#include "core/store/sessionrows.h"

#include <algorithm>
#include <utility>

/// The calls of a session: pages of rows, filters and counts, calls with heads and bodies.
namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostRows = 10'000;
constexpr const char* Columns
    = "id,at,connection,origin,outcome,status,refused,method,target,client,held,connecting,"
      "first_byte,took,wait,early,attempt,request_bytes,response_bytes,windows";

std::optional<Duration> spanAt(const Statement& row, int column)
{
    return row.isNull(column) ? std::nullopt
                              : std::optional(SessionRows::spanOf(row.integer(column)));
}

/// Methods and targets are bytes of Latin-1, kept as UTF-8; nearly all are the same in both.
QByteArray latin1At(const Statement& row, int column)
{
    const QByteArray bytes = row.bytes(column);
    const bool isPlain = std::all_of(bytes.begin(), bytes.end(), [](char letter) {
        return static_cast<signed char>(letter) >= 0;
    });
    return isPlain ? bytes : QString::fromUtf8(bytes).toLatin1();
}

CallRow rowOf(const Statement& row)
{
    CallRow call;
    call.id = ExchangeId(static_cast<quint64>(row.integer(0)));
    call.at = SessionRows::momentOf(row.integer(1));
    call.connection = ConnectionId(static_cast<quint32>(row.integer(2)));
    call.origin = SessionRows::originOf(row.integer(3));
    call.outcome = SessionRows::outcomeOf(row.integer(4));
    call.status = static_cast<int>(std::clamp<qint64>(row.integer(5), 0, 999));
    call.isRefused = row.integer(6) != 0;
    call.method = latin1At(row, 7);
    call.target = latin1At(row, 8);
    call.client = row.text(9);
    call.held = SessionRows::spanOf(row.integer(10));
    call.took = SessionRows::spanOf(row.integer(13));
    call.wait = spanAt(row, 14);
    call.tooEarlyBy = spanAt(row, 15);
    call.attempt = static_cast<int>(std::clamp<qint64>(row.integer(16), 1, 1000));
    call.requestBytes = std::max<qint64>(0, row.integer(17));
    call.responseBytes = std::max<qint64>(0, row.integer(18));
    call.left = SessionRows::leftOf(row.bytes(19));
    return call;
}

/// Bytes of a request are many, and who reads what answers say about limits needs none of them.
constexpr const char* PayloadColumns
    = ",request_hash,response_head,response_body,response_hash,error,detail";
constexpr const char* RequestColumns = ",request_head,request_body,reason";

/// As exchangeOf(), with the answer.
Exchange answeredOf(const Statement& row)
{
    Exchange exchange = exchangeOf(rowOf(row));
    exchange.connecting = SessionRows::spanOf(row.integer(11));
    exchange.firstByte = SessionRows::spanOf(row.integer(12));
    exchange.requestBody.sha256 = row.bytes(20);
    exchange.response.headers = SessionRows::headersOf(row.bytes(21));
    exchange.responseBody.head = row.bytes(22).left(KeptBody::MostKept);
    exchange.responseBody.sha256 = row.bytes(23);
    if (!row.isNull(24)) {
        exchange.error = Error{SessionRows::errorCodeOf(row.integer(24)), row.text(25)};
    }
    return exchange;
}

Exchange wholeOf(const Statement& row)
{
    Exchange exchange = answeredOf(row);
    exchange.request.headers = SessionRows::headersOf(row.bytes(26));
    exchange.requestBody.head = row.bytes(27).left(KeptBody::MostKept);
    exchange.response.reason = latin1At(row, 28);
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

Exchange exchangeOf(const CallRow& row)
{
    Exchange exchange;
    exchange.id = row.id;
    exchange.connection = row.connection;
    exchange.origin = row.origin;
    exchange.outcome = row.outcome;
    exchange.client = row.client;
    exchange.arrivedWall = row.at;
    exchange.arrived = Instant(row.at.time_since_epoch());
    exchange.held = row.held;
    exchange.took = row.took;
    exchange.attempt = row.attempt;
    exchange.left = row.left;
    exchange.tooEarlyBy = row.tooEarlyBy;
    exchange.request.method = row.method;
    exchange.request.target = row.target;
    exchange.requestBody.size = row.requestBytes;
    exchange.requestBody.sha256 = row.requestHash;
    exchange.response.status = row.status;
    exchange.responseBody.size = row.responseBytes;
    exchange.reading.isRateLimited = row.isRefused;
    exchange.reading.retryAfter = row.wait;
    return exchange;
}

Result<std::vector<CallRow>> SessionReader::pageAfter(ExchangeId after, int most,
                                                      const CallFilter& filter)
{
    return page("id>" + QByteArray::number(static_cast<quint64>(after)), "id ASC", most, filter);
}

Result<std::vector<CallRow>> SessionReader::pageBefore(ExchangeId before, int most,
                                                       const CallFilter& filter)
{
    return page("id<" + QByteArray::number(static_cast<quint64>(before)), "id DESC", most, filter);
}

Result<Statement> SessionReader::prepared(const QByteArray& sql, const CallCondition& condition)
{
    Result<Statement> statement = m_database.prepare(sql.constData());
    if (statement) {
        int parameter = 0;
        for (const QString& text : condition.texts) {
            statement->bind(++parameter, text);
        }
    }
    return statement;
}

Result<std::vector<CallRow>> SessionReader::page(const QByteArray& range, const QByteArray& order,
                                                 int most, const CallFilter& filter)
{
    const CallCondition condition = conditionOf(filter);
    const QByteArray sql = QByteArray("SELECT ") + Columns + " FROM call WHERE " + range + " AND "
        + condition.sql + " ORDER BY " + order + " LIMIT "
        + QByteArray::number(std::clamp(most, 0, MostRows));
    Result<Statement> statement = prepared(sql, condition);
    return statement ? collect<std::vector<CallRow>>(*statement, rowOf) : fail(statement.error());
}

Result<std::vector<CallRow>> SessionReader::groupRows(ExchangeId after, int most)
{
    // The hash lies behind the bodies; without a body there is nothing to tell apart.
    QByteArray columns = Columns;
    columns.replace("windows",
                    "CASE WHEN request_bytes>0 THEN (SELECT request_hash FROM payload "
                    "WHERE payload.id=call.id) END");
    const QByteArray sql = "SELECT " + columns + " FROM call WHERE id>"
        + QByteArray::number(static_cast<quint64>(after)) + " ORDER BY id LIMIT "
        + QByteArray::number(std::clamp(most, 0, MostRows));
    Result<Statement> statement = prepared(sql, {});
    return statement ? collect<std::vector<CallRow>>(*statement,
                                                     [](const Statement& row) {
                                                         CallRow call = rowOf(row);
                                                         call.left.clear();
                                                         call.requestHash = row.bytes(19);
                                                         return call;
                                                     })
                     : fail(statement.error());
}

Result<std::vector<CallRow>> SessionReader::rows(const QList<ExchangeId>& ids)
{
    QByteArrayList numbers;
    for (const ExchangeId id : ids.first(std::min<qsizetype>(ids.size(), MostRows))) {
        numbers.append(QByteArray::number(static_cast<qint64>(id)));
    }
    const QByteArray sql = QByteArray("SELECT ") + Columns + " FROM call WHERE id IN ("
        + numbers.join(',') + ") ORDER BY id";
    Result<Statement> statement = prepared(sql, {});
    return statement ? collect<std::vector<CallRow>>(*statement, rowOf) : fail(statement.error());
}

Result<qint64> SessionReader::count(const CallFilter& filter)
{
    const CallCondition condition = conditionOf(filter);
    Result<Statement> statement
        = prepared("SELECT count(*) FROM call WHERE " + condition.sql, condition);
    if (!statement) {
        return fail(statement.error());
    }
    const Result<bool> row = statement->step();
    return row ? Result<qint64>(statement->integer(0)) : fail(row.error());
}

Result<CallTally> SessionReader::tally(const CallFilter& filter, ExchangeId after, ExchangeId last)
{
    const CallCondition condition = conditionOf(filter);
    QByteArrayList sums;
    for (int choice = 0; choice < CallChoices; ++choice) {
        sums.append("total(" + conditionOfChoice(CallChoice(choice)) + ')');
    }
    Result<Statement> statement
        = prepared("SELECT " + sums.join(',') + " FROM call WHERE id>"
                       + QByteArray::number(static_cast<qint64>(after)) + " AND id<="
                       + QByteArray::number(static_cast<qint64>(last)) + " AND " + condition.sql,
                   condition);
    if (!statement) {
        return fail(statement.error());
    }
    const Result<bool> row = statement->step();
    if (!row) {
        return fail(row.error());
    }
    CallTally tally{};
    for (int choice = 0; choice < CallChoices; ++choice) {
        tally.at(static_cast<std::size_t>(choice)) = statement->integer(choice);
    }
    return tally;
}

Result<std::vector<CallRow>> SessionReader::firstRows(const CallOrder& order, int most,
                                                      const CallFilter& filter)
{
    return page("1", termsOf(order), most, filter);
}

Result<QList<ExchangeId>> SessionReader::ids(const CallFilter& filter, const CallOrder& order)
{
    const CallCondition condition = conditionOf(filter);
    // Of a range of time SQLite would keep a million ids in a tree to sort them.
    const bool isWritten = order == CallOrder();
    Result<Statement> statement
        = prepared("SELECT id FROM call WHERE " + condition.sql
                       + (isWritten ? QByteArray() : " ORDER BY " + termsOf(order)),
                   condition);
    if (!statement) {
        return fail(statement.error());
    }
    Result<QList<ExchangeId>> ids
        = collect<QList<ExchangeId>>(*statement, [](const Statement& row) {
              return ExchangeId(static_cast<quint64>(row.integer(0)));
          });
    if (ids && isWritten) {
        std::sort(ids->begin(), ids->end());
    }
    return ids;
}

Result<QList<Exchange>> SessionReader::callsAfter(ExchangeId after, int most,
                                                  const CallFilter& filter, const QString& dialect)
{
    const CallCondition condition = conditionOf(filter);
    const QByteArray sql = QByteArray("SELECT ") + Columns + PayloadColumns + RequestColumns
        + " FROM call JOIN payload USING (id) WHERE id>"
        + QByteArray::number(static_cast<quint64>(after)) + " AND " + condition.sql
        + " ORDER BY id LIMIT " + QByteArray::number(std::clamp(most, 0, MostRows));
    Result<Statement> statement = prepared(sql, condition);
    if (!statement) {
        return fail(statement.error());
    }
    return collect<QList<Exchange>>(*statement, [&dialect](const Statement& row) {
        Exchange exchange = wholeOf(row);
        readAgain(exchange, dialect);
        return exchange;
    });
}

Result<void> SessionReader::answers(ExchangeId first, ExchangeId last, const QString& dialect,
                                    const std::function<void(Exchange&&)>& take)
{
    QByteArray columns = Columns;
    columns.replace("windows", "''"); // what was left is read again
    const QByteArray sql = "SELECT " + columns + PayloadColumns
        + " FROM call JOIN payload USING (id) WHERE id BETWEEN "
        + QByteArray::number(static_cast<quint64>(first)) + " AND "
        + QByteArray::number(static_cast<quint64>(last)) + " ORDER BY id";
    Result<Statement> statement = prepared(sql, {});
    if (!statement) {
        return fail(statement.error());
    }
    for (;;) {
        const Result<bool> row = statement->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return {};
        }
        Exchange exchange = answeredOf(*statement);
        readAgain(exchange, dialect);
        take(std::move(exchange));
    }
}

Result<Exchange> SessionReader::call(ExchangeId id, const QString& dialect)
{
    const QByteArray sql = QByteArray("SELECT ") + Columns + PayloadColumns + RequestColumns
        + " FROM call JOIN payload USING (id) WHERE id=?1";
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
    Exchange exchange = wholeOf(*statement);
    readAgain(exchange, dialect);
    return exchange;
}

} // namespace Pacewatch
