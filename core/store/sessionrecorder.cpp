#include "core/store/sessionrecorder.h"

#include <algorithm>
#include <map>
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
        m_path = path;
        m_bounds = bounds;
        m_redactor.emplace(standInKey);
        return openAgain();
    }

    Result<void> openAgain()
    {
        if (m_file || m_path.isEmpty()) {
            return {};
        }
        Result<SessionFile> opened = SessionFile::open(m_path, m_bounds);
        if (!opened) {
            return fail(opened.error());
        }
        m_file = std::move(*opened);
        for (const auto& [name, value] : m_facts) {
            (void)m_file->setFact(name, value);
        }
        return {};
    }

    void setFact(const QString& name, const QString& value)
    {
        m_facts[name] = value;
        if (m_file) {
            (void)m_file->setFact(name, value);
        }
    }

    Result<void> addNote(WallTime at, const QString& text)
    {
        if (const Result<void> opened = openAgain(); !opened) {
            return opened;
        }
        if (!m_file) {
            return fail(ErrorCode::NotFound, u"nothing is recorded"_s);
        }
        return m_file->addNote(at, QString::fromUtf8(m_redactor->text(text.toUtf8())));
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
        Result<void> done = openAgain();
        if (done && m_file && !m_batch.empty()) {
            done = m_file->append(m_batch);
        }
        if (done) {
            m_batch.clear();
        }
        return done;
    }

    void finish(std::vector<Exchange> rest)
    {
        if (m_redactor) {
            (void)write(std::move(rest));
        }
        if (m_file) {
            (void)m_file->finish();
        }
        m_file.reset();
        m_path.clear();
    }

private:
    QString m_path; ///< empty when it is not to be opened
    SessionBounds m_bounds;
    std::map<QString, QString> m_facts;
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

void SessionRecorder::start(const QString& path, const QByteArray& standInKey,
                            const SessionBounds& bounds)
{
    m_isWriting = true;
    QMetaObject::invokeMethod(
        m_desk.get(),
        [this, path, standInKey, bounds] {
            const Result<void> opened = m_desk->open(path, standInKey, bounds);
            QMetaObject::invokeMethod(
                this, [this, opened] { written(opened); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void SessionRecorder::setFact(const QString& name, const QString& value)
{
    QMetaObject::invokeMethod(
        m_desk.get(), [this, name, value] { m_desk->setFact(name, value); }, Qt::QueuedConnection);
}

void SessionRecorder::setFacts(const SessionFacts& facts)
{
    setFact(u"customer"_s, facts.customer);
    setFact(u"profile"_s, facts.profileId);
    setFact(u"host"_s, facts.host);
    setFact(u"base"_s, QString::fromUtf8(facts.baseUrl));
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
    // While the disk takes nothing, what failed is tried again alone: what waits here is bounded.
    std::vector<Exchange> next;
    if (!m_trouble) {
        next = std::exchange(m_waiting, {});
    }
    handOver(std::move(next));
}

void SessionRecorder::handOver(std::vector<Exchange> next)
{
    m_isWriting = true;
    QMetaObject::invokeMethod(
        m_desk.get(),
        [this, batch = std::move(next)]() mutable {
            const Result<void> done = m_desk->write(std::move(batch));
            QMetaObject::invokeMethod(
                this, [this, done] { written(done); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void SessionRecorder::addNote(WallTime at, const QString& text,
                              std::function<void(Result<void>)> done)
{
    QMetaObject::invokeMethod(
        m_desk.get(),
        [this, at, text, done = std::move(done)] {
            const Result<void> added = m_desk->addNote(at, text);
            QMetaObject::invokeMethod(
                this, [added, done] { done(added); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void SessionRecorder::settle(std::function<void()> done)
{
    if (!m_trouble && !m_waiting.empty()) {
        handOver(std::exchange(m_waiting, {}));
    }
    QMetaObject::invokeMethod(
        m_desk.get(),
        [this, done = std::move(done)] {
            QMetaObject::invokeMethod(this, done, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void SessionRecorder::finish(std::function<void()> done)
{
    QMetaObject::invokeMethod(
        m_desk.get(),
        [this, rest = std::exchange(m_waiting, {}), done = std::move(done)]() mutable {
            m_desk->finish(std::move(rest));
            QMetaObject::invokeMethod(this, std::move(done), Qt::QueuedConnection);
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
