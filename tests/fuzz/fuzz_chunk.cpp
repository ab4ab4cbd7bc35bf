#include "tests/fuzz/telling.h"

#include <cstddef>
#include <cstdint>

using namespace Pacewatch;

/// A body in the chunked coding and what follows it, in a request and in an answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray body(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const QByteArray heads[] = {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"};
    constexpr Http::Parser::Kind Kinds[]
        = {Http::Parser::Kind::Requests, Http::Parser::Kind::Responses};
    for (int side = 0; side < 2; ++side) {
        const QByteArray bytes = heads[side] + body;
        Http::Parser whole(Kinds[side]);
        Http::Parser bytewise(Kinds[side]);
        mustAgree(tell(whole, Kinds[side], bytes, bytes.size(), true),
                  tell(bytewise, Kinds[side], bytes, 1, true));
    }
    return 0;
}
