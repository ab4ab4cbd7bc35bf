#pragma once

#include "core/exchange.h"

#include <array>

namespace Pacewatch {

/// What the diagnosis needs of one call; 136 bytes. Plain bytes: see PackedCalls.
struct CallFacts
{
    /// Whose answer a call got.
    enum class End : quint8
    {
        Counted, ///< answered by the gateway, or perhaps: the gateway counted it
        Refused, ///< by a limit
        NotSent, ///< never left this computer
    };
    /// What an answer showed of one window.
    struct Shown
    {
        qint8 window = -1; ///< index into the subject's windows; -1 for nothing
        qint32 limit = 0;
        qint32 remaining = -1; ///< -1 when not stated
    };
    static constexpr std::size_t MostShown = 2;

    ExchangeId id{};
    Instant sent{};
    Instant answered{};
    WallTime sentWall{};
    Duration wait{-1}; ///< asked for, the shortest of those stated; below zero when none was
    WallTime resetAt{}; ///< stated reset on the server's calendar; zero when none was
    WallTime date{}; ///< stated Date; zero when none was
    quint64 identity = 0; ///< equal calls share it: method, target but for its time, body
    quint64 said = 0; ///< equal answers share it; 0 when it is not known
    qint64 bodySize = 0;
    quint32 route = 0; ///< index into CallLog::routes()
    qint32 code = 0; ///< Meta's error number, of what it refused; 0 when none is told
    qint16 status = 0;
    quint16 counts = 0; ///< bit i: the subject's window i counts it
    qint8 told = -1; ///< window that the refusal names
    End end = End::Counted;
    Origin origin = Origin::Client;
    bool fromBehind = false; ///< refused by what stands behind the gateway
    bool fromCdn = false;
    bool byUs = false;
    bool isGet = false;
    bool isComparable = false; ///< identity holds the body, not only the address
    bool saysConcurrency = false; ///< the refusal speaks of calls at the same time
    std::array<Shown, MostShown> shown{};

    [[nodiscard]] bool isRefused() const { return end == End::Refused; }
};

} // namespace Pacewatch
