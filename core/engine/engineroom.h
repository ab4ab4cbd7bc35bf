#pragma once

#include "core/clock.h"
#include "core/engine.h"
#include "core/engine/causewatch.h"
#include "core/engine/diagnosisdesk.h"
#include "core/engine/emulatorhost.h"
#include "core/engine/keptlimits.h"
#include "core/engine/outboxes.h"
#include "core/engine/recordedroom.h"
#include "core/engine/sessionkeeper.h"
#include "core/engine/watchedconnection.h"
#include "core/engine/whatifdesk.h"
#include "core/profile/profile.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace Pacewatch {

/// What stands behind the engine's door: the connections, the rehearsed gateway and the pulse that
/// publishes how they stand. Lives on the engine's thread, and so does all it owns.
class EngineRoom final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EngineRoom)

public:
    /// Clock, profiles and outboxes must outlive the room. Reading what @p files keep is the one
    /// time this thread waits for a disk.
    EngineRoom(Clock& clock, const ProfileShelf& profiles, Outboxes& outboxes,
               const EngineFiles& files);
    ~EngineRoom() override;

    void addConnection(ConnectionId id, const ConnectionSpec& spec, Secret key);
    void changeConnection(ConnectionId id, const ConnectionSpec& spec, Secret key);
    void removeConnection(ConnectionId id);
    /// Null when there is none of that id (it may just have been removed).
    [[nodiscard]] WatchedConnection* find(ConnectionId id) const;

    void checkReachable(const QByteArray& url, std::function<void(Result<void>)> done);
    void checkPort(quint16 port, std::function<void(bool isFree, quint16 next)> done);
    /// @p done is called on another thread.
    void diagnose(JobId job, const CallRange& range, DiagnosisDesk::Progress progress,
                  std::function<void(Result<Diagnosis>)> done);
    /// The same.
    void compare(JobId job, const CallRange& before, const CallRange& after,
                 std::function<void(const Comparison&)> done);
    /// The same.
    void whatIf(const WhatIfDesk::Range& range, const WhatIf& what, WhatIfDepth depth,
                std::function<void(const WhatIfAnswer&)> done);
    /// Ends what a file is read or written for, or a diagnosis or a comparison.
    void cancelJob(JobId job);
    void startQueue(ConnectionId id, qint64 confirmedCount);

    [[nodiscard]] RecordedRoom& recorded() { return m_recorded; }
    void exportCalls(JobId job, ConnectionId id, const ExportOrder& order,
                     RecordedRoom::Progress progress, RecordedRoom::Done<qint64> done);
    void addNote(ConnectionId id, WallTime at, const QString& text, RecordedRoom::Done<void> done);
    void recentSessions(int most, std::function<void(QList<RecentSession>)> done);

    void startEmulator(const EmulatorSettings& settings);
    void stopEmulator();
    [[nodiscard]] EmulatorHost& emulator() { return m_emulator; }
    void playScenario(ConnectionId id, const QString& scenarioId);

private:
    void openJournal(const QString& path);
    void beat();
    void publish();
    /// Empty when there is no such connection, or it never made a call.
    [[nodiscard]] DiagnosisDesk::CollectCalls collector(const CallRange& range) const;
    void tellPracticeAddress(const QByteArray& address);

    Clock& m_clock;
    const ProfileShelf& m_profiles;
    Outboxes& m_outboxes;
    QueueKeeping m_keeping;
    KeptLimits m_keptLimits;
    EmulatorHost m_emulator;
    SessionKeeper m_sessions;
    RecordedRoom m_recorded;
    std::vector<std::unique_ptr<WatchedConnection>> m_connections; // in the order they were added
    CauseWatch m_causes;
    DiagnosisDesk m_desk;
    WhatIfDesk m_whatIfDesk;
    std::unique_ptr<Http::Client> m_probes;
    std::unique_ptr<Bell> m_pulse;
    QByteArray m_practiceAddress;
};

} // namespace Pacewatch
