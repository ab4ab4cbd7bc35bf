#include "core/profile/profile.h"

#include <cstddef>
#include <cstdint>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

/// A profile of somebody else's making.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray toml(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const Result<Profile> profile = readProfile(toml, u"a.toml"_s);
    if (profile) {
        (void)effectiveWindows(*profile, {});
        (void)refusalFor(profile->refusal, u"minute"_s, std::chrono::seconds(3));
        (void)profile->statusEndpoint();
    }
    return 0;
}
