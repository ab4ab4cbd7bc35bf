#pragma once

#include "core/http/message.h"
#include "core/http/serializer.h"
#include "core/instant.h"
#include "core/result.h"

#include <QByteArray>
#include <QObject>

namespace Pacewatch::Http {

class ClientConnection;

/// One request on its way to a server and the answer to it. Lives on its client's thread and
/// belongs to the client: it deletes itself after finished(), failed() or abort(), so keep a
/// QPointer. No signal is sent from inside Client::start().
class ClientCall final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientCall)

public:
    /// A piece of the body that start() announced. It is kept until the connection stands.
    void sendBody(QByteArrayView bytes);
    /// Ends the body; trailers are sent only with a chunked one.
    void endBody(const Headers& trailers = {});
    /// A 101 is taken: from upgraded() on, sendBody() and bodyArrived() carry bytes of the other
    /// protocol, and the server's close is the end. Without this a 101 is a failure.
    void allowUpgrade() { m_mayUpgrade = true; }
    /// Gives up and closes the connection. No signal follows.
    void abort();

    /// Bytes of the request that wait to leave; drained() comes when they are gone.
    [[nodiscard]] qint64 unsent() const;
    /// Stops or goes on reading the answer.
    void setBodyPaused(bool paused);
    [[nodiscard]] bool hasSentFirstByte() const { return m_hasSentFirstByte; }
    [[nodiscard]] const RequestHead& head() const { return m_head; }

signals:
    /// There is a connection; @p connecting is how long it took to make, zero for a kept one.
    void connected(Pacewatch::Duration connecting);
    /// The first byte of the request is handed to the system; from here on the server may act.
    void firstByteSent();
    /// A 1xx other than 101.
    void informational(const Pacewatch::Http::ResponseHead& head);
    void headArrived(const Pacewatch::Http::ResponseHead& head);
    /// The server speaks another protocol now; no headArrived() follows.
    void upgraded(const Pacewatch::Http::ResponseHead& head);
    void bodyArrived(const QByteArray& bytes);
    void drained();
    void finished(const Pacewatch::Http::Headers& trailers);
    /// No answer, or one that was cut short after headArrived(). NotFound: no such host; Refused,
    /// Unreachable, TimedOut; Untrusted: the certificate, with its fault; Corrupt: not HTTP.
    /// @p mayHaveBeenProcessed tells whether the server may have seen the request.
    void failed(const Pacewatch::Error& error, bool mayHaveBeenProcessed);

private:
    friend class Client;
    friend class ClientConnection;

    ClientCall(RequestHead head, const BodyLength& length, QObject* parent);
    void end();

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
    bool m_isOver = false; // no signal may follow
};

} // namespace Pacewatch::Http
