#pragma once

#include "core/clock.h"
#include "core/connection.h"
#include "core/diagnosis/comparison.h"
#include "core/diagnosis/diagnosis.h"
#include "core/diagnosis/whatif.h"
#include "core/emulator/settings.h"
#include "core/exchange.h"
#include "core/outbox.h"
#include "core/profile/profile.h"
#include "core/queue/item.h"
#include "core/recorded.h"
#include "core/result.h"
#include "core/secret.h"

#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace Pacewatch {

class CallGrouping;

/// Everything the window shows apart from single events. Published at most five times a second.
struct EngineState
{
    QList<ConnectionState> connections; ///< the live ones, then the recorded ones, each as added
    QList<QueueState> queues; ///< one for each connection, same order
    QList<Recording> recordings; ///< of the connections that were opened from files
    RecordingHealth recordingHealth;
    EmulatorState emulator;
    QString journalSetAside; ///< where the damaged journal of the queues went; empty without one
    QString limitsSetAside; ///< where a damaged memory of the limits went; empty without one

    /// What @p id was opened from; nullptr when it is watched.
    [[nodiscard]] const Recording* recordingOf(ConnectionId id) const;
};

/// What an engine keeps from one start to the next, and where; nowhere when empty.
struct EngineFiles
{
    QString journal; ///< file of the send queues
    QString limits; ///< folder of what the limits have used up
    QString sessions = {}; ///< folder of the sessions that are recorded by themselves
};

/// The calls of a connection, live or recorded, that left in [from, to]; the last
/// CallLog::MostCalls of them.
struct CallRange
{
    ConnectionId connection{};
    WallTime from{};
    WallTime to{};

    friend bool operator==(const CallRange&, const CallRange&) = default;
};

/// A change of one send item, for the table of its queue.
struct ItemChange
{
    ConnectionId connection{};
    SendItem item;
};

/// The one door the window and the command line knock on.
///
/// The engine owns the threads "engine", "journal", "diagnosis", "store", "work" and, while it
/// plays, "emulator". Its commands may be called from any one thread: they are queued and return at
/// once. What it has to say lies in the outboxes, each of which one reader empties. Callbacks run
/// on the thread of their context object and are dropped with it.
class Engine final
{
public:
    /// @p clock and @p profiles must outlive the engine.
    Engine(Clock& clock, const ProfileShelf& profiles, const EngineFiles& files = {});
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    /// Ends the threads: open calls are cut, nothing is sent any more.
    ~Engine();
    /// Waits until the engine's thread has done what it was asked for and recorded every call whose
    /// answer is out, so that a last look into the boxes misses nothing.
    void settle();

    // Connections ------------------------------------------------------------------------------

    /// Starts to watch. What goes wrong (a taken port, say) shows in the state of the connection.
    ConnectionId addConnection(const ConnectionSpec& spec, Secret key);
    /// Gives a connection another spec; a key is replaced only if @p key is not empty.
    void changeConnection(ConnectionId id, const ConnectionSpec& spec, Secret key = {});
    void removeConnection(ConnectionId id);
    /// Paused: the proxy passes everything on unrecorded and unheld, the poller stops.
    void setWatching(ConnectionId id, bool watching);
    /// Tries again after a failure: listens, polls, connects.
    void retry(ConnectionId id);
    /// One call to the profile's status endpoint; it counts, and shows up as an exchange.
    void testCall(ConnectionId id, QObject* context, std::function<void(Result<Exchange>)> done);

    /// Opens a connection to @p url (TCP, and TLS for https), sends nothing, closes it.
    void checkReachable(const QByteArray& url, QObject* context,
                        std::function<void(Result<void>)> done);
    /// Whether a proxy could listen on @p port; when not, the next free one.
    void checkPort(quint16 port, QObject* context,
                   std::function<void(bool isFree, quint16 next)> done);

    using Progress = std::function<void(qint64 done, qint64 total)>;

    /// Says why the calls of @p range were refused and what would lower their load. Worked out on a
    /// thread of its own, which tells now and then how far it is. Fails with NotFound when there is
    /// no such connection, with Cancelled after cancelJob().
    JobId diagnose(const CallRange& range, QObject* context, Progress progress,
                   std::function<void(Result<Diagnosis>)> done);
    /// Plays those calls again with @p what changed; with WhatIfDepth::SingleChanges each change
    /// alone as well. Worked out on a thread of its own. A newer question of the same depth takes
    /// the place of one that waits, which is then not answered.
    void whatIf(ConnectionId id, WallTime from, WallTime to, const WhatIf& what, WhatIfDepth depth,
                QObject* context, std::function<void(const WhatIfAnswer&)> done);
    /// Holds the calls of @p after against those of @p before. Worked out on the thread of
    /// diagnose(), one question after the other. Not answered when one connection does not exist,
    /// or after cancelJob().
    JobId compare(const CallRange& before, const CallRange& after, QObject* context,
                  std::function<void(const Comparison&)> done);

    // Recorded sessions ------------------------------------------------------------------------

    /// Looks into one file; @p alignTo is one that was looked into before. What was read is kept
    /// for openRecorded() until forgetEvidence(). Errors are those of readEvidence(), but a file
    /// with free fields and no call in it has a preview that tells its problem.
    JobId previewEvidence(const EvidencePart& part, const QString& alignTo, PreviewDepth depth,
                          QObject* context, Progress progress,
                          std::function<void(Result<EvidencePreview>)> done);
    void forgetEvidence();
    /// Opens files as a connection that makes no calls; it goes by removeConnection(). Its calls
    /// are asked for with readRecorded(). Errors are those of readEvidence().
    JobId openRecorded(const EvidenceCase& evidence, QObject* context, Progress progress,
                       std::function<void(Result<ConnectionId>)> done);
    /// Calls of a recorded connection. NotFound when it is none, Corrupt when its file is damaged.
    void readRecorded(ConnectionId id, const CallsWanted& wanted, QObject* context,
                      std::function<void(Result<QList<Exchange>>)> done);
    /// The ids of all its calls that @p filter lets through, in @p order.
    void findRecorded(ConnectionId id, const CallFilter& filter, const CallOrder& order,
                      QObject* context, std::function<void(Result<QList<ExchangeId>>)> done);
    /// How many of its calls pass @p filter, for each quick choice. A newer question takes the
    /// place of an older one of the same connection, which then is Cancelled.
    void tallyRecorded(ConnectionId id, const CallFilter& filter, QObject* context,
                       std::function<void(Result<CallTally>)> done);
    /// Which of its calls belong together. Seconds for a million calls, pages are read meanwhile;
    /// known at once when it was asked for before.
    void groupRecorded(ConnectionId id, QObject* context,
                       std::function<void(Result<std::shared_ptr<const CallGrouping>>)> done);
    /// The first @p most of its seconds with a call, from @p from on.
    void readSeconds(ConnectionId id, WallTime from, int most, QObject* context,
                     std::function<void(Result<QList<SecondCount>>)> done);
    /// Writes the calls of a connection into a file, private values replaced, and scans it; a live
    /// one must be recorded. Errors are those of writeEvidence(); NotFound without a recording.
    JobId exportCalls(ConnectionId id, const ExportOrder& order, QObject* context,
                      Progress progress, std::function<void(Result<qint64>)> done);
    /// Writes a note into the session of a connection and tells it to the outbox of notes.
    void addNote(ConnectionId id, WallTime at, const QString& text, QObject* context,
                 std::function<void(Result<void>)> done);
    /// The newest sessions of the folder, but for those being recorded.
    void recentSessions(int most, QObject* context, std::function<void(QList<RecentSession>)> done);
    /// Ends a job with ErrorCode::Cancelled, if it has not ended.
    void cancelJob(JobId job);

    // Send queue -------------------------------------------------------------------------------

    /// Appends to the queue of a connection. They wait until startQueue().
    void enqueue(ConnectionId id, const QList<SendDraft>& drafts);
    void setPace(ConnectionId id, const Pace& pace);
    /// What live runs may not go beyond, until another is set. Once there is a list, a recipient
    /// that is not on it is not queued.
    void setGuard(ConnectionId id, const LiveGuard& guard);
    /// Whether items that may share one call do, where the profile knows such a call.
    void setBulk(ConnectionId id, bool isBulk);
    /// Ignored while items are being sent.
    void setTarget(ConnectionId id, SendTarget target);
    /// Starts or resumes. For SendTarget::Live @p confirmedCount must be the number of items
    /// waiting, or nothing is sent.
    void startQueue(ConnectionId id, qint64 confirmedCount = 0);
    /// Finishes the calls in the air, sends no more.
    void pauseQueue(ConnectionId id);
    void cancelQueued(ConnectionId id);
    /// Cancels one item, if it still waits.
    void cancelItem(ConnectionId id, ItemId item);
    /// Lets a waiting item leave right before @p before; ItemId{} puts it last.
    void moveItem(ConnectionId id, ItemId item, ItemId before);
    /// Forgets the items that came to an end.
    void clearDone(ConnectionId id);
    /// A new item, linked to the old: the user decided to send an unknown one again.
    void sendAgain(ConnectionId id, ItemId item);
    /// Asks the gateway what became of the unknown items, where the profile says how.
    void askUnknown(ConnectionId id);
    /// The user knows what became of an unknown item.
    void confirmUnknown(ConnectionId id, ItemId item, bool wasSent);

    // Practice gateway -------------------------------------------------------------------------

    void startEmulator(const EmulatorSettings& settings);
    void changeEmulator(const EmulatorSettings& settings);
    void stopEmulator();
    void resetEmulatorCounters();
    /// Starts the emulator if need be, opens a practice connection and lets the scenario's client
    /// play against it. Returns the connection, whose customer is `Practice: <name>`.
    ConnectionId playScenario(const QString& scenarioId);
    void stopScenario();

    // What it says -----------------------------------------------------------------------------

    [[nodiscard]] Outbox<Exchange>& exchanges();
    [[nodiscard]] Outbox<Happening>& happenings();
    [[nodiscard]] Outbox<MomentNote>& notes();
    [[nodiscard]] Outbox<ItemChange>& itemChanges();
    [[nodiscard]] Outbox<EmulatorAnswer>& emulatorAnswers();
    [[nodiscard]] LatestBox<EngineState>& states();

    [[nodiscard]] const ProfileShelf& profiles() const;
    [[nodiscard]] Clock& clock() const;

private:
    class Threads;
    std::unique_ptr<Threads> m_threads;
};

} // namespace Pacewatch
