#pragma once

#include "app/jsonlines.h"
#include "tests/support/calls.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace Pacewatch {

/// @p call with AIsoule's fields: @p left of 100 this minute.
inline Exchange statingLeft(Exchange call, int left)
{
    call.response.headers.append("X-RateLimit-Limit", "100");
    call.response.headers.append("X-RateLimit-Remaining", QByteArray::number(left));
    call.response.headers.append("X-RateLimit-Reset", "1763546460");
    return call;
}

/// Six bursts of 24 calls within 0.8 s, 30 s apart; ten of each are accepted.
inline QList<Exchange> recordedBursts()
{
    using namespace std::chrono_literals;
    QList<Exchange> calls;
    for (int burst = 0; burst < 6; ++burst) {
        for (int i = 0; i < 24; ++i) {
            Make::Call call(30s * burst + 33ms * i);
            call.body("guest " + QByteArray::number(100 * burst + i));
            if (i >= 10) {
                call.refused(2s);
            }
            Exchange exchange = statingLeft(call, 80);
            if (exchange.isRefused()) {
                exchange.response.headers.append("Retry-After", "2");
                exchange.responseBody.head = R"({"message": "Rate limit exceeded."})";
                exchange.responseBody.size = exchange.responseBody.head.size();
            }
            calls.append(exchange);
        }
    }
    return calls;
}

/// Writes @p calls as `proxy --record` does; returns @p path.
inline QString writeRecord(const QString& path, const QList<Exchange>& calls)
{
    QFile file(path);
    (void)file.open(QIODevice::WriteOnly);
    for (const Exchange& call : calls) {
        file.write(QJsonDocument(toJson(call)).toJson(QJsonDocument::Compact) + '\n');
    }
    return path;
}

} // namespace Pacewatch
