#include "core/transfer/export.h"

#include "core/privacy/leakscan.h"
#include "core/privacy/redactor.h"
#include "core/store/sessionfile.h"
#include "core/transfer/harentry.h"
#include "core/transfer/recordline.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <utility>
#include <vector>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype CallsBetweenReports = 256;

QByteArray seconds(Duration span)
{
    return QByteArray::number(toSeconds(span), 'f', 6);
}

QByteArray seconds(const std::optional<Duration>& span)
{
    return span ? seconds(*span) : QByteArray();
}

const QByteArray CsvNames
    = "time,method,target,status,is_rate_limited,retry_after_seconds,too_early_seconds,"
      "held_seconds,first_byte_seconds,took_seconds,attempt,client,request_bytes,response_bytes,"
      "error\r\n";

QByteArray csvRow(const Exchange& exchange)
{
    const QByteArrayList cells{
        utcText(exchange.arrivedWall).toLatin1(),
        csvCell(exchange.request.method),
        csvCell(exchange.request.target),
        QByteArray::number(exchange.response.status),
        exchange.isRefused() ? "true" : "false",
        seconds(exchange.reading.retryAfter),
        seconds(exchange.tooEarlyBy),
        seconds(exchange.held),
        seconds(exchange.firstByte),
        seconds(exchange.took),
        QByteArray::number(exchange.attempt),
        csvCell(exchange.client.toUtf8()),
        QByteArray::number(exchange.requestBody.size),
        QByteArray::number(exchange.responseBody.size),
        csvCell(exchange.error ? exchange.error->detail.toUtf8() : QByteArray())};
    return cells.join(',') + "\r\n";
}

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray beginOf(ExportFormat format)
{
    if (format == ExportFormat::Har) {
        return R"({"log":{"version":"1.2","creator":{"name":"Pacewatch","version":")" PACEWATCH_VERSION
               R"("},"entries":[)"
               "\n";
    }
    return format == ExportFormat::Csv ? CsvNames : QByteArray();
}

QByteArray pieceOf(const Exchange& exchange, ExportFormat format, const ExportOptions& options,
                   bool isFirst)
{
    switch (format) {
    case ExportFormat::Har:
        return (isFirst ? "" : ",\n") + compact(harEntry(exchange, options.baseUrl));
    case ExportFormat::Csv:
        return csvRow(exchange);
    case ExportFormat::JsonLines:
        return compact(toJson(exchange, RecordBodies::All)) + '\n';
    case ExportFormat::Session:
        break;
    }
    return {};
}

Result<void> step(const ExportOptions& options, qsizetype done, qsizetype total)
{
    if (options.cancel && options.cancel->load(std::memory_order_relaxed)) {
        return fail(ErrorCode::Cancelled);
    }
    if (options.progress) {
        options.progress(done, total);
    }
    return {};
}

Result<void> writeText(const QList<Exchange>& exchanges, const QString& path, ExportFormat format,
                       const ExportOptions& options)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        return fail(ErrorCode::StorageFailed, file.errorString());
    }
    bool isWritten = file.write(beginOf(format)) >= 0;
    for (qsizetype i = 0; i < exchanges.size() && isWritten; ++i) {
        if (i % CallsBetweenReports == 0) {
            if (const Result<void> go = step(options, i, exchanges.size()); !go) {
                return go;
            }
        }
        isWritten = file.write(pieceOf(exchanges.at(i), format, options, i == 0)) >= 0;
    }
    if (isWritten && format == ExportFormat::Har) {
        isWritten = file.write("\n]}}\n") >= 0;
    }
    if (!isWritten || !file.flush()) {
        return fail(ErrorCode::StorageFailed, file.errorString());
    }
    return step(options, exchanges.size(), exchanges.size());
}

Result<void> writeSession(const QList<Exchange>& exchanges, const QString& path,
                          const ExportOptions& options)
{
    Result<SessionFile> file = SessionFile::open(path);
    if (!file) {
        return fail(file.error());
    }
    for (qsizetype i = 0; i < exchanges.size(); i += CallsBetweenReports) {
        if (const Result<void> go = step(options, i, exchanges.size()); !go) {
            return go;
        }
        const auto count
            = static_cast<std::size_t>(std::min(CallsBetweenReports, exchanges.size() - i));
        if (const Result<void> done = file->append({exchanges.constData() + i, count}); !done) {
            return done;
        }
    }
    const Result<void> finished = file->finish();
    return finished ? step(options, exchanges.size(), exchanges.size()) : finished;
}

/// A database has no lines: each call is looked at as the text it would be, and its number told.
std::optional<Leak> leakInCalls(const LeakScan& scan, const QList<Exchange>& exchanges)
{
    qint64 number = 0;
    for (const Exchange& exchange : exchanges) {
        ++number;
        if (std::optional<Leak> leak = scan.find(compact(toJson(exchange, RecordBodies::All)))) {
            leak->line = number;
            return leak;
        }
    }
    return std::nullopt;
}

Result<void> scanned(const QString& path, const QList<Exchange>& exchanges, ExportFormat format,
                     const ExportOptions& options)
{
    LeakScan scan;
    for (const QByteArray& secret : options.knownSecrets) {
        scan.addKnown(secret);
    }
    const Result<std::optional<Leak>> leak = format == ExportFormat::Session
        ? Result<std::optional<Leak>>(leakInCalls(scan, exchanges))
        : scan.findInFile(path);
    if (!leak) {
        return fail(leak.error());
    }
    if (!*leak) {
        return {};
    }
    return fail(ErrorCode::Refused,
                u"nothing was written: a %1 in line %2, column %3"_s.arg((*leak)->kind)
                    .arg((*leak)->line)
                    .arg((*leak)->column));
}

} // namespace

Result<void> writeEvidence(const QList<Exchange>& exchanges, const QString& path,
                           ExportFormat format, const ExportOptions& options)
{
    Redactor redactor(StandIns::newKey());
    for (const QByteArray& secret : options.knownSecrets) {
        redactor.know(secret);
    }
    QList<Exchange> safe;
    safe.reserve(exchanges.size());
    for (const Exchange& exchange : exchanges) {
        safe.append(redactor.redacted(exchange));
    }
    const QString unfinished = path + u".unfinished"_s;
    QFile::remove(unfinished);
    Result<void> done = makePrivateFile(unfinished);
    if (done) {
        done = format == ExportFormat::Session ? writeSession(safe, unfinished, options)
                                               : writeText(safe, unfinished, format, options);
    }
    if (done) {
        done = scanned(unfinished, safe, format, options);
    }
    if (done && QFile::exists(path) && !QFile::remove(path)) {
        done = fail(ErrorCode::StorageFailed, u"%1 cannot be replaced"_s.arg(path));
    }
    if (done && !QFile::rename(unfinished, path)) {
        done = fail(ErrorCode::StorageFailed, u"%1 cannot be written"_s.arg(path));
    }
    if (!done) {
        for (const QString& end : {u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
            QFile::remove(unfinished + end);
        }
    }
    return done;
}

QByteArray csvCell(const QByteArray& text)
{
    constexpr QByteArrayView Formula = "=+-@\t\r";
    bool isNumber = false;
    (void)text.toDouble(&isNumber);
    QByteArray cell = text;
    if (!text.isEmpty() && Formula.contains(text.front()) && !isNumber) {
        cell.prepend('\'');
    }
    if (cell.contains('"') || cell.contains(',') || cell.contains('\n') || cell.contains('\r')
        || cell.contains('\t') || cell.contains(';')) {
        cell.replace('"', "\"\"");
        cell = '"' + cell + '"';
    }
    return cell;
}

} // namespace Pacewatch
