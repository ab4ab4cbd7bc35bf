#include "tests/sim/faults.h"

namespace Pacewatch {

using namespace std::chrono_literals;

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

CallLog pollsTheMinuteFull(const Stand& stand)
{
    Play play(stand);
    play.background(0.1);
    const double share = play.world.dice(1.1, 1.6); // of what the minute grants
    play.regularly(fromSeconds(60 / (share * play.minute)), [&play] {
        WorldCall call;
        call.method = "GET";
        call.path = "/contacts?page=1";
        callWith(play.world, call, givesUp());
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

} // namespace Pacewatch
