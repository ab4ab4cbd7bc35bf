#include "tests/fuzz/telling.h"

#include <cstdio>
#include <cstdlib>

namespace Pacewatch {

namespace {

QByteArray tellHeaders(const Http::Headers& headers)
{
    QByteArray told;
    for (const Http::Field& field : headers) {
        told += " [" + field.name + '=' + field.value + ']';
    }
    return told;
}

QByteArray tellHead(const Http::Parser& parser, Http::Parser::Kind kind)
{
    if (kind == Http::Parser::Kind::Requests) {
        const Http::RequestHead& head = parser.requestHead();
        return head.method + ' ' + head.target + tellHeaders(head.headers);
    }
    const Http::ResponseHead& head = parser.responseHead();
    return QByteArray::number(head.status) + ' ' + head.reason + tellHeaders(head.headers);
}

/// Takes all steps there are; false when the parser failed.
bool takeSteps(Http::Parser& parser, Http::Parser::Kind kind, QByteArray& told)
{
    for (;;) {
        switch (parser.next()) {
        case Http::Parser::Step::NeedMore:
            return true;
        case Http::Parser::Step::Head:
            told += "\nhead " + tellHead(parser, kind) + "\nbody ";
            continue;
        case Http::Parser::Step::Body:
            told += parser.body();
            continue;
        case Http::Parser::Step::End:
            told += "\nend" + tellHeaders(parser.trailers())
                + (parser.keepsAlive() ? " keeps" : " closes");
            if (parser.endsWithConnection()) {
                return false;
            }
            parser.restart();
            continue;
        case Http::Parser::Step::Failed:
            told += "\nfailed " + QByteArray::number(parser.failure().status);
            return false;
        }
    }
}

} // namespace

QByteArray tell(Http::Parser& parser, Http::Parser::Kind kind, QByteArrayView bytes,
                qsizetype piece, bool isOver)
{
    constexpr qsizetype Prime = 61;
    QByteArray told;
    qsizetype step = piece;
    for (qsizetype at = 0, turn = 1; at < bytes.size(); at += step, ++turn) {
        step = piece == Varied ? 1 + turn * turn * 17 % Prime : piece;
        parser.feed(bytes.sliced(at, std::min(step, bytes.size() - at)));
        if (!takeSteps(parser, kind, told)) {
            return told;
        }
    }
    if (isOver) {
        parser.endOfInput();
        takeSteps(parser, kind, told);
    }
    return told;
}

void mustAgree(const QByteArray& left, const QByteArray& right)
{
    if (left != right) {
        std::fprintf(stderr, "these differ:\n%s\n---\n%s\n", left.constData(), right.constData());
        std::abort();
    }
}

} // namespace Pacewatch
