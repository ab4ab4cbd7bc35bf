#pragma once

#include "core/emulator/windowcounter.h"
#include "core/instant.h"
#include "core/quota/policy.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <vector>

namespace Pacewatch {

/// What the rehearsed gateway enforces, for each key alike.
struct EnforcementRules
{
    QList<Policy> windows; ///< shortest first
    /// Of every window; Unknown leaves each to its policy, and those that name none are fixed.
    Algorithm algorithm = Algorithm::Unknown;
    bool countsRefused = false; ///< a penalty limiter: refused calls count too
    bool literalWait = false; ///< asks for 30 s whatever the window says
    Duration shortestWait{}; ///< a refusal never asks for less
    double realLimitShare = 1; ///< enforces this share of the stated limit, at least 1 unit

    friend bool operator==(const EnforcementRules&, const EnforcementRules&) = default;
};

/// How a key stands in one window just after it was asked about.
struct WindowStanding
{
    qsizetype rule = 0; ///< index into EnforcementRules::windows
    qint64 limit = 0; ///< as stated, which may be more than is enforced
    qint64 used = 0; ///< as the gateway counts
    qint64 remaining = 0; ///< of the stated limit, not negative
    WallTime start{}; ///< when the current window began
    WallTime reset{}; ///< see WindowCounter::reset()
    bool refuses = false; ///< this window refused the call
};

/// What the gateway decided about one call.
struct Decision
{
    bool isAllowed = true;
    qsizetype hit = -1; ///< index into windows of the one that refuses longest; -1 when allowed
    Duration wait{}; ///< what a refusal asks for: whole seconds, rounded up, at least one
    QList<WindowStanding> windows; ///< those that apply to the route, shortest first
};

/// Counts the calls of each key and decides which are refused.
///
/// The emulator's own arithmetic: it shares nothing with the limiter, so that a mistake there
/// cannot hide here. A call takes from all of its windows or from none. Time is the calendar of
/// the gateway and an argument; a step back counts as standing still.
class Enforcement final
{
public:
    /// More keys than this push out the one that was silent longest.
    static constexpr qsizetype MostKeys = 1024;
    /// The vendor's fixed wait (AIsoule's help centre: "Try again in 30 seconds").
    static constexpr Duration LiteralWait = std::chrono::seconds(30);

    explicit Enforcement(EnforcementRules rules);

    /// Decides about one call of @p key to @p route (below the base URL) and counts it.
    [[nodiscard]] Decision admit(const QByteArray& key, QByteArrayView route, WallTime now);
    /// How @p key stands without counting anything.
    [[nodiscard]] Decision look(const QByteArray& key, QByteArrayView route, WallTime now) const;

    /// Other rules from now on. Counts live on in windows that keep name, length and algorithm.
    void change(EnforcementRules rules);
    /// Every key starts afresh.
    void reset() { m_keys.clear(); }

    [[nodiscard]] const EnforcementRules& rules() const { return m_rules; }
    [[nodiscard]] qsizetype keys() const { return m_keys.size(); }

private:
    struct KeyCounts
    {
        std::vector<WindowCounter> counters; // one for each rule
        WallTime latest{};
    };

    KeyCounts fresh() const;
    KeyCounts& countsOf(const QByteArray& key);
    Decision judge(const KeyCounts& counts, QByteArrayView route, WallTime now) const;
    WindowStanding standing(qsizetype rule, const WindowCounter& counter, WallTime now) const;
    Duration statedWait(Duration wait) const;

    EnforcementRules m_rules;
    QHash<QByteArray, KeyCounts> m_keys;
};

} // namespace Pacewatch
