#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Pacewatch::Wording {

namespace {

const WindowState* tightest(const ConnectionState& state)
{
    const bool isKnown = state.tightest >= 0 && state.tightest < state.windows.size();
    return isKnown ? &state.windows.at(state.tightest) : nullptr;
}

bool isFull(const ConnectionState& state)
{
    return !state.windows.isEmpty()
        && std::ranges::all_of(state.windows, [](const WindowState& window) {
               return window.remaining && *window.remaining >= window.policy.limit;
           });
}

Sentence limitedSentence(const ConnectionState& state, Instant now)
{
    const QString refused = count(state.refusedLastMinute);
    const QString calls = count(state.callsLastMinute);
    const WindowState* window = tightest(state);
    if (window != nullptr && window->remaining == 0 && window->resetAt > now) {
        return emphasised(phrase("*%1 of %2 calls refused* in the last minute. Nothing is left "
                                 "until the reset in %3.",
                                 refused, calls, countdown(*window->resetAt - now)));
    }
    if (state.waitUntil > now && state.waitUntilWall) {
        return emphasised(phrase("*%1 of %2 calls refused* in the last minute. The gateway asked "
                                 "to wait until %3.",
                                 refused, calls, clock(*state.waitUntilWall)));
    }
    if (window != nullptr && window->remaining) {
        return emphasised(phrase("*%1 of %2 calls refused* in the last minute. %3 now.", refused,
                                 calls, leftOf(*window->remaining, window->policy.limit)));
    }
    return emphasised(phrase("*%1 of %2 calls refused* in the last minute.", refused, calls));
}

Sentence waitingSentence(const ConnectionState& state)
{
    if (!state.waitUntilWall) {
        return emphasised(phrase("The gateway asked to wait. *Nothing was sent since.*"));
    }
    const QString until = clock(*state.waitUntilWall);
    return emphasised(
        state.sentDuringWait
            ? phrase("The gateway asked to wait until %1. *Calls were sent all the same.*", until)
            : phrase("The gateway asked to wait until %1. *Nothing was sent since.*", until));
}

Sentence tightSentence(const ConnectionState& state, Instant now)
{
    const WindowState* window = tightest(state);
    if (window == nullptr || !window->remaining) {
        return emphasised(phrase("Calls are spent faster than they come back."));
    }
    const QString left = count(*window->remaining);
    const QString limit = count(window->policy.limit);
    if (!window->resetAt) {
        return emphasised(phrase("*%1 of %2 left.*", left, limit));
    }
    const QString toGo = countdown(*window->resetAt - now);
    if (!state.emptyIn) {
        return emphasised(phrase("*%1 of %2 left*, with %3 to go.", left, limit, toGo));
    }
    return emphasised(phrase("*%1 of %2 left*, with %3 to go. At this pace calls are refused in "
                             "about %4.",
                             left, limit, toGo, countdown(*state.emptyIn)));
}

Sentence quietSentence(const ConnectionState& state, Instant now, WallTime wallNow)
{
    if (!state.lastCall) {
        return emphasised(state.spec.way == WatchWay::Proxy && state.spec.port != 0
                              ? phrase("Waiting for the first call. Nothing has arrived on port "
                                       "%1 yet.",
                                       QString::number(state.spec.port))
                              : phrase("Waiting for the first call."));
    }
    const QString since = clock(wallNow - (now - *state.lastCall));
    return emphasised(isFull(state) ? phrase("No calls since %1. The limits are full.", since)
                                    : phrase("No calls since %1.", since));
}

Sentence clearSentence(const ConnectionState& state)
{
    const QString since = clock(state.lastRefusal.value_or(state.startedWall));
    const WindowState* window = tightest(state);
    if (window == nullptr || !state.spareAtReset) {
        return emphasised(phrase("*No calls refused* since %1.", since));
    }
    return emphasised(counted(*state.spareAtReset,
                              "*No calls refused* since %2. At this pace the %3 ends with about 1 "
                              "call to spare.",
                              "*No calls refused* since %2. At this pace the %3 ends with about "
                              "%1 calls to spare.",
                              since, windowNoun(window->policy)));
}

QString leftThisWindow(const WindowState& window)
{
    const QString left = count(window.remaining.value_or(0));
    if (window.policy.unit == Unit::Requests && window.policy.window == 1min) {
        return phrase("%1 left this minute", left);
    }
    return phrase("%1: %2", windowLabel(window.policy), left);
}

} // namespace

Sentence emphasised(const QString& marked)
{
    Sentence sentence;
    const qsizetype from = marked.indexOf(u'*');
    const qsizetype to = from < 0 ? -1 : marked.indexOf(u'*', from + 1);
    if (to < 0) {
        sentence.text = marked;
        return sentence;
    }
    sentence.strongFrom = from;
    sentence.strongLength = to - from - 1;
    sentence.text
        = marked.left(from) + marked.mid(from + 1, sentence.strongLength) + marked.mid(to + 1);
    return sentence;
}

QString word(Standing standing)
{
    switch (standing) {
    case Standing::Off:
        return phrase("Not connected");
    case Standing::KeyRefused:
        return phrase("Key refused");
    case Standing::Limited:
        return phrase("Being limited");
    case Standing::Waiting:
        return phrase("Waiting");
    case Standing::Tight:
        return phrase("Tight");
    case Standing::Quiet:
        return phrase("Quiet");
    case Standing::Clear:
        break;
    }
    return phrase("Clear");
}

QString aside(const ConnectionState& state, Instant now)
{
    switch (state.standing) {
    case Standing::Off:
    case Standing::KeyRefused:
        return {};
    case Standing::Waiting:
        return state.waitUntil ? phrase("%1 left", countdown(*state.waitUntil - now)) : QString();
    case Standing::Quiet:
        return state.lastCall ? age(now - *state.lastCall) : QString();
    case Standing::Limited:
    case Standing::Tight:
    case Standing::Clear:
        break;
    }
    return phrase("for %1", age(now - state.standingSince));
}

Sentence verdict(const ConnectionState& state, Instant now, WallTime wallNow)
{
    if (!state.isWatching) {
        return emphasised(phrase("Watching is paused. Calls pass through and are not recorded."));
    }
    switch (state.standing) {
    case Standing::Off:
    case Standing::KeyRefused: {
        const Trouble what = trouble(state);
        return emphasised(phrase("%1 %2", what.title, what.detail));
    }
    case Standing::Limited:
        return limitedSentence(state, now);
    case Standing::Waiting:
        return waitingSentence(state);
    case Standing::Tight:
        return tightSentence(state, now);
    case Standing::Quiet:
        return quietSentence(state, now, wallNow);
    case Standing::Clear:
        break;
    }
    return clearSentence(state);
}

QString sure(Cause::Sure sure)
{
    switch (sure) {
    case Cause::Sure::Strong:
        return phrase("Strong");
    case Cause::Sure::Likely:
        return phrase("Likely");
    case Cause::Sure::Possible:
        break;
    }
    return phrase("Possible");
}

QString shortState(const ConnectionState& state, Instant now)
{
    if (!state.isWatching) {
        return phrase("Paused");
    }
    const WindowState* window = tightest(state);
    switch (state.standing) {
    case Standing::Off:
        return phrase("Off");
    case Standing::KeyRefused:
        return phrase("Key refused");
    case Standing::Limited:
        return phrase("Limited");
    case Standing::Waiting:
        return phrase("Waiting");
    case Standing::Quiet:
        return state.lastCall ? phrase("Quiet %1", age(now - *state.lastCall)) : phrase("Quiet");
    case Standing::Tight:
    case Standing::Clear:
        break;
    }
    return window != nullptr && window->remaining ? phrase("%1 left", count(*window->remaining))
                                                  : word(state.standing);
}

QString spokenState(const ConnectionState& state)
{
    const WindowState* window = tightest(state);
    if (window == nullptr || !window->remaining) {
        return word(state.standing);
    }
    return phrase("%1, %2", word(state.standing), leftThisWindow(*window));
}

} // namespace Pacewatch::Wording
