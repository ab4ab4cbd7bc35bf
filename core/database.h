#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace Pacewatch {

/// One prepared statement of a Database, which outlives it. Bound values are copied by nobody: they
/// must live until step() said false, or reset().
class Statement final
{
public:
    Statement() = default;

    /// Parameters count from 1.
    void bind(int parameter, qint64 value);
    void bind(int parameter, const QByteArray& value);
    /// As UTF-8, kept by the statement.
    void bind(int parameter, const QString& value);
    void bindNull(int parameter);

    /// True when there is a row to read, false at the end, which resets it.
    [[nodiscard]] Result<bool> step();
    void reset();

    /// Columns count from 0.
    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] bool isNull(int column) const;

private:
    friend class Database;
    struct Finalize
    {
        void operator()(sqlite3_stmt* statement) const;
    };

    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    QList<QByteArray> m_texts;
};

/// One connection to an SQLite file. One thread at a time.
///
/// Never open, copy or hash the file by other means while it is open: closing any descriptor of it
/// drops SQLite's locks. Errors: Busy, another connection holds it; StorageFailed, the disk or the
/// rights; Corrupt, no database or a damaged one; Invalid, a statement of ours is wrong.
class Database final
{
public:
    Database() = default;

    /// Opens an existing file for reading and writing. It waits for nobody.
    [[nodiscard]] static Result<Database> open(const QString& path);
    /// Opens an existing file for reading only, as one does with a stranger's: its triggers, views
    /// and functions do nothing, it is not mapped into memory, and no value may be longer than
    /// @p longestValue bytes.
    [[nodiscard]] static Result<Database> openForeign(const QString& path, int longestValue);

    /// Runs statements that yield nothing.
    Result<void> run(const char* sql);
    [[nodiscard]] Result<Statement> prepare(const char* sql);
    /// The first column of the first row of @p sql.
    [[nodiscard]] Result<qint64> integer(const char* sql);
    [[nodiscard]] Result<QString> text(const char* sql);
    /// Rows that the last statement changed.
    [[nodiscard]] int changes() const;
    [[nodiscard]] bool isInTransaction() const;

private:
    [[nodiscard]] static Result<Database> openWith(const QString& path, int flags);

    struct Close
    {
        void operator()(sqlite3* handle) const;
    };

    std::unique_ptr<sqlite3, Close> m_handle;
};

/// Makes @p path, and its folder when that is missing, for nobody else's eyes (0600 and 0700); of a
/// file that is there it takes others' rights. Call it before SQLite opens the file: closing a
/// descriptor later would drop its locks. SQLite gives its side files the same rights.
[[nodiscard]] Result<void> makePrivateFile(const QString& path);

} // namespace Pacewatch
