#include "core/store/sessionfile.h"

#include "core/store/sessionrows.h"
#include "core/store/sessionschema.h"

#include <QFileInfo>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 NanosecondsInSecond = 1'000'000'000;
/// Rows dropped in one go: some milliseconds.
constexpr qint64 DroppedAtOnce = 2000;
/// Batches between two looks at the bounds.
constexpr int BatchesBetweenLooks = 16;

qint64 nanoseconds(WallTime at)
{
    return at.time_since_epoch().count();
}

} // namespace

Result<SessionFile> SessionFile::open(const QString& path, const SessionBounds& bounds)
{
    SessionFile file;
    file.m_bounds = bounds;
    if (const Result<void> begun = file.begin(path); !begun) {
        return fail(begun.error());
    }
    return file;
}

Result<void> SessionFile::begin(const QString& path)
{
    const QFileInfo before(path);
    const bool isNew = !before.exists() || before.size() == 0;
    if (const Result<void> made = makePrivateFile(path); !made) {
        return made;
    }
    Result<Database> opened = Database::open(path);
    if (!opened) {
        return fail(opened.error());
    }
    m_database = std::move(*opened);
    Result<void> done = m_database.run("PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0;");
    if (done && !isNew) {
        done = SessionSchema::inspect(m_database);
    }
    if (done && isNew) {
        done = m_database.run("PRAGMA page_size=8192; PRAGMA auto_vacuum=INCREMENTAL;");
    }
    // One connection writes and is the only one that checkpoints. The journal's size is cut back
    // after each checkpoint; 500 pages of 8 KiB keep it far below 64 MiB.
    if (done) {
        done = m_database.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                              "PRAGMA journal_size_limit=16777216; PRAGMA wal_autocheckpoint=500;"
                              "PRAGMA secure_delete=FAST; BEGIN IMMEDIATE");
    }
    Result<qint64> version = done ? m_database.integer("PRAGMA user_version") : fail(done.error());
    if (!version) {
        return fail(version.error());
    }
    for (; done && *version < SessionSchema::Version; ++*version) {
        done = m_database.run(SessionSchema::step(*version));
    }
    if (done) {
        done = m_database.run("COMMIT");
    }
    return done ? prepareStatements() : done;
}

Result<void> SessionFile::prepareStatements()
{
    const std::pair<Statement*, const char*> statements[] = {
        {&m_addCall,
         "INSERT INTO call VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,"
         "?19,?20)"},
        {&m_addPayload, "INSERT INTO payload VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)"},
        {&m_addSecond,
         "INSERT INTO second VALUES (?1,?2,?3,?4,?5,?6,?7) ON CONFLICT DO UPDATE SET "
         "calls=calls+excluded.calls, refused=refused+excluded.refused, "
         "failed=failed+excluded.failed, took_sum=took_sum+excluded.took_sum, "
         "took_most=max(took_most,excluded.took_most)"},
        {&m_setFact, "INSERT OR REPLACE INTO fact VALUES (?1,?2)"},
        {&m_addNote, "INSERT INTO note (at, text) VALUES (?1,?2)"}};
    for (const auto& [statement, sql] : statements) {
        Result<Statement> prepared = m_database.prepare(sql);
        if (!prepared) {
            return fail(prepared.error());
        }
        *statement = std::move(*prepared);
    }
    const Result<qint64> last = m_database.integer("SELECT coalesce(max(id), 0) FROM call");
    const Result<qint64> newest = m_database.integer("SELECT coalesce(max(at), 0) FROM call");
    if (!last || !newest) {
        return fail(last ? newest.error() : last.error());
    }
    m_lastId = *last;
    m_newest = *newest;
    return {};
}

Result<void> SessionFile::setFact(const QString& name, const QString& value)
{
    m_setFact.bind(1, name);
    m_setFact.bind(2, value);
    return m_setFact.step().map([](bool) {});
}

Result<void> SessionFile::addNote(WallTime at, const QString& text)
{
    m_addNote.bind(1, nanoseconds(at));
    m_addNote.bind(2, text);
    return m_addNote.step().map([](bool) {});
}

Result<void> SessionFile::annotate(const QString& path, WallTime at, const QString& text)
{
    if (!QFileInfo(path).isFile()) {
        return fail(ErrorCode::NotFound, u"%1 is no file"_s.arg(path));
    }
    Result<Database> opened = Database::open(path);
    if (!opened) {
        return fail(opened.error());
    }
    Result<void> done = opened->run("PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0;");
    if (done) {
        done = SessionSchema::inspect(*opened);
    }
    if (!done) {
        return done;
    }
    Result<Statement> add = opened->prepare("INSERT INTO note (at, text) VALUES (?1,?2)");
    if (!add) {
        return fail(add.error());
    }
    add->bind(1, nanoseconds(at));
    add->bind(2, text);
    return add->step().map([](bool) {});
}

Result<void> SessionFile::append(std::span<const Exchange> exchanges)
{
    const qint64 lastId = m_lastId;
    m_seconds.clear();
    Result<void> done = m_database.run("BEGIN IMMEDIATE");
    if (done) {
        done = appendAll(exchanges);
    }
    if (done) {
        done = m_database.run("COMMIT");
    }
    if (!done) {
        if (m_database.isInTransaction()) {
            (void)m_database.run("ROLLBACK");
        }
        m_lastId = lastId;
        return done;
    }
    return ++m_batches % BatchesBetweenLooks == 0 ? keepBounds() : Result<void>();
}

Result<void> SessionFile::appendAll(std::span<const Exchange> exchanges)
{
    for (const Exchange& exchange : exchanges) {
        const qint64 id = ++m_lastId;
        if (Result<void> done = appendCall(id, exchange); !done) {
            return done;
        }
        if (Result<void> done = appendPayload(id, exchange); !done) {
            return done;
        }
        const qint64 at = nanoseconds(exchange.arrivedWall);
        m_newest = std::max(m_newest, at);
        Second& second
            = m_seconds[{at / NanosecondsInSecond, static_cast<qint64>(exchange.connection)}];
        ++second.calls;
        second.refused += exchange.isRefused() ? 1 : 0;
        second.failed += exchange.outcome == Outcome::Failed ? 1 : 0;
        second.tookSum += exchange.took.count();
        second.tookMost = std::max<qint64>(second.tookMost, exchange.took.count());
    }
    for (const auto& [key, second] : m_seconds) {
        const qint64 values[] = {key.first,     key.second,     second.calls,   second.refused,
                                 second.failed, second.tookSum, second.tookMost};
        int parameter = 0;
        for (const qint64 value : values) {
            m_addSecond.bind(++parameter, value);
        }
        if (const Result<bool> step = m_addSecond.step(); !step) {
            return fail(step.error());
        }
    }
    return {};
}

Result<void> SessionFile::appendCall(qint64 id, const Exchange& exchange)
{
    const auto bindOrNull = [this](int parameter, const std::optional<Duration>& span) {
        span ? m_addCall.bind(parameter, qint64(span->count())) : m_addCall.bindNull(parameter);
    };
    m_addCall.bind(1, id);
    m_addCall.bind(2, nanoseconds(exchange.arrivedWall));
    m_addCall.bind(3, static_cast<qint64>(exchange.connection));
    m_addCall.bind(4, qint64(SessionRows::numberOf(exchange.origin)));
    m_addCall.bind(5, qint64(SessionRows::numberOf(exchange.outcome)));
    m_addCall.bind(6, qint64(exchange.response.status));
    m_addCall.bind(7, qint64(exchange.isRefused()));
    m_addCall.bind(8, QString::fromLatin1(exchange.request.method));
    m_addCall.bind(9, QString::fromLatin1(exchange.request.target));
    m_addCall.bind(10, exchange.client);
    m_addCall.bind(11, qint64(exchange.held.count()));
    m_addCall.bind(12, qint64(exchange.connecting.count()));
    m_addCall.bind(13, qint64(exchange.firstByte.count()));
    m_addCall.bind(14, qint64(exchange.took.count()));
    bindOrNull(15, exchange.reading.retryAfter);
    bindOrNull(16, exchange.tooEarlyBy);
    m_addCall.bind(17, qint64(exchange.attempt));
    m_addCall.bind(18, exchange.requestBody.size);
    m_addCall.bind(19, exchange.responseBody.size);
    m_addCall.bind(20, QString::fromUtf8(SessionRows::leftText(exchange.left)));
    return m_addCall.step().map([](bool) {});
}

Result<void> SessionFile::appendPayload(qint64 id, const Exchange& exchange)
{
    const QByteArray requestHead = SessionRows::headText(exchange.request.headers);
    const QByteArray responseHead = SessionRows::headText(exchange.response.headers);
    m_addPayload.bind(1, id);
    m_addPayload.bind(2, requestHead);
    m_addPayload.bind(3, exchange.requestBody.head);
    m_addPayload.bind(4, exchange.requestBody.sha256);
    m_addPayload.bind(5, QString::fromLatin1(exchange.response.reason));
    m_addPayload.bind(6, responseHead);
    m_addPayload.bind(7, exchange.responseBody.head);
    m_addPayload.bind(8, exchange.responseBody.sha256);
    if (exchange.error) {
        m_addPayload.bind(9, qint64(SessionRows::numberOf(exchange.error->code)));
    } else {
        m_addPayload.bindNull(9);
    }
    m_addPayload.bind(10, exchange.error ? exchange.error->detail : QString());
    return m_addPayload.step().map([](bool) {});
}

/// Drops a bounded number of rows, so that no append waits long; the next looks drop the rest.
Result<void> SessionFile::keepBounds()
{
    const Result<qint64> pages = m_database.integer("PRAGMA page_count");
    const Result<qint64> unused = m_database.integer("PRAGMA freelist_count");
    const Result<qint64> size = m_database.integer("PRAGMA page_size");
    const Result<qint64> first = m_database.integer("SELECT coalesce(min(id), 0) FROM call");
    const Result<qint64> oldest = m_database.integer("SELECT at FROM call ORDER BY id LIMIT 1");
    if (!pages || !unused || !size || !first || !oldest) {
        return fail(ErrorCode::StorageFailed, u"the size of the session cannot be read"_s);
    }
    const bool isTooLarge = (*pages - *unused) * *size > m_bounds.mostBytes;
    const bool isTooOld = m_newest - *oldest > m_bounds.mostAge.count();
    return isTooLarge || isTooOld ? dropOldest(std::min(*first + DroppedAtOnce, m_lastId) - 1)
                                  : Result<void>();
}

Result<void> SessionFile::dropOldest(qint64 lastId)
{
    const QByteArray id = QByteArray::number(lastId);
    const QByteArray dropPayloads = "DELETE FROM payload WHERE id<=" + id;
    const QByteArray dropCalls = "DELETE FROM call WHERE id<=" + id;
    Result<void> done = m_database.run("BEGIN IMMEDIATE");
    if (done) {
        done = m_database.run(dropPayloads.constData());
    }
    if (done) {
        done = m_database.run(dropCalls.constData());
        m_dropped += done ? m_database.changes() : 0;
    }
    if (done) {
        done = m_database.run("COMMIT; PRAGMA incremental_vacuum(256)");
    } else if (m_database.isInTransaction()) {
        (void)m_database.run("ROLLBACK");
    }
    return done;
}

Result<void> SessionFile::finish()
{
    for (Statement* statement : {&m_addCall, &m_addPayload, &m_addSecond, &m_setFact, &m_addNote}) {
        *statement = Statement();
    }
    return m_database.run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE");
}

} // namespace Pacewatch
