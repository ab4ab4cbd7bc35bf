#include "core/store/sessionrecorder.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr Duration GatherFor = std::chrono::milliseconds(250);
constexpr Duration RetryAfter = std::chrono::seconds(2);
constexpr std::size_t LargeBatch = 500;

} // namespace

/// What works on the store's thread.
class SessionRecorder::Desk final : public QObject
{
public:
    Result<void> open(const QString& path, const QByteArray& standInKey,
                      const SessionBounds& bounds)
    {
        Result<SessionFile> opened = SessionFile::open(path, bounds);
        if (!opened) {
            return fail(opened.error());
        }
        m_file = std::move(*opened);
        m_redactor.emplace(standInKey);
        return {};
    }

    void setFact(const QString& name, const QString& value)
    {
        if (m_file) {
            (void)m_file->setFact(name, value);
        }
    }

    void hide(const QByteArray& secret)
    {
        if (m_redactor) {
            m_redactor->know(secret);
        }
    }

    /// Writes what failed before first.
    Result<void> write(std::vector<Exchange> batch)
    {
        for (Exchange& exchange : batch) {
            m_batch.push_back(m_redactor->redacted(std::move(exchange)));
        }
        const Result<void> done = m_batch.empty() ? Result<void>() : m_file->append(m_batch);
        if (done) {
            m_batch.clear();
        }
        return done;
    }

    void finish(std::vector<Exchange> rest)
    {
        if (m_file) {
            (void)write(std::move(rest));
            (void)m_file->finish();
        }
        m_file.reset();
    }

private:
    std::optional<SessionFile> m_file;
    std::optional<Redactor> m_redactor;
    std::vector<Exchange> m_batch; ///< redacted and not yet written
};

SessionRecorder::SessionRecorder(Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_bell(clock.makeBell([this] {
        m_isArmed = false;
        flush();
    }))
    , m_desk(std::make_unique<Desk>())
{
    m_thread.setObjectName(u"store"_s);
    m_desk->moveToThread(&m_thread);
    m_thread.start();
}

SessionRecorder::~SessionRecorder()
{
    QMetaObject::invokeMethod(
        m_desk.get(),
        [this] {
            m_desk->finish(std::move(m_waiting));
            m_desk->moveToThread(nullptr);
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

Result<void> SessionRecorder::open(const QString& path, const QByteArray& standInKey,
                                   const SessionBounds& bounds)
{
    Result<void> opened;
    QMetaObject::invokeMethod(
        m_desk.get(), [&] { opened = m_desk->open(path, standInKey, bounds); },
        Qt::BlockingQueuedConnection);
    return opened;
}

void SessionRecorder::setFact(const QString& name, const QString& value)
{
    QMetaObject::invokeMethod(
        m_desk.get(), [this, name, value] { m_desk->setFact(name, value); }, Qt::QueuedConnection);
}

void SessionRecorder::hide(QByteArrayView secret)
{
    QMetaObject::invokeMethod(
        m_desk.get(), [this, bytes = secret.toByteArray()] { m_desk->hide(bytes); },
        Qt::QueuedConnection);
}

void SessionRecorder::add(const Exchange& exchange)
{
    if (m_waiting.size() >= MostWaiting) {
        // A tenth at once: taking single ones from the front would copy the rest each time.
        constexpr std::size_t Dropped = MostWaiting / 10;
        m_waiting.erase(m_waiting.begin(), m_waiting.begin() + Dropped);
        m_dropped += Dropped;
    }
    m_waiting.push_back(exchange);
    if (m_waiting.size() >= LargeBatch) {
        flush();
    } else if (!m_isArmed && !m_isWriting) {
        m_isArmed = true;
        m_bell->armAt(m_clock.now() + GatherFor);
    }
}

void SessionRecorder::flush()
{
    if (m_isWriting || (m_waiting.empty() && !m_trouble)) {
        return;
    }
    m_isWriting = true;
    // While the disk takes nothing, what failed is tried again alone: what waits here is bounded.
    std::vector<Exchange> next;
    if (!m_trouble) {
        next = std::exchange(m_waiting, {});
    }
    QMetaObject::invokeMethod(
        m_desk.get(),
        [this, batch = std::move(next)]() mutable {
            const Result<void> done = m_desk->write(std::move(batch));
            QMetaObject::invokeMethod(
                this, [this, done] { written(done); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void SessionRecorder::written(const Result<void>& result)
{
    m_isWriting = false;
    const std::optional<Error> trouble
        = result ? std::nullopt : std::optional<Error>(result.error());
    if (trouble != m_trouble) {
        m_trouble = trouble;
        emit troubleChanged();
    }
    if (m_trouble || !m_waiting.empty()) {
        m_isArmed = true;
        m_bell->armAt(m_clock.now() + (m_trouble ? RetryAfter : GatherFor));
    }
}

} // namespace Pacewatch
