#pragma once

#include "core/clock.h"
#include "core/queue/sendport.h"
#include "tests/sim/gatewaymodel.h"

#include <queue>

#include <memory>
#include <random>
#include <vector>

namespace Pacewatch {

/// Carries calls to a modelled gateway and back, each way 5 to 80 ms, so that calls overtake each
/// other. Everything follows from the seed.
class VirtualNetwork final : public SendPort
{
public:
    VirtualNetwork(Clock& clock, GatewayModel& gateway, quint64 seed);

    void send(const SendItem& item, int attempt, SendCallbacks callbacks) override;
    /// Somebody else's call with the same key, whose answer nobody sees.
    void sendForeign();

private:
    struct Event
    {
        Instant at{};
        quint64 order = 0;
        std::function<void()> happen;

        bool operator<(const Event& other) const
        {
            return std::pair(other.at, other.order) < std::pair(at, order);
        }
    };

    void plan(Instant at, std::function<void()> happen);
    void ring();
    Duration oneWay();

    Clock& m_clock;
    GatewayModel& m_gateway;
    std::mt19937_64 m_random;
    std::priority_queue<Event> m_events;
    quint64 m_order = 0;
    std::unique_ptr<Bell> m_bell;
};

} // namespace Pacewatch
