#pragma once

#include "core/emulator/gateway.h"

#include <QByteArray>
#include <QString>

#include <chrono>

/// Calls to a rehearsed gateway, short enough to read as a ledger.
namespace Pacewatch::GatewayCalls {

inline const WallTime t0(std::chrono::seconds(1'763'546'400)); // Wed, 19 Nov 2025 10:00:00 GMT

inline const QByteArray SendToAisoule
    = R"({"to": "+447700900123", "type": "text", "text": "Hello"})";
inline const QByteArray SendToConnexease
    = R"({"messaging_product": "whatsapp", "to": "447700900123",)"
      R"( "type": "text", "text": {"body": "Hello"}})";

inline Profile profile(const QString& id)
{
    return *ProfileShelf::builtIn().find(id);
}

inline EmulatorSettings settings(const QString& id)
{
    EmulatorSettings settings;
    settings.profileId = id;
    return settings;
}

inline Gateway gateway(const QString& id)
{
    return Gateway(profile(id), settings(id));
}

inline GatewayRequest request(const QByteArray& method, const QByteArray& target,
                              const Http::Field& auth, const QByteArray& body = {})
{
    GatewayRequest request;
    request.head.method = method;
    request.head.target = target;
    request.head.headers = {{"Host", "127.0.0.1"}};
    if (!auth.name.isEmpty()) {
        request.head.headers.append(auth.name, auth.value);
    }
    request.body = body;
    return request;
}

inline const Http::Field AisouleKey{"X-API-Key", "ak_live_1234567Q2f"};
inline const Http::Field BearerKey{"Authorization", "Bearer pk_1234567890"};

inline GatewayReply aisoule(Gateway& gateway, const QByteArray& method, const QByteArray& route,
                            const QByteArray& body = {}, WallTime now = t0)
{
    return gateway.answer(request(method, "/api" + route, AisouleKey, body), now);
}

inline GatewayReply bearer(Gateway& gateway, const QByteArray& method, const QByteArray& route,
                           const QByteArray& body = {}, WallTime now = t0)
{
    return gateway.answer(request(method, "/v1" + route, BearerKey, body), now);
}

/// Status and headers as they go out, one a line.
inline QByteArray tell(const GatewayReply& reply)
{
    QByteArray text = QByteArray::number(reply.status);
    for (const Http::Field& field : reply.headers) {
        text += '\n' + field.name + ": " + field.value;
    }
    return text;
}

/// Uses up a window: @p calls calls @p gap apart, the last of which is returned.
template<typename Call>
GatewayReply repeat(int calls, Duration gap, Call call)
{
    GatewayReply last;
    for (int i = 0; i < calls; ++i) {
        last = call(t0 + i * gap);
    }
    return last;
}

} // namespace Pacewatch::GatewayCalls
