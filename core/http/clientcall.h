#pragma once

#include "core/http/message.h"
#include "core/http/serializer.h"
#include "core/instant.h"
#include "core/result.h"

#include <QByteArray>

namespace Pacewatch::Http {

class ClientConnection;

/// One request on its way to a server and the answer to it. Lives on its client's thread; kept by
/// whoever made it, and by its connection until finished(), failed() or abort(). After these
/// nothing that is done with it has an effect.
class ClientCall final
{
    Q_DISABLE_COPY_MOVE(ClientCall)

public:
    /// Whom a call tells how it goes: on its thread, never from inside Client::start().
    class Listener
    {
    public:
        /// There is a connection; @p connecting is how long it took to make, zero for a kept one.
        virtual void connected(Duration connecting) { Q_UNUSED(connecting) }
        /// The first byte of the request is handed to the system; from here on the server may act.
        virtual void firstByteSent() { }
        /// A 1xx other than 101.
        virtual void informational(const ResponseHead& head) { Q_UNUSED(head) }
        virtual void headArrived(const ResponseHead& head) = 0;
        /// The server speaks another protocol now; no headArrived() follows.
        virtual void upgraded(const ResponseHead& head) { Q_UNUSED(head) }
        virtual void bodyArrived(const QByteArray& bytes) = 0;
        virtual void requestDrained() { }
        virtual void finished(const Headers& trailers) = 0;
        /// No answer, or one that was cut short after headArrived(). NotFound: no such host;
        /// Refused, Unreachable, TimedOut; Untrusted: the certificate, with its fault; Corrupt: not
        /// HTTP. @p mayHaveBeenProcessed tells whether the server may have seen the request.
        virtual void failed(const Error& error, bool mayHaveBeenProcessed) = 0;

    protected:
        ~Listener() = default;
    };

    /// A piece of the body that start() announced. It is kept until the connection stands.
    void sendBody(QByteArrayView bytes);
    /// Ends the body; trailers are sent only with a chunked one.
    void endBody(const Headers& trailers = {});
    /// A 101 is taken: from upgraded() on, sendBody() and bodyArrived() carry bytes of the other
    /// protocol, and the server's close is the end. Without this a 101 is a failure.
    void allowUpgrade() { m_mayUpgrade = true; }
    /// Gives up and closes the connection. The listener hears nothing any more.
    void abort();

    /// Bytes of the request that wait to leave; requestDrained() comes when they are gone.
    [[nodiscard]] qint64 unsent() const;
    /// Stops or goes on reading the answer.
    void setBodyPaused(bool paused);
    [[nodiscard]] bool hasSentFirstByte() const { return m_hasSentFirstByte; }
    [[nodiscard]] const RequestHead& head() const { return m_head; }

private:
    friend class Client;
    friend class ClientConnection;

    ClientCall(RequestHead head, const BodyLength& length, Listener& listener);

    Listener& m_listener;
    ClientConnection* m_connection = nullptr; // null before it stands and after the end
    RequestHead m_head;
    BodyLength m_length;
    QByteArray m_early; // body bytes, framed, that came before the connection
    qint64 m_bodySent = 0;
    bool m_isBodyEnded = false;
    bool m_isPaused = false;
    bool m_mayUpgrade = false;
    bool m_isTunnel = false;
    bool m_hasSentFirstByte = false;
    bool m_isOver = false; // nothing may be told
};

} // namespace Pacewatch::Http
