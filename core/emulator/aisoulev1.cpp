#include "core/emulator/aisoulev1.h"

#include "core/emulator/jsontext.h"

#include <QJsonDocument>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace Pacewatch {

namespace {

JsonText success()
{
    JsonText body;
    return body.flag("success", true);
}

VendorAnswer error(int status, const QByteArray& code, const QByteArray& message)
{
    JsonText details;
    details.text("code", code).text("message", message);
    JsonText body;
    body.flag("success", false).object("error", details);
    return {status, body.whole(), {}};
}

bool isReadable(QByteArrayView route)
{
    return route == "/status" || route == "/contacts" || route == "/templates"
        || route == "/campaigns" || route == "/accounts";
}

bool isWritable(QByteArrayView route)
{
    return route == "/messages" || route == "/media" || route == "/contacts"
        || route == "/contacts/bulk" || route == "/campaigns";
}

} // namespace

AisouleV1::AisouleV1(QString headerWindow)
    : m_headerWindow(std::move(headerWindow))
{ }

KeyCheck AisouleV1::checkKey(const GatewayCall& call) const
{
    static constexpr QByteArrayView Prefix = "Bearer ";
    const QByteArray value = call.headers.value("Authorization");
    if (!value.startsWith(Prefix)) {
        return {{}, error(401, "unauthorized", "A bearer key is required.")};
    }
    const QByteArray key = value.sliced(Prefix.size());
    if (!isAcceptedKey(key)) {
        return {key, error(401, "unauthorized", "Invalid or expired API key.")};
    }
    return {key, {}};
}

VendorAnswer AisouleV1::serve(const GatewayCall& call) const
{
    if (!isReadable(call.route) && !isWritable(call.route)) {
        return failure(Fault::NoSuchRoute, {});
    }
    if (call.method == "GET" && isReadable(call.route)) {
        return read(call);
    }
    if (call.method == "POST" && isWritable(call.route)) {
        return write(call);
    }
    VendorAnswer answer = failure(Fault::WrongMethod, {});
    const QByteArray readable = isReadable(call.route) ? "GET" : "";
    const QByteArray writable = isWritable(call.route) ? "POST" : "";
    const QByteArray comma = readable.isEmpty() || writable.isEmpty() ? "" : ", ";
    answer.fields.append("Allow", readable + comma + writable);
    return answer;
}

VendorAnswer AisouleV1::read(const GatewayCall& call) const
{
    JsonText body = success();
    if (call.route == "/status") {
        body.text("status", "operational").text("time", isoTime(call.now));
    } else {
        body.list("data", {}).number("total", 0);
    }
    return {200, body.whole(), {}};
}

VendorAnswer AisouleV1::write(const GatewayCall& call) const
{
    if (call.route == "/media") {
        // An upload is no JSON: whatever it holds is taken.
        JsonText body = success();
        return {200, body.text("media_id", "media_" + madeUpId(call, 20).toLower()).whole(), {}};
    }
    const QJsonDocument document = QJsonDocument::fromJson(call.body);
    if (!document.isObject()) {
        return failure(Fault::BrokenJson, {});
    }
    if (call.route == "/messages") {
        return sendMessage(call, document.object());
    }
    JsonText body = success();
    return {201, body.text("id", madeUpId(call, 12).toLower()).whole(), {}};
}

VendorAnswer AisouleV1::sendMessage(const GatewayCall& call, const QJsonObject& body) const
{
    const QByteArray to = body.value("to"_L1).toString().toUtf8();
    const QString type = body.value("type"_L1).toString();
    if (to.isEmpty()) {
        return failure(Fault::MissingField, "to");
    }
    if (type.isEmpty()) {
        return failure(Fault::MissingField, "type");
    }
    if (!body.value(type).isObject()) {
        return failure(Fault::MissingField, type.toUtf8());
    }
    if (to == FailingPhone) {
        return failure(Fault::MetaFailed, {});
    }
    JsonText answer = success();
    answer.text("message_id", "msg_" + madeUpId(call, 24).toLower()).text("status", "queued");
    return {200, answer.text("recipient", to).whole(), {}};
}

VendorAnswer AisouleV1::failure(Fault fault, const QByteArray& detail) const
{
    const int status = statusOf(fault);
    switch (fault) {
    case Fault::BrokenJson:
        return error(status, "invalid_json", "The request body is not valid JSON.");
    case Fault::MissingField:
        return error(status, "validation_error", "The field '" + detail + "' is required.");
    case Fault::UnpaidBalance:
        return error(status, "payment_required", "The plan of this account has ended.");
    case Fault::NoSuchRoute:
        return error(status, "not_found", "Not found.");
    case Fault::WrongMethod:
        return error(status, "method_not_allowed", "Method not allowed.");
    case Fault::Duplicate:
        return error(status, "duplicate", "This entry already exists.");
    case Fault::TooLarge:
        return error(status, "payload_too_large", "The request body is larger than 5 MB.");
    case Fault::Internal:
        return error(status, "internal_error", "Internal server error.");
    case Fault::MetaFailed:
        return error(status, "upstream_error", "WhatsApp did not accept the message.");
    }
    Q_UNREACHABLE();
}

VendorAnswer AisouleV1::refusal(const Policy&, Duration wait) const
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    JsonText details;
    details.text("code", "rate_limit_exceeded")
        .text("message", "Too many requests. Please wait before retrying.")
        .number("retry_after_seconds", seconds);
    JsonText body;
    body.flag("success", false).object("error", details);
    return {429, body.whole(), {}};
}

Http::Headers AisouleV1::limitFields(const GatewayCall&, const QList<StatedWindow>& windows,
                                     qsizetype) const
{
    const StatedWindow* shown = shownWindow(windows, m_headerWindow);
    return shown ? rateLimitTriple(*shown) : Http::Headers();
}

GatewayCall AisouleV1::otherCall(quint64 number) const
{
    GatewayCall call;
    call.method = "POST";
    call.route = "/messages";
    JsonText text;
    text.text("body", "Your order is on its way.");
    JsonText body;
    body.text("to", "447700900" + QByteArray::number(qulonglong{100 + number % 400}));
    call.body = body.text("type", "text").object("text", text).whole();
    return call;
}

} // namespace Pacewatch
