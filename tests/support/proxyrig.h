#pragma once

#include "core/http/parser.h"
#include "core/proxy/proxy.h"
#include "core/proxy/proxyhost.h"
#include "tests/support/fakeclock.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <memory>
#include <vector>

namespace Pacewatch {

/// Notes what a proxy tells and gives the verdict a test wants.
class NotingHost final : public ProxyHost
{
public:
    ExchangeId nextExchangeId() override { return ExchangeId{++m_lastId}; }
    Verdict ask(const Http::RequestHead& request, Instant now) override
    {
        return judge ? judge(request, now) : verdict;
    }
    QByteArray laneOf(const Http::RequestHead& request) const override
    {
        return lane ? lane(request) : QByteArray();
    }
    void departed(ExchangeId, const Http::RequestHead& request, Instant) override
    {
        ++departures;
        departedTargets.append(request.target);
    }
    void answered(const Exchange& exchange) override { exchanges.append(exchange); }
    OwnAnswer refusal(const Http::RequestHead&, const Verdict&, Instant) override
    {
        return {429, {{"Retry-After", "7"}}, "{}"};
    }

    Verdict verdict; ///< of every call, unless `judge` is set
    std::function<Verdict(const Http::RequestHead&, Instant)> judge;
    std::function<QByteArray(const Http::RequestHead&)> lane;
    int departures = 0;
    QList<QByteArray> departedTargets;
    QList<Exchange> exchanges;

private:
    quint64 m_lastId = 0;
};

/// Limits twice as wide as the proxy's, for what it adds.
[[nodiscard]] Http::ParserLimits roomy();

/// A request as an origin saw it.
struct SeenRequest
{
    Http::RequestHead head;
    QByteArray body;
    Http::Headers trailers;
    bool isWhole = false;
};

/// A gateway on loopback whose every byte a test decides. It reads requests with the parser, so
/// that what it counts is what a strict server would.
class RawOrigin final : public QTcpServer
{
public:
    RawOrigin();

    /// Sent for each whole request; nothing when it returns nothing.
    std::function<QByteArray(const SeenRequest&)> answer;
    /// Sent as soon as a head is in.
    std::function<QByteArray(const Http::RequestHead&)> earlyAnswer;
    bool closesAfterAnswer = false;
    /// Connections are reset once so many bytes came in, over all; negative for never.
    qsizetype cutsAfter = -1;
    void useTls(const QSslConfiguration& tls);

    [[nodiscard]] const QList<SeenRequest>& seen() const { return m_seen; }
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] int openConnections() const;
    /// Everything that came in, over all connections.
    [[nodiscard]] const QByteArray& received() const { return m_received; }
    /// Whether something came that is no request.
    [[nodiscard]] bool wasConfused() const { return m_wasConfused; }
    void send(const QByteArray& bytes); ///< on every connection
    void flush(); ///< hands what was sent to the system now
    void finish(); ///< closes every connection after what was sent
    void cut(); ///< resets every connection
    void closePlainly(); ///< ends TCP without a word of TLS
    void setReading(bool reads);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    struct Peer
    {
        QPointer<QTcpSocket> socket;
        Http::Parser parser{Http::Parser::Kind::Requests, roomy()};
        bool isTunnel = false;
        qsizetype current = -1; // index of the request that arrives
    };
    void take(Peer& peer);
    void step(Peer& peer);

    std::vector<std::unique_ptr<Peer>> m_peers;
    QList<SeenRequest> m_seen;
    QByteArray m_received;
    QSslConfiguration m_tls;
    int m_connections = 0;
    bool m_isTls = false;
    bool m_reads = true;
    bool m_wasConfused = false;
};

/// A client that writes bytes and keeps what comes back.
class RawClient final : public QObject
{
public:
    explicit RawClient(quint16 port, const QHostAddress& address = QHostAddress::LocalHost);

    void send(const QByteArray& bytes) { m_socket.write(bytes); }
    void leave() { m_socket.abort(); }
    void setReading(bool reads);
    [[nodiscard]] const QByteArray& received() const { return m_received; }
    [[nodiscard]] qint64 unsent() const { return m_socket.bytesToWrite(); }
    [[nodiscard]] bool isOpen() const
    {
        return m_socket.state() != QAbstractSocket::UnconnectedState;
    }
    /// The answers that are whole, read as a strict client would; the methods asked decide which
    /// have bodies.
    [[nodiscard]] QList<Http::WholeResponse> answers(const QList<QByteArray>& methods = {}) const;

private:
    QTcpSocket m_socket;
    QByteArray m_received;
};

/// A proxy between raw clients and a raw origin, on a clock that stands still.
class ProxyRig final
{
public:
    explicit ProxyRig(ProxySettings settings = {});
    ~ProxyRig();

    /// A new connection to the proxy; `{host}` in what is sent later must be filled by fill().
    [[nodiscard]] std::unique_ptr<RawClient> connect() const;
    /// Connects and sends, with `{host}` replaced by the proxy's authority.
    [[nodiscard]] std::unique_ptr<RawClient> send(QByteArray bytes) const;
    [[nodiscard]] QByteArray fill(QByteArray bytes) const;
    [[nodiscard]] QByteArray authority() const;

    FakeClock clock;
    NotingHost host;
    RawOrigin origin;
    std::unique_ptr<Proxy> proxy;
};

/// "HTTP/1.1 200 OK", a length and @p body.
[[nodiscard]] QByteArray okAnswer(const QByteArray& body, const QByteArray& fields = {});

} // namespace Pacewatch
