#include "tests/sim/customers.h"

#include "tests/sim/readers.h"

#include <QDateTime>

#include <array>
#include <cmath>
#include <deque>

namespace Pacewatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Jobs = std::deque<WorldCall>;

double perSecond(const TrafficWorld& world, double share)
{
    return share * static_cast<double>(world.limit(u"minute"_s)) / 60;
}

/// A worker that takes one job after the other and is done with each before the next.
void work(TrafficWorld& world, const std::shared_ptr<Jobs>& jobs, const RetryHabit& habit,
          Duration rest)
{
    if (jobs->empty()) {
        world.after(fromSeconds(world.dice(0.05, 0.15)),
                    [&world, jobs, habit, rest] { work(world, jobs, habit, rest); });
        return;
    }
    const WorldCall job = jobs->front();
    jobs->pop_front();
    callWith(world, job, habit, [&world, jobs, habit, rest] {
        world.after(rest, [&world, jobs, habit, rest] { work(world, jobs, habit, rest); });
    });
}

CallLog seedsOwnLoop(const Stand& stand)
{
    TrafficWorld world(rulesOf(stand), stand.seed);
    const auto jobs = std::make_shared<Jobs>();
    const double share = world.dice(0.2, 0.6);
    comeAtRandom(world, perSecond(world, share * 0.7),
                 [&world, jobs] { jobs->push_back(ordinaryCall(world)); });
    // Now and then a small import, one after the other like all else.
    const auto batch = static_cast<int>(0.1 * static_cast<double>(world.limit(u"minute"_s)));
    comeAtRandom(world, perSecond(world, share * 0.3) / batch, [&world, jobs, batch] {
        for (int i = 0; i < batch; ++i) {
            jobs->push_back(ordinaryCall(world));
        }
    });
    // As the vendor shows it: Retry-After, else 30 s, at most three times.
    const RetryHabit habit = [](const WorldAnswer& answer, int attempt) -> std::optional<Duration> {
        return attempt <= 3 ? answer.wait.value_or(30s) : std::optional<Duration>();
    };
    work(world, jobs, habit, fromSeconds(world.dice(0.02, 0.1)));
    world.play(lengthOf(stand));
    return world.log();
}

/// Bottleneck with a least time between calls; after a refusal the whole queue waits.
CallLog spacedQueue(const Stand& stand)
{
    TrafficWorld world(rulesOf(stand), stand.seed);
    const Duration spacing = fromSeconds(1 / perSecond(world, world.dice(0.5, 0.85)));
    const auto pausedUntil = std::make_shared<Duration>(0);
    const auto retries = std::make_shared<Jobs>();
    const auto tick = std::make_shared<std::function<void()>>();
    *tick = [&world, spacing, pausedUntil, retries, tick = tick.get()] {
        world.after(spacing, *tick);
        if (world.now() < *pausedUntil) {
            return;
        }
        WorldCall call = ordinaryCall(world);
        if (!retries->empty()) {
            call = retries->front();
            retries->pop_front();
        }
        world.call(call, [pausedUntil, retries, call](const WorldAnswer& answer) {
            if (answer.isRefused) {
                *pausedUntil = std::max(*pausedUntil, answer.now + answer.wait.value_or(30s));
                retries->push_back(call);
            }
        });
    };
    (*tick)();
    world.play(lengthOf(stand));
    return world.log();
}

CallLog randomTraffic(const Stand& stand)
{
    TrafficWorld world(rulesOf(stand), stand.seed);
    const RetryHabit habit = keepsTheWait(world);
    comeAtRandom(world, perSecond(world, world.dice(0.3, 0.8)),
                 [&world, habit] { callWith(world, ordinaryCall(world), habit); });
    world.play(lengthOf(stand));
    return world.log();
}

CallLog severalWorkers(const Stand& stand)
{
    TrafficWorld world(rulesOf(stand), stand.seed);
    const auto jobs = std::make_shared<Jobs>();
    comeAtRandom(world, perSecond(world, world.dice(0.3, 0.75)),
                 [&world, jobs] { jobs->push_back(ordinaryCall(world)); });
    const int workers = 2 + static_cast<int>(world.dice(0, 7));
    const RetryHabit exact = [](const WorldAnswer& answer, int attempt) -> std::optional<Duration> {
        return attempt <= 3 ? answer.wait.value_or(30s) : std::optional<Duration>();
    };
    for (int i = 0; i < workers; ++i) {
        work(world, jobs, exact, fromSeconds(world.dice(0.05, 0.3)));
    }
    world.play(lengthOf(stand));
    return world.log();
}

/// The calls that read what happened between @p from and @p to, in pieces of @p length.
Jobs piecesOf(TrafficWorld& world, WallTime from, WallTime to, Duration length)
{
    const bool isBackwards = world.dice() < 0.3;
    const bool hasBothEnds = world.dice() < 0.7;
    const bool isIso = world.dice() < 0.5;
    const double empty = world.dice();
    const auto told = [&](WallTime moment) {
        const qint64 seconds = unixSeconds(moment);
        return isIso
            ? QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate).toLatin1()
            : QByteArray::number(seconds);
    };
    Jobs jobs;
    for (WallTime at = from; at < to; at += length) {
        WorldCall call;
        call.method = "GET";
        call.path = "/messages?since=" + told(at);
        if (hasBothEnds) {
            call.path += "&until=" + told(at + length);
        }
        call.said = world.dice() < empty ? QByteArray("nothing") : QByteArray();
        isBackwards ? jobs.push_front(call) : jobs.push_back(call);
    }
    return jobs;
}

/// Every few minutes it reads the last hour again, piece by piece.
CallLog readsThePast(const Stand& stand)
{
    TrafficWorld world(rulesOf(stand), stand.seed);
    const double load = perSecond(world, world.dice(0.3, 0.7));
    const Duration length = std::chrono::seconds(static_cast<int>(world.dice(20, 300)));
    const Duration every = fromSeconds(world.dice(200, 400));
    const auto jobs = std::make_shared<Jobs>();
    const auto read = std::make_shared<std::function<void()>>();
    *read = [&world, jobs, length, every, read = read.get()] {
        for (const WorldCall& call :
             piecesOf(world, world.wallNow() - 1h, world.wallNow(), length)) {
            jobs->push_back(call);
        }
        world.after(every, *read);
    };
    (*read)();
    comeAtRandom(world, load * 0.3, [&world, jobs] { jobs->push_back(ordinaryCall(world)); });
    const int workers = 1 + static_cast<int>(world.dice(0, 4));
    for (int i = 0; i < workers; ++i) {
        work(world, jobs, keepsTheWait(world), fromSeconds(workers / load));
    }
    world.play(lengthOf(stand));
    return world.log();
}

constexpr std::array Calm{
    CalmKind{"the vendor's own retry loop", seedsOwnLoop},
    CalmKind{"a spaced queue", spacedQueue},
    CalmKind{"random traffic under the limit", randomTraffic},
    CalmKind{"several workers that keep the wait", severalWorkers},
    CalmKind{"the last hour read piece by piece", readsThePast},
    CalmKind{"takes from a queue", takesFromAQueue},
    CalmKind{"asks whether it changed", asksWhetherItChanged},
    CalmKind{"files fetched in pieces", fetchesInPieces},
    CalmKind{"waits for delivery", waitsForDelivery},
    CalmKind{"pages and health checks", showsPages},
};

} // namespace

std::span<const CalmKind> calmKinds()
{
    return Calm;
}

void callWith(TrafficWorld& world, const WorldCall& call, const RetryHabit& habit,
              std::function<void()> done, int attempt)
{
    world.call(call, [&world, call, habit, done, attempt](const WorldAnswer& answer) {
        const std::optional<Duration> again
            = answer.status >= 400 ? habit(answer, attempt) : std::nullopt;
        if (again) {
            world.after(*again, [&world, call, habit, done, attempt] {
                callWith(world, call, habit, done, attempt + 1);
            });
        } else if (done) {
            done();
        }
    });
}

RetryHabit keepsTheWait(TrafficWorld& world, int most)
{
    return [&world, most](const WorldAnswer& answer, int attempt) -> std::optional<Duration> {
        if (!answer.isRefused || attempt > most) {
            return std::nullopt;
        }
        return answer.wait.value_or(30s) + fromSeconds(world.dice(0, 1));
    };
}

RetryHabit givesUp()
{
    return [](const WorldAnswer&, int) { return std::optional<Duration>(); };
}

WorldCall ordinaryCall(TrafficWorld& world)
{
    const double which = world.dice();
    WorldCall call;
    call.body = world.freshBody();
    if (which < 0.15) {
        call.method = "GET";
        call.body = 0;
        call.path
            = "/contacts/" + QByteArray::number(10'000 + static_cast<qint64>(world.dice(0, 500)));
    } else if (which < 0.25) {
        call.method = "PUT";
        call.path
            = "/contacts/" + QByteArray::number(10'000 + static_cast<qint64>(world.dice(0, 500)));
    }
    return call;
}

void comeAtRandom(TrafficWorld& world, double perSecond, const std::function<void()>& call)
{
    // Times between calls of random traffic are exponential.
    const Duration next = fromSeconds(-std::log(1 - world.dice()) / perSecond);
    world.after(next, [&world, perSecond, call] {
        call();
        comeAtRandom(world, perSecond, call);
    });
}

WorldRules rulesOf(const Stand& stand)
{
    WorldRules rules;
    rules.profile = stand.isConnexease ? u"connexease"_s : u"aisoule"_s;
    rules.algorithm = stand.algorithm;
    return rules;
}

Duration lengthOf(const Stand& stand)
{
    return stand.isConnexease ? 10min : 12min;
}

} // namespace Pacewatch
