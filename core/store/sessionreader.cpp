#include "core/store/sessionreader.h"

#include "core/store/collectrows.h"
#include "core/store/sessionrows.h"
#include "core/store/sessionschema.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

/// What a session is, at a glance; its calls are read in sessionpages.cpp.
namespace Pacewatch {

using namespace Qt::StringLiterals;

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
    const QString place = QString(*verdict).remove(u"*** in database main ***"_s).simplified();
    return *verdict == "ok"_L1 ? Result<void>()
                               : fail(ErrorCode::Corrupt, u"it is damaged (%1)"_s.arg(place));
}

Result<SessionSummary> SessionReader::summary()
{
    const Result<qint64> calls = m_database.integer("SELECT count(*) FROM call");
    const Result<qint64> refused
        = m_database.integer("SELECT coalesce(sum(refused), 0) FROM second");
    const Result<qint64> first = m_database.integer("SELECT coalesce(min(at), 0) FROM call");
    const Result<qint64> last = m_database.integer("SELECT coalesce(max(at), 0) FROM call");
    const Result<qint64> firstId = m_database.integer("SELECT coalesce(min(id), 0) FROM call");
    const Result<qint64> lastId = m_database.integer("SELECT coalesce(max(id), 0) FROM call");
    for (const auto* each : {&calls, &refused, &first, &last, &firstId, &lastId}) {
        if (!*each) {
            return fail(each->error());
        }
    }
    return SessionSummary{*calls,
                          *refused,
                          SessionRows::momentOf(*first),
                          SessionRows::momentOf(*last),
                          ExchangeId(static_cast<quint64>(*firstId)),
                          ExchangeId(static_cast<quint64>(*lastId))};
}

Result<SessionFacts> SessionReader::facts()
{
    const Result<QString> customer = fact(u"customer"_s);
    const Result<QString> profile = fact(u"profile"_s);
    const Result<QString> host = fact(u"host"_s);
    const Result<QString> base = fact(u"base"_s);
    for (const auto* each : {&customer, &profile, &host, &base}) {
        if (!*each) {
            return fail(each->error());
        }
    }
    return SessionFacts{*customer, *profile, *host, base->toUtf8()};
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

Result<std::vector<SessionNote>> SessionReader::notes()
{
    constexpr const char* Newest = "SELECT at, text FROM note ORDER BY at LIMIT 1000";
    Result<Statement> statement = m_database.prepare(Newest);
    return statement ? collect<std::vector<SessionNote>>(
               *statement,
               [](const Statement& row) {
                   return SessionNote{SessionRows::momentOf(row.integer(0)), row.text(1)};
               })
                     : fail(statement.error());
}

Result<std::vector<SecondSpan>> SessionReader::seconds(WallTime from, WallTime until, int most)
{
    Result<Statement> statement = m_database.prepare(
        "SELECT at, sum(calls), sum(refused), sum(failed), sum(took_sum), max(took_most) "
        "FROM second WHERE at>=?1 AND at<?2 GROUP BY at ORDER BY at LIMIT ?3");
    if (!statement) {
        return fail(statement.error());
    }
    statement->bind(1, qint64(unixSeconds(from)));
    statement->bind(2, qint64(unixSeconds(until)));
    statement->bind(3, qint64(std::clamp(most, 0, MostSeconds)));
    return collect<std::vector<SecondSpan>>(*statement, [](const Statement& row) {
        const qint64 calls = std::max<qint64>(1, row.integer(1));
        const std::chrono::seconds at(std::clamp<qint64>(row.integer(0), 0, 9'000'000'000));
        return SecondSpan{WallTime(at),
                          calls,
                          std::clamp<qint64>(row.integer(2), 0, calls),
                          row.integer(3),
                          SessionRows::spanOf(row.integer(4) / calls),
                          SessionRows::spanOf(row.integer(5))};
    });
}

} // namespace Pacewatch
