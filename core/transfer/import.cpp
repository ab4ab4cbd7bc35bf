#include "core/transfer/import.h"

#include "core/transfer/formatfinder.h"
#include "core/transfer/importers.h"
#include "core/transfer/intake.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <chrono>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

WallTime changedAt(const QFileInfo& file)
{
    return WallTime(std::chrono::milliseconds(file.lastModified().toMSecsSinceEpoch()));
}

Result<void> importAs(EvidenceFormat format, QIODevice& device, Intake& intake)
{
    switch (format) {
    case EvidenceFormat::Record:
    case EvidenceFormat::JsonLines:
        return importJsonLines(device, intake);
    case EvidenceFormat::Har:
        return importHar(device, intake);
    case EvidenceFormat::AccessLog:
        return importAccessLog(device, intake);
    case EvidenceFormat::Csv:
        return importCsv(device, intake);
    case EvidenceFormat::Curl:
        return importCurl(device, intake);
    case EvidenceFormat::Session:
        break;
    }
    return fail(ErrorCode::Unsupported, u"files of this format are not read yet"_s);
}

} // namespace

Result<Imported> readEvidence(const QString& path, const ImportOptions& options)
{
    const QFileInfo info(path);
    if (!info.isFile()) { // a pipe or a device would be waited for
        return fail(ErrorCode::NotFound, u"%1 is no file"_s.arg(path));
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::NotFound, u"%1: %2"_s.arg(path, file.errorString()));
    }
    const Result<EvidenceFormat> format = formatOf(file.peek(FormatSample));
    if (!format) {
        return fail(format.error());
    }
    Intake intake(options, file.size(), changedAt(info));
    if (const Result<void> done = importAs(*format, file, intake); !done) {
        return fail(done.error());
    }
    return intake.finish(*format);
}

} // namespace Pacewatch
