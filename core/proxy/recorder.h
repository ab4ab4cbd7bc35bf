#pragma once

#include "core/digest.h"
#include "core/exchange.h"
#include "core/http/message.h"

#include <QByteArray>
#include <QHostAddress>
#include <QString>

namespace Pacewatch {

/// Keeps of a body what the record keeps: its first part, its size, its hash.
class BodyKeeper final
{
public:
    void add(QByteArrayView bytes);
    [[nodiscard]] KeptBody kept() const;

private:
    KeptBody m_kept;
    Digest m_digest;
};

/// Replaces keys, tokens and cookies by dots: in the field @p authHeader of the profile, in those
/// that carry keys anywhere, and in the query of a target. What is on the wire stays as it is.
void maskKeys(Http::Headers& headers, QByteArrayView authHeader);
[[nodiscard]] QByteArray maskedTarget(const QByteArray& target);

/// The first product of User-Agent, else the address of @p peer: "python-requests/2.31".
[[nodiscard]] QString clientName(const Http::RequestHead& request, const QHostAddress& peer);

} // namespace Pacewatch
