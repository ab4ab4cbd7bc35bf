#include "tests/sim/virtualnetwork.h"

#include <utility>

namespace Pacewatch {

VirtualNetwork::VirtualNetwork(Clock& clock, GatewayModel& gateway, quint64 seed)
    : m_clock(clock)
    , m_gateway(gateway)
    , m_random(seed)
    , m_bell(clock.makeBell([this] { ring(); }))
{ }

Duration VirtualNetwork::oneWay()
{
    // Not std::uniform_real_distribution: its results differ between libraries.
    const double share = static_cast<double>(m_random() >> 11) / 9007199254740992.0;
    return fromSeconds(0.005 + 0.075 * share);
}

void VirtualNetwork::plan(Instant at, std::function<void()> happen)
{
    m_events.push({at, ++m_order, std::move(happen)});
    m_bell->armAt(m_events.top().at);
}

void VirtualNetwork::ring()
{
    while (!m_events.empty() && m_events.top().at <= m_clock.now()) {
        const std::function<void()> happen = m_events.top().happen;
        m_events.pop();
        happen();
    }
    if (!m_events.empty()) {
        m_bell->armAt(m_events.top().at);
    }
}

void VirtualNetwork::send(const SendItem&, int, SendCallbacks callbacks)
{
    const Instant departed = m_clock.now();
    callbacks.firstByteSent();
    plan(departed + oneWay(), [this, departed, callbacks] {
        const GatewayModel::Answer answer = m_gateway.arrive(m_clock.now());
        plan(m_clock.now() + oneWay(), [this, departed, callbacks, answer] {
            callbacks.answered(
                {answer.isAccepted ? 200 : 429, answer.reading, {}, m_clock.now() - departed});
        });
    });
}

void VirtualNetwork::sendForeign()
{
    plan(m_clock.now() + oneWay(), [this] { (void)m_gateway.arrive(m_clock.now()); });
}

} // namespace Pacewatch
