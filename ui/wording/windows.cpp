#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Pacewatch::Wording {

namespace {

constexpr Duration ShortWindow = 2s;
constexpr Duration Day = 24h;
constexpr Duration ShortestMonth = 28 * Day;

QString leftPhrase(Unit unit)
{
    switch (unit) {
    case Unit::People:
        return phrase("New people left");
    case Unit::Templates:
        return phrase("Templates left");
    case Unit::Uploads:
        return phrase("Uploads left");
    case Unit::Requests:
        break;
    }
    return {};
}

QString unitPhrase(Unit unit)
{
    switch (unit) {
    case Unit::People:
        return phrase("People");
    case Unit::Templates:
        return phrase("Templates");
    case Unit::Uploads:
        return phrase("Uploads");
    case Unit::Requests:
        break;
    }
    return phrase("Calls");
}

bool isMonth(Duration window)
{
    return window >= ShortestMonth;
}

QString statedBy(Source source)
{
    switch (source) {
    case Source::Docs:
        return phrase("from docs");
    case Source::WorkedOut:
        return phrase("worked out");
    case Source::Headers:
        return phrase("from headers");
    case Source::SetByUser:
        return phrase("set by you");
    case Source::Unknown:
        break;
    }
    return phrase("not known");
}

Sentence busiestLine(const WindowState& window)
{
    const bool isOneSecond = window.policy.window == 1s;
    if (window.busiestWasRefused || window.busiest > window.policy.limit) {
        return emphasised(isOneSecond
                              ? counted(window.busiest, "*1 call tried in one second*",
                                        "*%1 calls tried in one second*")
                              : counted(window.busiest, "*1 call tried in %2*",
                                        "*%1 calls tried in %2*", duration(window.policy.window)));
    }
    return emphasised(isOneSecond ? phrase("Busiest second used %1", count(window.busiest))
                                  : phrase("Busiest %1 used %2", duration(window.policy.window),
                                           count(window.busiest)));
}

} // namespace

QString windowNoun(const Policy& policy)
{
    const Duration window = policy.window;
    if (window == 1s) {
        return phrase("second");
    }
    if (window == 1min) {
        return phrase("minute");
    }
    if (window == 1h) {
        return phrase("hour");
    }
    if (window == Day) {
        return phrase("day");
    }
    return isMonth(window) ? phrase("month") : duration(window);
}

QString windowLabel(const Policy& policy)
{
    if (policy.unit != Unit::Requests) {
        return leftPhrase(policy.unit);
    }
    const Duration window = policy.window;
    if (window == 1s) {
        return phrase("Left in a second");
    }
    if (window == 1min) {
        return phrase("Left this minute");
    }
    if (window == 1h) {
        return phrase("Left this hour");
    }
    if (window == Day) {
        return phrase("Left today");
    }
    return isMonth(window) ? phrase("Left this month") : phrase("Left in %1", duration(window));
}

QString perWindow(const Policy& policy)
{
    const Duration window = policy.window;
    if (policy.unit != Unit::Requests) {
        return phrase("%1, %2", unitPhrase(policy.unit),
                      window == Day ? phrase("24 h") : duration(window));
    }
    if (window == 1s) {
        return phrase("Per second");
    }
    if (window == 1min) {
        return phrase("Per minute");
    }
    if (window == 1h) {
        return phrase("Per hour");
    }
    if (window == Day) {
        return phrase("Per day");
    }
    return isMonth(window) ? phrase("Per month") : phrase("In %1", duration(window));
}

QString limitLine(const Policy& policy)
{
    const QString limit = count(policy.limit);
    const Duration window = policy.window;
    if (window == 1s) {
        return phrase("%1 a second", limit);
    }
    if (window == 1min) {
        return phrase("%1 a minute", limit);
    }
    if (window == 1h) {
        return phrase("%1 an hour", limit);
    }
    if (window == Day) {
        return phrase("%1 a day", limit);
    }
    return isMonth(window) ? phrase("%1 a month", limit)
                           : phrase("%1 in %2", limit, duration(window));
}

QString ofLimit(qint64 limit)
{
    return phrase("of %1", count(limit));
}

QString leftOf(qint64 remaining, qint64 limit)
{
    return phrase("%1 of %2 left", count(remaining), count(limit));
}

QString sourceLabel(const WindowState& window)
{
    if (window.policy.window <= ShortWindow && window.lowest) {
        return phrase("lowest in 60 s");
    }
    if (!window.remaining) {
        return phrase("not known");
    }
    if (window.refusalSeen && window.limitSource == Source::Docs) {
        return phrase("seen %1", clock(*window.refusalSeen));
    }
    return statedBy(window.limitSource == Source::SetByUser ? Source::SetByUser
                                                            : window.remainingSource);
}

QString sourceTip(const WindowState& window)
{
    if (window.refusalSeen && window.limitSource == Source::Docs) {
        return phrase("The limit is from the documentation. A refusal at %1 confirmed it.",
                      clock(*window.refusalSeen));
    }
    switch (window.limitSource) {
    case Source::Docs:
        return phrase("The limit is from the documentation. No answer has confirmed it yet.");
    case Source::WorkedOut:
        return phrase("The limit is worked out from the calls seen.");
    case Source::Headers:
        return window.field.isEmpty()
            ? phrase("The gateway's answers say so.")
            : phrase("The header %1 says so.", QString::fromLatin1(window.field));
    case Source::SetByUser:
        return phrase("The limit is set by you for this connection.");
    case Source::Unknown:
        break;
    }
    return phrase("The gateway does not say how many calls are left.");
}

Sentence resetLine(const WindowState& window, Instant now)
{
    if (window.policy.window <= ShortWindow) {
        return busiestLine(window);
    }
    if (window.isRolling) {
        return emphasised(window.policy.note.isEmpty()
                              ? phrase("Counts the last %1", duration(window.policy.window))
                              : window.policy.note);
    }
    if (!window.resetAt) {
        return emphasised(phrase("The gateway names no reset"));
    }
    const QString left = countdown(*window.resetAt - now);
    if (window.resetIsAbout) {
        return emphasised(phrase("*Resets in about %1*", left));
    }
    if (window.resetAtWall) {
        return emphasised(phrase("*Resets in %1*  at %2", left, clock(*window.resetAtWall)));
    }
    return emphasised(phrase("*Resets in %1*", left));
}

QString staleLine(const WindowState& window, Instant now, WallTime wallNow)
{
    if (!window.asOf) {
        return {};
    }
    const Duration old = now - *window.asOf;
    return phrase("As of %1, %2 ago", clock(wallNow - old), age(old));
}

QString evenPaceTip(qint64 left)
{
    return phrase("Even pace would leave %1 now.", count(left));
}

} // namespace Pacewatch::Wording
