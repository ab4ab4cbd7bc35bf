#include "core/engine/recordedroom.h"

#include "core/diagnosis/subject.h"
#include "core/engine/sessionlog.h"

#include <QFile>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int CallsFilteredAtOnce = 500;
/// What happened, and how it stood at the end, is worked out from so many of the last calls.
constexpr quint64 CallsReplayed = 50'000;
constexpr qsizetype MostHappenings = 1'000; ///< as many as the window keeps

/// Every page of @p reader behind @p last, until @p take says no or nothing is left.
template<typename Take>
Result<void> forEachPage(SessionReader& reader, ExchangeId last, Take take)
{
    for (;;) {
        const Result<QList<Exchange>> calls = reader.callsAfter(last, CallsFilteredAtOnce);
        if (!calls) {
            return fail(calls.error());
        }
        if (calls->isEmpty() || !take(*calls)) {
            return {};
        }
        last = calls->last().id;
    }
}

ConnectionState stateOf(ConnectionId id, const OpenedSession& session, const ProfileShelf& profiles)
{
    ConnectionState state = session.standing;
    state.trouble.reset(); // the gateway's then, not ours now
    state.id = id;
    state.spec.customer = session.facts.customer;
    state.spec.profileId = session.facts.profileId;
    state.spec.gatewayUrl = session.facts.baseUrl;
    state.profileName = profiles.find(session.facts.profileId).value_or(Profile()).name;
    state.host = session.facts.host;
    state.calls = session.summary.calls;
    state.refused = session.summary.refused;
    state.startedWall = session.summary.first;
    state.started = Instant(session.summary.first.time_since_epoch());
    return state;
}

Recording recordingOf(ConnectionId id, const OpenedSession& session)
{
    const SessionSummary& summary = session.summary;
    const bool isLarge = summary.calls > RecordedRoom::MostCallsHeld
        || session.bytes > RecordedRoom::MostBytesHeld;
    return {id,      session.path,      summary.first,  session.end, session.bytes, summary.calls,
            isLarge, summary.isDense(), summary.firstId};
}

} // namespace

RecordedRoom::RecordedRoom(const ProfileShelf& profiles, Outboxes& outboxes, const QString& folder)
    : m_profiles(profiles)
    , m_outboxes(outboxes)
    , m_evidence(std::make_shared<EvidenceDesk>(profiles, folder))
{
    m_pages.setMaxThreadCount(1);
}

RecordedRoom::~RecordedRoom()
{
    m_pages.clear();
    m_pages.waitForDone();
    while (!m_connections.empty()) {
        close(m_connections.front().state.id);
    }
}

JobId RecordedRoom::nextJob()
{
    return JobId(++m_outboxes.lastJob);
}

const RecordedRoom::Connection* RecordedRoom::connectionOf(ConnectionId id) const
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                    [&](const Connection& each) { return each.state.id == id; });
    return found == m_connections.end() ? nullptr : &*found;
}

RecordedRoom::Connection* RecordedRoom::connectionOf(ConnectionId id)
{
    return const_cast<Connection*>(std::as_const(*this).connectionOf(id));
}

void RecordedRoom::appendStates(QList<ConnectionState>& states, QList<Recording>& recordings) const
{
    for (const Connection& connection : m_connections) {
        states.append(connection.state);
        recordings.append(connection.recording);
    }
}

void RecordedRoom::preview(JobId job, const EvidencePart& part, const QString& alignTo,
                           PreviewDepth depth, Progress progress, Done<EvidencePreview> done)
{
    m_work.start(job,
                 [evidence = m_evidence, part, alignTo, depth, done = std::move(done),
                  progress = inHundredths(std::move(progress))](const WorkDesk::Cancel& cancel) {
                     done(evidence->preview(part, alignTo, depth, progress, cancel));
                 });
}

void RecordedRoom::forgetEvidence()
{
    m_work.start(nextJob(), [evidence = m_evidence](const auto&) { evidence->forget(); });
}

void RecordedRoom::open(JobId job, ConnectionId id, const EvidenceCase& evidence, Progress progress,
                        Done<ConnectionId> done)
{
    m_work.start(job,
                 [this, desk = m_evidence, id, evidence, done = std::move(done),
                  progress = inHundredths(std::move(progress))](const WorkDesk::Cancel& cancel) {
                     Result<OpenedSession> opened = desk->open(evidence, progress, cancel);
                     if (opened && cancel) {
                         if (opened->isCopy) {
                             QFile::remove(opened->path);
                         }
                         opened = fail(ErrorCode::Cancelled);
                     }
                     if (!opened) {
                         done(fail(opened.error()));
                         return;
                     }
                     QMetaObject::invokeMethod(
                         this, [this, id, session = std::move(*opened)] { enter(id, session); },
                         Qt::QueuedConnection);
                     done(id);
                 });
}

void RecordedRoom::enter(ConnectionId id, OpenedSession session)
{
    const ConnectionState state = stateOf(id, session, m_profiles);
    const Recording recording = recordingOf(id, session);
    m_connections.push_back({std::move(session), state, recording});
    emit changed();
    replay(id);
}

/// What no row tells: what happened, and how it stood at the end.
void RecordedRoom::replay(ConnectionId id)
{
    const Connection& connection = *connectionOf(id);
    m_work.start(
        nextJob(),
        [this, id, end = connection.state, facts = connection.session.facts,
         recording = connection.recording,
         lastId = connection.session.summary.lastId](const WorkDesk::Cancel& cancel) mutable {
            Result<SessionReader> reader = SessionReader::open(recording.file);
            if (!reader) {
                return; // the pages say so
            }
            Replay replay(id, facts, m_profiles);
            QList<Happening> told;
            const auto last = static_cast<quint64>(lastId);
            const auto behind = ExchangeId(last > CallsReplayed ? last - CallsReplayed : 0);
            (void)forEachPage(*reader, behind, [&](const QList<Exchange>& calls) {
                for (const Exchange& call : calls) {
                    (void)replay.add(call);
                }
                told += replay.takeHappenings();
                return !cancel;
            });
            replay.describe(end, recording.last);
            told += replay.takeHappenings();
            for (const SessionNote& note : reader->notes().value_or(std::vector<SessionNote>())) {
                m_outboxes.notes.put({id, note.at, note.text});
            }
            QMetaObject::invokeMethod(
                this, [this, id, end, told] { takeReplay(id, end, told); }, Qt::QueuedConnection);
        });
}

void RecordedRoom::takeReplay(ConnectionId id, const ConnectionState& end,
                              QList<Happening> happenings)
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                    [&](const Connection& each) { return each.state.id == id; });
    if (found == m_connections.end()) {
        return;
    }
    const ConnectionState before = std::exchange(found->state, end);
    found->state.calls = before.calls;
    found->state.refused = before.refused;
    found->state.trouble.reset(); // the gateway's then, not ours now
    for (const Happening& happening :
         happenings.last(std::min(happenings.size(), MostHappenings))) {
        m_outboxes.happenings.put(happening);
    }
    emit changed();
}

bool RecordedRoom::close(ConnectionId id)
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                    [&](const Connection& each) { return each.state.id == id; });
    if (found == m_connections.end()) {
        return false;
    }
    if (found->session.isCopy) {
        QFile::remove(found->session.path); // who still reads it has it open
    }
    m_connections.erase(found);
    return true;
}

DiagnosisDesk::CollectCalls RecordedRoom::collector(ConnectionId id, WallTime from,
                                                    WallTime to) const
{
    const Connection* const connection = connectionOf(id);
    if (connection == nullptr) {
        return {};
    }
    const Profile profile = m_profiles.find(connection->state.spec.profileId).value_or(Profile());
    const DiagnosisSubject subject
        = subjectOf(profile, {}, connection->state.spec.gatewayUrl, m_profiles);
    const SessionSummary& summary = connection->session.summary;
    return [subject,
            range = SessionRange{connection->session.path, from, to, profile.dialect,
                                 summary.firstId, summary.lastId}](
               const DiagnosisProgress& goesOn) { return readLog(range, subject, goesOn); };
}

} // namespace Pacewatch
