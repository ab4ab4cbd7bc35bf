#include "tests/sim/play.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Play::Play(const Stand& where, const WorldRules& rules)
    : stand(where)
    , world(rules, where.seed)
    , second(static_cast<double>(world.limit(u"second"_s)))
    , minute(static_cast<double>(world.limit(u"minute"_s)))
{ }

Play::Play(const Stand& where)
    : Play(where, rulesOf(where))
{ }

void Play::background(double share)
{
    comeAtRandom(world, share * minute / 60, [this] { m_queue.push_back(ordinaryCall(world)); });
    drain();
}

void Play::drain()
{
    world.after(fromSeconds(3 / second), [this] { drain(); });
    if (world.now() < m_pausedUntil || m_queue.empty()) {
        return;
    }
    const WorldCall call = m_queue.front();
    m_queue.pop_front();
    world.call(call, [this, call](const WorldAnswer& answer) {
        if (answer.isRefused) {
            m_pausedUntil = std::max(m_pausedUntil,
                                     answer.now + answer.wait.value_or(30s)
                                         + fromSeconds(world.dice(0.05, 0.5)));
            m_queue.push_front(call);
        }
    });
}

void Play::regularly(Duration every, const std::function<void()>& happen)
{
    world.after(fromSeconds(toSeconds(every) * world.dice(0.99, 1.01)), [this, every, happen] {
        happen();
        regularly(every, happen);
    });
}

void Play::batch(int count, Duration within, const RetryHabit& habit)
{
    for (int i = 0; i < count; ++i) {
        world.after(within * i / std::max(count, 1) + fromSeconds(world.dice(0, 0.01)),
                    [this, habit] { callWith(world, message(), habit); });
    }
}

WorldCall Play::message()
{
    WorldCall call;
    call.path = stand.isConnexease ? "/wa/message" : "/messages/send";
    call.body = world.freshBody();
    return call;
}

void Play::bursts(const RetryHabit& habit)
{
    regularly(30s,
              [this, habit] { batch(static_cast<int>(second * world.dice(2, 3)), 800ms, habit); });
}

void Play::peaks(Duration every, const RetryHabit& habit)
{
    const double rate = world.dice(2, 2.3) * minute / 60;
    const auto lasts = fromSeconds(world.dice(38, 42));
    regularly(every, [this, habit, rate, lasts] {
        batch(static_cast<int>(rate * toSeconds(lasts)), lasts, habit);
    });
}

std::function<void()>* Play::makeLoop()
{
    return m_loops.emplace_back(std::make_unique<std::function<void()>>()).get();
}

CallLog Play::finish()
{
    world.play(lengthOf(stand));
    return world.log();
}

} // namespace Pacewatch
