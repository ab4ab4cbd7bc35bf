#include "tests/support/plantedcalls.h"

namespace Pacewatch::Planted {

using namespace Qt::StringLiterals;

QByteArray secretOf(int i)
{
    return "hush" + QByteArray::number(7919 * (i + 3)) + "word";
}

QByteArray phoneOf(int i)
{
    return "+3460" + QByteArray::number(1'234'567 + 7919 * i);
}

QByteArray digitsOf(int i)
{
    return phoneOf(i).sliced(1);
}

namespace {

Exchange plain(const QByteArray& type = "application/json", const QByteArray& body = {})
{
    Exchange call;
    call.arrivedWall = WallTime(std::chrono::seconds(1'763'547'507));
    call.request = {"POST", "/v1/send", 1, {{"Host", "api.example"}, {"Content-Type", type}}};
    call.requestBody = {body, body.size(), {}};
    call.response = {200, "OK", 1, {{"Content-Type", type}}};
    call.responseBody = call.requestBody;
    return call;
}

void addHeads(QList<Exchange>& calls)
{
    const char* const names[] = {"Authorization", "X-API-Key",       "Proxy-Authorization",
                                 "D360-API-KEY",  "X-Auth-Token",    "X-Access-Token",
                                 "Api-Key",       "X-Client-Secret", "X-Hub-Signature-256"};
    for (int i = 0; i < 9; ++i) {
        Exchange call = plain();
        call.request.headers.append(names[i], (i % 2 ? "" : "Bearer ") + secretOf(i));
        call.response.headers.append(names[i], secretOf(i));
        call.request.headers.append("X-Recipient-Phone", phoneOf(i));
        call.response.headers.append("X-Note", "sent to " + phoneOf(i) + ", thanks");
        calls.append(call);
    }
    Exchange basic = plain();
    basic.request.headers.append("Authorization",
                                 "Basic " + QByteArray("user:" + secretOf(9)).toBase64());
    basic.responseBody.head = "you sent " + secretOf(9) + " and " + secretOf(9).toHex();
    basic.response.headers.append(
        "Link", "<https://u:" + secretOf(9) + "@api.example/" + digitsOf(9) + ">; rel=next");
    calls.append(basic);
    Exchange cookies = plain();
    cookies.request.headers.append("Cookie", "a=" + secretOf(10) + "; b=" + secretOf(11));
    cookies.response.headers.append("Set-Cookie", "sid=" + secretOf(12) + "; Path=/; HttpOnly");
    cookies.response.headers.append("Location",
                                    "/next?access_token=" + secretOf(13)
                                        + "&phone=" + phoneOf(10).toPercentEncoding());
    calls.append(cookies);
}

void addTargets(QList<Exchange>& calls)
{
    Exchange query = plain();
    query.request.target = "/v1/x?api_key=" + secretOf(14) + "&to="
        + phoneOf(11).toPercentEncoding() + "&from=" + digitsOf(12) + "&%74oken=" + secretOf(15);
    calls.append(query);
    Exchange path = plain();
    path.request.target = "/v1/contacts/" + digitsOf(13) + "/" + phoneOf(14).toPercentEncoding();
    path.request.headers.append("Referer", "https://api.example/?password=" + secretOf(16));
    calls.append(path);
}

void addBodies(QList<Exchange>& calls)
{
    calls.append(plain("application/json",
                       R"({"password":")" + secretOf(17) + R"(","list":[{"client_secret":")"
                           + secretOf(18) + R"("}],"to":")" + phoneOf(15) + R"(","phone":)"
                           + digitsOf(16) + R"(,"text":"call )" + phoneOf(17) + R"( now"})"));
    QByteArray escaped = "\\u002b" + digitsOf(18);
    calls.append(plain("application/json",
                       R"({"a":{"wa_id":")" + escaped + R"("},"raw":"{\"token\":\")" + secretOf(19)
                           + R"(\",\"n\":\")" + phoneOf(19) + R"(\"}"})"));
    calls.append(plain("application/x-www-form-urlencoded",
                       "To=" + phoneOf(20).toPercentEncoding() + "&Password=" + secretOf(20)
                           + "&Body=from+" + phoneOf(21).toPercentEncoding()));
    calls.append(plain("multipart/form-data; boundary=xyz",
                       "--xyz\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n"
                           + secretOf(21)
                           + "\r\n--xyz\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\n"
                           + phoneOf(22) + "\r\n--xyz--\r\n"));
    Exchange packed
        = plain("application/json",
                qCompress("{\"password\":\"" + secretOf(22) + "\"}") + secretOf(22) + phoneOf(23));
    packed.request.headers.append("Content-Encoding", "gzip");
    packed.response.headers.append("Content-Encoding", "gzip");
    calls.append(packed);
    Exchange deflated
        = plain("application/json",
                qCompress(R"({"password":")" + secretOf(22) + R"(","to":")" + phoneOf(23) + R"("})")
                    .sliced(4));
    deflated.request.headers.append("Content-Encoding", "deflate");
    deflated.response.headers.append("Content-Encoding", "deflate");
    calls.append(deflated);
    Exchange failed = plain("text/plain", "password=" + secretOf(23) + "\ntoken: " + secretOf(24));
    failed.error
        = Error{ErrorCode::Unreachable, u"no route to "_s + QString::fromLatin1(phoneOf(24))};
    failed.client = QString::fromLatin1(phoneOf(24));
    failed.response.reason = "No " + phoneOf(24);
    calls.append(failed);
}

/// How a value may be written: as it is, percent-encoded, escaped for JSON, in hex, in base64 at
/// each offset.
QByteArrayList spellings(const QByteArray& value)
{
    QByteArrayList all{value, value.toPercentEncoding(), value.toHex(), value.toHex().toUpper(),
                       QByteArray(value).replace("+", "\\u002b")};
    for (int offset = 0; offset < 3; ++offset) {
        const QByteArray whole = QByteArray(QByteArray(offset, 'x') + value).toBase64();
        all.append(whole.mid(offset == 0 ? 0 : 4, whole.size() - 8 - (offset == 0 ? 0 : 4)));
    }
    return all;
}

} // namespace

QList<Exchange> calls()
{
    QList<Exchange> planted;
    addHeads(planted);
    addTargets(planted);
    addBodies(planted);
    return planted;
}

QByteArray everythingOf(const Exchange& call)
{
    QByteArray all = call.request.method + ' ' + call.request.target + ' ' + call.response.reason
        + ' ' + call.requestBody.head + ' ' + call.responseBody.head + ' ' + call.client.toUtf8();
    for (const Http::Headers* head : {&call.request.headers, &call.response.headers}) {
        for (const Http::Field& field : *head) {
            all += ' ' + field.name + ": " + field.value;
        }
    }
    return all + (call.error ? call.error->detail.toUtf8() : QByteArray());
}

QByteArrayList hitsIn(const QByteArray& bytes)
{
    QByteArrayList hits;
    for (int i = 0; i < Number; ++i) {
        for (const QByteArray& value : {secretOf(i), phoneOf(i), digitsOf(i)}) {
            for (const QByteArray& spelling : spellings(value)) {
                if (bytes.contains(spelling)) {
                    hits.append(value + " as " + spelling);
                }
            }
        }
    }
    return hits;
}

} // namespace Pacewatch::Planted
