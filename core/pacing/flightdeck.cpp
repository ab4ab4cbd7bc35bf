#include "core/pacing/flightdeck.h"

namespace Pacewatch {

CallTicket FlightDeck::open(Instant departed, qint64 cost)
{
    if (m_free.empty()) {
        m_free.push_back(static_cast<quint32>(m_slots.size()));
        m_slots.emplace_back();
    }
    const quint32 slot = m_free.back();
    m_free.pop_back();
    m_lastSerial = m_lastSerial == std::numeric_limits<quint32>::max() ? 1 : m_lastSerial + 1;

    Flight& flight = m_slots[slot];
    flight.departed = departed;
    flight.cost = cost;
    flight.serial = m_lastSerial;
    flight.marks.clear();
    return {slot, m_lastSerial};
}

Flight* FlightDeck::find(CallTicket ticket)
{
    if (!ticket.isValid() || ticket.slot >= m_slots.size()) {
        return nullptr;
    }
    Flight& flight = m_slots[ticket.slot];
    return flight.serial == ticket.serial ? &flight : nullptr;
}

void FlightDeck::close(CallTicket ticket)
{
    if (Flight* flight = find(ticket)) {
        flight->serial = 0;
        m_free.push_back(ticket.slot);
    }
}

std::vector<CallTicket> FlightDeck::all() const
{
    std::vector<CallTicket> tickets;
    for (std::size_t slot = 0; slot < m_slots.size(); ++slot) {
        if (m_slots[slot].serial != 0) {
            tickets.push_back({static_cast<quint32>(slot), m_slots[slot].serial});
        }
    }
    return tickets;
}

} // namespace Pacewatch
