#pragma once

#include "core/http/message.h"
#include "core/result.h"

#include <QByteArray>

#include <memory>
#include <optional>

namespace Pacewatch::Http {

/// What a parser takes at most.
struct ParserLimits
{
    qsizetype startLine = 8 * 1024; ///< bytes
    qsizetype fields = 64 * 1024; ///< bytes of all header lines together; of the trailers too
    int fieldCount = 200;
    qsizetype chunkLine = 1024; ///< bytes of one line with a chunk's size and extensions
};

/// Why a message cannot be taken, and the status a server answers it with.
struct ParseFailure
{
    int status = 400;
    QByteArray reason; ///< short, in words, without any byte of the message

    friend bool operator==(const ParseFailure&, const ParseFailure&) = default;
};

/// A whole response.
struct WholeResponse
{
    ResponseHead head;
    QByteArray body; ///< without the framing
    Headers trailers;
};

/// Takes HTTP/1.x apart as its bytes arrive: Boost.Beast behind a strict check of our own.
///
/// Bytes go in by feed(), steps come out of next(), which stops after each so that the caller may
/// pause. Any cut of the bytes yields the same head, body and end. Lives on one thread.
class Parser final
{
public:
    enum class Kind
    {
        Requests,
        Responses
    };
    enum class Step
    {
        NeedMore, ///< feed() more, or tell that there is none by endOfInput()
        Head, ///< requestHead() or responseHead() is there
        Body, ///< body() holds the next piece
        End, ///< the message is whole; trailers() are there; restart() begins the next one
        Failed, ///< failure() says why; nothing more comes
    };

    explicit Parser(Kind kind, const ParserLimits& limits = {});
    Parser(Parser&&) noexcept;
    Parser& operator=(Parser&&) noexcept;
    ~Parser();

    void feed(QByteArrayView bytes);
    /// The peer closed: completes a response that ends with the connection, else next() fails.
    void endOfInput();
    [[nodiscard]] Step next();
    /// Begins the next message with the bytes that are left over.
    void restart();
    /// The response to come answers a HEAD request: no body follows (RFC 9112, 6.3). Call it before
    /// next().
    void expectNoBody();

    [[nodiscard]] const RequestHead& requestHead() const;
    [[nodiscard]] const ResponseHead& responseHead() const;
    /// Valid until the next call of next() or feed().
    [[nodiscard]] QByteArrayView body() const;
    [[nodiscard]] const Headers& trailers() const;
    [[nodiscard]] const ParseFailure& failure() const;

    /// Length the head states; empty when chunked or ended by the connection.
    [[nodiscard]] std::optional<qint64> contentLength() const;
    [[nodiscard]] bool isChunked() const;
    /// The body ends when the peer closes (responses only).
    [[nodiscard]] bool endsWithConnection() const;
    /// Whether the connection may carry another message after this one (RFC 9112, 9.3).
    [[nodiscard]] bool keepsAlive() const;
    /// Whether no byte of the next message has arrived.
    [[nodiscard]] bool isBetweenMessages() const;
    /// Bytes that wait to be parsed.
    [[nodiscard]] qsizetype pending() const;
    /// Takes those bytes away, for a connection that speaks another protocol from here on.
    [[nodiscard]] QByteArray takePending();

private:
    class Framing;
    std::unique_ptr<Framing> m_framing;
};

/// Reads one response from @p bytes as people paste it: bare line feeds and an HTTP/2 status line
/// are taken; a body whose framing does not fit is kept as it stands; 1xx answers before it are
/// skipped. Corrupt, with the reason, when there is no response in it.
[[nodiscard]] Result<WholeResponse> parseResponse(const QByteArray& bytes);

} // namespace Pacewatch::Http
