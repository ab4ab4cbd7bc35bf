#include "core/queue/bulkbody.h"

#include "core/queue/answertext.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace Pacewatch {

namespace {

QByteArray opening(const BulkCall& bulk)
{
    return "{\"" + bulk.field + "\":[";
}

} // namespace

bool canShareACall(const QByteArray& body)
{
    return QJsonDocument::fromJson(body).isObject();
}

QByteArray bulkBody(const BulkCall& bulk, const QList<QByteArray>& bodies)
{
    return opening(bulk) + bodies.join(',') + "]}";
}

qint64 bulkBodySize(const BulkCall& bulk, qsizetype bodies, qint64 bytes)
{
    return opening(bulk).size() + bytes + bodies - 1 + 2;
}

std::optional<qint64> countIn(const BulkCall& bulk, QByteArrayView answer)
{
    const QJsonValue count = bulk.countField.isEmpty() ? QJsonValue(QJsonValue::Undefined)
                                                       : valueAt(answer, bulk.countField);
    return count.isDouble() ? std::optional(count.toInteger()) : std::nullopt;
}

} // namespace Pacewatch
