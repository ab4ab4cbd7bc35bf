#include "core/database.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sqlite3.h>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

ErrorCode codeOf(int status)
{
    switch (status & 0xff) { // without what SQLite adds in the upper bytes
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::Busy;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
        return ErrorCode::StorageFailed;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::Corrupt;
    default:
        return ErrorCode::Invalid;
    }
}

tl::unexpected<Error> failure(int status, sqlite3* handle)
{
    const char* words = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(status);
    return fail(codeOf(status), QString::fromUtf8(words));
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

void Statement::bind(int parameter, qint64 value)
{
    sqlite3_bind_int64(m_statement.get(), parameter, value);
}

void Statement::bind(int parameter, const QByteArray& value)
{
    // A pointer to nothing would be NULL.
    const char* bytes = value.isEmpty() ? "" : value.constData();
    sqlite3_bind_blob64(m_statement.get(), parameter, bytes,
                        static_cast<sqlite3_uint64>(value.size()), nullptr);
}

void Statement::bind(int parameter, const QString& value)
{
    m_texts.append(value.toUtf8());
    const QByteArray& kept = m_texts.last();
    sqlite3_bind_text64(m_statement.get(), parameter, kept.isEmpty() ? "" : kept.constData(),
                        static_cast<sqlite3_uint64>(kept.size()), nullptr, SQLITE_UTF8);
}

void Statement::bindNull(int parameter)
{
    sqlite3_bind_null(m_statement.get(), parameter);
}

Result<bool> Statement::step()
{
    const int status = sqlite3_step(m_statement.get());
    if (status == SQLITE_ROW) {
        return true;
    }
    if (status != SQLITE_DONE) {
        const auto failed = failure(status, sqlite3_db_handle(m_statement.get()));
        reset();
        return failed;
    }
    reset();
    return false;
}

void Statement::reset()
{
    // An unfinished statement would keep its read transaction open.
    sqlite3_reset(m_statement.get());
    sqlite3_clear_bindings(m_statement.get());
    m_texts.clear();
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

QByteArray Statement::bytes(int column) const
{
    const void* data = sqlite3_column_blob(m_statement.get(), column);
    return {static_cast<const char*>(data), sqlite3_column_bytes(m_statement.get(), column)};
}

QString Statement::text(int column) const
{
    return QString::fromUtf8(bytes(column));
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* handle) const
{
    sqlite3_close_v2(handle);
}

Result<Database> Database::open(const QString& path)
{
    return openWith(path, SQLITE_OPEN_READWRITE);
}

Result<Database> Database::openForeign(const QString& path, int longestValue)
{
    Result<Database> database = openWith(path, SQLITE_OPEN_READONLY);
    if (!database) {
        return database;
    }
    sqlite3_limit(database->m_handle.get(), SQLITE_LIMIT_LENGTH, longestValue);
    const Result<void> done = database->run("PRAGMA trusted_schema=OFF;"
                                            "PRAGMA mmap_size=0;"
                                            "PRAGMA cell_size_check=ON");
    return done ? std::move(database) : fail(done.error());
}

Result<Database> Database::openWith(const QString& path, int flags)
{
    Database database;
    sqlite3* handle = nullptr;
    const int status = sqlite3_open_v2(QFile::encodeName(path).constData(), &handle,
                                       flags | SQLITE_OPEN_NOMUTEX, nullptr);
    database.m_handle.reset(handle); // also after a failure, so that it is closed
    if (status != SQLITE_OK) {
        return failure(status, handle);
    }
    sqlite3_extended_result_codes(handle, 1);
    return database;
}

Result<void> Database::run(const char* sql)
{
    const int status = sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr);
    if (status != SQLITE_OK) {
        return failure(status, m_handle.get());
    }
    return {};
}

Result<Statement> Database::prepare(const char* sql)
{
    Statement statement;
    sqlite3_stmt* prepared = nullptr;
    const int status = sqlite3_prepare_v2(m_handle.get(), sql, -1, &prepared, nullptr);
    if (status != SQLITE_OK) {
        return failure(status, m_handle.get());
    }
    statement.m_statement.reset(prepared);
    return statement;
}

Result<qint64> Database::integer(const char* sql)
{
    return text(sql).map([](const QString& found) { return found.toLongLong(); });
}

Result<QString> Database::text(const char* sql)
{
    Result<Statement> statement = prepare(sql);
    if (!statement) {
        return fail(statement.error());
    }
    const Result<bool> row = statement->step();
    if (!row) {
        return fail(row.error());
    }
    return *row ? statement->text(0) : QString();
}

int Database::changes() const
{
    return sqlite3_changes(m_handle.get());
}

bool Database::isInTransaction() const
{
    return sqlite3_get_autocommit(m_handle.get()) == 0;
}

Result<void> makePrivateFile(const QString& path)
{
    constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;
    const QFileInfo file(path);
    const QString folder = file.absolutePath();
    if (!QDir(folder).exists()) {
        if (!QDir().mkpath(folder)) {
            return fail(ErrorCode::StorageFailed, u"the folder cannot be made"_s);
        }
        QFile::setPermissions(folder, OwnerOnly | QFile::ExeOwner);
    }
    if (file.exists()) {
        QFile::setPermissions(path, OwnerOnly);
        return {};
    }
    QFile made(path);
    if (!made.open(QIODevice::WriteOnly | QIODevice::NewOnly, OwnerOnly)) {
        return fail(ErrorCode::StorageFailed, made.errorString());
    }
    return {};
}

} // namespace Pacewatch
