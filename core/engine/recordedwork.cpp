#include "core/engine/recordedroom.h"
#include "core/privacy/redactor.h"
#include "core/store/sessionshelf.h"
#include "core/transfer/export.h"

#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

// What the pages ask of recorded connections; what the room writes: exports, notes; and the folder
// of sessions.

namespace {

constexpr int CallsReadAtOnce = 256;

/// Some tens of milliseconds of counting.
constexpr quint64 CallsTalliedAtOnce = 100'000;
constexpr int CallsGroupedAtOnce = 5'000;

QString dialectFor(const ProfileShelf& profiles, const QString& profileId)
{
    const Result<Profile> profile = profiles.find(profileId);
    return profile ? profile->dialect : QString();
}

void sortAsPicked(QList<Exchange>& calls, const QList<ExchangeId>& picked)
{
    if (std::is_sorted(picked.begin(), picked.end())) {
        return; // as they are read
    }
    QHash<ExchangeId, qsizetype> places;
    for (qsizetype place = 0; place < picked.size(); ++place) {
        places.insert(picked.at(place), place);
    }
    std::sort(calls.begin(), calls.end(), [&places](const Exchange& left, const Exchange& right) {
        return places.value(left.id) < places.value(right.id);
    });
}

Result<QList<Exchange>> recordedPage(SessionReader& reader, const CallsWanted& wanted,
                                     const QString& dialect)
{
    QList<Exchange> calls;
    if (!wanted.isWhole) {
        const bool isWritten = wanted.order == CallOrder();
        const auto rows = !wanted.picked.isEmpty() ? reader.rows(wanted.picked)
            : isWritten ? reader.pageAfter(wanted.after, wanted.most, wanted.filter)
                        : reader.firstRows(wanted.order, wanted.most, wanted.filter);
        if (!rows) {
            return fail(rows.error());
        }
        calls.reserve(static_cast<qsizetype>(rows->size()));
        for (const CallRow& row : *rows) {
            calls.append(exchangeOf(row));
        }
        sortAsPicked(calls, wanted.picked);
        return calls;
    }
    if (wanted.picked.isEmpty()) {
        return reader.callsAfter(wanted.after, wanted.most, wanted.filter, dialect);
    }
    for (const ExchangeId id : wanted.picked) {
        Result<Exchange> call = reader.call(id, dialect);
        if (!call) {
            return fail(call.error());
        }
        calls.append(std::move(*call));
    }
    return calls;
}

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

void RecordedRoom::read(ConnectionId id, const CallsWanted& wanted, Done<QList<Exchange>> done)
{
    const Connection* const connection = connectionOf(id);
    if (connection == nullptr) {
        done(fail(ErrorCode::NotFound, u"connection"_s));
        return;
    }
    m_pages.start([reader = connection->session.reader, id, wanted, done = std::move(done),
                   dialect = dialectFor(m_profiles, connection->state.spec.profileId)] {
        Result<QList<Exchange>> calls = recordedPage(*reader, wanted, dialect);
        if (calls) {
            for (Exchange& call : *calls) {
                call.connection = id;
            }
        }
        done(calls);
    });
}

void RecordedRoom::find(ConnectionId id, const CallFilter& filter, const CallOrder& order,
                        Done<QList<ExchangeId>> done)
{
    const Connection* const connection = connectionOf(id);
    if (connection == nullptr) {
        done(fail(ErrorCode::NotFound, u"connection"_s));
        return;
    }
    m_pages.start([reader = connection->session.reader, filter, order, done = std::move(done)] {
        done(reader->ids(filter, order));
    });
}

void RecordedRoom::tally(ConnectionId id, const CallFilter& filter, Done<CallTally> done)
{
    Connection* const found = connectionOf(id);
    if (found == nullptr) {
        done(fail(ErrorCode::NotFound, u"connection"_s));
        return;
    }
    const auto first = static_cast<quint64>(found->session.summary.firstId);
    tallyOn({id, ++found->tallies, filter, ExchangeId(std::max<quint64>(first, 1) - 1), {}, done});
}

void RecordedRoom::tallyOn(const Tallying& tallying)
{
    const Connection* const connection = connectionOf(tallying.id);
    if (connection == nullptr || connection->tallies != tallying.number) {
        tallying.done(fail(ErrorCode::Cancelled));
        return;
    }
    const SessionSummary& summary = connection->session.summary;
    const auto last = static_cast<quint64>(summary.lastId);
    const auto behind = static_cast<quint64>(tallying.behind);
    if (behind >= last) {
        tallying.done(tallying.soFar);
        return;
    }
    // The ids of a stranger's file may lie any distance apart.
    const auto end
        = ExchangeId(summary.isDense() ? std::min(last, behind + CallsTalliedAtOnce) : last);
    m_pages.start([this, reader = connection->session.reader, tallying, end] {
        const Result<CallTally> piece = reader->tally(tallying.filter, tallying.behind, end);
        if (!piece) {
            tallying.done(fail(piece.error()));
            return;
        }
        Tallying next = tallying;
        next.behind = end;
        for (std::size_t choice = 0; choice < piece->size(); ++choice) {
            next.soFar.at(choice) += piece->at(choice);
        }
        QMetaObject::invokeMethod(
            this, [this, next] { tallyOn(next); }, Qt::QueuedConnection);
    });
}

void RecordedRoom::group(ConnectionId id, const Done<std::shared_ptr<const CallGrouping>>& done)
{
    Connection* const connection = connectionOf(id);
    if (connection == nullptr) {
        done(fail(ErrorCode::NotFound, u"connection"_s));
        return;
    }
    if (connection->grouping) {
        done(connection->grouping);
        return;
    }
    connection->groupingWanted.push_back(done);
    if (connection->groupingWanted.size() == 1) {
        groupOn(id, std::make_shared<CallGrouper>(), {});
    }
}

void RecordedRoom::groupOn(ConnectionId id, const std::shared_ptr<CallGrouper>& grouper,
                           ExchangeId behind)
{
    const Connection* const connection = connectionOf(id);
    if (connection == nullptr) {
        return; // who waits for it went with it
    }
    const auto work = [this, id, grouper, behind, reader = connection->session.reader] {
        const auto rows = reader->groupRows(behind, CallsGroupedAtOnce);
        if (rows && !rows->empty()) {
            for (const CallRow& row : *rows) {
                grouper->take(exchangeOf(row));
            }
            QMetaObject::invokeMethod(
                this, [this, id, grouper, last = rows->back().id] { groupOn(id, grouper, last); },
                Qt::QueuedConnection);
            return;
        }
        Result<std::shared_ptr<const CallGrouping>> made = fail(ErrorCode::Corrupt);
        if (rows) {
            made = std::make_shared<const CallGrouping>(grouper->finish());
        } else {
            made = fail(rows.error());
        }
        QMetaObject::invokeMethod(
            this, [this, id, made] { takeGrouping(id, made); }, Qt::QueuedConnection);
    };
    constexpr int BehindPages = -1;
    m_pages.start(work, BehindPages);
}

void RecordedRoom::takeGrouping(ConnectionId id,
                                const Result<std::shared_ptr<const CallGrouping>>& grouping)
{
    Connection* const connection = connectionOf(id);
    if (connection == nullptr) {
        return;
    }
    connection->grouping = grouping.value_or(nullptr);
    for (const auto& done : std::exchange(connection->groupingWanted, {})) {
        done(grouping);
    }
}

void RecordedRoom::seconds(ConnectionId id, WallTime from, int most, Done<QList<SecondCount>> done)
{
    const Connection* const connection = connectionOf(id);
    if (connection == nullptr) {
        done(fail(ErrorCode::NotFound, u"connection"_s));
        return;
    }
    m_pages.start([reader = connection->session.reader, from, most, done = std::move(done)] {
        const auto spans = reader->seconds(from, WallTime::max(), most);
        if (!spans) {
            done(fail(spans.error()));
            return;
        }
        QList<SecondCount> seconds;
        seconds.reserve(static_cast<qsizetype>(spans->size()));
        for (const SecondSpan& span : *spans) {
            seconds.append({span.at, span.calls, span.refused});
        }
        done(seconds);
    });
}

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
