#pragma once

#include "core/database.h"
#include "core/exchange.h"
#include "core/result.h"

#include <QHash>
#include <QList>
#include <QString>

#include <map>
#include <span>
#include <utility>

namespace Pacewatch {

/// What a session file says of itself.
struct SessionFacts
{
    QString customer;
    QString profileId;
    QString host; ///< of the gateway
    QByteArray baseUrl; ///< what stands before every path; may be empty

    friend bool operator==(const SessionFacts&, const SessionFacts&) = default;
};

/// How much of a session is kept; what is oldest goes first.
struct SessionBounds
{
    qint64 mostBytes = qint64(2) * 1024 * 1024 * 1024; ///< of the file
    Duration mostAge = std::chrono::hours(24 * 30); ///< behind the newest call
};

/// A session being written: an SQLite database with the ending `.pacewatch`, mode 0600. Lives on
/// one thread, which is the only one that writes and checkpoints; its calls wait for the disk.
///
/// A crash loses what was not yet written and at most the last second besides, never the file: WAL
/// with `synchronous=NORMAL`. The exchanges must be redacted already.
class SessionFile final
{
public:
    /// Opens @p path to go on with it, or makes it. Invalid: no session; Unsupported: made by a
    /// newer version; Busy: somebody else writes to it; Corrupt; StorageFailed.
    [[nodiscard]] static Result<SessionFile> open(const QString& path,
                                                  const SessionBounds& bounds = {});

    /// Adds a note to a session that nobody has open for writing. Errors as open().
    [[nodiscard]] static Result<void> annotate(const QString& path, WallTime at,
                                               const QString& text);

    Result<void> setFact(const QString& name, const QString& value);
    Result<void> addNote(WallTime at, const QString& text);
    /// Writes all of them or none, numbers them on, and keeps the roll-ups. Then it drops a bounded
    /// number of the oldest calls when there are too many.
    Result<void> append(std::span<const Exchange> exchanges);
    /// Writes everything into the one file and leaves no side files. For the end.
    Result<void> finish();

    [[nodiscard]] qint64 lastId() const { return m_lastId; }
    /// Rows dropped by the bounds since it was opened.
    [[nodiscard]] qint64 dropped() const { return m_dropped; }

private:
    /// One second of a connection.
    struct Second
    {
        qint64 calls = 0;
        qint64 refused = 0;
        qint64 failed = 0;
        qint64 tookSum = 0;
        qint64 tookMost = 0;
    };

    Result<void> begin(const QString& path);
    Result<void> prepareStatements();
    Result<void> appendAll(std::span<const Exchange> exchanges);
    Result<void> appendCall(qint64 id, const Exchange& exchange);
    Result<void> appendPayload(qint64 id, const Exchange& exchange);
    Result<void> keepBounds();
    Result<void> dropOldest(qint64 lastId);

    Database m_database;
    SessionBounds m_bounds;
    Statement m_addCall;
    Statement m_addPayload;
    Statement m_addSecond;
    Statement m_setFact;
    Statement m_addNote;
    std::map<std::pair<qint64, qint64>, Second> m_seconds; ///< of the batch, by moment, connection
    qint64 m_lastId = 0;
    qint64 m_newest = 0; ///< moment of the newest call
    qint64 m_dropped = 0;
    int m_batches = 0;
};

} // namespace Pacewatch
