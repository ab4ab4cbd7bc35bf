#include "core/queue/journalfile.h"

#include "core/queue/journalschema.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <QSysInfo>

#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;
/// Above that no batch of ours can fill the disk by its log alone.
constexpr qint64 RoomEnough = 64 << 20;

QString ownerFile(const QString& path)
{
    return path + u".owner"_s;
}

void sayWhoOwns(const QString& path)
{
    QFile file(ownerFile(path));
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate, OwnerOnly)) {
        file.write("process " + QByteArray::number(QCoreApplication::applicationPid()) + " on "
                   + QSysInfo::machineHostName().toUtf8());
    }
}

QString whoOwns(const QString& path)
{
    constexpr qint64 Longest = 200;
    QFile file(ownerFile(path));
    const QString owner = file.open(QIODevice::ReadOnly)
        ? QString::fromUtf8(file.read(Longest)).simplified()
        : QString();
    return owner.isEmpty() ? u"another program"_s : owner;
}

/// Moves a damaged database out of the way, with the files SQLite keeps beside it.
Result<QString> moveAside(const QString& path)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss"_s);
    QString aside = path + u".damaged-"_s + stamp;
    for (int number = 2; QFile::exists(aside); ++number) {
        aside = path + u".damaged-"_s + stamp + u'-' + QString::number(number);
    }
    if (!QFile::rename(path, aside)) {
        return fail(ErrorCode::StorageFailed, u"the damaged file cannot be moved"_s);
    }
    for (const QString& beside : {u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        if (QFile::exists(path + beside) && !QFile::rename(path + beside, aside + beside)) {
            return fail(ErrorCode::StorageFailed, u"the damaged file cannot be moved"_s);
        }
    }
    return aside;
}

} // namespace

JournalFile::~JournalFile()
{
    if (!m_owner.isEmpty()) {
        QFile::remove(m_owner);
    }
}

Result<JournalFile> JournalFile::open(const QString& path)
{
    JournalFile journal;
    Result<void> begun = journal.begin(path);
    if (!begun && begun.error().code == ErrorCode::Corrupt) {
        journal = JournalFile();
        const Result<QString> aside = moveAside(path);
        if (!aside) {
            return fail(aside.error());
        }
        begun = journal.begin(path);
        journal.m_setAside = *aside;
    }
    if (!begun) {
        return fail(begun.error());
    }
    return journal;
}

Result<void> JournalFile::begin(const QString& path)
{
    if (const Result<void> made = makePrivateFile(path); !made) {
        return made;
    }
    Result<Database> opened = Database::open(path);
    if (!opened) {
        return fail(opened.error());
    }
    m_database = std::move(*opened);
    // One connection reads, writes and checkpoints: the lock is never given back while we live, and
    // the system gives it back when we die. Nothing is changed before the file is known to be ours.
    Result<void> done = m_database.run("PRAGMA trusted_schema=OFF;"
                                       "PRAGMA mmap_size=0;"
                                       "PRAGMA locking_mode=EXCLUSIVE;"
                                       "PRAGMA synchronous=FULL;"
                                       "BEGIN IMMEDIATE");
    if (!done && done.error().code == ErrorCode::Busy) {
        return fail(ErrorCode::Busy, u"held by %1"_s.arg(whoOwns(path)));
    }
    Result<qint64> version = done ? inspect() : fail(done.error());
    if (!version) {
        return fail(version.error());
    }
    done = m_database.run("COMMIT;"
                          "PRAGMA journal_mode=WAL;"
                          "PRAGMA journal_size_limit=8388608;"
                          "PRAGMA wal_autocheckpoint=250;"
                          "PRAGMA secure_delete=ON;"
                          "BEGIN IMMEDIATE");
    for (; done && *version < SchemaVersion; ++*version) {
        done = m_database.run(JournalSchema::step(*version));
    }
    for (const char* sql : {"UPDATE item SET state='unknown' WHERE state='sending'", "COMMIT"}) {
        if (done) {
            done = m_database.run(sql);
        }
    }
    if (done) {
        done = prepareStatements();
    }
    if (done) {
        m_isTight = QStorageInfo(QFileInfo(path).absolutePath()).bytesAvailable() < RoomEnough;
        sayWhoOwns(path);
        m_owner = ownerFile(path);
    }
    return done;
}

/// The version of the layout; 0 for a new file.
Result<qint64> JournalFile::inspect()
{
    const Result<QString> verdict = m_database.text("PRAGMA quick_check(1)");
    if (!verdict) {
        return fail(verdict.error());
    }
    if (*verdict != "ok"_L1) {
        return fail(ErrorCode::Corrupt, *verdict);
    }
    const Result<qint64> application = m_database.integer("PRAGMA application_id");
    const Result<qint64> tables = m_database.integer("SELECT count(*) FROM sqlite_schema");
    Result<qint64> version = m_database.integer("PRAGMA user_version");
    if (!application || !tables || !version) {
        return fail(ErrorCode::Corrupt, u"its head cannot be read"_s);
    }
    if (*tables > 0 && *application != JournalSchema::ApplicationId) {
        return fail(ErrorCode::Invalid, u"this file is no send journal"_s);
    }
    if (*version > SchemaVersion) {
        return fail(ErrorCode::Unsupported, u"made by a newer version of Pacewatch"_s);
    }
    return version;
}

} // namespace Pacewatch
