#pragma once

#include "core/clock.h"
#include "core/engine/diagnosisdesk.h"
#include "core/engine/evidencedesk.h"
#include "core/engine/outboxes.h"
#include "core/engine/replay.h"
#include "core/engine/workdesk.h"
#include "core/profile/profile.h"
#include "core/recorded.h"
#include "core/store/callgrouping.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <vector>

namespace Pacewatch {

/// The connections that were opened from files. Lives on the engine's thread; files are read on
/// the threads "work" (whole) and of its own (pages), and the callbacks of both run there: the
/// engine carries them home.
class RecordedRoom final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecordedRoom)

public:
    using Progress = std::function<void(qint64 done, qint64 total)>;
    template<typename Value>
    using Done = std::function<void(Result<Value>)>;

    /// Sessions with more calls or bytes than these are never held in memory as a whole.
    static constexpr qint64 MostCallsHeld = 50'000;
    static constexpr qint64 MostBytesHeld = qint64(150) * 1024 * 1024;

    /// All three must outlive it. @p folder is that of the sessions.
    RecordedRoom(const ProfileShelf& profiles, Outboxes& outboxes, const QString& folder);
    /// Waits for the reading threads; what they do is cancelled.
    ~RecordedRoom() override;

    void preview(JobId job, const EvidencePart& part, const QString& alignTo, PreviewDepth depth,
                 Progress progress, Done<EvidencePreview> done);
    void forgetEvidence();
    void open(JobId job, ConnectionId id, const EvidenceCase& evidence, Progress progress,
              Done<ConnectionId> done);
    void read(ConnectionId id, const CallsWanted& wanted, Done<QList<Exchange>> done);
    void find(ConnectionId id, const CallFilter& filter, const CallOrder& order,
              Done<QList<ExchangeId>> done);
    /// Counts piece by piece, so that pages are read in between. Cancelled by the next one.
    void tally(ConnectionId id, const CallFilter& filter, Done<CallTally> done);
    /// Works it out piece by piece, behind whatever pages are asked for meanwhile; once for each
    /// connection.
    void group(ConnectionId id, const Done<std::shared_ptr<const CallGrouping>>& done);
    void seconds(ConnectionId id, WallTime from, int most, Done<QList<SecondCount>> done);
    /// The session at @p path, or that of @p id when it is empty.
    void exportCalls(JobId job, ConnectionId id, const QString& path, const ExportOrder& order,
                     const QList<QByteArray>& secrets, Progress progress, Done<qint64> done);
    /// Into the file of a recorded connection.
    void addNote(ConnectionId id, WallTime at, const QString& text, Done<void> done);
    /// A note as it may be kept and shown.
    [[nodiscard]] static QString safeNote(const QString& text);
    void listRecent(int most, const QString& folder, const QStringList& open,
                    std::function<void(QList<RecentSession>)> done);
    void purge(const QString& folder, WallTime now);
    void cancel(JobId job) { m_work.cancel(job); }
    /// False when there is none of that id.
    bool close(ConnectionId id);
    /// What reads the calls of a range; empty when there is no connection of that id.
    [[nodiscard]] DiagnosisDesk::CollectCalls collector(ConnectionId id, WallTime from,
                                                        WallTime to) const;

    [[nodiscard]] bool has(ConnectionId id) const { return connectionOf(id) != nullptr; }
    void appendStates(QList<ConnectionState>& states, QList<Recording>& recordings) const;

signals:
    /// A connection came, or is known better.
    void changed();

private:
    struct Connection
    {
        OpenedSession session;
        ConnectionState state;
        Recording recording;
        quint64 tallies = 0; ///< asked for so far; only the last one is counted to its end
        std::shared_ptr<const CallGrouping> grouping{}; ///< once it is known
        std::vector<Done<std::shared_ptr<const CallGrouping>>> groupingWanted{}; ///< who waits
    };
    struct Tallying
    {
        ConnectionId id{};
        quint64 number = 0;
        CallFilter filter;
        ExchangeId behind{}; ///< counted up to here
        CallTally soFar{};
        Done<CallTally> done;
    };

    [[nodiscard]] const Connection* connectionOf(ConnectionId id) const;
    void enter(ConnectionId id, OpenedSession session);
    void replay(ConnectionId id);
    void takeReplay(ConnectionId id, const ConnectionState& end, QList<Happening> happenings);
    void tallyOn(const Tallying& tallying);
    void groupOn(ConnectionId id, const std::shared_ptr<CallGrouper>& grouper, ExchangeId behind);
    void takeGrouping(ConnectionId id, const Result<std::shared_ptr<const CallGrouping>>& grouping);
    [[nodiscard]] Connection* connectionOf(ConnectionId id);
    [[nodiscard]] JobId nextJob();

    const ProfileShelf& m_profiles;
    Outboxes& m_outboxes;
    std::vector<Connection> m_connections;
    std::shared_ptr<EvidenceDesk> m_evidence; // touched on the thread "work" only
    WorkDesk m_work;
    QThreadPool m_pages; // one thread
};

} // namespace Pacewatch
