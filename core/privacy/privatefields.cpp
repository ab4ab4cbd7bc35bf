#include "core/privacy/privatefields.h"

#include "core/http/namememo.h"

#include <QByteArray>
#include <QSet>

#include <algorithm>
#include <array>

namespace Pacewatch {

namespace {

QByteArray plain(QByteArrayView name)
{
    constexpr std::size_t Longest = 64;
    std::array<char, Longest> kept{};
    std::size_t count = 0;
    for (const char letter : name.first(std::min<qsizetype>(name.size(), Longest))) {
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
            kept.at(count++) = letter;
        } else if (letter >= 'A' && letter <= 'Z') {
            kept.at(count++) = static_cast<char>(letter - 'A' + 'a');
        }
    }
    return {kept.data(), static_cast<qsizetype>(count)};
}

const QSet<QByteArray>& keyNames()
{
    static const QSet<QByteArray> names{"authorization",
                                        "proxyauthorization",
                                        "cookie",
                                        "setcookie",
                                        "key",
                                        "auth",
                                        "xauth",
                                        "authentication",
                                        "pass",
                                        "passwd",
                                        "pwd",
                                        "pin",
                                        "otp",
                                        "jwt",
                                        "bearer",
                                        "session",
                                        "sessionid",
                                        "phpsessid",
                                        "jsessionid",
                                        "csrf",
                                        "xsrf",
                                        "signature",
                                        "sig",
                                        "xsignature",
                                        "xhubsignature256",
                                        "credentials",
                                        "clientsecret",
                                        "code2fa"};
    return names;
}

const QSet<QByteArray>& phoneNames()
{
    static const QSet<QByteArray> names{
        "to",           "from",     "phone",          "phonenumber",  "mobile",
        "mobilenumber", "msisdn",   "waid",           "whatsapp",     "whatsappnumber",
        "telephone",    "tel",      "cell",           "cellphone",    "fax",
        "sms",          "callerid", "recipientphone", "contactphone", "displayphonenumber"};
    return names;
}

const QSet<QByteArray>& personNames()
{
    static const QSet<QByteArray> names{
        "firstname",  "lastname",    "fullname",     "surname",       "familyname",  "givenname",
        "middlename", "contactname", "customername", "recipientname", "displayname", "nickname",
        "sendername", "profilename", "username",     "login",         "patientname", "holdername"};
    return names;
}

/// The objects in which "name" is that of a person, and "number" or "id" a phone number.
bool isPerson(const QByteArray& parent)
{
    static const QSet<QByteArray> names{
        "contact", "contacts",  "customer",   "customers", "user",    "users",  "profile", "person",
        "people",  "recipient", "recipients", "member",    "members", "sender", "owner"};
    return names.contains(parent);
}

/// Limit headers count tokens, and name keys without showing them.
bool isHarmless(const QByteArray& name)
{
    return name.endsWith("tokens") || name.contains("ratelimit") || name == "tokentype"
        || name == "keyid" || name == "idempotencykey" || name.contains("remaining")
        || name.contains("limit") || name.contains("usage");
}

std::optional<PrivateKind> kindOf(QByteArrayView name, QByteArrayView parent)
{
    const QByteArray word = plain(name);
    if (word.isEmpty() || isHarmless(word)) {
        return std::nullopt;
    }
    static constexpr std::array<QByteArrayView, 9> KeyParts{
        "token",   "apikey",     "secret",     "password",  "accesskey",
        "authkey", "privatekey", "sessionkey", "passphrase"};
    if (keyNames().contains(word)
        || std::any_of(KeyParts.begin(), KeyParts.end(),
                       [&](QByteArrayView part) { return word.contains(part); })) {
        return PrivateKind::Key;
    }
    if (word.contains("email") || word == "mail" || word == "emailaddress") {
        return PrivateKind::Email;
    }
    const QByteArray around = plain(parent);
    if (phoneNames().contains(word) || word.endsWith("phone") || word.endsWith("phonenumber")
        || (word == "number" && isPerson(around))) {
        return PrivateKind::Phone;
    }
    if (personNames().contains(word) || (word == "name" && isPerson(around))) {
        return PrivateKind::Name;
    }
    return std::nullopt;
}

} // namespace

std::optional<PrivateKind> privateKindOf(QByteArrayView name, QByteArrayView parent)
{
    thread_local Http::NameMemo<std::optional<PrivateKind>> memo;
    return parent.isEmpty() ? memo.of(name, [](QByteArrayView each) { return kindOf(each, {}); })
                            : kindOf(name, parent);
}

} // namespace Pacewatch
