#include "ui/models/messagetext.h"

#include "core/http/contentcoding.h"
#include "ui/models/jsontext.h"

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

QString fieldsOf(const QByteArray& firstLine, const Http::Headers& headers)
{
    QString text = QString::fromUtf8(firstLine) + u'\n';
    for (const Http::Field& field : headers) {
        text += QString::fromUtf8(field.name) + u": "_s + QString::fromUtf8(field.value) + u'\n';
    }
    return text + u'\n';
}

} // namespace

QString headOf(const Http::RequestHead& request)
{
    return fieldsOf(request.method + ' ' + request.target + " HTTP/1."
                        + QByteArray::number(request.minorVersion),
                    request.headers);
}

QString headOf(const Http::ResponseHead& response)
{
    if (response.status == 0) {
        return {};
    }
    return fieldsOf("HTTP/1." + QByteArray::number(response.minorVersion) + ' '
                        + QByteArray::number(response.status) + ' ' + response.reason,
                    response.headers);
}

QString readableContent(const KeptBody& body, const QByteArray& coding, qsizetype most)
{
    const auto content = Http::contentOf(body.head, coding, most);
    return content ? readableBody(content->bytes) : QString();
}

} // namespace Pacewatch
