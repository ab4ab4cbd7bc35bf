#pragma once

#include "core/clock.h"
#include "core/queue/itemlog.h"
#include "core/queue/journalfile.h"
#include "core/result.h"

#include <QHash>
#include <QObject>
#include <QThread>

#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace Pacewatch {

/// Keeps the items of all queues on disk. Lives on the engine's thread and waits for no disk there:
/// a thread of its own writes.
///
/// One batch is written at a time; what changes meanwhile goes with the next. So departures that
/// are due together share one write, and what an answer changed is on disk no later than the next
/// departure. A batch that fails is tried again every two seconds, with what came since.
class Journal final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Journal)

public:
    /// @p clock must outlive it.
    explicit Journal(Clock& clock, QObject* parent = nullptr);
    /// Writes what is not on disk yet, and waits for it.
    ~Journal() override;

    /// Opens the file and reads it; see JournalFile::open(). The one call that waits for the disk:
    /// once, before anything else happens.
    Result<void> open(const QString& path);
    /// The items that an earlier run left in @p queue, by id; each only once.
    [[nodiscard]] std::vector<SendItem> take(const QByteArray& queue);
    /// The highest id of all items in the file: new ones are above it.
    [[nodiscard]] quint64 highestId() const { return m_highestId; }
    /// What a queue of that name writes to. It must not outlive the journal.
    [[nodiscard]] std::unique_ptr<ItemLog> logFor(const QByteArray& queue);

    /// Why the last write failed; empty when it did not.
    [[nodiscard]] const std::optional<Error>& trouble() const { return m_trouble; }
    /// Where a damaged file was set aside; empty when none was found.
    [[nodiscard]] const QString& setAside() const { return m_setAside; }

    void keep(KeptItem item, ItemLog::Kept kept);
    void forget(const QList<ItemId>& items);

signals:
    /// Writing works again after it failed.
    void recovered();

private:
    void schedule();
    void flush();
    void noteWritten(const Result<void>& result);
    void addPending(KeptItem item);

    Clock& m_clock;
    QHash<QByteArray, std::vector<SendItem>> m_left; ///< by earlier runs
    quint64 m_highestId = 0;
    JournalBatch m_pending;
    std::unordered_map<ItemId, std::size_t> m_pendingPlaces; // ids grow: QHash would cluster
    std::vector<ItemLog::Kept> m_waiting; ///< for m_pending
    std::shared_ptr<const JournalBatch> m_written; ///< the batch at the disk; null when it rests
    std::vector<ItemLog::Kept> m_waitingWritten;
    bool m_isScheduled = false;
    std::optional<Error> m_trouble;
    QString m_setAside;
    std::unique_ptr<Bell> m_retryBell;

    QThread m_thread;
    QObject m_desk; // lives on m_thread
    std::unique_ptr<JournalFile> m_file; // touched on m_thread only
};

} // namespace Pacewatch
