#include "core/emulator/aisoule.h"

#include "core/emulator/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace Pacewatch {

namespace {

VendorAnswer success(int status, const JsonText& data)
{
    JsonText body;
    body.object("data", data).text("status", "success");
    return {status, body.whole(), {}};
}

VendorAnswer error(int status, const QByteArray& message)
{
    JsonText body;
    body.text("message", message).text("status", "error");
    return {status, body.whole(), {}};
}

JsonText contact(const QByteArray& id, const QByteArray& name, const QByteArray& phone,
                 WallTime updated)
{
    JsonText contact;
    contact.text("id", id).text("name", name).text("phone", phone);
    return contact.text("updated_at", isoTime(updated));
}

/// When a stored contact was changed last: a time that stays while somebody reads it again.
WallTime lastMidnight(const GatewayCall& call)
{
    return std::chrono::floor<std::chrono::days>(call.now);
}

JsonText contactPage(const GatewayCall& call)
{
    constexpr int Shown = 3;
    QList<JsonText> contacts;
    for (int i = 1; i <= Shown; ++i) {
        const QByteArray digit = QByteArray::number(i);
        contacts.append(contact("ct_" + digit, "Contact " + digit, "+44770090010" + digit,
                                lastMidnight(call) - std::chrono::minutes(i)));
    }
    JsonText page;
    return page.list("contacts", contacts).number("total", Shown).number("page", 1);
}

JsonText templates()
{
    QList<JsonText> list;
    for (const char* name : {"booking_confirmed", "booking_reminder", "feedback"}) {
        JsonText entry;
        entry.text("name", name).text("language", "en").text("status", "APPROVED");
        list.append(entry);
    }
    JsonText page;
    return page.list("templates", list).number("total", list.size());
}

JsonText accounts(const GatewayCall& call)
{
    JsonText account;
    account.text("id", "wa_1").text("phone", "+447700900999").text("status", "connected");
    account.text("checked_at", isoTime(call.now));
    JsonText page;
    return page.list("accounts", {account});
}

bool isContactId(QByteArrayView id)
{
    constexpr qsizetype Longest = 64;
    return !id.isEmpty() && id.size() <= Longest && id != "0" && id != "missing"
        && std::all_of(id.begin(), id.end(), [](char byte) {
               return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
                   || (byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '-';
           });
}

} // namespace

Aisoule::Aisoule(QString headerWindow)
    : m_headerWindow(std::move(headerWindow))
{ }

KeyCheck Aisoule::checkKey(const GatewayCall& call) const
{
    const QByteArray key = call.headers.value("X-API-Key");
    if (key.isEmpty()) {
        return {{}, error(401, "API key is missing.")};
    }
    if (!isAcceptedKey(key)) {
        return {key, error(401, "Invalid or expired API key.")};
    }
    return {key, {}};
}

VendorAnswer Aisoule::serve(const GatewayCall& call) const
{
    static constexpr QByteArrayView OneContact = "/contacts/";
    const bool isGet = call.method == "GET";
    if (call.route == "/contacts" || call.route == "/contacts/bulk"
        || call.route == "/messages/send") {
        return serveContacts(call);
    }
    if (call.route.startsWith(OneContact)) {
        return serveContact(call, call.route.sliced(OneContact.size()));
    }
    if (call.route == "/templates") {
        return isGet ? success(200, templates()) : wrongMethod("GET");
    }
    if (call.route == "/accounts") {
        return isGet ? success(200, accounts(call)) : wrongMethod("GET");
    }
    if (call.route == "/campaigns") {
        return serveCampaigns(call);
    }
    return failure(Fault::NoSuchRoute, {});
}

VendorAnswer Aisoule::wrongMethod(const QByteArray& allowed) const
{
    VendorAnswer answer = failure(Fault::WrongMethod, {});
    answer.fields.append("Allow", allowed);
    return answer;
}

VendorAnswer Aisoule::serveContacts(const GatewayCall& call) const
{
    const bool isList = call.route == "/contacts";
    if (isList && call.method == "GET") {
        return success(200, contactPage(call));
    }
    if (call.method != "POST") {
        return wrongMethod(isList ? "GET, POST" : "POST");
    }
    const QJsonDocument document = QJsonDocument::fromJson(call.body);
    if (!document.isObject()) {
        return failure(Fault::BrokenJson, {});
    }
    if (isList) {
        return createContact(call, document.object());
    }
    return call.route == "/contacts/bulk" ? createContacts(document.object())
                                          : sendMessage(call, document.object());
}

VendorAnswer Aisoule::createContact(const GatewayCall& call, const QJsonObject& body) const
{
    const QByteArray phone = body.value("phone"_L1).toString().toUtf8();
    if (phone.isEmpty()) {
        return failure(Fault::MissingField, "phone");
    }
    if (phone == TakenPhone) {
        return failure(Fault::Duplicate, {});
    }
    const QByteArray name = body.value("name"_L1).toString().toUtf8();
    return success(201, contact("ct_" + madeUpId(call, 12).toLower(), name, phone, call.now));
}

VendorAnswer Aisoule::createContacts(const QJsonObject& body) const
{
    const QJsonValue contacts = body.value("contacts"_L1);
    if (!contacts.isArray() || contacts.toArray().isEmpty()) {
        return failure(Fault::MissingField, "contacts");
    }
    JsonText data;
    data.number("created", contacts.toArray().size()).number("failed", 0);
    return success(201, data);
}

VendorAnswer Aisoule::sendMessage(const GatewayCall& call, const QJsonObject& body) const
{
    const QByteArray to = body.value("to"_L1).toString().toUtf8();
    const QString type = body.value("type"_L1).toString();
    if (to.isEmpty()) {
        return failure(Fault::MissingField, "to");
    }
    if (type.isEmpty()) {
        return failure(Fault::MissingField, "type");
    }
    if (!body.contains(type)) {
        return failure(Fault::MissingField, type.toUtf8());
    }
    if (to == FailingPhone) {
        return failure(Fault::MetaFailed, {});
    }
    JsonText data;
    data.text("message_id", "wamid." + madeUpId(call, 32)).text("status", "sent");
    return success(200, data);
}

VendorAnswer Aisoule::serveContact(const GatewayCall& call, const QByteArray& id) const
{
    if (!isContactId(id)) {
        return failure(Fault::NoSuchRoute, {});
    }
    if (call.method == "GET") {
        return success(200, contact(id, "Contact " + id, "+447700900101", lastMidnight(call)));
    }
    if (call.method == "DELETE") {
        JsonText data;
        return success(200, data.text("id", id).flag("deleted", true));
    }
    if (call.method != "PUT") {
        return wrongMethod("GET, PUT, DELETE");
    }
    const QJsonDocument document = QJsonDocument::fromJson(call.body);
    if (!document.isObject()) {
        return failure(Fault::BrokenJson, {});
    }
    const QByteArray name = document.object().value("name"_L1).toString().toUtf8();
    const QByteArray phone
        = document.object().value("phone"_L1).toString(u"+447700900101"_s).toUtf8();
    return success(200, contact(id, name, phone, call.now));
}

VendorAnswer Aisoule::serveCampaigns(const GatewayCall& call) const
{
    JsonText campaign;
    if (call.method == "GET") {
        campaign.text("id", "cp_1").text("name", "Autumn check-up").text("status", "completed");
        JsonText page;
        return success(200, page.list("campaigns", {campaign}).number("total", 1));
    }
    if (call.method != "POST") {
        return wrongMethod("GET, POST");
    }
    const QJsonDocument document = QJsonDocument::fromJson(call.body);
    if (!document.isObject()) {
        return failure(Fault::BrokenJson, {});
    }
    const QByteArray name = document.object().value("name"_L1).toString().toUtf8();
    if (name.isEmpty()) {
        return failure(Fault::MissingField, "name");
    }
    campaign.text("id", "cp_" + madeUpId(call, 12).toLower()).text("name", name);
    return success(201, campaign.text("status", "draft"));
}

VendorAnswer Aisoule::failure(Fault fault, const QByteArray& detail) const
{
    const int status = statusOf(fault);
    switch (fault) {
    case Fault::BrokenJson:
        return error(status, "The request body is not valid JSON.");
    case Fault::MissingField:
        return error(status, "The field '" + detail + "' is required.");
    case Fault::UnpaidBalance:
        return error(status, "The plan of this account has ended.");
    case Fault::NoSuchRoute:
        return error(status, "Not found.");
    case Fault::WrongMethod:
        return error(status, "Method not allowed.");
    case Fault::Duplicate:
        return error(status, "A contact with this phone number already exists.");
    case Fault::TooLarge:
        return error(status, "The request body is larger than 5 MB.");
    case Fault::Internal:
        return error(status, "Internal server error.");
    case Fault::MetaFailed:
        return error(status, "WhatsApp did not accept the message.");
    }
    Q_UNREACHABLE();
}

VendorAnswer Aisoule::refusal(const Policy&, Duration wait) const
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return error(429,
                 "Rate limit exceeded. Try again in " + QByteArray::number(qint64{seconds})
                     + " seconds.");
}

Http::Headers Aisoule::limitFields(const GatewayCall&, const QList<StatedWindow>& windows,
                                   qsizetype) const
{
    const StatedWindow* shown = shownWindow(windows, m_headerWindow);
    return shown ? rateLimitTriple(*shown) : Http::Headers();
}

GatewayCall Aisoule::otherCall(quint64 number) const
{
    GatewayCall call;
    call.method = "POST";
    call.route = "/messages/send";
    JsonText body;
    body.text("to", "+447700900" + QByteArray::number(qulonglong{100 + number % 400}));
    body.text("type", "text").text("text", "Your order is on its way.");
    call.body = body.whole();
    return call;
}

} // namespace Pacewatch
