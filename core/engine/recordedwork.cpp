#include "core/engine/recordedroom.h"
#include "core/privacy/redactor.h"
#include "core/store/sessionshelf.h"
#include "core/transfer/export.h"

#include <QFileInfo>

#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

// What the room of the recorded connections writes: exports, notes; and the folder of sessions.

namespace {

constexpr int CallsReadAtOnce = 256;

Result<qint64> writeSession(SessionReader& reader, const ExportOrder& order, ExportOptions& options)
{
    CallFilter range;
    range.from = order.from;
    range.until = order.until;
    const Result<qint64> total = reader.count(range);
    const Result<SessionFacts> facts
        = total ? reader.facts() : Result<SessionFacts>(fail(total.error()));
    const auto notes = reader.notes();
    if (!facts || !notes) {
        return fail(facts ? notes.error() : facts.error());
    }
    CallSource source;
    source.total = *total;
    source.facts = {{u"customer"_s, facts->customer},
                    {u"profile"_s, facts->profileId},
                    {u"host"_s, facts->host},
                    {u"base"_s, QString::fromLatin1(facts->baseUrl)}};
    for (const SessionNote& note : *notes) {
        if ((!order.from || note.at >= *order.from) && (!order.until || note.at < *order.until)) {
            source.notes.append({note.at, note.text});
        }
    }
    source.next = [&reader, range, last = ExchangeId{}]() mutable {
        Result<QList<Exchange>> calls = reader.callsAfter(last, CallsReadAtOnce, range);
        if (calls && !calls->isEmpty()) {
            last = calls->last().id;
        }
        return calls;
    };
    options.baseUrl = facts->baseUrl;
    return writeEvidence(source, order.path, order.format, options);
}

} // namespace

void RecordedRoom::exportCalls(JobId job, ConnectionId id, const QString& path,
                               const ExportOrder& order, const QList<QByteArray>& secrets,
                               Progress progress, Done<qint64> done)
{
    const Connection* const connection = connectionOf(id);
    const QString source
        = path.isEmpty() && connection != nullptr ? connection->session.path : path;
    m_work.start(job,
                 [source, order, secrets, done = std::move(done),
                  progress = inHundredths(std::move(progress))](const WorkDesk::Cancel& cancel) {
                     if (source.isEmpty()) {
                         done(fail(ErrorCode::NotFound, u"nothing is recorded"_s));
                         return;
                     }
                     if (QFileInfo(source) == QFileInfo(order.path)) {
                         done(fail(ErrorCode::Busy, u"this file is the one that is shown"_s));
                         return;
                     }
                     Result<SessionReader> reader = SessionReader::open(source);
                     if (!reader) {
                         done(fail(reader.error()));
                         return;
                     }
                     ExportOptions options{secrets, {}, progress, &cancel};
                     done(writeSession(*reader, order, options));
                 });
}

void RecordedRoom::addNote(ConnectionId id, WallTime at, const QString& text, Done<void> done)
{
    const Connection* const connection = connectionOf(id);
    if (connection == nullptr) {
        done(fail(ErrorCode::NotFound, u"connection"_s));
        return;
    }
    m_work.start(
        nextJob(),
        [path = connection->session.path, at, done = std::move(done),
         safe = safeNote(text)](const auto&) { done(SessionFile::annotate(path, at, safe)); });
}

QString RecordedRoom::safeNote(const QString& text)
{
    return QString::fromUtf8(Redactor(StandIns::newKey()).text(text.toUtf8()));
}

void RecordedRoom::listRecent(int most, const QString& folder, const QStringList& open,
                              std::function<void(QList<RecentSession>)> done)
{
    m_work.start(nextJob(), [most, folder, open, done = std::move(done)](const auto&) {
        done(folder.isEmpty() ? QList<RecentSession>() : SessionShelf::newest(folder, most, open));
    });
}

void RecordedRoom::purge(const QString& folder, WallTime now)
{
    m_work.start(nextJob(), [folder, now](const auto&) { SessionShelf::purge(folder, now); });
}

} // namespace Pacewatch
