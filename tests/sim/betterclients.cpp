#include "tests/sim/betterclients.h"

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Repeats after the same time whatever was asked.
RetryHabit impatient()
{
    return [](const WorldAnswer& answer, int attempt) -> std::optional<Duration> {
        return answer.isRefused && attempt <= 3 ? std::optional<Duration>(300ms) : std::nullopt;
    };
}

/// What a client wants does not depend on what the gateway grants today.
double documentedSecond(const Stand& stand)
{
    return stand.isConnexease ? 100 : 10;
}

/// @p begin for each of @p count calls, every 30 s. Only the number is drawn, so that two clients
/// with one seed want the same.
void wantBursts(Play& play, double most, const std::function<void(int)>& begin)
{
    for (int burst = 1; burst < 23; ++burst) {
        play.world.after(30s * burst + 137ms, [most, begin, burst] {
            const int count = static_cast<int>(most) + burst % 5;
            begin(count);
        });
    }
}

/// Calls that leave no closer to each other than @p every.
struct Spacer
{
    Duration next{};

    Duration delay(Duration now, Duration every)
    {
        const Duration at = std::max(now, next);
        next = at + every;
        return at - now;
    }
};

void callSpaced(Play& play, const std::shared_ptr<Spacer>& spacer, Duration every,
                const WorldCall& call, int attempt = 1)
{
    play.world.after(spacer->delay(play.world.now(), every), [&play, spacer, every, call, attempt] {
        play.world.call(call, [&play, spacer, every, call, attempt](const WorldAnswer& answer) {
            if (const auto gap = impatient()(answer, attempt)) {
                play.world.after(*gap, [&play, spacer, every, call, attempt] {
                    callSpaced(play, spacer, every, call, attempt + 1);
                });
            }
        });
    });
}

WorldCall lookup()
{
    WorldCall call;
    call.method = "GET";
    call.path = "/templates";
    return call;
}

/// Messages close to the minute's limit, and @p question beside them as often as @p asks lets it.
CallLog busy(const Stand& stand, Duration every, const std::function<bool(Play&)>& asks,
             const WorldCall& question)
{
    Play play(stand);
    const double rate = 0.8 * play.minute / 60;
    for (int i = 0; i < static_cast<int>(rate * 700); ++i) {
        play.world.after(fromSeconds(i / rate + play.world.dice(0, 0.5)),
                         [&play] { callWith(play.world, play.message(), givesUp()); });
    }
    for (int i = 0; i < 710s / every; ++i) {
        play.world.after(every * i + 211ms, [&play, asks, question] {
            if (asks(play)) {
                callWith(play.world, question, givesUp());
            }
        });
    }
    return play.finish();
}

/// Asks only when the last question is older than @p age.
std::function<bool(Play&)> atMostEvery(Duration age)
{
    const auto last = std::make_shared<Duration>(-1h);
    return [last, age](Play& play) {
        if (play.world.now() - *last < age) {
            return false;
        }
        *last = play.world.now();
        return true;
    };
}

Duration lookupEvery(const Stand& stand)
{
    return stand.isConnexease ? Duration(100ms) : Duration(1s);
}

} // namespace

CallLog impatientBursts(const Stand& stand, const WorldRules& rules)
{
    Play play(stand, rules);
    wantBursts(play, 2.2 * documentedSecond(stand), [&play](int count) {
        for (int i = 0; i < count; ++i) {
            play.world.after(800ms * i / count,
                             [&play] { callWith(play.world, play.message(), impatient()); });
        }
    });
    return play.finish();
}

CallLog impatientBursts(const Stand& stand)
{
    return impatientBursts(stand, rulesOf(stand));
}

CallLog patientBursts(const Stand& stand)
{
    Play play(stand);
    wantBursts(play, 2.2 * documentedSecond(stand), [&play](int count) {
        for (int i = 0; i < count; ++i) {
            play.world.after(800ms * i / count, [&play] {
                callWith(play.world, play.message(), keepsTheWait(play.world));
            });
        }
    });
    return play.finish();
}

double spreadPace(const Stand& stand)
{
    return stand.isConnexease ? 14 : 1.4;
}

CallLog spreadBursts(const Stand& stand)
{
    Play play(stand);
    const auto spacer = std::make_shared<Spacer>();
    const Duration every = fromSeconds(1 / spreadPace(stand));
    wantBursts(play, 2.2 * documentedSecond(stand), [&play, spacer, every](int count) {
        for (int i = 0; i < count; ++i) {
            play.world.after(800ms * i / count, [&play, spacer, every] {
                callSpaced(play, spacer, every, play.message());
            });
        }
    });
    return play.finish();
}

CallLog createsInBursts(const Stand& stand)
{
    Play play(stand);
    wantBursts(play, 1.8 * documentedSecond(stand), [&play](int count) {
        for (int i = 0; i < count; ++i) {
            play.world.after(900ms * i / count, [&play] {
                WorldCall call = play.message();
                call.path = "/contacts";
                callWith(play.world, call, impatient());
            });
        }
    });
    return play.finish();
}

CallLog createsTogether(const Stand& stand)
{
    Play play(stand);
    wantBursts(play, 1.8 * documentedSecond(stand), [&play](int) {
        play.world.after(900ms, [&play] {
            WorldCall call = play.message();
            call.path = "/contacts/bulk";
            callWith(play.world, call, impatient());
        });
    });
    return play.finish();
}

CallLog looksUpEachTime(const Stand& stand)
{
    return busy(
        stand, lookupEvery(stand), [](Play&) { return true; }, lookup());
}

CallLog keepsLookups(const Stand& stand)
{
    return busy(stand, lookupEvery(stand), atMostEvery(30s), lookup());
}

CallLog pollsEverySecond(const Stand& stand)
{
    WorldCall news = lookup();
    news.path = "/messages/new";
    return busy(
        stand, lookupEvery(stand), [](Play&) { return true; }, news);
}

CallLog pollsSeldom(const Stand& stand)
{
    WorldCall news = lookup();
    news.path = "/messages/new";
    return busy(stand, lookupEvery(stand), atMostEvery(10s), news);
}

CallLog burstsByWorkers(const Stand& stand)
{
    Play play(stand);
    const auto jobs = std::make_shared<std::deque<WorldCall>>();
    const auto idle = std::make_shared<int>(2);
    std::function<void()>* const work = play.makeLoop();
    *work = [&play, jobs, idle, work] {
        if (jobs->empty() || *idle == 0) {
            return;
        }
        --*idle;
        const WorldCall job = jobs->front();
        jobs->pop_front();
        callWith(play.world, job, impatient(), [idle, work] {
            ++*idle;
            (*work)();
        });
    };
    wantBursts(play, 2.2 * documentedSecond(stand), [&play, jobs, work](int count) {
        for (int i = 0; i < count; ++i) {
            play.world.after(800ms * i / count, [&play, jobs, work] {
                jobs->push_back(play.message());
                (*work)();
            });
        }
    });
    return play.finish();
}

} // namespace Pacewatch
