#include "core/quota/moments.h"
#include "core/transfer/importers.h"
#include "core/transfer/jsonwalk.h"

#include <QHash>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView EntryPath = "log.entries[]";

/// The parts of an entry that say something about a call (HAR 1.2, 4.5 and below).
enum class Part
{
    None,
    Started,
    Time,
    Method,
    Url,
    RequestVersion,
    RequestFieldName,
    RequestFieldValue,
    RequestBodySize,
    PostText,
    Status,
    StatusText,
    ResponseFieldName,
    ResponseFieldValue,
    ResponseError,
    ContentSize,
    ContentText,
    ContentEncoding,
    Blocked,
    Dns,
    Connect,
    Send,
    Wait,
    Receive,
};

Part partAt(QByteArrayView below)
{
    static const QHash<QByteArray, Part> parts{
        {"startedDateTime", Part::Started},
        {"time", Part::Time},
        {"request.method", Part::Method},
        {"request.url", Part::Url},
        {"request.httpVersion", Part::RequestVersion},
        {"request.headers[].name", Part::RequestFieldName},
        {"request.headers[].value", Part::RequestFieldValue},
        {"request.bodySize", Part::RequestBodySize},
        {"request.postData.text", Part::PostText},
        {"response.status", Part::Status},
        {"response.statusText", Part::StatusText},
        {"response.headers[].name", Part::ResponseFieldName},
        {"response.headers[].value", Part::ResponseFieldValue},
        {"response._error", Part::ResponseError},
        {"response.content.size", Part::ContentSize},
        {"response.content.text", Part::ContentText},
        {"response.content.encoding", Part::ContentEncoding},
        {"timings.blocked", Part::Blocked},
        {"timings.dns", Part::Dns},
        {"timings.connect", Part::Connect},
        {"timings.send", Part::Send},
        {"timings.wait", Part::Wait},
        {"timings.receive", Part::Receive}};
    return parts.value(QByteArray::fromRawData(below.data(), below.size()), Part::None);
}

/// A span in milliseconds; -1 says that it does not apply, and so does nonsense.
Duration milliseconds(QByteArrayView text)
{
    constexpr double Longest = 1e9;
    const double number = text.toByteArray().toDouble();
    if (!(number > 0) || number > Longest) {
        return {};
    }
    return std::chrono::round<Duration>(std::chrono::duration<double, std::milli>(number));
}

/// One entry while it is read.
class HarEntry final
{
public:
    void take(Part part, const JsonLeaf& leaf);
    [[nodiscard]] std::optional<ImportedCall> finish();
    /// Why finish() yielded nothing; empty when the entry is no call over the network at all.
    [[nodiscard]] const QString& problem() const { return m_problem; }

private:
    void takeText(Part part, const JsonLeaf& leaf);
    void appendField(Http::Headers& head, QByteArrayView value);
    [[nodiscard]] KeptBody responseBody() const;
    void setTimes(Exchange& call) const;

    Exchange m_call;
    std::optional<ToldTime> m_started;
    QByteArray m_url;
    QByteArray m_fieldName;
    QByteArray m_content;
    qint64 m_contentTextSize = 0;
    qint64 m_contentSize = 0;
    bool m_isBase64 = false;
    QHash<Part, Duration> m_spans;
    QString m_problem;
};

void HarEntry::take(Part part, const JsonLeaf& leaf)
{
    switch (part) {
    case Part::None:
        return;
    case Part::Time:
    case Part::Blocked:
    case Part::Dns:
    case Part::Connect:
    case Part::Send:
    case Part::Wait:
    case Part::Receive:
        m_spans.insert(part, milliseconds(leaf.bytes));
        return;
    case Part::Status: {
        const int status = leaf.bytes.toByteArray().toInt();
        m_call.response.status = status >= 100 && status <= 999 ? status : 0;
        return;
    }
    case Part::RequestBodySize:
        m_call.requestBody.size
            = std::max(m_call.requestBody.size, leaf.bytes.toByteArray().toLongLong());
        return;
    case Part::ContentSize:
        m_contentSize = std::max<qint64>(0, leaf.bytes.toByteArray().toLongLong());
        return;
    default:
        if (leaf.kind == JsonLeaf::Kind::Text) {
            takeText(part, leaf);
        }
        return;
    }
}

void HarEntry::takeText(Part part, const JsonLeaf& leaf)
{
    switch (part) {
    case Part::Started:
        m_started = readTime(leaf.bytes);
        return;
    case Part::Method:
        m_call.request.method = leaf.bytes.toByteArray();
        return;
    case Part::Url:
        m_url = leaf.bytes.toByteArray();
        return;
    case Part::RequestVersion:
        m_call.request.minorVersion = leaf.bytes.endsWith("1.0") ? 0 : 1;
        return;
    case Part::RequestFieldName:
    case Part::ResponseFieldName:
        m_fieldName = leaf.bytes.toByteArray();
        return;
    case Part::RequestFieldValue:
        return appendField(m_call.request.headers, leaf.bytes);
    case Part::ResponseFieldValue:
        return appendField(m_call.response.headers, leaf.bytes);
    case Part::PostText:
        m_call.requestBody = keptBody(leaf.bytes, leaf.size);
        return;
    case Part::StatusText:
        m_call.response.reason = leaf.bytes.toByteArray();
        return;
    case Part::ResponseError:
        m_call.error = Error{
            ErrorCode::Unreachable,
            QString::fromUtf8(leaf.bytes.first(std::min<qsizetype>(leaf.bytes.size(), 64)))};
        return;
    case Part::ContentText:
        m_content = leaf.bytes.toByteArray();
        m_contentTextSize = leaf.size;
        return;
    case Part::ContentEncoding:
        m_isBase64 = leaf.bytes == QByteArrayView("base64");
        return;
    default:
        return;
    }
}

void HarEntry::appendField(Http::Headers& head, QByteArrayView value)
{
    constexpr qsizetype MostFields = 1000;
    const QByteArray name = std::exchange(m_fieldName, {});
    // The pseudo fields of HTTP/2 (":status") say what the rest of the entry says too. A response
    // with several cookies may hold them in one value, parted by line feeds.
    if (name.isEmpty() || name.startsWith(':')) {
        return;
    }
    for (const QByteArray& each : value.toByteArray().split('\n')) {
        if (head.size() < MostFields) {
            head.append(name, each.trimmed());
        }
    }
}

KeptBody HarEntry::responseBody() const
{
    if (!m_isBase64) {
        return keptBody(m_content, std::max(m_contentTextSize, m_contentSize));
    }
    const bool isWhole = m_contentTextSize == m_content.size();
    const QByteArray decoded
        = QByteArray::fromBase64(isWhole ? m_content : m_content.first(m_content.size() / 4 * 4));
    const qint64 size = isWhole ? decoded.size() : m_contentTextSize / 4 * 3;
    return keptBody(decoded, std::max(size, m_contentSize));
}

/// `time` is the sum of the timings (4.16), and `blocked` the wait before anything was done.
void HarEntry::setTimes(Exchange& call) const
{
    const auto span = [this](Part part) { return m_spans.value(part); };
    call.held = span(Part::Blocked);
    call.connecting = span(Part::Dns) + span(Part::Connect);
    const Duration sum
        = call.connecting + span(Part::Send) + span(Part::Wait) + span(Part::Receive);
    call.took = sum > Duration{} ? sum : std::max(Duration{}, span(Part::Time) - call.held);
    call.firstByte = sum > Duration{} ? call.took - span(Part::Receive) : Duration{};
}

std::optional<ImportedCall> HarEntry::finish()
{
    const QByteArray scheme = m_url.left(m_url.indexOf(':')).toLower();
    if (scheme != "http" && scheme != "https") {
        const bool isNoCall = scheme == "data" || scheme == "blob" || scheme == "about"
            || scheme == "file" || scheme.endsWith("-extension");
        m_problem = isNoCall ? QString() : u"an entry without an http address"_s;
        return std::nullopt;
    }
    QByteArray host;
    m_call.request.target = targetOf(m_url, host);
    if (!m_call.request.headers.contains("Host")) {
        m_call.request.headers.append("Host", host);
    }
    setTimes(m_call);
    m_call.responseBody = responseBody();
    if (m_call.response.status == 0) {
        m_call.outcome = Outcome::Failed;
        m_call.error = m_call.error.value_or(Error{ErrorCode::Unreachable, u"no answer"_s});
    }
    ImportedCall done;
    if (m_started) {
        m_call.arrivedWall = m_started->at;
        done.hasTime = true;
        done.isWholeSecond = m_started->isWholeSecond;
    }
    done.exchange = std::move(m_call);
    return done;
}

class HarVisitor final : public JsonVisitor
{
public:
    explicit HarVisitor(CallIntake& intake)
        : m_intake(intake)
    { }

    void setWalk(const JsonWalk* walk) { m_walk = walk; }

    void leaf(const QByteArray& path, const JsonLeaf& leaf) override
    {
        if (path.size() > EntryPath.size() && path.startsWith(EntryPath)) {
            m_entry.take(partAt(QByteArrayView(path).sliced(EntryPath.size() + 1)), leaf);
        }
    }

    void objectEnded(const QByteArray& path) override
    {
        if (path != EntryPath) {
            return;
        }
        std::optional<ImportedCall> call = m_entry.finish();
        if (call) {
            m_intake.add(std::move(*call));
        } else if (!m_entry.problem().isEmpty()) {
            m_intake.leaveOut(m_walk->line(), m_entry.problem());
        }
        m_entry = HarEntry();
    }

private:
    CallIntake& m_intake;
    const JsonWalk* m_walk = nullptr;
    HarEntry m_entry;
};

} // namespace

Result<void> importHar(QIODevice& device, CallIntake& intake)
{
    constexpr qint64 Piece = 256 * 1024;
    HarVisitor visitor(intake);
    JsonWalk walk(visitor);
    visitor.setWalk(&walk);
    if (device.peek(3) == "\xEF\xBB\xBF") { // Fiddler writes one
        device.skip(3);
    }
    qint64 done = 0;
    Result<void> walked;
    for (QByteArray piece = device.read(Piece); walked && !piece.isEmpty();
         piece = device.read(Piece)) {
        walked = walk.feed(piece);
        done += piece.size();
        if (const Result<void> go = intake.advance(done); !go) {
            return go;
        }
    }
    if (walked) {
        walked = walk.finish();
    }
    if (!walked) {
        // What was read before stands; the result says that there is more.
        intake.leaveOut(walk.line(), walked.error().detail);
        intake.setTruncated();
    }
    return {};
}

} // namespace Pacewatch
