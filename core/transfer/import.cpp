#include "core/transfer/import.h"

#include "core/store/sessionreader.h"
#include "core/transfer/callintake.h"
#include "core/transfer/fieldfinder.h"
#include "core/transfer/formatfinder.h"
#include "core/transfer/importers.h"
#include "core/transfer/linereader.h"
#include "core/transfer/utf16device.h"

#include <QBuffer>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

WallTime changedAt(const QFileInfo& file)
{
    return WallTime(std::chrono::milliseconds(file.lastModified().toMSecsSinceEpoch()));
}

Result<void> importAs(EvidenceFormat format, QIODevice& device, CallIntake& intake)
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

/// A session is read by SQLite, not as a stream.
Result<void> importSession(const QString& path, const ImportOptions& options, CallIntake& intake)
{
    constexpr int CallsInPage = 500;
    Result<SessionReader> reader = SessionReader::open(path);
    if (!reader) {
        return fail(reader.error());
    }
    if (const Result<void> whole = reader->check(); !whole) {
        return whole;
    }
    const qint64 size = QFileInfo(path).size();
    const Result<SessionSummary> summary = reader->summary();
    const Result<SessionFacts> facts = reader->facts();
    if (!summary || !facts) {
        return fail(summary ? facts.error() : summary.error());
    }
    intake.setSession(*facts);
    qint64 done = 0;
    for (ExchangeId last{};;) {
        Result<QList<Exchange>> calls = reader->callsAfter(last, CallsInPage, {}, options.dialect);
        if (!calls) {
            return fail(calls.error());
        }
        if (calls->isEmpty()) {
            return intake.advance(size);
        }
        last = calls->last().id;
        done += calls->size();
        for (Exchange& call : *calls) {
            intake.add({std::move(call), true, false, false, true});
        }
        if (const Result<void> go
            = intake.advance(size * done / std::max<qint64>(done, summary->calls));
            !go) {
            return go;
        }
    }
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
    if (file.size() == 0) {
        return fail(ErrorCode::Invalid, u"it is empty"_s);
    }
    if (const Result<void> checked = options.map.check(); !checked) {
        return fail(checked.error());
    }
    const bool isWide = isUtf16(file.peek(2));
    Utf16Device wide(file);
    QIODevice& text = isWide ? static_cast<QIODevice&>(wide) : file;
    const Result<EvidenceFormat> format = formatOf(text.peek(FormatSample));
    if (!format) {
        return fail(format.error());
    }
    // As UTF-8 nearly every letter of a log takes half of it.
    CallIntake intake(options, isWide ? file.size() / 2 : file.size(), changedAt(info));
    if (*format == EvidenceFormat::Session) {
        file.close(); // SQLite locks by the file; see Database
    }
    QByteArray start;
    QBuffer sample(&start);
    const bool isPart = options.mostBytes > 0 && hasFreeFields(*format)
        && file.size() > options.mostBytes * (isWide ? 2 : 1);
    if (isPart) {
        start = wholeLines(text, options.mostBytes);
        (void)sample.open(QIODevice::ReadOnly);
    }
    const Result<void> done = *format == EvidenceFormat::Session
        ? importSession(path, options, intake)
        : importAs(*format, isPart ? sample : text, intake);
    if (!done) {
        return fail(done.error());
    }
    Result<Imported> imported = intake.finish(*format);
    if (imported && isPart) {
        imported->part = double(start.size()) * (isWide ? 2 : 1) / double(file.size());
    }
    return imported;
}

} // namespace Pacewatch
