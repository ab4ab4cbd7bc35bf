#pragma once

namespace Pacewatch {

/// How a connection stands, in one word. If several hold, the first of this list wins.
enum class Standing
{
    Off, ///< the gateway or the proxy is not reachable
    KeyRefused, ///< 401 or 403
    Limited, ///< a refusal in the last 60 s
    Waiting, ///< a Retry-After is running and the client keeps it
    Tight, ///< would be empty before the reset
    Quiet, ///< no call for 60 s
    Clear, ///< none of these
};

} // namespace Pacewatch
