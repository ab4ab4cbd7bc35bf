#include "core/store/sessionshelf.h"

#include "core/store/sessionreader.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <chrono>

namespace Pacewatch::SessionShelf {

using namespace Qt::StringLiterals;

namespace {

/// Copies of imported files are removed when their session is closed; older ones were left behind.
constexpr Duration OldestImport = std::chrono::hours(24);

QFileInfoList sessionsIn(const QString& folder)
{
    return QDir(folder).entryInfoList({u"*.pacewatch"_s}, QDir::Files, QDir::Time);
}

WallTime changedAt(const QFileInfo& file)
{
    return WallTime(std::chrono::milliseconds(file.lastModified().toMSecsSinceEpoch()));
}

void removeSession(const QString& path)
{
    for (const QString& end : {u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        QFile::remove(path + end);
    }
}

} // namespace

QString importsFolder(const QString& folder)
{
    return folder + u"/imported"_s;
}

QList<RecentSession> newest(const QString& folder, int most, const QStringList& open)
{
    QList<RecentSession> found;
    for (const QFileInfo& file : sessionsIn(folder)) {
        if (found.size() >= most) {
            break;
        }
        const QString path = file.absoluteFilePath();
        if (open.contains(path)) {
            continue;
        }
        Result<SessionReader> reader = SessionReader::open(path);
        const Result<SessionSummary> summary
            = reader ? reader->summary() : Result<SessionSummary>(fail(reader.error()));
        const Result<SessionFacts> facts
            = summary ? reader->facts() : Result<SessionFacts>(fail(summary.error()));
        if (facts && summary->calls > 0) {
            found.append({path, facts->customer, facts->profileId, summary->first, summary->last,
                          summary->calls});
        }
    }
    return found;
}

void purge(const QString& folder, WallTime now, const ShelfBounds& bounds)
{
    qint64 bytes = 0;
    for (const QFileInfo& file : sessionsIn(folder)) {
        const QString path = file.absoluteFilePath();
        bytes += file.size();
        const bool isTooMuch = bytes > bounds.mostBytes;
        const bool isTooOld = now - changedAt(file) > bounds.mostAge;
        if ((isTooMuch || isTooOld) && !QFile::exists(path + u"-wal"_s)) {
            removeSession(path);
        }
    }
    for (const QFileInfo& file : sessionsIn(importsFolder(folder))) {
        if (now - changedAt(file) > OldestImport) {
            removeSession(file.absoluteFilePath());
        }
    }
}

} // namespace Pacewatch::SessionShelf
