#include "core/emulator/enforcement.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace Pacewatch {

namespace {

qint64 enforcedLimit(const EnforcementRules& rules, const Policy& policy)
{
    const double share = std::clamp(rules.realLimitShare, 0.0, 1.0);
    const double limit = std::floor(static_cast<double>(policy.limit) * share + 1e-9);
    return std::max<qint64>(static_cast<qint64>(limit), 1);
}

Algorithm enforcedAlgorithm(const EnforcementRules& rules, const Policy& policy)
{
    return rules.algorithm == Algorithm::Unknown ? policy.algorithm : rules.algorithm;
}

} // namespace

Enforcement::Enforcement(EnforcementRules rules)
    : m_rules(std::move(rules))
{ }

Enforcement::KeyCounts Enforcement::fresh() const
{
    KeyCounts counts;
    for (const Policy& policy : m_rules.windows) {
        counts.counters.emplace_back(enforcedAlgorithm(m_rules, policy),
                                     enforcedLimit(m_rules, policy), policy.window);
    }
    return counts;
}

Enforcement::KeyCounts& Enforcement::countsOf(const QByteArray& key)
{
    const auto found = m_keys.find(key);
    if (found != m_keys.end()) {
        return *found;
    }
    if (m_keys.size() >= MostKeys) {
        m_keys.erase(std::min_element(m_keys.cbegin(), m_keys.cend(),
                                      [](const KeyCounts& left, const KeyCounts& right) {
                                          return left.latest < right.latest;
                                      }));
    }
    return *m_keys.insert(key, fresh());
}

Decision Enforcement::admit(const QByteArray& key, QByteArrayView route, WallTime now)
{
    KeyCounts& counts = countsOf(key);
    counts.latest = std::max(counts.latest, now);
    now = counts.latest;

    const Decision verdict = judge(counts, route, now);
    if (!verdict.isAllowed && !m_rules.countsRefused) {
        return verdict;
    }
    for (const WindowStanding& window : verdict.windows) {
        counts.counters[static_cast<std::size_t>(window.rule)].count(now);
    }
    // The windows as they stand after this call, with the verdict as it was before it.
    Decision counted = verdict;
    for (WindowStanding& window : counted.windows) {
        const bool refuses = window.refuses;
        window = standing(window.rule, counts.counters[static_cast<std::size_t>(window.rule)], now);
        window.refuses = refuses;
    }
    if (!verdict.isAllowed) {
        counted.wait = judge(counts, route, now).wait;
    }
    return counted;
}

Decision Enforcement::look(const QByteArray& key, QByteArrayView route, WallTime now) const
{
    const auto found = m_keys.find(key);
    if (found == m_keys.end()) {
        return judge(fresh(), route, now);
    }
    return judge(*found, route, std::max(found->latest, now));
}

Decision Enforcement::judge(const KeyCounts& counts, QByteArrayView route, WallTime now) const
{
    Decision verdict;
    Duration longest{};
    for (qsizetype rule = 0; rule < m_rules.windows.size(); ++rule) {
        if (!appliesTo(m_rules.windows[rule], route)) {
            continue;
        }
        const WindowCounter& counter = counts.counters[static_cast<std::size_t>(rule)];
        verdict.windows.append(standing(rule, counter, now));
        const Duration wait = counter.waitFor(now);
        if (wait > longest) {
            longest = wait;
            verdict.hit = verdict.windows.size() - 1;
        }
    }
    if (verdict.hit >= 0) {
        verdict.isAllowed = false;
        verdict.wait = statedWait(longest);
    }
    return verdict;
}

WindowStanding Enforcement::standing(qsizetype rule, const WindowCounter& counter,
                                     WallTime now) const
{
    const qint64 limit = m_rules.windows[rule].limit;
    const qint64 used = counter.used(now);
    return {rule,
            limit,
            used,
            std::max<qint64>(limit - used, 0),
            counter.start(now),
            counter.reset(now),
            counter.waitFor(now) > Duration::zero()};
}

Duration Enforcement::statedWait(Duration wait) const
{
    if (m_rules.literalWait) {
        return LiteralWait;
    }
    // Rounded up: an obedient client must not come back early.
    const Duration least = std::max<Duration>(m_rules.shortestWait, std::chrono::seconds(1));
    return std::chrono::ceil<std::chrono::seconds>(std::max(wait, least));
}

void Enforcement::change(EnforcementRules rules)
{
    const EnforcementRules before = std::exchange(m_rules, std::move(rules));
    for (KeyCounts& counts : m_keys) {
        KeyCounts next = fresh();
        for (qsizetype now = 0; now < m_rules.windows.size(); ++now) {
            const Policy& policy = m_rules.windows[now];
            for (qsizetype old = 0; old < before.windows.size(); ++old) {
                WindowCounter& counter = counts.counters[static_cast<std::size_t>(old)];
                WindowCounter& place = next.counters[static_cast<std::size_t>(now)];
                if (before.windows[old].name == policy.name && counter.window() == policy.window
                    && counter.algorithm() == place.algorithm()) {
                    place = std::move(counter);
                    place.setLimit(enforcedLimit(m_rules, policy));
                    break;
                }
            }
        }
        next.latest = counts.latest;
        counts = std::move(next);
    }
}

} // namespace Pacewatch
