#include "core/transfer/harentry.h"

#include "core/transfer/recordline.h"

#include <QJsonArray>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

double milliseconds(Duration span)
{
    return std::chrono::duration<double, std::milli>(span).count();
}

QJsonArray fields(const Http::Headers& headers)
{
    QJsonArray list;
    for (const Http::Field& field : headers) {
        list.append(QJsonObject{{u"name"_s, QString::fromUtf8(field.name)},
                                {u"value"_s, QString::fromUtf8(field.value)}});
    }
    return list;
}

QByteArray urlOf(const Exchange& exchange, const QByteArray& baseUrl)
{
    const QByteArray host = exchange.request.headers.value("Host");
    const bool isTls = !baseUrl.startsWith("http://");
    const QByteArray site = host.isEmpty() ? QByteArray("unknown.invalid") : host;
    if (host.isEmpty() && !baseUrl.isEmpty()) {
        const qsizetype path = baseUrl.indexOf('/', baseUrl.indexOf("://") + 3);
        return (path < 0 ? baseUrl : baseUrl.first(path)) + exchange.request.target;
    }
    return (isTls ? "https://" : "http://") + site + exchange.request.target;
}

QJsonArray queryOf(const QByteArray& target)
{
    QJsonArray list;
    const qsizetype question = target.indexOf('?');
    if (question < 0) {
        return list;
    }
    for (const QByteArray& part : target.sliced(question + 1).split('&')) {
        const qsizetype equals = part.indexOf('=');
        const auto decoded = [](const QByteArray& text) {
            return QString::fromUtf8(QByteArray::fromPercentEncoding(text));
        };
        list.append(
            QJsonObject{{u"name"_s, decoded(part.left(equals))},
                        {u"value"_s, equals < 0 ? QString() : decoded(part.mid(equals + 1))}});
    }
    return list;
}

QJsonObject requestOf(const Exchange& exchange, const QByteArray& baseUrl)
{
    QJsonObject request{{u"method"_s, QString::fromUtf8(exchange.request.method)},
                        {u"url"_s, QString::fromUtf8(urlOf(exchange, baseUrl))},
                        {u"httpVersion"_s, u"HTTP/1.%1"_s.arg(exchange.request.minorVersion)},
                        {u"cookies"_s, QJsonArray()},
                        {u"headers"_s, fields(exchange.request.headers)},
                        {u"queryString"_s, queryOf(exchange.request.target)},
                        {u"headersSize"_s, -1},
                        {u"bodySize"_s, exchange.requestBody.size}};
    if (!exchange.requestBody.head.isEmpty()) {
        request.insert(
            u"postData"_s,
            QJsonObject{
                {u"mimeType"_s, QString::fromUtf8(exchange.request.headers.value("Content-Type"))},
                {u"text"_s, QString::fromUtf8(exchange.requestBody.head)}});
    }
    return request;
}

QJsonObject responseOf(const Exchange& exchange)
{
    const Http::Headers& headers = exchange.response.headers;
    QJsonObject content{{u"size"_s, exchange.responseBody.size},
                        {u"mimeType"_s, QString::fromUtf8(headers.value("Content-Type"))}};
    if (!exchange.responseBody.head.isEmpty()) {
        content.insert(u"text"_s, QString::fromUtf8(exchange.responseBody.head));
        if (exchange.responseBody.size > exchange.responseBody.head.size()) {
            content.insert(u"comment"_s, u"the first part of it"_s);
        }
    }
    QJsonObject response{{u"status"_s, exchange.response.status},
                         {u"statusText"_s, QString::fromUtf8(exchange.response.reason)},
                         {u"httpVersion"_s, u"HTTP/1.%1"_s.arg(exchange.response.minorVersion)},
                         {u"cookies"_s, QJsonArray()},
                         {u"headers"_s, fields(headers)},
                         {u"content"_s, content},
                         {u"redirectURL"_s, QString::fromUtf8(headers.value("Location"))},
                         {u"headersSize"_s, -1},
                         {u"bodySize"_s, exchange.responseBody.size}};
    if (exchange.error) {
        response.insert(u"_error"_s, exchange.error->detail);
    }
    return response;
}

} // namespace

QJsonObject harEntry(const Exchange& exchange, const QByteArray& baseUrl)
{
    // HAR 1.2, 4.16: `time` is the sum of the timings; -1 stands for what does not apply.
    const Duration connect = std::min(exchange.connecting, exchange.took);
    const Duration first = std::clamp(exchange.firstByte, connect, exchange.took);
    QJsonObject timings{
        {u"blocked"_s, milliseconds(exchange.held)},
        {u"dns"_s, -1},
        {u"connect"_s, connect > Duration{} ? QJsonValue(milliseconds(connect)) : QJsonValue(-1)},
        {u"ssl"_s, -1},
        {u"send"_s, 0},
        {u"wait"_s, milliseconds(first - connect)},
        {u"receive"_s, milliseconds(exchange.took - first)}};
    if (exchange.took == Duration::zero()) {
        timings.insert(u"comment"_s, u"how long the call took is not known"_s);
    }
    return {{u"startedDateTime"_s, utcText(exchange.arrivedWall)},
            {u"time"_s, milliseconds(exchange.held + exchange.took)},
            {u"request"_s, requestOf(exchange, baseUrl)},
            {u"response"_s, responseOf(exchange)},
            {u"cache"_s, QJsonObject()},
            {u"timings"_s, timings},
            {u"_attempt"_s, exchange.attempt},
            {u"_client"_s, exchange.client}};
}

} // namespace Pacewatch
