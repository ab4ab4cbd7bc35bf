#include "core/store/sessionschema.h"

#include <array>

namespace Pacewatch::SessionSchema {

using namespace Qt::StringLiterals;

namespace {

// Lists and filters read `call`, which is narrow; heads and bodies lie apart. Times and spans are
// nanoseconds, moments since 1970. What is not known is NULL.
constexpr const char* FirstLayout = R"(
    CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE call (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        connection INTEGER NOT NULL,
        origin INTEGER NOT NULL,
        outcome INTEGER NOT NULL,
        status INTEGER NOT NULL,
        refused INTEGER NOT NULL,
        method TEXT NOT NULL,
        target TEXT NOT NULL,
        client TEXT NOT NULL,
        held INTEGER NOT NULL,
        connecting INTEGER NOT NULL,
        first_byte INTEGER NOT NULL,
        took INTEGER NOT NULL,
        wait INTEGER,
        early INTEGER,
        attempt INTEGER NOT NULL,
        request_bytes INTEGER NOT NULL,
        response_bytes INTEGER NOT NULL,
        windows TEXT NOT NULL
    );
    CREATE INDEX call_by_status ON call (status);
    CREATE INDEX call_by_moment ON call (at);
    CREATE TABLE payload (
        id INTEGER PRIMARY KEY,
        request_head BLOB NOT NULL,
        request_body BLOB NOT NULL,
        request_hash BLOB NOT NULL,
        reason TEXT NOT NULL,
        response_head BLOB NOT NULL,
        response_body BLOB NOT NULL,
        response_hash BLOB NOT NULL,
        error INTEGER,
        detail TEXT NOT NULL
    );
    CREATE TABLE second (
        at INTEGER NOT NULL,
        connection INTEGER NOT NULL,
        calls INTEGER NOT NULL,
        refused INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        took_sum INTEGER NOT NULL,
        took_most INTEGER NOT NULL,
        PRIMARY KEY (at, connection)
    ) WITHOUT ROWID;
    CREATE TABLE note (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, text TEXT NOT NULL);
    PRAGMA application_id=1886868293;
    PRAGMA user_version=1;
)";
static_assert(ApplicationId == 1886868293);

constexpr std::array Steps{FirstLayout};
static_assert(Steps.size() == Version);

/// What the schema of a file must be, as one text: a fresh database in memory tells.
constexpr const char* SchemaText
    = "SELECT group_concat(type || ' ' || name || ' ' || coalesce(sql, ''), char(10)) "
      "FROM (SELECT * FROM sqlite_schema ORDER BY type, name)";

} // namespace

const char* step(qint64 version)
{
    return Steps.at(static_cast<std::size_t>(version));
}

Result<void> inspect(Database& database)
{
    const Result<qint64> application = database.integer("PRAGMA application_id");
    const Result<qint64> version = database.integer("PRAGMA user_version");
    const Result<QString> schema = database.text(SchemaText);
    if (!application || !version || !schema) {
        return fail(ErrorCode::Corrupt, u"it is damaged or cut short: its head cannot be read"_s);
    }
    if (*application != ApplicationId) {
        return fail(ErrorCode::Invalid, u"this database is no session of Pacewatch"_s);
    }
    if (*version > Version) {
        return fail(ErrorCode::Unsupported, u"made by a newer version of Pacewatch"_s);
    }
    Result<Database> model = Database::open(u":memory:"_s);
    for (qint64 each = 0; model && each < *version; ++each) {
        if (const Result<void> made = model->run(step(each)); !made) {
            return made;
        }
    }
    const Result<QString> expected = model ? model->text(SchemaText) : fail(model.error());
    if (!expected) {
        return fail(expected.error());
    }
    return *schema == *expected
        ? Result<void>()
        : fail(ErrorCode::Invalid, u"its tables are not those of a session"_s);
}

} // namespace Pacewatch::SessionSchema
