#include "core/transfer/export.h"

#include "core/finishedfile.h"
#include "core/privacy/leakscan.h"
#include "core/privacy/redactor.h"
#include "core/store/sessionfile.h"
#include "core/store/sessionreader.h"
#include "core/transfer/harentry.h"
#include "core/transfer/recordline.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int CallsBetweenReports = 256;
/// An export is as long and as old as what it is made of.
constexpr SessionBounds Unbounded{std::numeric_limits<qint64>::max(), Duration::max()};

QByteArray secondsText(Duration span)
{
    return QByteArray::number(toSeconds(span), 'f', 6);
}

QByteArray secondsText(const std::optional<Duration>& span)
{
    return span ? secondsText(*span) : QByteArray();
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
        secondsText(exchange.reading.retryAfter),
        secondsText(exchange.tooEarlyBy),
        secondsText(exchange.held),
        secondsText(exchange.firstByte),
        exchange.took > Duration::zero() ? secondsText(exchange.took) : QByteArray(),
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
        return recordLine(exchange, RecordBodies::All) + '\n';
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

/// What a page of calls is written into.
class Writer
{
public:
    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    virtual ~Writer() = default;

    [[nodiscard]] virtual Result<void> write(const QList<Exchange>& calls) = 0;
    [[nodiscard]] virtual Result<void> finish() = 0;
    /// What a scan of the finished file finds.
    [[nodiscard]] virtual Result<std::optional<Leak>> scan(const LeakScan& scan) = 0;
};

class TextWriter final : public Writer
{
public:
    TextWriter(const QString& path, ExportFormat format, const ExportOptions& options)
        : m_file(path)
        , m_format(format)
        , m_options(options)
    { }

    Result<void> begin()
    {
        const bool isOpen = m_file.open(QIODevice::WriteOnly | QIODevice::Truncate);
        return isOpen && m_file.write(beginOf(m_format)) >= 0 ? Result<void>() : failed();
    }

    Result<void> write(const QList<Exchange>& calls) override
    {
        for (const Exchange& call : calls) {
            if (m_file.write(pieceOf(call, m_format, m_options, m_isFirst)) < 0) {
                return failed();
            }
            m_isFirst = false;
        }
        return {};
    }

    Result<void> finish() override
    {
        if (m_format == ExportFormat::Har && m_file.write("\n]}}\n") < 0) {
            return failed();
        }
        if (!m_file.flush()) {
            return failed();
        }
        m_file.close();
        return {};
    }

    Result<std::optional<Leak>> scan(const LeakScan& scan) override
    {
        return scan.findInFile(m_file.fileName());
    }

private:
    [[nodiscard]] Result<void> failed() const
    {
        return fail(ErrorCode::StorageFailed, m_file.errorString());
    }

    QFile m_file;
    ExportFormat m_format;
    const ExportOptions& m_options;
    bool m_isFirst = true;
};

/// A database has no lines: the finished session is read again, each call is looked at as the text
/// it would be, and its number told.
class SessionWriter final : public Writer
{
public:
    explicit SessionWriter(const QString& path)
        : m_path(path)
    { }

    Result<void> begin(const CallSource& source, const Redactor& redactor)
    {
        Result<SessionFile> opened = SessionFile::open(m_path, Unbounded);
        if (!opened) {
            return fail(opened.error());
        }
        m_session = std::move(*opened);
        Result<void> done;
        for (const auto& [name, value] : source.facts) {
            done = done ? m_session->setFact(name, value) : done;
        }
        for (const auto& [at, text] : source.notes) {
            const QString safe = QString::fromUtf8(redactor.text(text.toUtf8()));
            done = done ? m_session->addNote(at, safe) : done;
            m_noteTexts.append(safe.toUtf8());
        }
        return done;
    }

    Result<void> write(const QList<Exchange>& calls) override
    {
        return m_session->append({calls.constData(), static_cast<std::size_t>(calls.size())});
    }

    Result<void> finish() override
    {
        Result<void> done = m_session->finish();
        m_session.reset();
        return done;
    }

    Result<std::optional<Leak>> scan(const LeakScan& scan) override
    {
        for (const QByteArray& note : std::as_const(m_noteTexts)) {
            if (const std::optional<Leak> leak = scan.find(note)) {
                return leak;
            }
        }
        Result<SessionReader> reader = SessionReader::open(m_path);
        if (!reader) {
            return fail(reader.error());
        }
        qint64 number = 0;
        for (ExchangeId last{};;) {
            const Result<QList<Exchange>> calls = reader->callsAfter(last, CallsBetweenReports);
            if (!calls) {
                return fail(calls.error());
            }
            for (const Exchange& call : *calls) {
                ++number;
                if (std::optional<Leak> leak = scan.find(recordLine(call, RecordBodies::All))) {
                    leak->line = number;
                    return leak;
                }
            }
            if (calls->isEmpty()) {
                return std::optional<Leak>();
            }
            last = calls->last().id;
        }
    }

private:
    QString m_path;
    std::optional<SessionFile> m_session;
    QList<QByteArray> m_noteTexts;
};

Result<std::unique_ptr<Writer>> makeWriter(const CallSource& source, const QString& path,
                                           ExportFormat format, const ExportOptions& options,
                                           const Redactor& redactor)
{
    if (format == ExportFormat::Session) {
        auto session = std::make_unique<SessionWriter>(path);
        const Result<void> begun = session->begin(source, redactor);
        return begun ? Result<std::unique_ptr<Writer>>(std::move(session)) : fail(begun.error());
    }
    auto text = std::make_unique<TextWriter>(path, format, options);
    const Result<void> begun = text->begin();
    return begun ? Result<std::unique_ptr<Writer>>(std::move(text)) : fail(begun.error());
}

Result<qint64> writeAll(const CallSource& source, Writer& writer, Redactor& redactor,
                        const ExportOptions& options)
{
    qint64 written = 0;
    for (;;) {
        if (const Result<void> go = step(options, written, source.total); !go) {
            return fail(go.error());
        }
        Result<QList<Exchange>> calls = source.next();
        if (!calls) {
            return fail(calls.error());
        }
        if (calls->isEmpty()) {
            const Result<void> finished = writer.finish();
            return finished ? Result<qint64>(written) : fail(finished.error());
        }
        for (Exchange& call : *calls) {
            call = redactor.redacted(std::move(call));
        }
        if (const Result<void> done = writer.write(*calls); !done) {
            return fail(done.error());
        }
        written += calls->size();
    }
}

Result<void> scanned(Writer& writer, const ExportOptions& options)
{
    LeakScan scan;
    for (const QByteArray& secret : options.knownSecrets) {
        scan.addKnown(secret);
    }
    const Result<std::optional<Leak>> leak = writer.scan(scan);
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

Result<qint64> writeUnfinished(const CallSource& source, const QString& path, ExportFormat format,
                               const ExportOptions& options)
{
    Redactor redactor(StandIns::newKey());
    for (const QByteArray& secret : options.knownSecrets) {
        redactor.know(secret);
    }
    if (const Result<void> made = makePrivateFile(path); !made) {
        return fail(made.error());
    }
    const Result<std::unique_ptr<Writer>> writer
        = makeWriter(source, path, format, options, redactor);
    if (!writer) {
        return fail(writer.error());
    }
    const Result<qint64> written = writeAll(source, **writer, redactor, options);
    if (!written) {
        return written;
    }
    const Result<void> clean = scanned(**writer, options);
    return clean ? written : fail(clean.error());
}

} // namespace

Result<qint64> writeEvidence(const CallSource& source, const QString& path, ExportFormat format,
                             const ExportOptions& options)
{
    if (const Result<void> place = checkPlaceOfFile(path); !place) {
        return fail(place.error());
    }
    const QString unfinished = path + u".unfinished"_s;
    QFile::remove(unfinished);
    Result<qint64> done = writeUnfinished(source, unfinished, format, options);
    if (const Result<void> placed = done ? putInPlace(unfinished, path) : Result<void>(); !placed) {
        done = fail(placed.error());
    }
    if (!done) {
        for (const QString& end : {u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
            QFile::remove(unfinished + end);
        }
    }
    return done;
}

Result<void> writeEvidence(const QList<Exchange>& exchanges, const QString& path,
                           ExportFormat format, const ExportOptions& options)
{
    CallSource source;
    source.total = exchanges.size();
    source.next = [&exchanges, given = qsizetype(0)]() mutable -> Result<QList<Exchange>> {
        const QList<Exchange> page = exchanges.mid(given, CallsBetweenReports);
        given += page.size();
        return page;
    };
    return writeEvidence(source, path, format, options).map([](qint64) {});
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
