#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Pacewatch::Wording {

namespace {

const Policy* findPolicy(const QString& name, const QList<WindowState>& windows)
{
    const auto found = std::ranges::find_if(
        windows, [&name](const WindowState& window) { return window.policy.name == name; });
    return found == windows.end() ? nullptr : &found->policy;
}

/// "minute", for the middle of a sentence.
QString noun(const Happening& happening, const QList<WindowState>& windows)
{
    const Policy* policy = findPolicy(happening.window, windows);
    if (policy != nullptr) {
        return windowNoun(*policy);
    }
    return happening.window.isEmpty() ? phrase("limit") : happening.window;
}

QString capitalised(const QString& text)
{
    return text.isEmpty() ? text : text.left(1).toUpper() + text.mid(1);
}

QString usedUpDetail(const Happening& happening, const QList<WindowState>& windows)
{
    const Policy* policy = findPolicy(happening.window, windows);
    const QString before = duration(std::chrono::ceil<std::chrono::seconds>(happening.wait));
    if (happening.foreign > 0 && policy != nullptr) {
        return phrase("%1 before the reset. %2 of the %3 calls came from elsewhere.", before,
                      count(happening.foreign), count(policy->limit));
    }
    return happening.wait > Duration::zero() ? phrase("%1 before the reset.", before) : QString();
}

QString busyDetail(const Happening& happening, const QList<WindowState>& windows)
{
    const auto second = std::ranges::find_if(
        windows, [](const WindowState& window) { return window.policy.window <= 1s; });
    if (second == windows.end()) {
        return phrase("%1 allowed, %2 refused.", count(happening.allowed),
                      count(happening.refused));
    }
    return phrase("%1 allowed, %2 refused. The limit is %3 per second.", count(happening.allowed),
                  count(happening.refused), count(second->policy.limit));
}

QString retriedDetail(const Happening& happening)
{
    const QString sent = counted(happening.count, "1 retry sent inside the %2 wait.",
                                 "%1 retries sent inside the %2 wait.", duration(happening.wait));
    if (happening.refused == 0) {
        return sent;
    }
    return phrase("%1 %2", sent,
                  counted(happening.refused, "1 was refused again.", "%1 were refused again."));
}

QString limitDetail(const Happening& happening, const QList<WindowState>& windows,
                    const char* pattern)
{
    const Policy* known = findPolicy(happening.window, windows);
    Policy policy = known == nullptr ? Policy() : *known;
    if (known == nullptr) {
        policy.window = 1min;
    }
    policy.limit = happening.count;
    return phrase(pattern, limitLine(policy), count(happening.allowed));
}

QString repeated(const Happening& happening)
{
    if (happening.repeatEvery > Duration::zero() && happening.repeatsSince) {
        return phrase("Same pattern every %1 since %2.", duration(happening.repeatEvery),
                      clock(*happening.repeatsSince));
    }
    return counted(happening.repeats, "Seen once before.", "Seen %1 times before.");
}

} // namespace

QString title(const Happening& happening, const QList<WindowState>& windows)
{
    using Kind = Happening::Kind;
    switch (happening.kind) {
    case Kind::BusySecond:
        return counted(happening.count, "1 call in one second", "%1 calls in one second");
    case Kind::WindowUsedUp:
        return phrase("%1 used up", capitalised(noun(happening, windows)));
    case Kind::RanLow:
        return phrase("Down to %1 left", count(happening.count));
    case Kind::CallsRefused:
        return counted(happening.count, "1 call refused", "%1 calls refused");
    case Kind::AskedToWait:
        return phrase("Asked to wait %1", duration(happening.wait));
    case Kind::RetriedEarly:
        return phrase("Retried too early");
    case Kind::SendingAgain:
        return phrase("Sending again");
    case Kind::LimitChanged:
        return phrase("Limit changed to %1", count(happening.count));
    case Kind::LimitDiffers:
        return happening.count < happening.allowed ? phrase("Real limit is lower")
                                                   : phrase("Real limit is higher");
    case Kind::KeyRefused:
        return phrase("Key refused");
    case Kind::GatewayLost:
        return phrase("No answer");
    case Kind::GatewayBack:
        return phrase("Answers again");
    case Kind::ClockOff:
        return happening.wait < Duration::zero()
            ? phrase("Server clock %1 behind", duration(-happening.wait))
            : phrase("Server clock %1 ahead", duration(happening.wait));
    }
    return {};
}

QString detail(const Happening& happening, const QList<WindowState>& windows)
{
    using Kind = Happening::Kind;
    if (happening.repeats > 0) {
        return repeated(happening);
    }
    switch (happening.kind) {
    case Kind::BusySecond:
        return busyDetail(happening, windows);
    case Kind::WindowUsedUp:
        return usedUpDetail(happening, windows);
    case Kind::RanLow:
        return phrase("The %1 still ended without a refusal.", noun(happening, windows));
    case Kind::CallsRefused:
        return happening.path.isEmpty()
            ? QString()
            : phrase("The first one was to %1.", QString::fromUtf8(happening.path));
    case Kind::AskedToWait:
        return happening.until
            ? phrase("The gateway takes calls again at %1.", clock(*happening.until))
            : QString();
    case Kind::RetriedEarly:
        return retriedDetail(happening);
    case Kind::SendingAgain:
        return phrase("The client kept the wait. No calls were sent for %1.",
                      duration(happening.wait));
    case Kind::LimitChanged:
        return limitDetail(happening, windows, "The headers say %1 now, %2 before.");
    case Kind::LimitDiffers:
        return limitDetail(happening, windows, "The headers say %1, documented are %2.");
    case Kind::KeyRefused:
        return phrase("Check that the key belongs to this gateway.");
    case Kind::GatewayLost:
        return happening.error ? sentence(happening.error->code) : QString();
    case Kind::GatewayBack:
        return happening.wait > Duration::zero()
            ? phrase("It was away for %1.", duration(happening.wait))
            : QString();
    case Kind::ClockOff:
        return phrase("Resets are shown in its time.");
    }
    return {};
}

} // namespace Pacewatch::Wording
