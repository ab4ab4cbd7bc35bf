#include "core/http/url.h"
#include "tests/fuzz/telling.h"

#include <cstddef>
#include <cstdint>

using namespace Pacewatch;

/// An address that is taken must be taken again, the same, when it is written out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Result<Http::Url> url = Http::readUrl(QByteArrayView(data, static_cast<qsizetype>(size)));
    if (!url) {
        return 0;
    }
    const QByteArray written
        = (url->site.isTls ? "https://" : "http://") + url->site.authority() + url->target();
    const Result<Http::Url> again = Http::readUrl(written);
    mustAgree(again ? again->site.authority() + again->target() : QByteArray("refused"),
              url->site.authority() + url->target());
    (void)url->site.isLoopback();
    return 0;
}
