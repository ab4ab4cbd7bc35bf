#include "core/http/headcheck.h"

#include "core/http/namememo.h"
#include "core/http/serializer.h"
#include "core/http/url.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace Pacewatch::Http {

namespace {

/// RFC 9110, 5.6.2
constexpr std::array<bool, 256> TokenCharacters = [] {
    std::array<bool, 256> allowed{};
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789!#$%&'*+-.^_`|~")) {
        allowed.at(static_cast<unsigned char>(c)) = true;
    }
    return allowed;
}();

bool isTokenCharacter(char c)
{
    return TokenCharacters[static_cast<unsigned char>(c)];
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

QByteArray tokenOf(QByteArrayView text)
{
    return isToken(text) ? text.toByteArray() : QByteArray();
}

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// RFC 9110, 5.5. Looks at each byte whatever it found, so that compilers take many at once.
bool isFieldValue(QByteArrayView text)
{
    bool isClean = true;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        isClean &= (byte >= 0x20 || byte == '\t') && byte != 0x7f;
    }
    return isClean;
}

QByteArrayView withoutBlanks(QByteArrayView text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && isBlank(text.front())) {
        text = text.sliced(1);
    }
    while (!text.isEmpty() && isBlank(text.back())) {
        text.chop(1);
    }
    return text;
}

/// Takes the first line off @p raw, without its CRLF.
QByteArrayView takeLine(QByteArrayView& raw)
{
    qsizetype feed = raw.indexOf('\n');
    while (feed == 0 || (feed > 0 && raw[feed - 1] != '\r')) {
        feed = raw.indexOf('\n', feed + 1);
    }
    if (feed < 0) {
        return std::exchange(raw, {});
    }
    const QByteArrayView line = raw.first(feed - 1);
    raw = raw.sliced(feed + 1);
    return line;
}

std::optional<ParseFailure> checkVersion(QByteArrayView version, int& minor)
{
    if (version == "HTTP/1.1" || version == "HTTP/1.0") {
        minor = version.back() - '0';
        return {};
    }
    const bool isHttp = version.size() == 8 && version.startsWith("HTTP/") && version[6] == '.'
        && isDigits(version.sliced(5, 1)) && isDigits(version.sliced(7));
    return isHttp ? ParseFailure{505, "unknown HTTP version"}
                  : ParseFailure{400, "malformed start line"};
}

std::optional<ParseFailure> checkTarget(const RequestHead& head)
{
    const QByteArrayView target = head.target;
    // Braces, quotes and the like should be escaped (RFC 3986, 2), but clients send them as they
    // are and servers take them. A fragment is never sent (RFC 9112, 3.2).
    const bool isPrintable = std::all_of(target.begin(), target.end(),
                                         [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
    if (target.isEmpty() || !isPrintable) {
        return ParseFailure{400, "malformed request target"};
    }
    if (head.method == "CONNECT") {
        const bool isAuthority = target.contains(':') && !target.contains('/')
            && readUrl(QByteArray("http://" + head.target)).has_value();
        return isAuthority ? std::nullopt
                           : std::optional(ParseFailure{400, "malformed request target"});
    }
    if (target.startsWith('/') || (target == "*" && head.method == "OPTIONS")
        || readUrl(target).has_value()) {
        return {};
    }
    return ParseFailure{400, "malformed request target"};
}

bool isHost(QByteArrayView host)
{
    const bool isBare = std::none_of(host.begin(), host.end(), [](char c) {
        return c == '/' || c == '?' || c == '#' || c == '@' || c == ',' || c == '\\';
    });
    return isBare && readUrl(QByteArray("http://" + host.toByteArray())).has_value();
}

std::optional<ParseFailure> checkHost(const RequestHead& head)
{
    // RFC 9112, 3.2
    const qsizetype count = head.headers.count("Host");
    if (count == 0 && head.minorVersion == 0) {
        return {};
    }
    if (count != 1) {
        return ParseFailure{400, count == 0 ? "no Host field" : "more than one Host field"};
    }
    thread_local NameMemo<bool> hosts; // a client names the same one again and again
    if (!hosts.of(head.headers.value("Host"), isHost)) {
        return ParseFailure{400, "malformed Host field"};
    }
    return {};
}

std::optional<ParseFailure> checkCodings(const Headers& headers, int minorVersion,
                                         StatedFraming& framing)
{
    const QList<QByteArray> codings = headers.values("Transfer-Encoding");
    if (codings.isEmpty()) {
        return {};
    }
    if (headers.contains("Content-Length")) {
        return ParseFailure{400, "Content-Length together with Transfer-Encoding"};
    }
    if (minorVersion == 0) {
        return ParseFailure{400, "Transfer-Encoding in HTTP/1.0"};
    }
    if (codings.size() > 1) {
        return ParseFailure{400, "more than one Transfer-Encoding"};
    }
    if (sameName(codings.first(), "chunked")) {
        framing.isChunked = true;
        return {};
    }
    // One coding that is known to nobody here is 501; anything around chunked is a trick.
    const bool isUnknown = isToken(codings.first()) && !sameName(codings.first(), "identity")
        && !sameName(codings.first(), "gzip") && !sameName(codings.first(), "compress")
        && !sameName(codings.first(), "deflate");
    return isUnknown ? ParseFailure{501, "unknown transfer coding"}
                     : ParseFailure{400, "transfer coding does not end in one chunked"};
}

std::optional<ParseFailure> checkLength(const Headers& headers, StatedFraming& framing)
{
    const QList<QByteArray> lengths = headers.values("Content-Length");
    if (lengths.isEmpty()) {
        return {};
    }
    if (lengths.size() > 1) {
        return ParseFailure{400, "more than one Content-Length"};
    }
    bool fits = false;
    const qint64 length = lengths.first().toLongLong(&fits);
    if (!isDigits(lengths.first()) || !fits) {
        return ParseFailure{400, "malformed Content-Length"};
    }
    framing.length = length;
    return {};
}

void readPersistence(const Headers& headers, int minorVersion, StatedFraming& framing)
{
    // RFC 9112, 9.3
    bool closes = false;
    bool keeps = false;
    for (const Field& field : headers) {
        if (sameName(field.name, "Connection")) {
            closes = closes || listHolds(field.value, "close");
            keeps = keeps || listHolds(field.value, "keep-alive");
        }
    }
    framing.keepsAlive = !closes && (minorVersion >= 1 || keeps);
}

std::optional<ParseFailure> checkFraming(const Headers& headers, int minorVersion,
                                         StatedFraming& framing)
{
    readPersistence(headers, minorVersion, framing);
    if (auto failure = checkCodings(headers, minorVersion, framing)) {
        return failure;
    }
    return checkLength(headers, framing);
}

} // namespace

HeadScan::HeadScan(bool isRequest, const ParserLimits& limits)
    : m_isRequest(isRequest)
    , m_limits(limits)
{ }

bool HeadScan::isTooLong(qsizetype lineSize)
{
    if (m_lines == 0) {
        if (lineSize <= m_limits.startLine) {
            return false;
        }
        m_failure = {m_isRequest ? 414 : 400, "start line too long"};
        return true;
    }
    if (m_fieldBytes + lineSize <= m_limits.fields
        && (lineSize == 0 || m_lines <= m_limits.fieldCount)) {
        return false;
    }
    m_failure = {431, "header fields too large"};
    return true;
}

HeadScan::State HeadScan::look(QByteArrayView bytes)
{
    for (;;) {
        const qsizetype feed = bytes.indexOf('\n', m_seen);
        if (feed < 0) {
            m_seen = bytes.size();
            // One byte less than arrived, because the last may be the CR of the line's end.
            return isTooLong(std::max<qsizetype>(bytes.size() - m_lineStart - 1, 0))
                ? State::Failed
                : State::NeedMore;
        }
        const qsizetype lineSize = feed - m_lineStart - 1;
        if (isTooLong(std::max<qsizetype>(lineSize, 0))) {
            return State::Failed;
        }
        if (lineSize < 0 || bytes[feed - 1] != '\r') {
            m_failure = {400, "line ends without CR LF"};
            return State::Failed;
        }
        m_seen = feed + 1;
        m_lineStart = m_seen;
        if (lineSize == 0) {
            if (m_lines > 0) {
                return State::Complete;
            }
            m_failure = {400, "no start line"};
            return State::Failed;
        }
        m_fieldBytes += m_lines > 0 ? lineSize + 2 : 0;
        ++m_lines;
    }
}

std::optional<ParseFailure> readFields(QByteArrayView raw, bool mendsNames, Headers& headers)
{
    thread_local NameMemo<QByteArray> names;
    headers.reserve(std::count(raw.begin(), raw.end(), '\n'));
    while (!raw.isEmpty()) {
        const QByteArrayView line = takeLine(raw);
        if (line.isEmpty()) {
            break;
        }
        if (line.front() == ' ' || line.front() == '\t') {
            return ParseFailure{400, "folded header line"};
        }
        const qsizetype colon = line.indexOf(':');
        if (colon < 0) {
            return ParseFailure{400, "header line without a colon"};
        }
        QByteArrayView name = line.first(colon);
        if (mendsNames) {
            name = withoutBlanks(name);
        }
        const QByteArrayView value = withoutBlanks(line.sliced(colon + 1));
        const bool isClean = isFieldValue(value);
        // Null for what is none; of a known name there is one copy for all messages.
        const QByteArray token = names.of(name, tokenOf);
        if (token.isNull() || !isClean) {
            return ParseFailure{400, isClean ? "malformed field name" : "malformed field value"};
        }
        headers.append(token, value.toByteArray());
    }
    return {};
}

std::optional<ParseFailure> readRequestHead(QByteArrayView raw, RequestHead& head,
                                            StatedFraming& framing)
{
    const QByteArrayView line = takeLine(raw);
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first || !isToken(line.first(first))) {
        return ParseFailure{400, "malformed start line"};
    }
    head.method = line.first(first).toByteArray();
    head.target = line.sliced(first + 1, last - first - 1).toByteArray();
    if (auto failure = checkVersion(line.sliced(last + 1), head.minorVersion)) {
        return failure;
    }
    if (auto failure = checkTarget(head)) {
        return failure;
    }
    if (auto failure = readFields(raw, false, head.headers)) {
        return failure;
    }
    if (auto failure = checkHost(head)) {
        return failure;
    }
    return checkFraming(head.headers, head.minorVersion, framing);
}

std::optional<ParseFailure> readResponseHead(QByteArrayView raw, ResponseHead& head,
                                             StatedFraming& framing)
{
    const QByteArrayView line = takeLine(raw);
    const bool isStatusLine = line.size() >= 12 && line[8] == ' ' && isDigits(line.sliced(9, 3))
        && (line.size() == 12 || line[12] == ' ') && line[9] != '0';
    if (!isStatusLine) {
        return ParseFailure{400, "malformed status line"};
    }
    if (auto failure = checkVersion(line.first(8), head.minorVersion)) {
        return failure;
    }
    head.status = line.sliced(9, 3).toByteArray().toInt();
    head.reason = line.size() > 13 ? line.sliced(13).toByteArray() : QByteArray();
    if (auto failure = readFields(raw, true, head.headers)) {
        return failure;
    }
    return checkFraming(head.headers, head.minorVersion, framing);
}

} // namespace Pacewatch::Http
