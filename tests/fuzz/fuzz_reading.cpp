#include "core/http/parser.h"
#include "core/quota/reader.h"

#include <cstddef>
#include <cstdint>

using namespace Pacewatch;

/// What an answer says about limits: any server may say anything.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const Result<Http::WholeResponse> answer = Http::parseResponse(bytes);
    if (answer) {
        (void)read({answer->head.status, answer->head.headers, answer->body,
                    WallTime(std::chrono::seconds(1'763'546'400))});
    }
    return 0;
}
