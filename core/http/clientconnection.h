#pragma once

#include "core/http/clientcall.h"
#include "core/http/endwitness.h"
#include "core/http/parser.h"
#include "core/http/url.h"
#include "core/instant.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QList>
#include <QNetworkProxy>
#include <QObject>
#include <QSslError>
#include <QTcpSocket>

#include <functional>
#include <memory>
#include <optional>

namespace Pacewatch::Http {

class Client;

/// One connection to a server, and the call on it. Lives on its client's thread and belongs to the
/// client. It is new, then connecting, then busy and idle by turns, and never comes back once over.
class ClientConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientConnection)

public:
    ClientConnection(Client& client, Site site);
    ~ClientConnection() override;

    /// Takes a call: sends it at once on an idle connection, else after connecting.
    void carry(std::shared_ptr<ClientCall> call);
    /// Only connects, then tells @p done and closes.
    void probe(std::function<void(Result<void>)> done);
    /// Writes body bytes of the call, framed already.
    void write(QByteArrayView bytes);
    /// The call's request is out: from here on the answer is waited for.
    void noteRequestWhole();
    void setPaused(bool paused);
    /// Closes at once; the call is told nothing.
    void drop();
    void expire();

    [[nodiscard]] const Site& site() const { return m_site; }
    [[nodiscard]] bool isIdle() const { return m_state == State::Idle; }
    [[nodiscard]] std::optional<Instant> deadline() const { return m_deadline; }
    [[nodiscard]] qint64 unsent() const;

private slots:
    void takeAddresses(const QHostInfo& found);

private:
    enum class State
    {
        New,
        Connecting,
        Busy,
        Idle,
        Over
    };

    void connectToSite();
    void tryNextAddress();
    [[nodiscard]] bool giveAddressUp();
    [[nodiscard]] Duration timeToConnect() const;
    void noteReady();
    void noteSocketError(QAbstractSocket::SocketError error);
    void noteClosed();
    void noteWritten();
    void noteWrittenSoon();
    void sendRequest();
    void pump();
    [[nodiscard]] bool takeStep();
    void takeHead();
    void upgrade(const ResponseHead& head);
    [[nodiscard]] bool takeTunnelBytes();
    void takeEnd();
    void keepOrDrop();
    void failCall(const Error& error);
    std::shared_ptr<ClientCall> releaseCall();
    [[nodiscard]] Error errorOf(QAbstractSocket::SocketError error) const;
    void waitFor(Duration span);
    void waitForAnswer();

    Client& m_client;
    Site m_site;
    QTcpSocket* m_socket; // a QSslSocket for https
    Parser m_parser;
    EndWitness m_witness; // while an answer lasts until the connection's end
    State m_state = State::New;
    std::shared_ptr<ClientCall> m_call;
    std::function<void(Result<void>)> m_probed;
    QList<QHostAddress> m_addresses; // still to be tried
    QNetworkProxy m_proxy;
    Instant m_started{};
    Instant m_made{}; // when the connection stood
    std::optional<Instant> m_deadline;
    std::optional<Duration> m_statedIdleTime; // of the server's Keep-Alive field
    QString m_certificateFault;
    int m_lookup = -1;
    int m_interimHeads = 0;
    bool m_hasHead = false;
    bool m_isClosedByAlert = false; // TLS: the peer said that nothing more comes
    bool m_isPaused = false;
    bool m_isPumping = false;
    bool m_isFlushing = false;
    bool m_awaitsDrain = false;
};

} // namespace Pacewatch::Http
