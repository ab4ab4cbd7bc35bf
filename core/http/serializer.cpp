#include "core/http/serializer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Pacewatch::Http {

namespace {

/// Bytes that are written one after the other into room that was made for all of them: a head is
/// a dozen pieces, and there are two in every call.
class Lines final
{
public:
    explicit Lines(qsizetype size)
        : m_bytes(size, Qt::Uninitialized)
        , m_at(m_bytes.data())
    { }

    /// As they are.
    void put(QByteArrayView bytes) { m_at = std::copy(bytes.begin(), bytes.end(), m_at); }
    /// Without what would end the line.
    void putSafely(QByteArrayView bytes)
    {
        m_at = std::transform(bytes.begin(), bytes.end(), m_at,
                              [](char c) { return c == '\r' || c == '\n' || c == '\0' ? ' ' : c; });
    }
    void put(const Headers& headers)
    {
        for (const Field& field : headers) {
            putSafely(field.name);
            put(": ");
            putSafely(field.value);
            put("\r\n");
        }
        put("\r\n");
    }

    [[nodiscard]] QByteArray taken() &&
    {
        Q_ASSERT(m_at == m_bytes.cend());
        return std::move(m_bytes);
    }

private:
    QByteArray m_bytes;
    char* m_at;
};

qsizetype sizeOf(const Headers& headers)
{
    qsizetype size = 2;
    for (const Field& field : headers) {
        size += field.name.size() + field.value.size() + 4;
    }
    return size;
}

QByteArrayView version(int minor)
{
    return minor == 0 ? "HTTP/1.0" : "HTTP/1.1";
}

} // namespace

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 100:
        return "Continue";
    case 101:
        return "Switching Protocols";
    case 102:
        return "Processing";
    case 103:
        return "Early Hints";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 203:
        return "Non-Authoritative Information";
    case 204:
        return "No Content";
    case 205:
        return "Reset Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 402:
        return "Payment Required";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 411:
        return "Length Required";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 421:
        return "Misdirected Request";
    case 422:
        return "Unprocessable Content";
    case 426:
        return "Upgrade Required";
    case 428:
        return "Precondition Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    case 508:
        return "Loop Detected";
    default:
        return {};
    }
}

QByteArray writeHead(const RequestHead& head)
{
    const QByteArrayView protocol = version(head.minorVersion);
    Lines out(head.method.size() + head.target.size() + protocol.size() + 4 + sizeOf(head.headers));
    out.putSafely(head.method);
    out.put(" ");
    out.putSafely(head.target);
    out.put(" ");
    out.put(protocol);
    out.put("\r\n");
    out.put(head.headers);
    return std::move(out).taken();
}

QByteArray writeHead(const ResponseHead& head)
{
    const QByteArrayView protocol = version(head.minorVersion);
    const QByteArray status = QByteArray::number(head.status);
    Lines out(protocol.size() + status.size() + head.reason.size() + 4 + sizeOf(head.headers));
    // The space stays even without a reason (RFC 9112, 4).
    out.put(protocol);
    out.put(" ");
    out.put(status);
    out.put(" ");
    out.putSafely(head.reason);
    out.put("\r\n");
    out.put(head.headers);
    return std::move(out).taken();
}

QByteArray writeChunk(QByteArrayView bytes)
{
    if (bytes.isEmpty()) {
        return {};
    }
    const QByteArray size = QByteArray::number(bytes.size(), 16);
    Lines out(size.size() + bytes.size() + 4);
    out.put(size);
    out.put("\r\n");
    out.put(bytes);
    out.put("\r\n");
    return std::move(out).taken();
}

QByteArray writeLastChunk(const Headers& trailers)
{
    Lines out(3 + sizeOf(trailers));
    out.put("0\r\n");
    out.put(trailers);
    return std::move(out).taken();
}

void setFraming(Headers& headers, const BodyLength& length)
{
    switch (length.kind) {
    case BodyLength::Kind::None:
        headers.remove("Transfer-Encoding");
        headers.remove("Content-Length");
        return;
    case BodyLength::Kind::Known:
        headers.remove("Transfer-Encoding");
        if (headers.count("Content-Length") != 1
            || headers.value("Content-Length") != QByteArray::number(length.size)) {
            headers.set("Content-Length", QByteArray::number(length.size));
        }
        return;
    case BodyLength::Kind::Chunked:
        headers.remove("Content-Length");
        if (headers.count("Transfer-Encoding") != 1
            || headers.value("Transfer-Encoding").compare("chunked", Qt::CaseInsensitive) != 0) {
            headers.set("Transfer-Encoding", "chunked");
        }
        return;
    }
}

bool listHolds(QByteArrayView value, QByteArrayView token)
{
    while (!value.isEmpty()) {
        const qsizetype comma = value.indexOf(',');
        const QByteArrayView item = comma < 0 ? value : value.first(comma);
        if (sameName(item.trimmed(), token)) {
            return true;
        }
        value = comma < 0 ? QByteArrayView() : value.sliced(comma + 1);
    }
    return false;
}

void removeHopByHop(Headers& headers)
{
    const QList<QByteArray> lists = headers.values("Connection");
    for (const QByteArray& list : lists) {
        const QList<QByteArray> named = list.split(',');
        for (const QByteArray& name : named) {
            // Framing is ours to state: a message must not lose it by naming it here.
            const QByteArray trimmed = name.trimmed();
            if (!trimmed.isEmpty() && !sameName(trimmed, "Content-Length")
                && !sameName(trimmed, "Transfer-Encoding") && !sameName(trimmed, "Host")) {
                headers.remove(trimmed);
            }
        }
    }
    static constexpr std::array<QByteArrayView, 8> HopByHop{
        "Connection", "Keep-Alive", "Proxy-Connection", "TE",
        "Trailer",    "Upgrade",    "HTTP2-Settings",   "Proxy-Authorization"};
    headers.removeIf([](const Field& field) {
        return std::any_of(HopByHop.begin(), HopByHop.end(),
                           [&](QByteArrayView name) { return sameName(field.name, name); });
    });
}

} // namespace Pacewatch::Http
