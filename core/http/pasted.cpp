#include "core/http/parser.h"

namespace Pacewatch::Http {

using namespace Qt::StringLiterals;

namespace {

/// 1xx answers before the one that counts; each is cut off the text, so more would take long.
constexpr int MostHeadsPasted = 64;

/// The head with CR LF everywhere, an HTTP/1.1 status line and its empty line; the rest goes to
/// @p body untouched.
QByteArray mendedHead(const QByteArray& bytes, QByteArray& body)
{
    QByteArray head;
    qsizetype at = 0;
    while (at < bytes.size()) {
        const qsizetype feed = bytes.indexOf('\n', at);
        QByteArray line = feed < 0 ? bytes.mid(at) : bytes.mid(at, feed - at);
        at = feed < 0 ? bytes.size() : feed + 1;
        if (line.endsWith('\r')) {
            line.chop(1);
        }
        if (head.isEmpty() && line.trimmed().isEmpty()) {
            continue; // empty lines above what was pasted
        }
        if (line.isEmpty()) {
            break;
        }
        if (head.isEmpty() && (line.startsWith("HTTP/2") || line.startsWith("HTTP/3"))) {
            const qsizetype space = line.indexOf(' ');
            line = "HTTP/1.1" + (space < 0 ? QByteArray() : line.mid(space));
        }
        head += line + "\r\n";
    }
    body = bytes.mid(at);
    return head + "\r\n";
}

/// The body without its framing; as it stands when the framing does not fit.
void readBody(Parser& parser, const QByteArray& rest, WholeResponse& whole)
{
    parser.feed(rest);
    parser.endOfInput();
    for (;;) {
        switch (parser.next()) {
        case Parser::Step::Body:
            whole.body += parser.body();
            continue;
        case Parser::Step::End:
            whole.trailers = parser.trailers();
            return;
        case Parser::Step::Head:
            continue;
        case Parser::Step::NeedMore:
        case Parser::Step::Failed:
            whole.body = rest;
            return;
        }
    }
}

} // namespace

Result<WholeResponse> parseResponse(const QByteArray& bytes)
{
    QByteArray rest = bytes;
    for (int heads = 0; heads <= MostHeadsPasted; ++heads) {
        const QByteArray head = mendedHead(QByteArray(rest), rest);
        Parser parser(Parser::Kind::Responses);
        parser.feed(head);
        const Parser::Step step = parser.next();
        if (step != Parser::Step::Head) {
            return fail(ErrorCode::Corrupt,
                        step == Parser::Step::Failed ? QString::fromLatin1(parser.failure().reason)
                                                     : u"no response in it"_s);
        }
        WholeResponse whole;
        whole.head = parser.responseHead();
        if (whole.head.status >= 200) {
            readBody(parser, rest, whole);
            return whole;
        }
        if (rest.trimmed().isEmpty()) {
            return whole;
        }
    }
    return fail(ErrorCode::Corrupt, u"interim answers without an end"_s);
}

} // namespace Pacewatch::Http
