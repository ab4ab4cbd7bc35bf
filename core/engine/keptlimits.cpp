#include "core/engine/keptlimits.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPasswordDigestor>
#include <QSaveFile>

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

bool replaceFile(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit();
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

Result<LimiterMemory> KeptLimits::read(const QString& name, Instant now, WallTime wallNow) const
{
    const QString path = pathOf(name);
    const QFileInfo info(path);
    if (!isOn() || (!info.exists() && !info.isSymLink())) {
        return fail(ErrorCode::NotFound);
    }
    QFile file(path);
    // A link may lead anywhere, and a pipe never ends.
    if (!info.isSymLink() && info.isFile() && info.size() <= LargestFile
        && file.open(QIODevice::ReadOnly)) {
        Result<LimiterMemory> memory = readLimiterMemory(file.read(LargestFile), now, wallNow);
        file.close();
        if (memory) {
            return memory;
        }
    }
    return fail(ErrorCode::Corrupt, moveAside(path, wallNow));
}

void KeptLimits::write(const QString& name, const LimiterMemory& memory, Instant now,
                       WallTime wallNow)
{
    if (!isOn() || *m_open >= MostOpen) {
        return;
    }
    ++*m_open;
    m_writer.start([open = m_open, path = pathOf(name), json = toJson(memory, now, wallNow)] {
        // Whoever cannot keep it begins the next run a little bolder; nothing else comes of it.
        (void)replaceFile(path, json);
        --*open;
    });
}

} // namespace Pacewatch
