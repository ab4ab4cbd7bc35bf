#include "core/diagnosis/standingjudge.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration RefusalMatters = 60s;
constexpr Duration QuietAfter = 60s;
constexpr Duration ShortestStay = 3s;
constexpr Duration EmptyBeforeReset = 3s;
constexpr double LowShare = 0.10;
constexpr double EnoughShare = 0.20;
constexpr double MuchOfTheWindow = 0.25;
/// Windows this short come back before anybody could act.
constexpr Duration TooShortToBeTight = 2s;

bool countsCalls(const WindowState& window)
{
    return window.policy.unit == Unit::Requests && window.policy.window > TooShortToBeTight;
}

double shareLeft(const WindowState& window)
{
    return static_cast<double>(*window.remaining) / static_cast<double>(window.policy.limit);
}

} // namespace

Outlook StandingJudge::outlook(const WindowState& window, double pace, Instant now)
{
    Outlook outlook;
    if (!window.remaining || window.policy.limit <= 0 || !window.resetAt || window.isRolling) {
        return outlook;
    }
    const Duration toReset = std::max(*window.resetAt - now, Duration::zero());
    const auto left = static_cast<double>(*window.remaining);
    outlook.spareAtReset
        = static_cast<qint64>(std::max(0.0, std::floor(left - pace * toSeconds(toReset))));
    if (pace > 0) {
        const Duration emptyIn = fromSeconds(std::min(left / pace, 1e6));
        if (emptyIn < toReset) {
            outlook.emptyIn = emptyIn;
            outlook.isTight = emptyIn + EmptyBeforeReset <= toReset;
        }
    }
    if (shareLeft(window) <= LowShare
        && toSeconds(toReset) > MuchOfTheWindow * toSeconds(window.policy.window)) {
        outlook.isTight = true;
    }
    return outlook;
}

qsizetype StandingJudge::tightest(const QList<WindowState>& windows)
{
    qsizetype best = -1;
    for (qsizetype i = 0; i < windows.size(); ++i) {
        const WindowState& window = windows.at(i);
        if (!countsCalls(window) || !window.remaining || window.policy.limit <= 0) {
            continue;
        }
        if (best < 0 || shareLeft(window) < shareLeft(windows.at(best))) {
            best = i;
        }
    }
    return best;
}

bool StandingJudge::isTight(const StandingFacts& facts, Instant now) const
{
    return std::any_of(facts.windows.begin(), facts.windows.end(), [&](const WindowState& window) {
        if (!countsCalls(window) || !window.remaining || window.policy.limit <= 0) {
            return false;
        }
        if (outlook(window, facts.pace, now).isTight) {
            return true;
        }
        // Once tight, it stays tight until there is some room again.
        return m_standing == Standing::Tight && shareLeft(window) <= EnoughShare
            && (!window.resetAt || *window.resetAt > now);
    });
}

Standing StandingJudge::raw(const StandingFacts& facts, Instant now) const
{
    if (!facts.isReachable) {
        return Standing::Off;
    }
    if (facts.keyWasRefused) {
        return Standing::KeyRefused;
    }
    // A kept wait says more than the refusal that asked for it; a call during it makes it Limited.
    const bool keepsTheWait = facts.waitUntil && *facts.waitUntil > now && !facts.sentDuringWait;
    if (keepsTheWait && *facts.waitUntil - now > ShortestStay) {
        return Standing::Waiting;
    }
    if (keepsTheWait && m_standing == Standing::Waiting) {
        return Standing::Waiting;
    }
    if (facts.lastRefusal && now - *facts.lastRefusal < RefusalMatters) {
        return Standing::Limited;
    }
    if (isTight(facts, now)) {
        return Standing::Tight;
    }
    if (!facts.lastCall || now - *facts.lastCall >= QuietAfter) {
        return Standing::Quiet;
    }
    return Standing::Clear;
}

Standing StandingJudge::judge(const StandingFacts& facts, Instant now)
{
    const Standing next = raw(facts, now);
    // What a refusal leads to shows at once, and so does the first call after a silence.
    const bool isUrgent
        = next == Standing::Limited || next == Standing::Waiting || m_standing == Standing::Quiet;
    const bool mustWait = m_hasJudged && now - m_since < ShortestStay && !isUrgent;
    if (m_hasJudged && (next == m_standing || mustWait)) {
        return m_standing;
    }
    m_standing = next;
    m_since = now;
    m_hasJudged = true;
    return m_standing;
}

} // namespace Pacewatch
