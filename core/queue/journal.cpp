#include "core/queue/journal.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr Duration RetryEvery = std::chrono::seconds(2);

/// The journal as one queue sees it.
class QueueLog final : public ItemLog
{
public:
    QueueLog(Journal& journal, QByteArray queue)
        : m_journal(journal)
        , m_queue(std::move(queue))
    { }

    void keep(const SendItem& item) override { m_journal.keep({m_queue, item}, {}); }
    void keepThen(const SendItem& item, Kept kept) override
    {
        m_journal.keep({m_queue, item}, std::move(kept));
    }
    void forget(const QList<ItemId>& items) override { m_journal.forget(items); }

private:
    Journal& m_journal;
    QByteArray m_queue;
};

} // namespace

Journal::Journal(Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_retryBell(clock.makeBell([this] { flush(); }))
{
    m_thread.setObjectName(u"journal"_s);
    m_desk.moveToThread(&m_thread);
    m_thread.start();
}

Journal::~Journal()
{
    QMetaObject::invokeMethod(
        &m_desk,
        [this] {
            // Nobody is left to hear whether the last batch failed: once more does no harm.
            if (m_file && m_written) {
                (void)m_file->write(*m_written);
            }
            if (m_file && !m_pending.isEmpty()) {
                (void)m_file->write(m_pending);
            }
            m_file.reset();
            m_desk.moveToThread(nullptr);
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

Result<void> Journal::open(const QString& path)
{
    Result<void> opened;
    std::vector<KeptItem> items;
    QMetaObject::invokeMethod(
        &m_desk,
        [&] {
            Result<JournalFile> file = JournalFile::open(path);
            if (!file) {
                opened = fail(file.error());
                return;
            }
            Result<std::vector<KeptItem>> loaded = file->load();
            if (!loaded) {
                opened = fail(loaded.error());
                return;
            }
            items = std::move(*loaded);
            m_setAside = file->setAside();
            m_file = std::make_unique<JournalFile>(std::move(*file));
        },
        Qt::BlockingQueuedConnection);
    QHash<QByteArray, std::size_t> counts;
    for (const KeptItem& kept : items) {
        ++counts[kept.queue];
    }
    for (auto count = counts.cbegin(); count != counts.cend(); ++count) {
        m_left[count.key()].reserve(count.value());
    }
    for (KeptItem& kept : items) {
        m_highestId = std::max(m_highestId, static_cast<quint64>(kept.item.id));
        m_left[kept.queue].push_back(std::move(kept.item));
    }
    return opened;
}

std::vector<SendItem> Journal::take(const QByteArray& queue)
{
    return m_left.take(queue);
}

std::unique_ptr<ItemLog> Journal::logFor(const QByteArray& queue)
{
    return std::make_unique<QueueLog>(*this, queue);
}

void Journal::addPending(KeptItem item)
{
    const auto place = m_pendingPlaces.find(item.item.id);
    if (place != m_pendingPlaces.end()) {
        m_pending.items[place->second] = std::move(item);
        return;
    }
    m_pendingPlaces.emplace(item.item.id, m_pending.items.size());
    m_pending.items.push_back(std::move(item));
}

void Journal::keep(KeptItem item, ItemLog::Kept kept)
{
    addPending(std::move(item));
    if (kept) {
        m_waiting.push_back(std::move(kept));
    }
    schedule();
}

void Journal::forget(const QList<ItemId>& items)
{
    m_pending.forgotten += items;
    schedule();
}

void Journal::schedule()
{
    // What one turn of the event loop changes goes together.
    if (!std::exchange(m_isScheduled, true)) {
        QMetaObject::invokeMethod(this, &Journal::flush, Qt::QueuedConnection);
    }
}

void Journal::flush()
{
    m_isScheduled = false;
    if (m_written || m_pending.isEmpty()) {
        return;
    }
    m_retryBell->cancel();
    m_written = std::make_shared<const JournalBatch>(std::exchange(m_pending, {}));
    m_pendingPlaces.clear();
    m_waitingWritten = std::exchange(m_waiting, {});
    QMetaObject::invokeMethod(
        &m_desk,
        [this, batch = m_written] {
            const Result<void> result
                = m_file ? m_file->write(*batch) : fail(ErrorCode::StorageFailed);
            QMetaObject::invokeMethod(
                this, [this, result] { noteWritten(result); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void Journal::noteWritten(const Result<void>& result)
{
    const std::shared_ptr<const JournalBatch> written = std::exchange(m_written, nullptr);
    std::vector<ItemLog::Kept> waiting = std::exchange(m_waitingWritten, {});
    const bool wasInTrouble = m_trouble.has_value();
    m_trouble = result ? std::nullopt : std::optional(result.error());
    if (!result) {
        // What changed since is newer; whoever waits for it meets the same disk.
        for (const KeptItem& kept : written->items) {
            if (!m_pendingPlaces.contains(kept.item.id)) {
                addPending(kept);
            }
        }
        m_pending.forgotten += written->forgotten;
        std::move(m_waiting.begin(), m_waiting.end(), std::back_inserter(waiting));
        m_waiting.clear();
    }
    for (const ItemLog::Kept& kept : waiting) {
        kept(result);
    }
    if (!result) {
        m_retryBell->armAt(m_clock.now() + RetryEvery);
        return;
    }
    if (wasInTrouble) {
        emit recovered();
    }
    if (!m_pending.isEmpty()) {
        flush();
    }
}

} // namespace Pacewatch
