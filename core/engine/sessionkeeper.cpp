#include "core/engine/sessionkeeper.h"

#include "core/privacy/standins.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// "20251119-143136-4711-1.pacewatch": no two programs and no two connections share a name, and no
/// name tells whose calls are in it.
QString nameOf(WallTime now, int number)
{
    const QDateTime moment = QDateTime::fromSecsSinceEpoch(unixSeconds(now), Qt::UTC);
    return u"%1-%2-%3.pacewatch"_s.arg(moment.toString(u"yyyyMMdd-HHmmss"_s),
                                       QString::number(QCoreApplication::applicationPid()),
                                       QString::number(number));
}

} // namespace

SessionKeeper::SessionKeeper(Clock& clock, QString folder)
    : m_clock(clock)
    , m_folder(std::move(folder))
{ }

void SessionKeeper::describe(ConnectionId id, const ConnectionSpec& spec, const QString& host,
                             const Secret& key)
{
    if (m_folder.isEmpty()) {
        return;
    }
    Session& session = m_sessions[id];
    // Another gateway's calls belong into another session.
    const bool isOther = session.recorder
        && (session.spec.gatewayUrl != spec.gatewayUrl || session.spec.profileId != spec.profileId);
    if (isOther) {
        forget(id);
    }
    Session& now = m_sessions[id];
    now.spec = spec;
    now.host = host;
    if (!key.isEmpty()) {
        now.key = key.duplicate();
    }
    tellFacts(now);
}

void SessionKeeper::tellFacts(Session& session)
{
    if (!session.recorder) {
        return;
    }
    const ConnectionSpec& spec = session.spec;
    session.recorder->setFacts({spec.customer, spec.profileId, session.host, spec.gatewayUrl});
    if (!session.key.isEmpty()) {
        session.recorder->hide(session.key.reveal());
    }
}

void SessionKeeper::begin(Session& session)
{
    session.path = m_folder + u'/' + nameOf(m_clock.wallNow(), ++m_made);
    session.recorder = std::make_unique<SessionRecorder>(m_clock);
    session.recorder->start(session.path, StandIns::newKey());
    tellFacts(session);
}

void SessionKeeper::add(ConnectionId id, const Exchange& exchange)
{
    if (m_folder.isEmpty()) {
        return;
    }
    Session& session = m_sessions[id];
    if (!session.recorder) {
        begin(session);
    }
    session.recorder->add(exchange);
}

void SessionKeeper::forget(ConnectionId id)
{
    const auto found = m_sessions.find(id);
    if (found == m_sessions.end()) {
        return;
    }
    std::unique_ptr<SessionRecorder> recorder = std::move(found->second.recorder);
    m_sessions.erase(found);
    if (!recorder) {
        return;
    }
    m_lost += recorder->dropped();
    SessionRecorder* const ending = recorder.get();
    m_ending.push_back(std::move(recorder));
    ending->finish([this, ending] {
        const auto done = std::find_if(m_ending.begin(), m_ending.end(),
                                       [&](const auto& each) { return each.get() == ending; });
        done->release()->deleteLater(); // it is the one that calls
        m_ending.erase(done);
    });
}

void SessionKeeper::settle(ConnectionId id, std::function<void(const QString&)> done)
{
    const auto found = m_sessions.find(id);
    if (found == m_sessions.end() || !found->second.recorder) {
        done({});
        return;
    }
    found->second.recorder->settle(
        [path = found->second.path, done = std::move(done)] { done(path); });
}

void SessionKeeper::addNote(ConnectionId id, WallTime at, const QString& text,
                            std::function<void(Result<void>)> done)
{
    if (m_folder.isEmpty()) {
        done(fail(ErrorCode::NotFound, u"nothing is recorded"_s));
        return;
    }
    Session& session = m_sessions[id];
    if (!session.recorder) {
        begin(session);
    }
    session.recorder->addNote(at, text, std::move(done));
}

RecordingHealth SessionKeeper::health() const
{
    RecordingHealth health;
    health.isOn = !m_folder.isEmpty();
    health.lost = m_lost;
    for (const auto& [id, session] : m_sessions) {
        if (session.recorder) {
            health.lost += session.recorder->dropped();
            health.trouble = health.trouble ? health.trouble : session.recorder->trouble();
        }
    }
    return health;
}

QStringList SessionKeeper::openFiles() const
{
    QStringList files;
    for (const auto& [id, session] : m_sessions) {
        if (session.recorder) {
            files.append(session.path);
        }
    }
    return files;
}

} // namespace Pacewatch
