#include "tests/fuzz/telling.h"

#include <cstddef>
#include <cstdint>

using namespace Pacewatch;

/// Answers on one connection, and the same bytes as a person pastes them. The first byte says
/// whether the first answers a HEAD.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const bool answersHead = data[0] == 'H';
    const QByteArrayView bytes(data + 1, static_cast<qsizetype>(size - 1));
    constexpr auto Kind = Http::Parser::Kind::Responses;
    QByteArray first;
    for (const qsizetype piece : {bytes.size() + 1, qsizetype(1), qsizetype(7), Varied}) {
        Http::Parser parser(Kind);
        if (answersHead) {
            parser.expectNoBody();
        }
        const QByteArray told = tell(parser, Kind, bytes, piece, true);
        if (first.isNull()) {
            first = told + ' ';
        }
        mustAgree(first, told + ' ');
    }
    (void)Http::parseResponse(bytes.toByteArray());
    return 0;
}
