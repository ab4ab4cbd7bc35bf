#include "tests/sim/faults.h"

#include <QSet>

#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

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

} // namespace

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

} // namespace Pacewatch
