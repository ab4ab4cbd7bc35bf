#pragma once

#include "core/clock.h"
#include "core/http/clientcall.h"
#include "core/http/parser.h"
#include "core/http/url.h"
#include "core/result.h"

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QNetworkProxy>
#include <QObject>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Pacewatch::Http {

/// How a client connects and how long it waits.
struct ClientOptions
{
    ParserLimits parser;
    Duration connectTime = std::chrono::seconds(15); ///< for name, TCP and TLS together
    Duration addressTime = std::chrono::seconds(1); ///< for one address of a name that has more
    Duration responseTime = std::chrono::seconds(60); ///< of silence before the answer's head
    Duration bodyTime = std::chrono::minutes(5); ///< of silence inside the answer's body
    Duration idleTime = std::chrono::seconds(15); ///< a kept connection is dropped after it
    Duration lifeTime = std::chrono::minutes(10); ///< an older connection takes no further call
    Duration tunnelTime = std::chrono::hours(1); ///< of silence after an upgrade, both ways
    int idlePerSite = 128; ///< kept connections, as many as a busy customer holds to the proxy
    qsizetype readBuffer = 32 * 1024; ///< bytes read ahead for each connection
    QList<QSslCertificate> extraAuthorities; ///< trusted beside those of the system
    bool usesSystemProxy = true; ///< never for loopback
    QHash<QByteArray, QList<QHostAddress>> names; ///< whose addresses the system is not asked for
    /// Asked about each address before anything is sent to it; empty allows all.
    std::function<bool(const QHostAddress&)> mayConnectTo;
};

/// Speaks HTTP/1.1 to servers and keeps their connections for the next call. Lives on one thread.
///
/// Each call has a connection to itself, so nothing waits here. It repeats nothing: a call whose
/// first byte left is never sent again (RFC 9110, 9.2.2). Redirects are not followed, no field is
/// added but Host and the framing, and bodies come as they are.
class Client final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Client)

public:
    /// @p clock must outlive the client.
    explicit Client(Clock& clock, ClientOptions options = {}, QObject* parent = nullptr);
    /// Aborts every open call.
    ~Client() override;

    /// Starts one call in a later turn of the event loop. @p listener must outlive it or abort it.
    [[nodiscard]] std::shared_ptr<ClientCall>
    start(const Site& site, RequestHead head, BodyLength length, ClientCall::Listener& listener);

    /// Opens a connection to @p site (TCP, and TLS for https), sends nothing, closes it. @p done is
    /// called on this thread and is dropped with @p context.
    void probe(const Site& site, QObject* context, std::function<void(Result<void>)> done);

    /// Closes the connections that nobody uses.
    void dropIdle();
    [[nodiscard]] int idleCount() const;
    [[nodiscard]] int openCount() const;
    [[nodiscard]] const ClientOptions& options() const { return m_options; }

private:
    friend class ClientConnection;

    struct Beginning
    {
        std::shared_ptr<ClientCall> call;
        Site site;
    };

    void beginAll();
    void begin(const Beginning& beginning);
    ClientConnection* takeIdle(const Site& site);
    [[nodiscard]] bool mayKeep(const Site& site) const;
    void forget(ClientConnection* connection);
    [[nodiscard]] QNetworkProxy proxyFor(const Site& site);
    void sweep();
    void armSweep(Instant at);

    Clock& m_clock;
    ClientOptions m_options;
    QSslConfiguration m_tls;
    // By scheme and authority: asking the system may block, so it is asked once for each.
    QHash<QByteArray, QNetworkProxy> m_proxies;
    std::vector<Beginning> m_beginnings;
    std::vector<ClientConnection*> m_connections;
    std::unique_ptr<Bell> m_sweepBell;
    std::optional<Instant> m_sweepAt;
};

} // namespace Pacewatch::Http
