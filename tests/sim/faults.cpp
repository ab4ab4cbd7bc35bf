#include "tests/sim/customers.h"

#include <QSet>

#include <array>
#include <cmath>
#include <deque>

namespace Pacewatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// A session in the making: the world, and the limits one thinks in.
struct Play
{
    explicit Play(const Stand& where, const WorldRules& rules)
        : stand(where)
        , world(rules, where.seed)
        , second(static_cast<double>(world.limit(u"second"_s)))
        , minute(static_cast<double>(world.limit(u"minute"_s)))
    { }
    explicit Play(const Stand& where)
        : Play(where, rulesOf(where))
    { }

    /// Ordinary traffic beside the fault: @p share of what the minute grants. After a refusal all
    /// of it waits as asked, and what gathered meanwhile leaves one by one.
    void background(double share)
    {
        comeAtRandom(world, share * minute / 60, [this] { queue.push_back(ordinaryCall(world)); });
        drain();
    }

    void drain()
    {
        world.after(fromSeconds(3 / second), [this] { drain(); });
        if (world.now() < pausedUntil || queue.empty()) {
            return;
        }
        const WorldCall call = queue.front();
        queue.pop_front();
        world.call(call, [this, call](const WorldAnswer& answer) {
            if (answer.isRefused) {
                pausedUntil = std::max(pausedUntil,
                                       answer.now + answer.wait.value_or(30s)
                                           + fromSeconds(world.dice(0.05, 0.5)));
                queue.push_front(call);
            }
        });
    }

    /// @p happen every @p every, a hundredth earlier or later, for the first time at once.
    void regularly(Duration every, const std::function<void()>& happen)
    {
        world.after(fromSeconds(toSeconds(every) * world.dice(0.99, 1.01)), [this, every, happen] {
            happen();
            regularly(every, happen);
        });
    }

    /// @p count ordinary sends, evenly over @p within.
    void batch(int count, Duration within, const RetryHabit& habit)
    {
        for (int i = 0; i < count; ++i) {
            world.after(within * i / std::max(count, 1) + fromSeconds(world.dice(0, 0.01)),
                        [this, habit] { callWith(world, message(), habit); });
        }
    }

    [[nodiscard]] WorldCall message()
    {
        WorldCall call;
        call.path = stand.isConnexease ? "/wa/message" : "/messages/send";
        call.body = world.freshBody();
        return call;
    }

    /// More than the second grants, every half a minute.
    void bursts(const RetryHabit& habit)
    {
        regularly(30s, [this, habit] {
            batch(static_cast<int>(second * world.dice(2, 3)), 800ms, habit);
        });
    }

    /// About twice what the minute grants for most of a minute, then a rest.
    void peaks(Duration every, const RetryHabit& habit)
    {
        const double rate = world.dice(2, 2.3) * minute / 60;
        const auto lasts = fromSeconds(world.dice(38, 42));
        regularly(every, [this, habit, rate, lasts] {
            batch(static_cast<int>(rate * toSeconds(lasts)), lasts, habit);
        });
    }

    /// A function that can name itself while it is made.
    [[nodiscard]] std::function<void()>* makeLoop()
    {
        return loops.emplace_back(std::make_unique<std::function<void()>>()).get();
    }

    CallLog finish()
    {
        world.play(lengthOf(stand));
        return world.log();
    }

    Stand stand;
    TrafficWorld world;
    double second;
    double minute;
    std::deque<WorldCall> queue;
    Duration pausedUntil{};
    std::vector<std::unique_ptr<std::function<void()>>> loops;
};

CallLog bursts(const Stand& stand)
{
    Play play(stand);
    play.background(0.1);
    play.bursts(keepsTheWait(play.world, 1));
    return play.finish();
}

CallLog earlyRetries(const Stand& stand)
{
    Play play(stand);
    play.background(0.1);
    play.bursts([](const WorldAnswer& answer, int attempt) -> std::optional<Duration> {
        return answer.isRefused && attempt <= 2 ? std::optional(answer.wait.value_or(30s) * 3 / 10)
                                                : std::nullopt;
    });
    return play.finish();
}

CallLog earlyJitter(const Stand& stand)
{
    Play play(stand);
    play.background(0.1);
    play.bursts([&play](const WorldAnswer& answer, int attempt) -> std::optional<Duration> {
        const Duration wait = answer.wait.value_or(30s);
        return answer.isRefused && attempt <= 3
            ? std::optional(fromSeconds(toSeconds(wait) * play.world.dice(0.75, 1.25)))
            : std::nullopt;
    });
    return play.finish();
}

CallLog noBackOff(const Stand& stand)
{
    Play play(stand);
    play.background(0.1);
    play.bursts([](const WorldAnswer& answer, int attempt) -> std::optional<Duration> {
        return answer.isRefused && attempt <= 12 ? std::optional<Duration>(120ms) : std::nullopt;
    });
    return play.finish();
}

CallLog lockstep(const Stand& stand)
{
    Play play(stand);
    play.background(0.1);
    play.regularly(40s, [&play] {
        play.batch(static_cast<int>(play.second * 3.2), 100ms,
                   [](const WorldAnswer& answer, int attempt) -> std::optional<Duration> {
                       return answer.isRefused && attempt <= 4 ? answer.wait : std::nullopt;
                   });
    });
    return play.finish();
}

CallLog polls(const Stand& stand)
{
    Play play(stand);
    play.background(0.2);
    play.regularly(1s, [&play] {
        WorldCall call;
        call.method = "GET";
        call.path = "/messages/new";
        play.world.call(call, {});
    });
    return play.finish();
}

CallLog fetchesAgain(const Stand& stand)
{
    Play play(stand);
    play.background(0.2);
    comeAtRandom(play.world, 0.6, [&play] {
        WorldCall call;
        call.method = "GET";
        call.path = "/templates";
        callWith(play.world, call, keepsTheWait(play.world));
    });
    return play.finish();
}

CallLog singleCreates(const Stand& stand)
{
    Play play(stand);
    play.background(0.1);
    play.regularly(20s, [&play] {
        for (int i = 0; i < 8; ++i) {
            play.world.after(100ms * i, [&play] {
                WorldCall call;
                call.path = "/contacts";
                call.body = play.world.freshBody();
                callWith(play.world, call, keepsTheWait(play.world));
            });
        }
    });
    return play.finish();
}

CallLog largeBodies(const Stand& stand)
{
    Play play(stand);
    play.background(0.3);
    constexpr qint64 Six = 6 << 20;
    play.world.statusOf = [](const WorldCall& call) { return call.size == Six ? 413 : 200; };
    comeAtRandom(play.world, 0.03, [&play] {
        WorldCall call = play.message();
        call.size = Six;
        callWith(play.world, call, givesUp());
    });
    return play.finish();
}

/// Repeats calls that were answered with @p status.
CallLog hopeless(const Stand& stand, int status)
{
    Play play(stand);
    play.background(0.3);
    const auto broken = std::make_shared<QSet<quint64>>();
    play.world.statusOf = [broken, status](const WorldCall& call) {
        return broken->contains(call.body) ? status : 200;
    };
    comeAtRandom(play.world, 0.03, [&play, broken] {
        const WorldCall call = play.message();
        broken->insert(call.body);
        callWith(play.world, call, [](const WorldAnswer&, int attempt) {
            return attempt <= 3 ? std::optional<Duration>(2s) : std::nullopt;
        });
    });
    return play.finish();
}

CallLog hopelessPayload(const Stand& stand)
{
    return hopeless(stand, 400);
}

CallLog hopelessKey(const Stand& stand)
{
    return hopeless(stand, 401);
}

CallLog ignoresRemaining(const Stand& stand)
{
    Play play(stand);
    play.background(0.05);
    play.peaks(fromSeconds(play.world.dice(98, 103)), givesUp());
    return play.finish();
}

CallLog unspread(const Stand& stand)
{
    Play play(stand);
    play.background(0.05);
    play.regularly(fromSeconds(play.world.dice(115, 140)), [&play] {
        const double count = play.minute * play.world.dice(1.2, 1.6);
        play.batch(static_cast<int>(count), fromSeconds(count / (0.75 * play.second)),
                   keepsTheWait(play.world, 1));
    });
    return play.finish();
}

CallLog tooMuch(const Stand& stand)
{
    Play play(stand);
    comeAtRandom(play.world, play.world.dice(1.3, 1.8) * play.minute / 60,
                 [&play] { callWith(play.world, play.message(), givesUp()); });
    return play.finish();
}

CallLog sharedEvenly(const Stand& stand)
{
    Play play(stand);
    play.background(0.8);
    comeAtRandom(play.world, play.world.dice(0.25, 0.4) * play.minute / 60,
                 [&play] { play.world.callElsewhere(); });
    return play.finish();
}

CallLog sharedInBatches(const Stand& stand)
{
    Play play(stand);
    play.background(0.75);
    play.regularly(60s, [&play] {
        const auto count = static_cast<int>(play.world.dice(0.35, 0.5) * play.minute);
        for (int i = 0; i < count; ++i) {
            play.world.after(10s * i / count, [&play] { play.world.callElsewhere(); });
        }
    });
    return play.finish();
}

CallLog enforcesLess(const Stand& stand)
{
    WorldRules rules = rulesOf(stand);
    rules.realLimitShare = 0.7;
    Play play(stand, rules);
    play.background(0.9);
    return play.finish();
}

CallLog statesLess(const Stand& stand)
{
    WorldRules rules = rulesOf(stand);
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = stand.isConnexease ? 600 : 60;
    minute.window = 1min;
    minute.inHeaders = true;
    rules.windows = {minute};
    Play play(stand, rules);
    play.background(0.8);
    return play.finish();
}

CallLog wrongClock(const Stand& stand)
{
    Play play(stand);
    const Duration fast = fromSeconds(play.world.dice(2.5, 4));
    play.peaks(fromSeconds(play.world.dice(140, 150)),
               [fast](const WorldAnswer& answer, int attempt) -> std::optional<Duration> {
                   if (!answer.isRefused || attempt > 3) {
                       return std::nullopt;
                   }
                   return std::max<Duration>(answer.wait.value_or(30s) - fast, 1s);
               });
    return play.finish();
}

CallLog penalty(const Stand& stand)
{
    WorldRules rules = rulesOf(stand);
    rules.countsRefused = true;
    Play play(stand, rules);
    play.background(0.1);
    const int workers = stand.isConnexease ? 12 : 4;
    for (int i = 0; i < workers; ++i) {
        std::function<void()>* const loop = play.makeLoop();
        *loop = [&play, loop] {
            callWith(
                play.world, play.message(),
                [](const WorldAnswer& answer, int) {
                    return answer.isRefused ? std::optional<Duration>(600ms) : std::nullopt;
                },
                [&play, loop] { play.world.after(600ms, *loop); });
        };
        play.world.after(fromSeconds(play.world.dice(0, 0.6)), *loop);
    }
    return play.finish();
}

CallLog tooManyAtOnce(const Stand& stand)
{
    WorldRules rules = rulesOf(stand);
    rules.mostAtOnce = 6;
    Play play(stand, rules);
    for (int i = 0; i < 14; ++i) {
        std::function<void()>* const loop = play.makeLoop();
        *loop = [&play, loop] {
            WorldCall call = play.message();
            call.extra = fromSeconds(play.world.dice(7, 10));
            callWith(play.world, call, keepsTheWait(play.world),
                     [&play, loop] { play.world.after(2s, *loop); });
        };
        play.world.after(fromSeconds(play.world.dice(0, 5)), *loop);
    }
    return play.finish();
}

CallLog behindTheGateway(const Stand& stand)
{
    Play play(stand);
    play.world.isRefusedBehind = [&play](const WorldCall& call) {
        return call.method == "POST" && play.world.dice() < 0.1;
    };
    comeAtRandom(play.world, 0.5 * play.minute / 60,
                 [&play] { callWith(play.world, play.message(), givesUp()); });
    return play.finish();
}

CallLog ownSends(const Stand& stand)
{
    Play play(stand);
    play.background(0.2);
    play.regularly(60s, [&play] {
        for (int i = 0; i < static_cast<int>(2 * play.second); ++i) {
            play.world.after(10ms * i / 3, [&play] {
                WorldCall call = play.message();
                call.origin = Origin::TestSend;
                callWith(play.world, call, givesUp());
            });
        }
    });
    return play.finish();
}

bool onAisoule(const Stand& stand)
{
    return !stand.isConnexease;
}

bool onSliding(const Stand& stand)
{
    return stand.algorithm == Algorithm::Sliding;
}

constexpr std::array Faults{
    FaultKind{"sends in bursts", FindingKind::Bursts, Culprit::Client, bursts, nullptr},
    FaultKind{"retries before the wait is over", FindingKind::EarlyRetries, Culprit::Client,
              earlyRetries, nullptr},
    FaultKind{"early jitter", FindingKind::EarlyJitter, Culprit::Client, earlyJitter, nullptr},
    FaultKind{"no back-off", FindingKind::NoBackOff, Culprit::Client, noBackOff, nullptr},
    FaultKind{"lockstep", FindingKind::Lockstep, Culprit::Client, lockstep, nullptr},
    FaultKind{"polls every second", FindingKind::FrequentPolls, Culprit::Client, polls, nullptr},
    FaultKind{"fetches the same again", FindingKind::RepeatedFetches, Culprit::Client, fetchesAgain,
              nullptr},
    FaultKind{"creates one by one", FindingKind::SingleCreates, Culprit::Client, singleCreates,
              onAisoule},
    FaultKind{"bodies over the limit", FindingKind::LargeBodies, Culprit::Client, largeBodies,
              nullptr},
    FaultKind{"repeats what is wrong (400)", FindingKind::ForbiddenRetries, Culprit::Client,
              hopelessPayload, nullptr},
    FaultKind{"repeats a refused key (401)", FindingKind::ForbiddenRetries, Culprit::Client,
              hopelessKey, nullptr},
    FaultKind{"ignores a low remaining", FindingKind::IgnoresRemaining, Culprit::Client,
              ignoresRemaining, nullptr},
    FaultKind{"the minute in its first seconds", FindingKind::UnspreadLoad, Culprit::Client,
              unspread, nullptr},
    FaultKind{"more than the limit", FindingKind::TooMuch, Culprit::Client, tooMuch, nullptr},
    FaultKind{"shares its quota, evenly", FindingKind::SharedQuota, Culprit::AnotherConsumer,
              sharedEvenly, nullptr},
    FaultKind{"shares its quota, in batches", FindingKind::SharedQuota, Culprit::AnotherConsumer,
              sharedInBatches, nullptr},
    FaultKind{"enforces less than it states", FindingKind::LimitDiffers, Culprit::Gateway,
              enforcesLess, nullptr},
    FaultKind{"states less than documented", FindingKind::LimitDiffers, Culprit::Gateway,
              statesLess, nullptr},
    FaultKind{"goes by the wrong clock", FindingKind::ClockDifference, Culprit::Client, wrongClock,
              nullptr},
    FaultKind{"keeps a penalty limiter full", FindingKind::PenaltyKeptFull, Culprit::Client,
              penalty, onSliding},
    FaultKind{"too many at once", FindingKind::TooManyConnections, Culprit::Client, tooManyAtOnce,
              nullptr},
    FaultKind{"refused behind the gateway", FindingKind::BehindGateway, Culprit::BehindGateway,
              behindTheGateway, nullptr},
    FaultKind{"Pacewatch's own sends", FindingKind::OwnSends, Culprit::Pacewatch, ownSends,
              nullptr},
};

} // namespace

std::span<const FaultKind> faultKinds()
{
    return Faults;
}

} // namespace Pacewatch
