#include "ui/views/connection/snippets.h"

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

struct Call
{
    QString url;
    QString method;
    QString header;
    QString value;
    QString body; ///< JSON; empty for none
};

Call firstCall(const QString& address, const Profile& profile)
{
    const Endpoint* endpoint = profile.sendEndpoint();
    if (endpoint == nullptr) {
        endpoint = profile.statusEndpoint();
    }
    Call call;
    call.url = address;
    call.method = u"GET"_s;
    if (endpoint != nullptr) {
        call.url += QString::fromLatin1(endpoint->path);
        call.method = QString::fromLatin1(endpoint->method);
        call.body = QString::fromUtf8(endpoint->sampleBody).simplified();
        // Ofcom keeps this number for drama: it belongs to nobody.
        call.body.replace("{{to}}"_L1, "+447700900123"_L1).replace("{{text}}"_L1, "Test"_L1);
    }
    call.header = profile.auth.header.isEmpty() ? u"Authorization"_s
                                                : QString::fromLatin1(profile.auth.header);
    const QString prefix
        = profile.auth.header.isEmpty() ? u"Bearer "_s : QString::fromLatin1(profile.auth.prefix);
    call.value = prefix + u"YOUR_KEY"_s;
    return call;
}

QString curl(const Call& call)
{
    QString text = u"curl %1"_s.arg(call.url);
    if (call.body.isEmpty() && call.method != "GET"_L1) {
        text += u" -X %1"_s.arg(call.method);
    }
    text += u" \\\n  -H \"%1: %2\""_s.arg(call.header, call.value);
    if (!call.body.isEmpty()) {
        text += u" \\\n  -H \"Content-Type: application/json\" \\\n  -d '%1'"_s.arg(call.body);
    }
    return text;
}

QString python(const Call& call)
{
    const QString data = call.body.isEmpty() ? QString() : u",\n    data='%1'"_s.arg(call.body);
    const QString type = call.body.isEmpty()
        ? QString()
        : u",\n             \"Content-Type\": \"application/json\""_s;
    return u"import requests\n\nrequests.request(\n    \"%1\", \"%2\",\n    headers={\"%3\": \"%4\"%5}%6)"_s
        .arg(call.method, call.url, call.header, call.value, type, data);
}

QString node(const Call& call)
{
    const QString body = call.body.isEmpty() ? QString() : u",\n  body: '%1'"_s.arg(call.body);
    const QString type = call.body.isEmpty()
        ? QString()
        : u",\n             \"Content-Type\": \"application/json\""_s;
    return u"await fetch(\"%1\", {\n  method: \"%2\",\n  headers: { \"%3\": \"%4\"%5 }%6\n})"_s.arg(
        call.url, call.method, call.header, call.value, type, body);
}

QString php(const Call& call)
{
    const QString body
        = call.body.isEmpty() ? QString() : u",\n  CURLOPT_POSTFIELDS => '%1'"_s.arg(call.body);
    const QString type
        = call.body.isEmpty() ? QString() : u", \"Content-Type: application/json\""_s;
    return u"$call = curl_init(\"%1\");\ncurl_setopt_array($call, [\n  CURLOPT_CUSTOMREQUEST => "
           "\"%2\",\n  CURLOPT_HTTPHEADER => [\"%3: %4\"%5]%6\n]);\ncurl_exec($call);"_s.arg(
               call.url, call.method, call.header, call.value, type, body);
}

} // namespace

QString makeSnippet(SnippetKind kind, const QString& address, const Profile& profile)
{
    const Call call = firstCall(address, profile);
    switch (kind) {
    case SnippetKind::Curl:
        return curl(call);
    case SnippetKind::Python:
        return python(call);
    case SnippetKind::Node:
        return node(call);
    case SnippetKind::Php:
        return php(call);
    case SnippetKind::SettingsFile:
        break;
    }
    return u"API_BASE_URL=%1\nAPI_KEY=YOUR_KEY"_s.arg(address);
}

} // namespace Pacewatch
