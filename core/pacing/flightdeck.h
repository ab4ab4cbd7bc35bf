#pragma once

#include "core/instant.h"
#include "core/pacing/verdict.h"

#include <QtGlobal>

#include <limits>
#include <vector>

namespace Pacewatch {

/// How one window stood just after a call left.
struct FlightMark
{
    bool applies = false;
    bool isProbe = false; ///< went to see whether the window was reset
    qint64 occupied = 0; ///< own units in the window, this call included
    qint64 departed = 0; ///< units that ever left, this call included
    qint64 finished = 0; ///< units that ever came to an end
};

/// One call in the air.
struct Flight
{
    Instant departed{};
    qint64 cost = 0;
    quint32 serial = 0; ///< 0 while the slot is free
    std::vector<FlightMark> marks; ///< one for each window of the limiter at departure
};

/// The calls in the air, found by ticket. Slots and their memory are used again.
class FlightDeck final
{
public:
    [[nodiscard]] CallTicket open(Instant departed, qint64 cost);
    /// nullptr for a ticket that was handed back already.
    [[nodiscard]] Flight* find(CallTicket ticket);
    void close(CallTicket ticket);
    [[nodiscard]] std::vector<CallTicket> all() const;

private:
    std::vector<Flight> m_slots;
    std::vector<quint32> m_free;
    quint32 m_lastSerial = 0;
};

} // namespace Pacewatch
