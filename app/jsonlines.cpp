#include "app/jsonlines.h"

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

template<typename T>
QJsonValue orNull(const std::optional<T>& value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue orNull(const std::optional<Duration>& span)
{
    return span ? QJsonValue(toSeconds(*span)) : QJsonValue();
}

} // namespace

QJsonObject toJson(const EmulatorAnswer& answer)
{
    return {{u"at"_s, utcText(answer.at)},
            {u"method"_s, QString::fromLatin1(answer.method)},
            {u"path"_s, withoutPhoneNumbers(QString::fromUtf8(answer.path))},
            {u"status"_s, answer.status},
            {u"is_other"_s, answer.isOther},
            {u"body_sha256"_s, QString::fromLatin1(answer.bodyDigest)},
            {u"left"_s, orNull(answer.left)},
            {u"used"_s, orNull(answer.used)}};
}

QJsonArray windowsToJson(const Reading& reading)
{
    QJsonArray windows;
    for (const WindowReading& window : reading.windows) {
        windows.append(
            QJsonObject{{u"name"_s, window.name},
                        {u"limit"_s, orNull(window.limit)},
                        {u"remaining"_s, orNull(window.remaining)},
                        {u"unit"_s, window.unit.isEmpty() ? QJsonValue() : QJsonValue(window.unit)},
                        {u"window_seconds"_s, orNull(window.window)},
                        {u"reset_seconds_from_now"_s, orNull(window.resetIn)}});
    }
    return windows;
}

} // namespace Pacewatch
