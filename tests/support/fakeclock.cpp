#include "tests/support/fakeclock.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace Pacewatch {

class FakeClock::FakeBell final : public Bell
{
public:
    FakeBell(FakeClock& clock, std::function<void()> ring)
        : m_clock(clock)
        , m_ring(std::move(ring))
    {
        m_clock.m_bells.push_back(this);
    }

    ~FakeBell() override { std::erase(m_clock.m_bells, this); }

    void armAt(Instant at) override
    {
        m_at = at;
        m_order = ++m_clock.m_armings;
    }

    void cancel() override { m_at.reset(); }

    void ring()
    {
        m_at.reset();
        m_ring();
    }

    std::optional<Instant> m_at;
    quint64 m_order = 0;

private:
    FakeClock& m_clock;
    std::function<void()> m_ring;
};

FakeClock::FakeClock(WallTime wall)
    : m_wall(wall)
{ }

FakeClock::~FakeClock() = default;

std::unique_ptr<Bell> FakeClock::makeBell(std::function<void()> ring)
{
    return std::make_unique<FakeBell>(*this, std::move(ring));
}

FakeClock::FakeBell* FakeClock::earliest() const
{
    FakeBell* first = nullptr;
    for (FakeBell* bell : m_bells) {
        if (bell->m_at
            && (!first
                || std::pair(*bell->m_at, bell->m_order)
                    < std::pair(*first->m_at, first->m_order))) {
            first = bell;
        }
    }
    return first;
}

void FakeClock::moveTo(Instant instant)
{
    const Duration span = std::max(instant - m_now, Duration::zero());
    m_now += span;
    m_wall += span;
}

void FakeClock::advance(Duration span)
{
    const Instant end = m_now + span;
    while (FakeBell* bell = earliest()) {
        if (*bell->m_at > end) {
            break;
        }
        moveTo(*bell->m_at);
        bell->ring();
    }
    moveTo(end);
}

bool FakeClock::advanceToNextBell()
{
    FakeBell* bell = earliest();
    if (!bell) {
        return false;
    }
    moveTo(*bell->m_at);
    bell->ring();
    return true;
}

} // namespace Pacewatch
