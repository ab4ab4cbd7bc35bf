#include "app/recordfile.h"

#include <QJsonDocument>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

Result<void> RecordFile::open(const QString& path)
{
    // QFile would make the file readable for all first.
    const int descriptor
        = ::open(QFile::encodeName(path).constData(),
                 O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return fail(ErrorCode::StorageFailed, u"%1: %2"_s.arg(path, qt_error_string()));
    }
    if (::fchmod(descriptor, S_IRUSR | S_IWUSR) != 0
        || !m_file.open(descriptor,
                        QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered,
                        QFile::AutoCloseHandle)) {
        ::close(descriptor);
        return fail(ErrorCode::StorageFailed, u"%1 cannot be kept private"_s.arg(path));
    }
    return {};
}

Result<void> RecordFile::add(const QJsonObject& line)
{
    return isOpen() ? add(QJsonDocument(line).toJson(QJsonDocument::Compact)) : Result<void>();
}

Result<void> RecordFile::add(const QByteArray& line)
{
    if (!isOpen()) {
        return {};
    }
    const QByteArray bytes = line + '\n';
    if (m_file.write(bytes) != bytes.size()) {
        return fail(ErrorCode::StorageFailed, m_file.errorString());
    }
    return {};
}

} // namespace Pacewatch
