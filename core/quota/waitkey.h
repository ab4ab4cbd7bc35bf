#pragma once

#include <QStringView>

#include <optional>

namespace Pacewatch {

/// What a name such as `retry_after_ms` or `X-Retry-In` says about its value.
struct WaitKey
{
    double unit = 1; ///< seconds in one of a bare number
};

/// Understands names of fields and of values in bodies that tell how long to wait: "retryAfter",
/// "wait_seconds", "backoff", "blocked_until"; nothing for other names.
[[nodiscard]] std::optional<WaitKey> waitKey(QStringView name);

} // namespace Pacewatch
