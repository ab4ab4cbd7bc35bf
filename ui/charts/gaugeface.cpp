#include "ui/charts/gaugeface.h"

#include "ui/theme.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration ShortWindow = 2s;
constexpr Duration PaceNeeds = 10s;
constexpr Duration StaleAfter = 10s;
/// So long a reset may go unconfirmed before its source says that it is worked out.
constexpr Duration ConfirmWithin = 2s;
constexpr qint64 MostPips = 20;

bool isStale(const WindowState& window, const GaugeMoment& moment)
{
    return moment.callsExpected && window.remainingSource == Source::Headers && window.asOf
        && !window.isRolling && window.policy.window > ShortWindow
        && !hasResetSince(window, moment.now) && moment.now - *window.asOf > StaleAfter;
}

void addCountdown(GaugeFace& face, const WindowState& window, const GaugeMoment& moment)
{
    const double period = toSeconds(window.policy.window);
    const double left = toSeconds(*window.resetAt - moment.now);
    const double share = std::clamp(left / period, 0.0, 1.0);
    face.ring = left <= 0 ? 1 : share;
    if (window.policy.window >= PaceNeeds && left > 0) {
        face.pace = share;
        face.paceTip
            = Wording::evenPaceTip(std::llround(share * static_cast<double>(window.policy.limit)));
    }
}

void addColors(GaugeFace& face, const WindowState& window, const GaugeMoment& moment)
{
    face.fill = window.isRolling ? Color::SeriesDay : windowColor(window.policy.window);
    face.ringColor = face.fill;
    if (face.isEmpty) {
        face.numberColor = Color::StateLimitedFg;
        face.ringColor = Color::StateLimitedFill;
    } else if (moment.isTight && !face.isStale) {
        face.numberColor = Color::StateTightFg;
        face.fill = Color::StateTightFill;
        face.ringColor = Color::StateTightFill;
    }
}

} // namespace

bool hasResetSince(const WindowState& window, Instant now)
{
    return !window.isRolling && window.policy.window > ShortWindow && window.resetAt
        && *window.resetAt <= now && (!window.asOf || *window.asOf <= *window.resetAt);
}

GaugeFace gaugeFace(const WindowState& window, const GaugeMoment& moment)
{
    GaugeFace face;
    face.label = Wording::windowLabel(window.policy);
    face.sourceTip = Wording::sourceTip(window);
    face.counting = Wording::countingLine(window, moment.now);
    face.countingTip = Wording::countingTip(window, moment.now, moment.wallNow);
    const bool isShort = window.policy.window <= ShortWindow;
    const bool hasReset = hasResetSince(window, moment.now);
    WindowState shown = window;
    if (hasReset && moment.now - *window.resetAt >= ConfirmWithin) {
        shown.remainingSource = Source::WorkedOut;
        shown.limitSource
            = window.limitSource == Source::SetByUser ? window.limitSource : Source::WorkedOut;
    }
    face.source = Wording::sourceLabel(shown);
    std::optional<qint64> left = isShort && window.lowest ? window.lowest : window.remaining;
    if (hasReset) {
        left = window.policy.limit;
    }
    face.isKnown = left.has_value() && window.policy.limit > 0;
    if (!face.isKnown) {
        face.number = Wording::missing();
        face.numberColor = Color::TextMuted;
        return face;
    }
    face.number = Wording::count(std::max<qint64>(*left, 0));
    face.ofLimit = Wording::ofLimit(window.policy.limit);
    face.share = std::clamp(static_cast<double>(*left) / static_cast<double>(window.policy.limit),
                            0.0, 1.0);
    face.isEmpty = *left <= 0;
    face.isStale = isStale(window, moment);
    if (window.policy.limit <= MostPips) {
        face.pips = static_cast<int>(window.policy.limit);
        face.pipsLeft = static_cast<int>(std::clamp<qint64>(*left, 0, window.policy.limit));
    }
    if (face.isStale) {
        face.line = {Wording::staleLine(window, moment.now, moment.wallNow), 0, 0};
    } else {
        face.line = Wording::resetLine(window, moment.now);
        if (isShort) {
            face.icon = Icon::Burst;
            face.iconColor = window.busiestWasRefused || window.busiest > window.policy.limit
                ? Color::StateLimitedFill
                : Color::TextMuted;
        } else if (window.isRolling) {
            face.icon = window.policy.unit == Unit::People ? Icon::Users : Icon::Clock;
        } else if (window.resetAt) {
            addCountdown(face, window, moment);
        }
    }
    addColors(face, window, moment);
    return face;
}

} // namespace Pacewatch
