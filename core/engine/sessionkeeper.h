#pragma once

#include "core/clock.h"
#include "core/connection.h"
#include "core/exchange.h"
#include "core/recorded.h"
#include "core/secret.h"
#include "core/store/sessionrecorder.h"

#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace Pacewatch {

/// Records the calls of all live connections, each into a session file of its own in one folder;
/// the file is made with the first call. Lives on the engine's thread and never waits for the disk
/// there, but for its end.
class SessionKeeper final
{
public:
    /// Records nothing when @p folder is empty. @p clock must outlive it.
    SessionKeeper(Clock& clock, QString folder);

    [[nodiscard]] const QString& folder() const { return m_folder; }
    /// What the sessions of @p id say of themselves, and the key that must not be in them.
    void describe(ConnectionId id, const ConnectionSpec& spec, const QString& host,
                  const Secret& key);
    void add(ConnectionId id, const Exchange& exchange);
    /// Ends the session of a connection that goes.
    void forget(ConnectionId id);

    /// Calls @p done with the file of @p id when all its calls so far are in it; with an empty text
    /// when nothing is recorded of it.
    void settle(ConnectionId id, std::function<void(const QString& path)> done);
    void addNote(ConnectionId id, WallTime at, const QString& text,
                 std::function<void(Result<void>)> done);

    [[nodiscard]] RecordingHealth health() const;
    /// The files being written.
    [[nodiscard]] QStringList openFiles() const;

private:
    struct Session
    {
        ConnectionSpec spec;
        QString host;
        Secret key;
        QString path; ///< empty until the first call
        std::unique_ptr<SessionRecorder> recorder;
    };

    void tellFacts(Session& session);
    void begin(Session& session);

    Clock& m_clock;
    QString m_folder;
    std::map<ConnectionId, Session> m_sessions;
    std::vector<std::unique_ptr<SessionRecorder>> m_ending;
    qint64 m_lost = 0; ///< of the sessions that ended
    int m_made = 0;
};

} // namespace Pacewatch
