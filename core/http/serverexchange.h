#pragma once

#include "core/http/message.h"

#include <QByteArray>
#include <QHostAddress>

namespace Pacewatch::Http {

class ServerConnection;

/// One request that arrived and the answer to it. Lives on its server's thread; kept by its
/// connection until it is over, and by whoever answers it. Once the answer is out or clientLeft()
/// was told, nothing that is done with it has an effect.
///
/// Whoever takes it sets a listener inside Server::requestArrived; the body and its end come after
/// that, the end also for a request without a body. An answer that is finished before the request's
/// body ended closes the connection.
class ServerExchange final
{
    Q_DISABLE_COPY_MOVE(ServerExchange)

public:
    /// Whom an exchange tells what happens to it: on its thread, and once it is over no more.
    class Listener
    {
    public:
        virtual void requestBodyArrived(const QByteArray& bytes) = 0;
        virtual void requestEnded(const Headers& trailers) = 0;
        /// unsent() came down to nothing.
        virtual void answerDrained() { }
        /// The client is gone, or its request turned out malformed; nothing can be answered any
        /// more.
        virtual void clientLeft() = 0;

    protected:
        ~Listener() = default;
    };

    ~ServerExchange() = default;

    /// @p listener must outlive the exchange or be taken off it again: by null.
    void setListener(Listener* listener) { m_listener = listener; }

    [[nodiscard]] const RequestHead& head() const { return m_head; }
    [[nodiscard]] QHostAddress peer() const;
    /// Length of the request's body as stated; 0 without one, -1 when it is chunked.
    [[nodiscard]] qint64 bodySize() const { return m_bodySize; }
    /// Whether the client waits for a 100 before it sends the body (RFC 9110, 10.1.1).
    [[nodiscard]] bool expectsContinue() const;

    /// Sends `100 Continue` if the client waits for it; once.
    void acceptBody();
    /// A 1xx other than 101; nothing is sent to an HTTP/1.0 client. Before sendHead().
    void sendInformational(const ResponseHead& head);
    /// Starts the answer. The framing follows Content-Length, else it is chunked, or ended by the
    /// connection for an HTTP/1.0 client; HEAD, 204 and 304 have no body whatever comes.
    void sendHead(ResponseHead head);
    /// Answers with a 101: from here on sendBody() and requestBodyArrived() carry bytes of the
    /// other protocol, and finish() ends the connection. Only for a request whose body is whole.
    void switchProtocols(ResponseHead head);
    void sendBody(QByteArrayView bytes);
    /// Ends the answer; trailers are sent only in a chunked one. Fewer bytes than Content-Length
    /// states: the connection is cut.
    void finish(const Headers& trailers = {});
    /// A whole answer at once.
    void reply(int status, Headers headers = {}, const QByteArray& body = {});
    /// Closes the connection at once, so that the client sees the answer is cut.
    void cut();
    /// Ends the connection without completing the answer: what was sent still goes out, where its
    /// framing shows that something is missing. Else the connection is reset.
    void breakOff();

    /// Whether it can still be answered, or its answer goes on.
    [[nodiscard]] bool isOpen() const { return m_connection != nullptr; }
    /// Bytes of the answer that wait to leave; answerDrained() comes when they are gone.
    [[nodiscard]] qint64 unsent() const;
    /// Stops or goes on reading the request's body.
    void setBodyPaused(bool paused);
    [[nodiscard]] bool hasSentHead() const { return m_hasSentHead; }
    [[nodiscard]] bool isBodyWhole() const { return m_isBodyWhole; }
    /// Asks the system whether the client closed, which shows late while the body is paused.
    [[nodiscard]] bool hasClientHungUp() const;
    /// The status and reason of the server's own answer to a faulty body; 0 when there was none.
    /// Known inside clientLeft().
    [[nodiscard]] int refusedStatus() const { return m_refusedStatus; }
    [[nodiscard]] const QByteArray& refusedReason() const { return m_refusedReason; }

private:
    friend class ServerConnection;
    enum class Framing
    {
        NoBody,
        Length,
        Chunked,
        UntilClose,
        Tunnel
    };

    ServerExchange(ServerConnection& connection, RequestHead head, qint64 bodySize);

    ServerConnection* m_connection; // null once the client left or the answer is out
    Listener* m_listener = nullptr;
    RequestHead m_head;
    qint64 m_bodySize;
    int m_refusedStatus = 0;
    QByteArray m_refusedReason;
    qint64 m_left = 0; // of the stated Content-Length
    Framing m_framing = Framing::NoBody;
    bool m_isBodyWhole = false;
    bool m_hasSentHead = false;
    bool m_hasContinued = false;
    bool m_closesAfter = false;
};

} // namespace Pacewatch::Http
