#pragma once

#include "core/exchange.h"
#include "core/http/clientcall.h"
#include "core/http/serverexchange.h"
#include "core/pacing/verdict.h"
#include "core/proxy/guard.h"
#include "core/proxy/proxyhost.h"
#include "core/proxy/recorder.h"

#include <list>
#include <memory>

namespace Pacewatch {

class Proxy;

/// One call on its way through a proxy. Lives on the proxy's thread and belongs to the proxy, which
/// is told to retire it when its record is out.
class ProxyCall final : private Http::ServerExchange::Listener, private Http::ClientCall::Listener
{
    Q_DISABLE_COPY_MOVE(ProxyCall)

public:
    ProxyCall(Proxy& proxy, std::shared_ptr<Http::ServerExchange> exchange);
    ~ProxyCall();

    /// Denies, holds, refuses or forwards.
    void start();
    /// Forwards after a hold, unless the client is gone: then nothing is sent for it.
    void departIfWanted();
    /// It was held as long as it may be: a 429 of ours.
    void giveUpHolding(const Verdict& verdict);

    [[nodiscard]] const Http::RequestHead& request() const { return m_request; }
    /// Where the proxy keeps it.
    void setPlace(std::list<ProxyCall>::iterator place) { m_place = place; }
    [[nodiscard]] std::list<ProxyCall>::iterator place() const { return m_place; }
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
    void requestBodyArrived(const QByteArray& bytes) override;
    void requestEnded(const Http::Headers& trailers) override;
    void answerDrained() override;
    void clientLeft() override;
    void connected(Duration connecting) override;
    void informational(const Http::ResponseHead& head) override;
    void headArrived(const Http::ResponseHead& head) override;
    void upgraded(const Http::ResponseHead& head) override;
    void bodyArrived(const QByteArray& bytes) override;
    void requestDrained() override;
    void finished(const Http::Headers& trailers) override;
    void failed(const Error& error, bool mayHaveBeenProcessed) override;
    void waitForClient();
    void leaveUpstream();
    void retire();
    [[nodiscard]] std::shared_ptr<Http::ServerExchange> releaseClient();
    void deny(const Denial& denial, Http::Headers headers = {});
    void refuse(const OwnAnswer& refusal);
    /// @p ended: when the answer was whole; now when not given.
    void record(Outcome outcome, std::optional<Error> error = {},
                std::optional<Instant> ended = {});
    [[nodiscard]] Http::RequestHead recordedRequest() const;

    Proxy& m_proxy;
    std::shared_ptr<Http::ServerExchange> m_client; // null once it is answered or gone
    std::shared_ptr<Http::ClientCall> m_upstream; // null before the departure and once it is over
    std::list<ProxyCall>::iterator m_place;
    Http::RequestHead m_request;
    QByteArray m_lane;
    Exchange m_exchange;
    BodyKeeper m_requestBody;
    BodyKeeper m_responseBody;
    bool m_isRecorded; // whether the proxy recorded when the call arrived
    bool m_hasDeparted = false;
    bool m_isTunnel = false;
    bool m_isOver = false; // its record is out
    bool m_isRetired = false;
};

} // namespace Pacewatch
