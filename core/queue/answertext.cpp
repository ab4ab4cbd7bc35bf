#include "core/queue/answertext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestText = 200;

QString messageIn(const QJsonObject& object)
{
    for (const QLatin1StringView key : {"message"_L1, "description"_L1, "detail"_L1, "title"_L1}) {
        const QJsonValue value = object.value(key);
        if (value.isString() && !value.toString().isEmpty()) {
            return value.toString();
        }
    }
    return {};
}

} // namespace

QJsonValue valueAt(QByteArrayView json, const QByteArray& dotted)
{
    QJsonValue value = QJsonDocument::fromJson(json.toByteArray()).object();
    for (const QByteArray& step : dotted.split('.')) {
        bool isIndex = false;
        const int index = step.toInt(&isIndex);
        value = isIndex && value.isArray() ? value.toArray().at(index)
                                           : value.toObject().value(QString::fromUtf8(step));
    }
    return value;
}

QString answerText(QByteArrayView body)
{
    const QJsonObject top = QJsonDocument::fromJson(body.toByteArray()).object();
    QString text = messageIn(top);
    for (const QLatin1StringView key : {"error"_L1, "errors"_L1, "data"_L1}) {
        if (!text.isEmpty()) {
            break;
        }
        const QJsonValue inner = top.value(key);
        if (inner.isString()) {
            text = inner.toString();
        } else {
            text = messageIn(inner.isArray() ? inner.toArray().first().toObject()
                                             : inner.toObject());
        }
    }
    return text.simplified().left(LongestText);
}

} // namespace Pacewatch
