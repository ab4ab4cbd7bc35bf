#include "core/engine/evidencedesk.h"

#include "core/database.h"
#include "core/diagnosis/subject.h"
#include "core/engine/gatewayaddress.h"
#include "core/engine/replay.h"
#include "core/privacy/standins.h"
#include "core/store/sessionshelf.h"
#include "core/transfer/alignment.h"
#include "core/transfer/fieldfinder.h"
#include "core/transfer/formatfinder.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int CallsAtOnce = 500;
/// The profile of a session that names none is found by so many of its calls.
constexpr int CallsToTellTheProfile = 500;
constexpr int CallsForAGlance = 1'000;
/// A case is as long and as old as its files.
constexpr SessionBounds Unbounded{std::numeric_limits<qint64>::max(), Duration::max()};

/// The error tells which of several files it is about.
tl::unexpected<Error> failIn(const QString& path, const Error& error)
{
    return fail(error.code, QFileInfo(path).fileName() + u": "_s + error.detail);
}

QString hostOf(const QByteArray& baseUrl)
{
    const Result<GatewayAddress> address = readGatewayAddress(baseUrl);
    return address ? QString::fromLatin1(address->site.authority()) : QString();
}

/// How it stood, from so few calls that nobody waits for it.
ConnectionState standingOf(SessionReader& reader, const OpenedSession& session,
                           const ProfileShelf& profiles)
{
    const auto last = static_cast<quint64>(session.summary.lastId);
    const auto few = static_cast<quint64>(CallsForAGlance);
    Replay replay(ConnectionId{}, session.facts, profiles);
    const Result<QList<Exchange>> calls
        = reader.callsAfter(ExchangeId(last > few ? last - few : 0), CallsForAGlance);
    for (const Exchange& call : calls.value_or(QList<Exchange>())) {
        (void)replay.add(call);
    }
    ConnectionState state;
    replay.describe(state, session.end);
    return state;
}

WallTime endOf(SessionReader& reader, const SessionSummary& summary)
{
    WallTime end = summary.last;
    const auto last = ExchangeId(static_cast<quint64>(summary.lastId) + 1);
    if (const auto rows = reader.pageBefore(last, CallsAtOnce); rows) {
        for (const CallRow& row : *rows) {
            end = std::max(end, row.at + row.held + row.took);
        }
    }
    return end + std::chrono::milliseconds(1); // what happened at the end is inside
}

} // namespace

EvidenceDesk::EvidenceDesk(const ProfileShelf& profiles, QString folder)
    : m_profiles(profiles)
    , m_folder(std::move(folder))
{ }

/// A file of the folder may be one that is being recorded: opening it by other means than SQLite
/// would drop its locks.
bool EvidenceDesk::isSession(const QString& path) const
{
    const QFileInfo info(path);
    if (!m_folder.isEmpty() && info.absolutePath() == QFileInfo(m_folder).absoluteFilePath()) {
        return true;
    }
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly)) {
        return false;
    }
    const Result<EvidenceFormat> format = formatOf(file.peek(FormatSample));
    return format && *format == EvidenceFormat::Session;
}

void EvidenceDesk::forget()
{
    m_read.clear();
    m_standInKey.clear();
}

Result<const Imported*> EvidenceDesk::read(const EvidencePart& part, PreviewDepth depth,
                                           const Progress& progress, const Cancel& cancel)
{
    if (const auto known = m_read.find(part.path); known != m_read.end()) {
        const bool isEnough = depth == PreviewDepth::Start || known->second.imported.part == 1;
        if (known->second.map == part.map && isEnough) {
            return &known->second.imported;
        }
        m_read.erase(known); // the memory is needed for what is read now
    }
    if (m_standInKey.isEmpty()) {
        m_standInKey = StandIns::newKey();
    }
    const qint64 most = depth == PreviewDepth::Start ? EvidencePreview::StartBytes : 0;
    Result<Imported> imported
        = readEvidence(part.path, {progress, &cancel, m_standInKey, {}, part.map, most});
    if (!imported) {
        return failIn(part.path, imported.error());
    }
    return &m_read.insert_or_assign(part.path, Reading{part.map, std::move(*imported)})
                .first->second.imported;
}

Result<EvidencePreview> EvidenceDesk::preview(const EvidencePart& part, const QString& alignTo,
                                              PreviewDepth depth, const Progress& progress,
                                              const Cancel& cancel)
{
    if (isSession(part.path)) {
        return alignTo.isEmpty() ? previewSession(part.path)
                                 : previewCalls(part, alignTo, depth, progress, cancel);
    }
    Result<EvidencePreview> preview = previewCalls(part, alignTo, depth, progress, cancel);
    if (!preview && preview.error().code != ErrorCode::Invalid) {
        return preview;
    }
    const Result<FoundFields> found = findFields(part.path, part.map, m_standInKey);
    if (!found || found->fields.isEmpty()) {
        return preview;
    }
    if (!preview) {
        const Error problem = preview.error();
        preview = EvidencePreview();
        preview->path = part.path;
        preview->format = found->format;
        preview->problem = problem;
    }
    preview->fields = found->fields;
    preview->fieldSet = fieldSetOf(*found);
    return preview;
}

Result<EvidencePreview> EvidenceDesk::previewCalls(const EvidencePart& part, const QString& alignTo,
                                                   PreviewDepth depth, const Progress& progress,
                                                   const Cancel& cancel)
{
    const Result<const Imported*> imported = read(part, depth, progress, cancel);
    if (!imported) {
        return fail(imported.error());
    }
    const QList<Exchange>& calls = (*imported)->exchanges;
    EvidencePreview preview;
    preview.path = part.path;
    preview.format = (*imported)->format;
    preview.calls = calls.size();
    preview.refused = std::count_if(calls.begin(), calls.end(),
                                    [](const Exchange& call) { return call.isRefused(); });
    const auto [first, last] = std::minmax_element(calls.begin(), calls.end(),
                                                   [](const Exchange& left, const Exchange& right) {
                                                       return left.arrivedWall < right.arrivedWall;
                                                   });
    preview.first = first->arrivedWall;
    preview.last = last->arrivedWall;
    if (const double read = (*imported)->part; read < 1) {
        preview.isStart = true;
        preview.calls = std::llround(double(preview.calls) / read);
        preview.refused = std::llround(double(preview.refused) / read);
    }
    preview.firstCalls = calls.first(std::min(calls.size(), EvidencePreview::MostCalls));
    preview.shortfalls = (*imported)->shortfalls;
    preview.faults = (*imported)->faults;
    preview.faultCount = (*imported)->faultCount;
    if (const auto other = m_read.find(alignTo); other != m_read.end() && alignTo != part.path) {
        if (const auto alignment = alignmentOf(other->second.imported.exchanges, calls)) {
            preview.shift = alignment->shift;
            preview.matched = alignment->matched;
        }
    }
    return preview;
}

/// Alone it is opened where it lies, so nothing of it needs to be held.
Result<EvidencePreview> EvidenceDesk::previewSession(const QString& path)
{
    Result<SessionReader> reader = SessionReader::open(path);
    if (!reader) {
        return failIn(path, reader.error());
    }
    const Result<SessionSummary> summary = reader->summary();
    const auto rows = reader->pageAfter({}, static_cast<int>(EvidencePreview::MostCalls));
    if (!summary || !rows) {
        return failIn(path, summary ? rows.error() : summary.error());
    }
    EvidencePreview preview;
    preview.path = path;
    preview.format = EvidenceFormat::Session;
    preview.calls = summary->calls;
    preview.refused = summary->refused;
    preview.first = summary->first;
    preview.last = summary->last;
    for (const CallRow& row : *rows) {
        preview.firstCalls.append(exchangeOf(row));
    }
    return preview;
}

Result<OpenedSession> EvidenceDesk::open(const EvidenceCase& evidence, const Progress& progress,
                                         const Cancel& cancel)
{
    const bool isAlone = evidence.parts.size() == 1 && evidence.parts.first().shift == Duration{};
    if (isAlone && isSession(evidence.parts.first().path)) {
        return openSession(evidence.parts.first().path, evidence);
    }
    const Result<QString> copy = makeCopy(evidence, progress, cancel);
    if (!copy) {
        return fail(copy.error());
    }
    Result<OpenedSession> opened = openSession(*copy, evidence);
    if (opened) {
        opened->isCopy = true;
    } else {
        QFile::remove(*copy);
    }
    return opened;
}

Result<OpenedSession> EvidenceDesk::openSession(const QString& path, const EvidenceCase& evidence)
{
    Result<SessionReader> reader = SessionReader::open(path);
    if (!reader) {
        return failIn(path, reader.error());
    }
    const Result<SessionSummary> summary = reader->summary();
    const Result<SessionFacts> facts
        = summary ? reader->facts() : Result<SessionFacts>(fail(summary.error()));
    if (!facts) {
        return failIn(path, facts.error());
    }
    if (summary->calls == 0) {
        return failIn(path, {ErrorCode::Invalid, u"there is no call in it"_s});
    }
    OpenedSession opened;
    opened.path = path;
    opened.bytes = QFileInfo(path).size();
    opened.facts = *facts;
    opened.summary = *summary;
    opened.end = endOf(*reader, *summary);
    if (!evidence.name.isEmpty()) {
        opened.facts.customer = evidence.name;
    } else if (opened.facts.customer.isEmpty()) {
        opened.facts.customer = QFileInfo(path).completeBaseName();
    }
    if (!m_profiles.find(opened.facts.profileId) || opened.facts.baseUrl.isEmpty()) {
        const Result<QList<Exchange>> calls = reader->callsAfter({}, CallsToTellTheProfile);
        if (!calls) {
            return failIn(path, calls.error());
        }
        const SessionFacts found = factsOf(*calls, evidence);
        if (!m_profiles.find(opened.facts.profileId)) {
            opened.facts.profileId = found.profileId;
        }
        if (opened.facts.baseUrl.isEmpty()) {
            opened.facts.baseUrl = found.baseUrl;
            opened.facts.host = found.host;
        }
    }
    opened.standing = standingOf(*reader, opened, m_profiles);
    opened.reader = std::make_shared<SessionReader>(std::move(*reader));
    return opened;
}

/// Where the calls went, and by whose limits.
SessionFacts EvidenceDesk::factsOf(const QList<Exchange>& calls, const EvidenceCase& evidence) const
{
    const Result<Profile> chosen = m_profiles.find(evidence.profileId);
    const Profile profile = chosen ? *chosen : profileFor(calls, m_profiles);
    SessionFacts facts;
    facts.customer = evidence.name.isEmpty()
        ? QFileInfo(evidence.parts.first().path).completeBaseName()
        : evidence.name;
    facts.profileId = profile.id;
    facts.baseUrl = profile.baseUrl;
    facts.host = hostOf(profile.baseUrl);
    for (const Exchange& call : calls) {
        const QByteArray host = call.request.headers.value("Host");
        if (!host.isEmpty()) {
            facts.host = QString::fromLatin1(host);
            break;
        }
    }
    if (facts.baseUrl.isEmpty() && !facts.host.isEmpty()) {
        facts.baseUrl = "https://" + facts.host.toLatin1();
    }
    return facts;
}

Result<QString> EvidenceDesk::makeCopy(const EvidenceCase& evidence, const Progress& progress,
                                       const Cancel& cancel)
{
    if (m_folder.isEmpty()) {
        return fail(ErrorCode::StorageFailed, u"there is no folder for sessions"_s);
    }
    QList<Exchange> calls;
    for (const EvidencePart& part : evidence.parts) {
        const Result<const Imported*> imported = read(part, PreviewDepth::Whole, progress, cancel);
        if (!imported) {
            return fail(imported.error());
        }
        for (Exchange call : (*imported)->exchanges) {
            call.arrivedWall += part.shift;
            call.arrived = Instant(call.arrivedWall.time_since_epoch());
            calls.append(std::move(call));
        }
    }
    std::stable_sort(calls.begin(), calls.end(), [](const Exchange& left, const Exchange& right) {
        return left.answered() < right.answered();
    });
    const QString path = SessionShelf::importsFolder(m_folder) + u'/'
        + QUuid::createUuid().toString(QUuid::WithoutBraces) + u".pacewatch"_s;
    const Result<void> written = write(path, calls, evidence, progress, cancel);
    if (!written) {
        for (const QString& end : {u""_s, u"-wal"_s, u"-shm"_s}) {
            QFile::remove(path + end);
        }
        return fail(written.error());
    }
    return path;
}

Result<void> EvidenceDesk::write(const QString& path, const QList<Exchange>& calls,
                                 const EvidenceCase& evidence, const Progress& progress,
                                 const Cancel& cancel) const
{
    const SessionFacts facts = factsOf(calls, evidence);
    Result<SessionFile> file = SessionFile::open(path, Unbounded);
    if (!file) {
        return fail(file.error());
    }
    Result<void> done = file->setFact(u"customer"_s, facts.customer);
    done = done ? file->setFact(u"profile"_s, facts.profileId) : done;
    done = done ? file->setFact(u"host"_s, facts.host) : done;
    done = done ? file->setFact(u"base"_s, QString::fromLatin1(facts.baseUrl)) : done;
    // What no file tells is worked out as for a live connection: what was left, and who came early.
    Replay replay(ConnectionId{}, facts, m_profiles);
    for (qsizetype i = 0; done && i < calls.size(); i += CallsAtOnce) {
        if (cancel) {
            return fail(ErrorCode::Cancelled);
        }
        progress(i, calls.size());
        std::vector<Exchange> batch;
        for (const Exchange& call : calls.mid(i, CallsAtOnce)) {
            batch.push_back(replay.add(call));
        }
        (void)replay.takeHappenings();
        done = file->append(batch);
    }
    return done ? file->finish() : done;
}

} // namespace Pacewatch
