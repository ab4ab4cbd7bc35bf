#pragma once

#include "core/profile/profile.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace Pacewatch {

/// Whether @p body can be an element of a bulk call: a JSON object.
[[nodiscard]] bool canShareACall(const QByteArray& body);
/// The body of one call in the place of several, whose bodies canShareACall().
[[nodiscard]] QByteArray bulkBody(const BulkCall& bulk, const QList<QByteArray>& bodies);
/// Its length, for bodies of @p bytes together.
[[nodiscard]] qint64 bulkBodySize(const BulkCall& bulk, qsizetype bodies, qint64 bytes);
/// How many elements the gateway says it took; empty when it does not say.
[[nodiscard]] std::optional<qint64> countIn(const BulkCall& bulk, QByteArrayView answer);

} // namespace Pacewatch
