#include "core/finishedfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cstdio>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

Result<void> checkPlaceOfFile(const QString& path)
{
    const QFileInfo there(path);
    if (there.isDir()) {
        return fail(ErrorCode::StorageFailed, u"%1 is a folder"_s.arg(path));
    }
    if (there.exists() && !there.isFile()) {
        return fail(ErrorCode::StorageFailed, u"%1 is no file that can be replaced"_s.arg(path));
    }
    if (!there.absoluteDir().exists()) {
        return fail(ErrorCode::StorageFailed, u"%1: there is no such folder"_s.arg(there.path()));
    }
    return {};
}

Result<void> putInPlace(const QString& unfinished, const QString& path)
{
    const Result<void> place = checkPlaceOfFile(path);
    if (!place) {
        return place;
    }
    // QFile::rename() replaces nothing.
    if (std::rename(QFile::encodeName(unfinished).constData(), QFile::encodeName(path).constData())
        != 0) {
        return fail(ErrorCode::StorageFailed,
                    u"%1 cannot be written: %2"_s.arg(path, qt_error_string()));
    }
    return {};
}

} // namespace Pacewatch
