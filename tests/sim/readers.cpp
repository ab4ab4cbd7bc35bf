#include "tests/sim/readers.h"

#include "tests/sim/play.h"

#include <QSet>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

WorldCall get(const QByteArray& path, const QByteArray& said)
{
    WorldCall call;
    call.method = "GET";
    call.path = path;
    call.said = said;
    return call;
}

QByteArray news(Play& play)
{
    return QByteArray::number(play.world.freshBody());
}

/// Asks for the state of message @p id after @p wait, and then less and less often until it is
/// delivered at @p delivered.
void askForState(Play& play, quint64 id, Duration wait, Duration delivered)
{
    play.world.after(wait, [&play, id, wait, delivered] {
        const bool isThere = play.world.now() >= delivered;
        callWith(play.world,
                 get("/messages/" + QByteArray::number(id) + "/status",
                     isThere ? "delivered" : "on its way"),
                 keepsTheWait(play.world));
        if (!isThere) {
            askForState(play, id, std::min<Duration>(2 * wait, 1min), delivered);
        }
    });
}

void fetchPieces(Play& play, quint64 file, int left, Duration rest)
{
    callWith(play.world, get("/files/" + QByteArray::number(file), news(play)),
             keepsTheWait(play.world), [&play, file, left, rest] {
                 play.world.after(rest, [&play, file, left, rest] {
                     const bool isDone = left <= 1;
                     fetchPieces(play, isDone ? play.world.freshBody() : file,
                                 isDone ? static_cast<int>(play.world.dice(20, 300)) : left - 1,
                                 rest);
                 });
             });
}

} // namespace

CallLog takesFromAQueue(const Stand& stand)
{
    Play play(stand);
    play.background(0.2);
    const double isEmpty = play.world.dice(0, 0.3);
    const auto last = std::make_shared<QByteArray>("first");
    play.regularly(fromSeconds(play.world.dice(0.9, 4)), [&play, isEmpty, last] {
        if (play.world.dice() >= isEmpty) {
            *last = news(play);
        }
        callWith(play.world, get("/queue/next", *last), keepsTheWait(play.world));
    });
    return play.finish();
}

CallLog asksWhetherItChanged(const Stand& stand)
{
    Play play(stand);
    const auto known = std::make_shared<QSet<QByteArray>>();
    play.world.statusOf = [known](const WorldCall& call) {
        const bool isKnown = known->contains(call.path);
        known->insert(call.path);
        return call.method == "GET" && isKnown ? 304 : 200;
    };
    const int templates = 1 + static_cast<int>(play.world.dice(0, 3));
    comeAtRandom(play.world, play.world.dice(0.1, 0.3) * play.minute / 60, [&play, templates] {
        const auto which = static_cast<int>(play.world.dice(0, templates));
        callWith(play.world, get("/templates/t" + QByteArray::number(which), {}),
                 keepsTheWait(play.world),
                 [&play] { callWith(play.world, play.message(), keepsTheWait(play.world)); });
    });
    return play.finish();
}

CallLog fetchesInPieces(const Stand& stand)
{
    Play play(stand);
    play.background(0.2);
    play.world.statusOf
        = [](const WorldCall& call) { return call.path.startsWith("/files/") ? 206 : 200; };
    const int workers = 1 + static_cast<int>(play.world.dice(0, 3));
    const Duration rest = fromSeconds(workers * play.world.dice(1, 3));
    for (int i = 0; i < workers; ++i) {
        play.world.after(fromSeconds(play.world.dice()), [&play, rest] {
            fetchPieces(play, play.world.freshBody(), static_cast<int>(play.world.dice(20, 300)),
                        rest);
        });
    }
    return play.finish();
}

CallLog waitsForDelivery(const Stand& stand)
{
    Play play(stand);
    play.background(0.1);
    comeAtRandom(play.world, play.world.dice(0.03, 0.06), [&play] {
        callWith(play.world, play.message(), keepsTheWait(play.world), [&play] {
            askForState(play, play.world.freshBody(), 1s,
                        play.world.now() + fromSeconds(play.world.dice(5, 400)));
        });
    });
    return play.finish();
}

CallLog showsPages(const Stand& stand)
{
    Play play(stand);
    play.background(0.1);
    const int parts = 1 + static_cast<int>(play.world.dice(0, 4));
    for (int part = 0; part < parts; ++part) {
        play.regularly(fromSeconds(play.world.dice(6, 15)), [&play, part] {
            callWith(play.world, get("/dashboard/part" + QByteArray(1, char('a' + part)), {}),
                     keepsTheWait(play.world));
        });
    }
    for (int balancer = 0; balancer < 2; ++balancer) {
        play.regularly(5s, [&play] { callWith(play.world, get("/health", {}), givesUp()); });
    }
    return play.finish();
}

} // namespace Pacewatch
