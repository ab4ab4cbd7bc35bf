#include "core/queue/confirmation.h"

#include "core/queue/answertext.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

bool isSomething(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return false;
    case QJsonValue::Bool:
        return value.toBool();
    case QJsonValue::Double:
        return value.toDouble() != 0;
    case QJsonValue::String:
        return !value.toString().isEmpty();
    case QJsonValue::Array:
        return !value.toArray().isEmpty();
    case QJsonValue::Object:
        return !value.toObject().isEmpty();
    }
    return false;
}

QString filledIn(const QString& name, const SendDraft& draft)
{
    return name == "to"_L1 ? draft.recipient
                           : valueAt(draft.body.bytes(), name.toUtf8()).toString();
}

} // namespace

std::optional<QByteArray> confirmPath(const ConfirmQuery& query, const SendDraft& draft)
{
    static const QRegularExpression variable(u"\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*\\}\\}"_s);
    const QString pattern = QString::fromUtf8(query.path);
    QByteArray path;
    qsizetype from = 0;
    auto matches = variable.globalMatch(pattern);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QString value = filledIn(match.captured(1), draft);
        if (value.isEmpty()) {
            return std::nullopt;
        }
        path += pattern.mid(from, match.capturedStart() - from).toUtf8();
        path += QUrl::toPercentEncoding(value);
        from = match.capturedEnd();
    }
    return path + pattern.mid(from).toUtf8();
}

std::optional<bool> wasSent(const ConfirmQuery& query, int status, QByteArrayView body)
{
    constexpr int NotFound = 404; // RFC 9110, 15.5.5
    const bool isAnswer = status >= 200 && status < 300;
    if (isAnswer && isSomething(valueAt(body, query.found))) {
        return true;
    }
    if (query.absentMeansNotSent && (isAnswer || status == NotFound)) {
        return false;
    }
    return std::nullopt;
}

} // namespace Pacewatch
