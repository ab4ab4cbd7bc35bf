#include "core/proxy/recorder.h"

#include "core/http/namememo.h"
#include "core/secret.h"

#include <algorithm>

namespace Pacewatch {

namespace {

/// Names that hold a key wherever they are met.
bool isOfKey(QByteArrayView name)
{
    const QByteArray lower = name.toByteArray().toLower();
    for (const char* known : {"authorization", "proxy-authorization", "cookie", "set-cookie",
                              "x-auth", "authentication"}) {
        if (lower == known) {
            return true;
        }
    }
    // "-token" but not "-tokens": those count units in limit headers.
    return lower.endsWith("token") || lower.contains("api-key") || lower.contains("apikey")
        || lower.contains("api_key") || lower.contains("access-key") || lower.contains("auth-key")
        || lower.contains("secret") || lower.contains("password");
}

bool carriesKey(QByteArrayView name, QByteArrayView authHeader)
{
    thread_local Http::NameMemo<bool> memo;
    return (!authHeader.isEmpty() && Http::sameName(name, authHeader)) || memo.of(name, isOfKey);
}

/// Keeps the scheme in front, "Bearer ", which tells much and gives nothing away.
QByteArray maskedValue(const QByteArray& value)
{
    const qsizetype space = value.indexOf(' ');
    const QByteArray scheme = space > 0 ? value.first(space).toLower() : QByteArray();
    if (scheme == "bearer" || scheme == "basic" || scheme == "token" || scheme == "key") {
        return value.first(space + 1) + maskedKey(value.sliced(space + 1)).toUtf8();
    }
    return maskedKey(value).toUtf8();
}

} // namespace

void BodyKeeper::add(QByteArrayView bytes)
{
    m_kept.size += bytes.size();
    m_digest.add(bytes);
    const qsizetype room = KeptBody::MostKept - m_kept.head.size();
    if (room > 0 && m_kept.size > KeptBody::MostKept / 4) {
        m_kept.head.reserve(KeptBody::MostKept); // doubling would end at twice as much
    }
    m_kept.head.append(bytes.first(std::min(bytes.size(), room)));
}

KeptBody BodyKeeper::kept() const
{
    KeptBody kept = m_kept;
    if (kept.size > 0) {
        kept.sha256 = m_digest.result();
    }
    return kept;
}

void maskKeys(Http::Headers& headers, QByteArrayView authHeader)
{
    const bool hasKey = std::any_of(headers.begin(), headers.end(), [&](const Http::Field& field) {
        return carriesKey(field.name, authHeader);
    });
    if (!hasKey) {
        return;
    }
    Http::Headers masked;
    for (const Http::Field& field : headers) {
        masked.append(field.name,
                      carriesKey(field.name, authHeader) ? maskedValue(field.value) : field.value);
    }
    headers = masked;
}

QByteArray maskedTarget(const QByteArray& target)
{
    const qsizetype question = target.indexOf('?');
    if (question < 0) {
        return target;
    }
    QList<QByteArray> parts = target.sliced(question + 1).split('&');
    for (QByteArray& part : parts) {
        const qsizetype equals = part.indexOf('=');
        const QByteArray name = equals < 0 ? part : part.first(equals);
        if (equals >= 0 && (name.toLower() == "key" || carriesKey(name, {}))) {
            part = name + '=' + maskedKey(part.sliced(equals + 1)).toUtf8();
        }
    }
    return target.first(question + 1) + parts.join('&');
}

QString clientName(const Http::RequestHead& request, const QHostAddress& peer)
{
    constexpr qsizetype Longest = 64;
    const QByteArray agent = request.headers.value("User-Agent").trimmed();
    const QByteArray product = agent.left(std::min(agent.indexOf(' '), agent.size()));
    return product.isEmpty() ? peer.toString() : QString::fromUtf8(product.left(Longest));
}

} // namespace Pacewatch
