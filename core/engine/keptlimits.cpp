#include "core/engine/keptlimits.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QPasswordDigestor>
#include <QSaveFile>
#include <QUuid>

#include <chrono>
#include <optional>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LargestFile = 4 << 20;
/// No window of a gateway is longer than a month.
constexpr Duration LongestWindow = std::chrono::hours(24) * 32;
/// A disk that hangs must not gather work without end; what is left out comes again.
constexpr int MostOpen = 32;
/// Makes guessing a short key from a file's name slow; takes some 10 ms once a connection.
constexpr int Rounds = 10'000;
constexpr int NameBytes = 16;

/// Whoever writes holds the file for some milliseconds. One that hung is passed over.
constexpr std::chrono::milliseconds LongestLock{2000};
constexpr std::chrono::milliseconds StaleLock{10'000};

/// Empty for what is no file of ours, or is not there. A link may lead anywhere, and a pipe never
/// ends.
std::optional<LimitsFile> readFile(const QString& path)
{
    const QFileInfo info(path);
    QFile file(path);
    if (info.isSymLink() || !info.isFile() || info.size() > LargestFile
        || !file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    Result<LimitsFile> limits = LimitsFile::parse(file.read(LargestFile));
    return limits ? std::optional(*std::move(limits)) : std::nullopt;
}

bool replaceFile(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit();
}

/// What one connection keeps, on its way to the disk.
struct Keeping
{
    QString path;
    QString part;
    qint64 version = 0;
    LimitsFile::Versions read; ///< what it has taken over
    LimiterMemory memory;
    Instant now{};
    WallTime wallNow{};
};

/// Others write the same file: it is read and replaced under a lock.
void keep(const Keeping& keeping)
{
    QDir().mkpath(QFileInfo(keeping.path).path());
    QLockFile lock(keeping.path + u".lock"_s);
    lock.setStaleLockTime(static_cast<int>(StaleLock.count()));
    if (!lock.tryLock(static_cast<int>(LongestLock.count()))) {
        return; // it comes again
    }
    LimitsFile file = readFile(keeping.path).value_or(LimitsFile());
    file.drop(keeping.read);
    file.dropOld(keeping.now, keeping.wallNow);
    file.put(keeping.part, keeping.version, keeping.memory, keeping.now, keeping.wallNow);
    // Whoever cannot keep it begins the next run a little bolder; nothing else comes of it.
    (void)replaceFile(keeping.path, file.toJson());
}

/// Returns where @p path went; itself when it cannot be moved.
QString moveAside(const QString& path, WallTime wallNow)
{
    const QString aside = path + u".damaged-"_s + QString::number(unixMilliseconds(wallNow));
    return QDir().rename(path, aside) ? aside : path;
}

} // namespace

KeptLimits::KeptLimits(QString folder, WallTime wallNow)
    : m_folder(std::move(folder))
    , m_program(QUuid::createUuid().toString(QUuid::Id128))
    , m_open(std::make_shared<std::atomic<int>>(0))
{
    m_writer.setMaxThreadCount(1);
    if (!isOn()) {
        return;
    }
    const QDateTime oldest
        = QDateTime::fromMSecsSinceEpoch(unixMilliseconds(wallNow - LongestWindow));
    const QFileInfoList files = QDir(m_folder).entryInfoList({u"*.limits"_s}, QDir::Files);
    for (const QFileInfo& file : files) {
        if (file.lastModified() < oldest) {
            QFile::remove(file.filePath());
        }
    }
}

KeptLimits::~KeptLimits()
{
    m_writer.waitForDone();
}

QString KeptLimits::nameFor(const ConnectionSpec& spec, const Secret& key)
{
    const QByteArray place = spec.gatewayUrl + '\n' + spec.profileId.toUtf8();
    const QByteArray who = key.isEmpty() ? QByteArray("customer " + spec.customer.toUtf8())
                                         : QByteArray("key " + key.reveal());
    return QString::fromLatin1(QPasswordDigestor::deriveKeyPbkdf2(QCryptographicHash::Sha256, who,
                                                                  place, Rounds, NameBytes)
                                   .toHex());
}

QString KeptLimits::pathOf(const QString& name) const
{
    return m_folder + u'/' + name + u".limits"_s;
}

QString KeptLimits::partOf(ConnectionId connection) const
{
    return m_program + u'-' + QString::number(static_cast<quint32>(connection));
}

Result<LimiterMemory> KeptLimits::read(const QString& name, ConnectionId reader, Instant now,
                                       WallTime wallNow)
{
    const QString path = pathOf(name);
    const QFileInfo info(path);
    if (!isOn() || (!info.exists() && !info.isSymLink())) {
        return fail(ErrorCode::NotFound);
    }
    const std::optional<LimitsFile> file = readFile(path);
    if (!file) {
        return fail(ErrorCode::Corrupt, moveAside(path, wallNow));
    }
    m_read.insert(name + partOf(reader), file->versions());
    return file->memory(now, wallNow);
}

void KeptLimits::write(const QString& name, ConnectionId writer, const LimiterMemory& memory,
                       Instant now, WallTime wallNow)
{
    if (!isOn() || *m_open >= MostOpen) {
        return;
    }
    ++*m_open;
    const QString part = partOf(writer);
    const Keeping keeping{pathOf(name), part, ++m_version, m_read.value(name + part),
                          memory,       now,  wallNow};
    m_writer.start([open = m_open, keeping] {
        keep(keeping);
        --*open;
    });
}

} // namespace Pacewatch
