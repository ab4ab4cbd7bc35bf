#pragma once

#include "core/exchange.h"
#include "core/http/clientcall.h"
#include "core/http/serverexchange.h"
#include "core/pacing/verdict.h"
#include "core/proxy/guard.h"
#include "core/proxy/proxyhost.h"
#include "core/proxy/recorder.h"

#include <QObject>
#include <QPointer>

namespace Pacewatch {

class Proxy;

/// One call on its way through a proxy. Lives on the proxy's thread, belongs to the proxy, and
/// deletes itself when its record is out.
class ProxyCall final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProxyCall)

public:
    ProxyCall(Proxy& proxy, Http::ServerExchange* exchange);
    ~ProxyCall() override;

    /// Denies, holds, refuses or forwards.
    void start();
    /// Forwards after a hold, unless the client is gone: then nothing is sent for it.
    void departIfWanted();
    /// It was held as long as it may be: a 429 of ours.
    void giveUpHolding(const Verdict& verdict);

    [[nodiscard]] const Http::RequestHead& request() const { return m_request; }
    /// Which held calls it has to wait for; see ProxyHost::laneOf().
    [[nodiscard]] const QByteArray& lane() const { return m_lane; }
    /// When holding it ends in a refusal.
    [[nodiscard]] Instant mostHeld() const;

private:
    void depart();
    [[nodiscard]] std::optional<Denial> findFault() const;
    void dropAddress();
    [[nodiscard]] Http::BodyLength bodyLength() const;
    [[nodiscard]] bool answersMaxForwards();
    void followClient();
    void followUpstream();
    void takeRequestBody(const QByteArray& bytes);
    void takeAnswerHead(const Http::ResponseHead& head);
    void takeUpgrade(const Http::ResponseHead& head);
    void takeAnswerBody(const QByteArray& bytes);
    void waitForClient();
    void takeEnd(const Http::Headers& trailers);
    void takeFailure(const Error& error);
    void loseClient();
    void deny(const Denial& denial, Http::Headers headers = {});
    void refuse(const OwnAnswer& refusal);
    /// @p ended: when the answer was whole; now when not given.
    void record(Outcome outcome, std::optional<Error> error = {},
                std::optional<Instant> ended = {});
    [[nodiscard]] Http::RequestHead recordedRequest() const;

    Proxy& m_proxy;
    QPointer<Http::ServerExchange> m_client;
    QPointer<Http::ClientCall> m_upstream;
    Http::RequestHead m_request;
    QByteArray m_lane;
    Exchange m_exchange;
    BodyKeeper m_requestBody;
    BodyKeeper m_responseBody;
    bool m_isRecorded; // whether the proxy recorded when the call arrived
    bool m_hasDeparted = false;
    bool m_isTunnel = false;
    bool m_isOver = false;
};

} // namespace Pacewatch
