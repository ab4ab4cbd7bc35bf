#pragma once

#include "core/clock.h"
#include "core/engine/gatewayaddress.h"
#include "core/exchange.h"
#include "core/http/client.h"
#include "core/http/singlecall.h"
#include "core/profile/profile.h"
#include "core/queue/sendport.h"
#include "core/secret.h"

#include <QObject>

#include <functional>

namespace Pacewatch {

/// Carries test sends to a gateway, each as one HTTP call with the connection's key. Lives on the
/// engine's thread.
class GatewayPort final : public QObject, public SendPort
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayPort)

public:
    /// Where the sends go and how they prove whose they are.
    struct Destination
    {
        GatewayAddress address;
        QByteArray query; ///< of the gateway's test mode; empty for none
        bool isRecorded = true; ///< false when it is not the connection's own gateway
    };

    /// @p record completes a call and returns it with its reading.
    using Record = std::function<Exchange(Exchange)>;

    /// Clock and client must outlive the port. @p own is the connection's gateway.
    GatewayPort(Clock& clock, Http::Client& client, const AuthScheme& auth, GatewayAddress own,
                Record record, QObject* parent = nullptr);

    /// Where the queue's sends go from now on.
    void setDestination(Destination destination) { m_destination = std::move(destination); }
    void setKey(Secret key) { m_key = std::move(key); }
    [[nodiscard]] QString maskedKey() const { return m_key.isEmpty() ? QString() : m_key.masked(); }

    void send(const SendItem& item, int attempt, SendCallbacks callbacks) override;

    /// Makes one call outside the queue, always to the connection's own gateway, and hands out its
    /// record.
    void call(const Endpoint& endpoint, Origin origin, std::function<void(const Exchange&)> done);

private:
    /// One call with all that belongs to it.
    struct Parcel
    {
        Destination destination;
        QByteArray method;
        QByteArray path;
        QByteArray body;
        Origin origin = Origin::TestSend;
        int attempt = 1;
    };
    using Done = std::function<void(const Exchange&, bool mayHaveBeenProcessed)>;

    [[nodiscard]] Http::RequestHead headOf(const Parcel& parcel) const;
    void carry(const Parcel& parcel, std::function<void()> firstByteSent, Done done);
    [[nodiscard]] Exchange finished(Exchange exchange, const Http::SingleAnswer& answer,
                                    bool isRecorded) const;
    [[nodiscard]] Http::RequestHead withoutKey(Http::RequestHead head) const;

    Clock& m_clock;
    Http::Client& m_client;
    AuthScheme m_auth;
    GatewayAddress m_own;
    Record m_record;
    Destination m_destination;
    Secret m_key;
};

} // namespace Pacewatch
