#include "tests/fuzz/telling.h"

#include <cstddef>
#include <cstdint>

using namespace Pacewatch;

/// Requests on one connection: however they are cut, the parser must say the same, and never crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    constexpr auto Kind = Http::Parser::Kind::Requests;
    QByteArray first;
    for (const qsizetype piece : {bytes.size() + 1, qsizetype(1), qsizetype(7), Varied}) {
        Http::Parser parser(Kind);
        const QByteArray told = tell(parser, Kind, bytes, piece, true);
        if (first.isNull()) {
            first = told + ' ';
        }
        mustAgree(first, told + ' ');
    }
    return 0;
}
