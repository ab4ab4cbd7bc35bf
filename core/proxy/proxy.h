#pragma once

#include "core/clock.h"
#include "core/connection.h"
#include "core/http/client.h"
#include "core/http/server.h"
#include "core/http/url.h"
#include "core/proxy/guard.h"
#include "core/proxy/proxyhost.h"
#include "core/proxy/relay.h"

#include <QList>
#include <QObject>

#include <list>
#include <memory>

namespace Pacewatch {

class ProxyCall;

/// What a proxy is told once.
struct ProxySettings
{
    ConnectionId connection{};
    Http::Url gateway; ///< the base URL
    ProxyMode mode = ProxyMode::Watch;
    quint16 port = 0; ///< 0 lets the system choose
    bool openToNetwork = false;
    bool allowPrivateHosts = false;
    QByteArray authHeader; ///< of the profile: its value is masked in the record
    bool allowWebSocket = false; ///< a client may upgrade; else it is refused
    bool rewritesRedirects = true; ///< redirects within the gateway come back to the proxy
    Duration longestHold = std::chrono::seconds(30); ///< then the client gets a 429
    Http::ServerLimits clients; ///< ownFields are set by the proxy
    Http::ClientOptions upstream; ///< mayConnectTo is set by the proxy
};

/// Stands between a customer's program and its gateway, on loopback: forwards each call byte for
/// byte, holds it or refuses it, and makes one Exchange of it. Lives on the engine's thread.
///
/// The target goes on unchanged, so the program's base URL is address(): this proxy's origin with
/// the base path of the gateway. With a stored key put in, a secret part stands before that path,
/// and who does not know it is refused.
class Proxy final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Proxy)

public:
    /// @p clock and @p host must outlive the proxy.
    Proxy(Clock& clock, ProxyHost& host, ProxySettings settings, QObject* parent = nullptr);
    ~Proxy() override;

    /// Puts @p value in the field @p header of every call, in place of the client's own. The first
    /// time, before listen(), the address gets a secret part.
    void injectKey(QByteArray header, Secret value);
    /// Busy when the port is taken.
    [[nodiscard]] Result<void> listen();
    void close();
    /// Calls that are held go by the new mode at once.
    void setMode(ProxyMode mode);
    /// Off: calls pass unrecorded and unheld.
    void setRecording(bool records);
    /// Asks again for the calls that are held: something was learned.
    void letGo();

    [[nodiscard]] quint16 port() const { return m_v4.port(); }
    /// "http://127.0.0.1:8642/api"; empty while it does not listen.
    [[nodiscard]] QByteArray address() const;
    [[nodiscard]] int clientCount() const;
    /// Why the first of the held calls waits; a go when none is held.
    [[nodiscard]] const Verdict& heldBy() const { return m_heldBy; }
    [[nodiscard]] int heldCount() const { return static_cast<int>(m_held.size()); }

signals:
    void clientCountChanged(int count);
    void heldCountChanged(int count);

private:
    friend class ProxyCall;

    void take(const std::shared_ptr<Http::ServerExchange>& exchange);
    void retire(ProxyCall& call);
    void recordRefused(const Http::RefusedRequest& refused);
    void hold(ProxyCall* call);
    void release(ProxyCall* call);
    void armBell(Instant at);
    [[nodiscard]] ProxyMode modeInForce() const;

    Clock& m_clock;
    ProxyHost& m_host;
    ProxySettings m_settings;
    ProxyAddress m_self;
    RelayRules m_rules;
    Http::Server m_v4;
    Http::Server m_v6;
    Http::Client m_client;
    std::list<ProxyCall> m_calls;
    std::list<ProxyCall> m_retired; // over, and gone in the next turn of the event loop
    QList<ProxyCall*> m_held; // in the order they arrived; each lane goes on by itself
    Verdict m_heldBy; // of the first one
    std::unique_ptr<Bell> m_bell;
    bool m_records = true;
    bool m_isLettingGo = false;
};

} // namespace Pacewatch
