#include "core/engine/engineroom.h"

#include "core/emulator/scenario.h"
#include "core/http/client.h"
#include "core/http/url.h"

#include <QTcpServer>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Often enough that a refusal is on screen within 300 ms of its answer.
constexpr Duration Pulse = 200ms;
constexpr quint16 FirstPort = 1024;
constexpr quint16 LastPort = 65535;

bool isFree(quint16 port)
{
    QTcpServer probe;
    return probe.listen(QHostAddress(QHostAddress::LocalHost), port);
}

} // namespace

EngineRoom::EngineRoom(Clock& clock, const ProfileShelf& profiles, Outboxes& outboxes,
                       const EngineFiles& files)
    : m_clock(clock)
    , m_profiles(profiles)
    , m_outboxes(outboxes)
    , m_keptLimits(files.limits, clock.wallNow())
    , m_emulator(clock, profiles, outboxes)
    , m_sessions(clock, files.sessions)
    , m_recorded(profiles, outboxes, files.sessions)
    , m_causes(clock)
    , m_probes(std::make_unique<Http::Client>(clock))
    , m_pulse(clock.makeBell([this] { beat(); }))
{
    if (!files.journal.isEmpty()) {
        openJournal(files.journal);
    }
    if (!files.sessions.isEmpty()) {
        m_recorded.purge(files.sessions, clock.wallNow());
    }
    connect(&m_recorded, &RecordedRoom::changed, this, &EngineRoom::publish);
    beat();
}

EngineRoom::~EngineRoom() = default;

void EngineRoom::openJournal(const QString& path)
{
    auto journal = std::make_unique<Journal>(m_clock);
    if (const Result<void> opened = journal->open(path); !opened) {
        m_keeping.trouble = opened.error();
        return;
    }
    m_outboxes.lastItem = journal->highestId();
    connect(journal.get(), &Journal::recovered, this, [this] {
        for (const auto& connection : m_connections) {
            connection->queue().resumeAfter(PauseReason::Disk);
        }
    });
    m_keeping.journal = std::move(journal);
}

WatchedConnection* EngineRoom::find(ConnectionId id) const
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                    [&](const auto& connection) { return connection->id() == id; });
    return found == m_connections.end() ? nullptr : found->get();
}

void EngineRoom::addConnection(ConnectionId id, const ConnectionSpec& spec, Secret key)
{
    m_connections.push_back(
        std::make_unique<WatchedConnection>(id, m_clock, m_profiles, m_outboxes));
    m_connections.back()->setKeeping(m_keeping);
    m_connections.back()->setKeptLimits(m_keptLimits);
    m_connections.back()->setSessions(m_sessions);
    m_connections.back()->setPracticeAddress(m_practiceAddress);
    m_connections.back()->apply(spec, std::move(key));
    publish();
}

void EngineRoom::changeConnection(ConnectionId id, const ConnectionSpec& spec, Secret key)
{
    if (WatchedConnection* connection = find(id)) {
        connection->apply(spec, std::move(key));
        publish();
    }
}

void EngineRoom::removeConnection(ConnectionId id)
{
    m_causes.forget(id);
    if (!m_recorded.close(id)) {
        std::erase_if(m_connections,
                      [&](const auto& connection) { return connection->id() == id; });
    }
    publish();
}

void EngineRoom::checkReachable(const QByteArray& url, std::function<void(Result<void>)> done)
{
    const Result<Http::Url> address = Http::readUrl(url);
    if (!address) {
        done(fail(address.error()));
        return;
    }
    m_probes->probe(address->site, this, std::move(done));
}

void EngineRoom::checkPort(quint16 port, std::function<void(bool, quint16)> done)
{
    // A port that a connection of ours listens on is in use like any other.
    if (port >= FirstPort && isFree(port)) {
        done(true, port);
        return;
    }
    for (quint16 next = std::max(port, FirstPort); next < LastPort; ++next) {
        if (isFree(static_cast<quint16>(next + 1))) {
            done(false, static_cast<quint16>(next + 1));
            return;
        }
    }
    done(false, 0);
}

void EngineRoom::diagnose(JobId job, const CallRange& range, DiagnosisDesk::Progress progress,
                          std::function<void(Result<Diagnosis>)> done)
{
    if (DiagnosisDesk::CollectCalls collect = collector(range)) {
        m_desk.ask(job, std::move(collect), std::move(progress), std::move(done));
    } else {
        done(fail(ErrorCode::NotFound, u"connection"_s));
    }
}

void EngineRoom::compare(JobId job, const CallRange& before, const CallRange& after,
                         std::function<void(const Comparison&)> done)
{
    DiagnosisDesk::CollectCalls was = collector(before);
    DiagnosisDesk::CollectCalls is = collector(after);
    if (was && is) {
        m_desk.askCompare(job, std::move(was), std::move(is), std::move(done));
    }
}

void EngineRoom::cancelJob(JobId job)
{
    m_recorded.cancel(job);
    m_desk.cancel(job);
}

DiagnosisDesk::CollectCalls EngineRoom::collector(const CallRange& range) const
{
    const WatchedConnection* const connection = find(range.connection);
    if (connection == nullptr) {
        return m_recorded.collector(range.connection, range.from, range.to);
    }
    if (connection->calls() == nullptr) {
        return {};
    }
    return [log = connection->calls()->between(range.from, range.to)](const DiagnosisProgress&) {
        return log;
    };
}

void EngineRoom::exportCalls(JobId job, ConnectionId id, const ExportOrder& order,
                             RecordedRoom::Progress progress, RecordedRoom::Done<qint64> done)
{
    QList<QByteArray> secrets;
    for (const auto& connection : m_connections) {
        if (!connection->key().isEmpty()) {
            secrets.append(connection->key().reveal());
        }
    }
    if (m_recorded.has(id)) {
        m_recorded.exportCalls(job, id, {}, order, secrets, std::move(progress), std::move(done));
        return;
    }
    m_sessions.settle(id,
                      [this, job, id, order, secrets, progress = std::move(progress),
                       done = std::move(done)](const QString& path) {
                          m_recorded.exportCalls(job, id, path, order, secrets, progress, done);
                      });
}

void EngineRoom::addNote(ConnectionId id, WallTime at, const QString& text,
                         RecordedRoom::Done<void> done)
{
    const QString safe = RecordedRoom::safeNote(text);
    const auto tell = [this, note = MomentNote{id, at, safe},
                       done = std::move(done)](const Result<void>& added) {
        if (added) {
            m_outboxes.notes.put(note);
        }
        done(added);
    };
    m_recorded.has(id) ? m_recorded.addNote(id, at, safe, tell)
                       : m_sessions.addNote(id, at, safe, tell);
}

void EngineRoom::recentSessions(int most, std::function<void(QList<RecentSession>)> done)
{
    m_recorded.listRecent(most, m_sessions.folder(), m_sessions.openFiles(), std::move(done));
}

void EngineRoom::whatIf(const WhatIfDesk::Range& range, const WhatIf& what, WhatIfDepth depth,
                        std::function<void(const WhatIfAnswer&)> done)
{
    // A slider asks many times about one range, which is copied once.
    if (!m_whatIfDesk.holds(range)) {
        const DiagnosisDesk::CollectCalls collect
            = collector({range.connection, range.from, range.to});
        if (!collect) {
            return;
        }
        m_whatIfDesk.take(range, collect);
    }
    m_whatIfDesk.ask(what, depth, std::move(done));
}

void EngineRoom::startQueue(ConnectionId id, qint64 confirmedCount)
{
    WatchedConnection* connection = find(id);
    if (!connection) {
        return;
    }
    if (!connection->needsPracticeGateway()) {
        connection->startQueue(confirmedCount);
        return;
    }
    EmulatorSettings settings;
    settings.profileId = connection->profileId();
    m_emulator.start(settings, [this, id](Result<QByteArray> address) {
        tellPracticeAddress(address ? *address : QByteArray());
        WatchedConnection* started = find(id);
        if (started && address) {
            started->startQueue(0);
        }
    });
}

void EngineRoom::startEmulator(const EmulatorSettings& settings)
{
    m_emulator.start(settings, [this](Result<QByteArray> address) {
        tellPracticeAddress(address ? *address : QByteArray());
    });
}

void EngineRoom::stopEmulator()
{
    m_emulator.stop();
    tellPracticeAddress({});
}

void EngineRoom::tellPracticeAddress(const QByteArray& address)
{
    m_practiceAddress = address;
    for (const auto& connection : m_connections) {
        connection->setPracticeAddress(address);
    }
    publish();
}

void EngineRoom::playScenario(ConnectionId id, const QString& scenarioId)
{
    const std::optional<Scenario> scenario = findScenario(scenarioId);
    if (!scenario) {
        return;
    }
    EmulatorSettings settings = scenario->gateway;
    if (m_emulator.state().isRunning) {
        settings.port = m_emulator.state().settings.port;
    }
    m_emulator.stopScenario();
    m_emulator.start(settings, [this, id, scenario = *scenario](Result<QByteArray> address) {
        tellPracticeAddress(address ? *address : QByteArray());
        if (!address) {
            return;
        }
        ConnectionSpec spec;
        spec.customer = u"Practice: "_s + scenario.name;
        spec.profileId = scenario.gateway.profileId;
        spec.gatewayUrl = *address;
        spec.isPractice = true;
        // Played again, it starts afresh: two connections of one name would tell nothing apart.
        std::erase_if(m_connections, [&](const auto& connection) {
            const bool isOld = connection->isPracticeNamed(spec.customer);
            if (isOld) {
                m_causes.forget(connection->id());
            }
            return isOld;
        });
        addConnection(id, spec, Secret(EmulatorHost::practiceKey()));
        m_emulator.play(scenario.id, find(id)->state(m_clock.now()).proxyAddress.toLatin1());
    });
}

void EngineRoom::beat()
{
    const Instant now = m_clock.now();
    for (const auto& connection : m_connections) {
        connection->tick(now);
    }
    m_emulator.refresh();
    publish();
    m_pulse->armAt(now + Pulse);
}

void EngineRoom::publish()
{
    const Instant now = m_clock.now();
    EngineState state;
    state.connections.reserve(static_cast<qsizetype>(m_connections.size()));
    for (const auto& connection : m_connections) {
        state.connections.append(connection->state(now));
        m_causes.describe(state.connections.last(), connection->calls());
        state.queues.append(connection->queueState());
    }
    m_recorded.appendStates(state.connections, state.recordings);
    while (state.queues.size() < state.connections.size()) {
        QueueState none;
        none.connection = state.connections.at(state.queues.size()).id;
        state.queues.append(none);
    }
    state.recordingHealth = m_sessions.health();
    state.emulator = m_emulator.state();
    if (m_keeping.journal) {
        state.journalSetAside = m_keeping.journal->setAside();
    }
    for (const auto& connection : m_connections) {
        if (!connection->limitsSetAside().isEmpty()) {
            state.limitsSetAside = connection->limitsSetAside();
        }
    }
    m_outboxes.states.put(std::move(state));
}

} // namespace Pacewatch
