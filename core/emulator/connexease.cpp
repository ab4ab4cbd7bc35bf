#include "core/emulator/connexease.h"

#include "core/emulator/jsontext.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace Pacewatch {

namespace {

VendorAnswer error(int status, const QByteArray& code, const QByteArray& group,
                   const QByteArray& description, const JsonText& params = {})
{
    JsonText errors;
    errors.text("code", code).text("group", group).text("description", description);
    errors.object("params", params);
    JsonText body;
    body.flag("isSuccess", false).object("errors", errors);
    return {status, body.whole(), {}};
}

/// `sec` or `min`, as fields and bodies call the window; empty for any other.
QByteArray shortName(const Policy& policy)
{
    if (policy.window == std::chrono::seconds(1)) {
        return "sec";
    }
    return policy.window == std::chrono::minutes(1) ? QByteArray("min") : QByteArray();
}

} // namespace

Connexease::Connexease(Edition edition)
    : m_edition(edition)
{ }

KeyCheck Connexease::checkKey(const GatewayCall& call) const
{
    static constexpr QByteArrayView Prefix = "Bearer ";
    const QByteArray value = call.headers.value("Authorization");
    if (value.isEmpty()) {
        return {{}, error(401, "AUTH_002", "UNAUTHORIZED", "The Authorization header is missing.")};
    }
    if (!value.startsWith(Prefix)) {
        return {{},
                error(401, "AUTH_003", "UNAUTHORIZED",
                      "The Authorization header must have the form 'Bearer <key>'.")};
    }
    const QByteArray key = value.sliced(Prefix.size());
    if (!isAcceptedKey(key)) {
        return {key,
                error(401, "AUTH_001", "UNAUTHORIZED", "The API key is invalid or has expired.")};
    }
    return {key, {}};
}

VendorAnswer Connexease::serve(const GatewayCall& call) const
{
    if (call.route != "/wa/message") {
        return failure(Fault::NoSuchRoute, {});
    }
    if (call.method != "POST") {
        VendorAnswer answer = failure(Fault::WrongMethod, {});
        answer.fields.append("Allow", "POST");
        return answer;
    }
    const QJsonDocument document = QJsonDocument::fromJson(call.body);
    if (!document.isObject()) {
        return failure(Fault::BrokenJson, {});
    }
    if (const std::optional<VendorAnswer> fault = faultIn(document.object())) {
        return *fault;
    }
    const bool isFake = call.query.split('&').contains("is_fake=true");
    JsonText message;
    message.text("id", (isFake ? "wamid.FAKE_" : "wamid.") + madeUpId(call, 32));
    JsonText data;
    data.list("messages", {message});
    JsonText body;
    return {200, body.flag("isSuccess", true).object("data", data).whole(), {}};
}

std::optional<VendorAnswer> Connexease::faultIn(const QJsonObject& message) const
{
    if (message.value("messaging_product"_L1).toString() != "whatsapp"_L1) {
        return failure(Fault::MissingField, "messaging_product");
    }
    const QByteArray to = message.value("to"_L1).toString().toUtf8();
    const QByteArrayView digits = to.startsWith('+') ? QByteArrayView(to).sliced(1) : to;
    if (digits.isEmpty() || !std::all_of(digits.begin(), digits.end(), [](char byte) {
            return byte >= '0' && byte <= '9';
        })) {
        return failure(Fault::MissingField, "to");
    }
    const QString type = message.value("type"_L1).toString(u"text"_s);
    if (!message.value(type).isObject()) {
        return failure(Fault::MissingField, type.toUtf8());
    }
    if (digits == FailingPhone) {
        return failure(Fault::MetaFailed, {});
    }
    return {};
}

VendorAnswer Connexease::failure(Fault fault, const QByteArray& detail) const
{
    const int status = statusOf(fault);
    JsonText params;
    switch (fault) {
    case Fault::BrokenJson:
        return error(status, "GW_001", "BAD_REQUEST", "The payload is not valid JSON.");
    case Fault::MissingField:
        return error(status, "GW_002", "BAD_REQUEST", "The payload is invalid.",
                     params.text("field", detail));
    case Fault::UnpaidBalance:
        return error(status, "BILL_001", "PAYMENT_REQUIRED", "The balance is not sufficient.");
    case Fault::NoSuchRoute:
        return error(status, "GW_404", "NOT_FOUND", "There is no such route.");
    case Fault::WrongMethod:
        return error(status, "GW_405", "METHOD_NOT_ALLOWED", "The method is not allowed.");
    case Fault::Duplicate:
        return error(status, "GW_409", "CONFLICT", "The message was sent already.");
    case Fault::TooLarge:
        return error(status, "GW_413", "PAYLOAD_TOO_LARGE", "The payload is too large.");
    case Fault::Internal:
        return error(status, "GW_500", "INTERNAL_ERROR", "Something went wrong.");
    case Fault::MetaFailed:
        return error(status, "META_001", "BAD_GATEWAY", "Meta did not accept the message.");
    }
    Q_UNREACHABLE();
}

VendorAnswer Connexease::refusal(const Policy& hit, Duration wait) const
{
    const qint64 seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    const QByteArray name = shortName(hit);
    JsonText params;
    params.text("limit_type", name.isEmpty() ? hit.name.toUtf8() : name);
    params.text("retry_after",
                QByteArray::number(seconds) + (m_edition == Edition::Seed ? " seconds" : "s"));
    return error(429, "RATE_001", "TOO_MANY_REQUESTS",
                 "Rate limit exceeded. Please try again later.", params);
}

Http::Headers Connexease::limitFields(const GatewayCall&, const QList<StatedWindow>& windows,
                                      qsizetype hit) const
{
    Http::Headers fields;
    const bool onlyHit = hit >= 0 && m_edition == Edition::Sliding;
    for (qsizetype i = 0; i < windows.size(); ++i) {
        const QByteArray name = shortName(*windows[i].policy);
        if (name.isEmpty() || (onlyHit && i != hit)) {
            continue;
        }
        const WindowStanding& standing = *windows[i].standing;
        fields.append("X-RateLimit-" + name + "-Limit", QByteArray::number(standing.limit));
        fields.append("X-RateLimit-" + name + "-Remaining", QByteArray::number(standing.remaining));
    }
    return fields;
}

Duration Connexease::statedWait(const Policy& hit, Duration wait) const
{
    return m_edition == Edition::Seed ? wait : std::max(wait, hit.window);
}

GatewayCall Connexease::otherCall(quint64 number) const
{
    GatewayCall call;
    call.method = "POST";
    call.route = "/wa/message";
    JsonText text;
    text.text("body", "Your order is on its way.");
    JsonText body;
    body.text("messaging_product", "whatsapp");
    body.text("to", "447700900" + QByteArray::number(qulonglong{100 + number % 400}));
    call.body = body.text("type", "text").object("text", text).whole();
    return call;
}

} // namespace Pacewatch
