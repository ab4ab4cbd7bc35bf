#include "core/pacing/limiter.h"

#include <benchmark/benchmark.h>
#include <deque>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Limiter twoWindows()
{
    Policy second;
    second.name = u"second"_s;
    second.limit = 100;
    second.window = 1s;
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = 1000;
    minute.window = 60s;
    return Limiter({second, minute});
}

/// A full minute window that moves on by one call each 60 ms, eight calls in the air.
void decideAndDepart(benchmark::State& state)
{
    Limiter limiter = twoWindows();
    Instant now(1h);
    std::deque<CallTicket> inTheAir;
    for (auto each : state) {
        now += 60ms;
        benchmark::DoNotOptimize(limiter.ask("/messages/send", 1, now));
        inTheAir.push_back(limiter.departed("/messages/send", 1, now));
        if (inTheAir.size() > 8) {
            state.PauseTiming();
            limiter.answered(inTheAir.front(), {}, now);
            inTheAir.pop_front();
            state.ResumeTiming();
        }
    }
}
BENCHMARK(decideAndDepart)->Iterations(100'000);

/// The whole life of a call: decision, departure, answer.
void wholeCall(benchmark::State& state)
{
    Limiter limiter = twoWindows();
    Instant now(1h);
    for (auto each : state) {
        now += 62ms;
        benchmark::DoNotOptimize(limiter.ask("/messages/send", 1, now));
        limiter.answered(limiter.departed("/messages/send", 1, now), {}, now + 40ms);
    }
}
BENCHMARK(wholeCall);

void decideWhenFull(benchmark::State& state)
{
    Limiter limiter = twoWindows();
    const Instant now(1h);
    for (int number = 0; number < 1000; ++number) {
        limiter.answered(limiter.departed("/messages/send", 1, now), {}, now);
    }
    for (auto each : state) {
        benchmark::DoNotOptimize(limiter.ask("/messages/send", 1, now + 1ms));
    }
}
BENCHMARK(decideWhenFull);

} // namespace

BENCHMARK_MAIN();
