#include "core/diagnosis/replayrun.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration SharesACall = 1s; ///< creates that fall into it may share a call
constexpr Duration Unmoved = 50ms; ///< nobody notices
constexpr int LeastAskedAgain = 5; ///< of one address, before it counts as asked again and again
constexpr qint64 EventsAStep = 50'000; ///< between two looks at the progress
constexpr Duration MostJitter = 1s; ///< that a patient client adds to a wait

/// A number below 1 that depends on @p seed only; splitmix64.
double scattered(quint64 seed)
{
    quint64 value = seed + 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<double>((value ^ (value >> 31)) >> 11) / 9007199254740992.0;
}

/// Gateways ask for whole seconds, rounded up, and one at least.
Duration statedWait(Duration exact)
{
    return std::max<Duration>(std::chrono::ceil<std::chrono::seconds>(exact), 1s);
}

CountingRules rulesFor(const CountingRules& fitted, const WhatIf& what)
{
    return {what.server.value_or(fitted.algorithm), fitted.countsRefused};
}

/// The windows with @p limits laid over them; each keeps its place, those that are new come last.
QList<Policy> changed(QList<Policy> windows, const QList<Policy>& limits)
{
    for (const Policy& limit : limits) {
        const auto known = std::find_if(windows.begin(), windows.end(), [&](const Policy& window) {
            return window.name == limit.name;
        });
        if (known != windows.end()) {
            known->limit = limit.limit;
        } else {
            windows.append(limit);
        }
    }
    return windows;
}

} // namespace

ReplayRun::ReplayRun(const CallReplay& replay, const WhatIf& what)
    : m_replay(replay)
    , m_what(what)
    , m_tasks(replay.m_load.tasks)
    , m_gateway(changed(replay.m_windows, what.limits), replay.m_windows.size(),
                rulesFor(replay.m_gateway.rules, what))
    , m_standing(m_tasks.size())
{ }

/// The creates of one second leave together, with the last of them.
void ReplayRun::groupCreates()
{
    QHash<quint32, std::vector<quint32>> open; // by route
    for (quint32 i = 0; i < m_tasks.size(); ++i) {
        const RecordedTask& task = m_tasks[i];
        if (!task.isClient || !m_replay.m_hasBulk[task.route]) {
            continue;
        }
        std::vector<quint32>& group = open[task.route];
        const bool joins = !group.empty()
            && task.wanted < m_tasks[group.front()].wanted + SharesACall
            && group.size() < static_cast<std::size_t>(m_replay.m_bulkMost[task.route]);
        if (!joins) {
            group.clear();
        } else {
            m_standing[i].stands += m_standing[group.back()].stands;
            m_standing[group.back()].stands = 0;
            ++m_outcome.moved;
        }
        group.push_back(i);
    }
}

void ReplayRun::put(Event::Kind kind, quint32 task, Duration at, bool isRefused, Duration wait)
{
    m_events.push({at, ++m_eventCount, task, kind, isRefused, wait});
}

Result<WhatIfOutcome> ReplayRun::play(const DiagnosisProgress& progress, qint64 mostRefusals)
{
    if (m_what.bulk) {
        groupCreates();
    }
    quint32 next = 0;
    qint64 steps = 0;
    while ((next < m_tasks.size() || !m_events.empty()) && m_outcome.refusals <= mostRefusals) {
        if (++steps % EventsAStep == 0 && progress
            && !progress(static_cast<double>(next) / static_cast<double>(m_tasks.size()))) {
            return fail(ErrorCode::Cancelled);
        }
        if (next < m_tasks.size()
            && (m_events.empty() || m_tasks[next].wanted <= m_events.top().at)) {
            want(next, m_tasks[next].wanted);
            ++next;
            continue;
        }
        const Event event = m_events.top();
        m_events.pop();
        switch (event.kind) {
        case Event::Kind::Leaves:
            leave(event.task, event.at);
            break;
        case Event::Kind::Arrives:
            arrive(event);
            break;
        case Event::Kind::Answered:
            takeAnswer(event);
            break;
        }
    }
    if (!m_tasks.empty()) {
        m_outcome.length = std::max<Duration>(m_last - m_tasks.front().wanted, Duration::zero());
    }
    return m_outcome;
}

bool ReplayRun::isSpared(const RecordedTask& task, Duration at)
{
    if (!task.isGet || !task.isClient) {
        return false;
    }
    if (m_what.cache > Duration::zero()) {
        const auto kept = m_kept.constFind(task.identity);
        if (kept != m_kept.constEnd() && kept->said == task.said && task.said != 0
            && at - kept->at < m_what.cache) {
            return true;
        }
    }
    if (m_what.pollEvery > Duration::zero()
        && m_replay.m_asked.value(task.identity) >= LeastAskedAgain) {
        const auto last = m_polled.find(task.identity);
        if (last != m_polled.end() && at - *last < m_what.pollEvery) {
            return true;
        }
        m_polled.insert(task.identity, at);
    }
    return false;
}

void ReplayRun::want(quint32 task, Duration at)
{
    if (m_standing[task].stands == 0) {
        return;
    }
    if (isSpared(m_tasks[task], at)) {
        ++m_outcome.moved;
        return;
    }
    if (m_what.workers > 0 && m_tasks[task].isClient) {
        if (m_busy >= m_what.workers) {
            m_waiting.push_back(task);
            return;
        }
        ++m_busy;
    }
    leave(task, at);
}

void ReplayRun::leave(quint32 task, Duration at)
{
    const RecordedTask& recorded = m_tasks[task];
    Standing& standing = m_standing[task];
    Duration leaves = at;
    if (m_what.perSecond > 0 && recorded.isClient) {
        leaves = std::max(at, m_nextLeave);
        m_nextLeave = leaves + fromSeconds(1 / m_what.perSecond);
    }
    if (standing.tries == 0 && leaves > recorded.wanted + Unmoved) {
        m_outcome.moved += standing.stands;
    }
    ++standing.tries;
    put(Event::Kind::Arrives, task, leaves + recorded.out);
}

void ReplayRun::arrive(const Event& event)
{
    const std::vector<ForeignCall>& foreign = m_replay.m_gateway.foreign;
    for (; m_nextForeign < foreign.size() && foreign[m_nextForeign].at <= event.at;
         ++m_nextForeign) {
        m_gateway.admitForeign(foreign[m_nextForeign]);
    }
    const RecordedTask& task = m_tasks[event.task];
    const Duration wait = m_gateway.admit(task.counts, event.at);
    const bool isRefused = wait > Duration::zero();
    ++m_outcome.calls;
    m_outcome.refusals += isRefused ? 1 : 0;
    put(Event::Kind::Answered, event.task, event.at + task.back, isRefused,
        isRefused ? statedWait(wait) : Duration::zero());
}

void ReplayRun::takeAnswer(const Event& event)
{
    const RecordedTask& task = m_tasks[event.task];
    m_last = std::max(m_last, event.at);
    if (!event.isRefused) {
        if (task.isGet && m_what.cache > Duration::zero()) {
            m_kept.insert(task.identity, {event.at, task.said});
        }
        finish(event.task, event.at);
        return;
    }
    if (const std::optional<Duration> gap = gapAfter(event.task, event.wait)) {
        put(Event::Kind::Leaves, event.task, event.at + *gap);
        return;
    }
    m_outcome.lost += m_standing[event.task].stands;
    finish(event.task, event.at);
}

void ReplayRun::finish(quint32 task, Duration at)
{
    if (m_what.workers <= 0 || !m_tasks[task].isClient) {
        return;
    }
    --m_busy;
    if (!m_waiting.empty()) {
        const quint32 next = m_waiting.front();
        m_waiting.pop_front();
        ++m_busy;
        leave(next, at);
    }
}

/// When the client comes back after its refusal, or that it gives up.
std::optional<Duration> ReplayRun::gapAfter(quint32 task, Duration wait) const
{
    const RecordedTask& recorded = m_tasks[task];
    const int tries = m_standing[task].tries;
    if (m_what.keepsWait && recorded.isClient) {
        return tries <= m_replay.m_mostRetries
            ? std::optional(wait
                            + fromSeconds(toSeconds(MostJitter)
                                          * scattered(quint64{task} * 64 + quint64(tries))))
            : std::nullopt;
    }
    const RetryManner& manner = m_replay.m_load.manner;
    if (tries < recorded.tries) {
        const RecordedTry& next
            = m_replay.m_load.tries[recorded.firstTry + static_cast<quint32>(tries)];
        if (next.askedWait <= Duration::zero() || manner.follows == RetryManner::Follows::Nothing) {
            return next.gap;
        }
        return manner.follows == RetryManner::Follows::Wait
            ? std::max<Duration>(wait + next.gap - next.askedWait, Duration::zero())
            : fromSeconds(toSeconds(next.gap) * toSeconds(wait) / toSeconds(next.askedWait));
    }
    const bool gaveUp = recorded.tries > 0
        && m_replay.m_load.tries[recorded.firstTry + recorded.tries - 1].refused;
    if (gaveUp || !recorded.isClient || !manner.retries || tries >= manner.mostTries) {
        return std::nullopt;
    }
    switch (manner.follows) {
    case RetryManner::Follows::Wait:
        return wait + manner.gap;
    case RetryManner::Follows::Share:
        return fromSeconds(toSeconds(wait) * manner.share);
    case RetryManner::Follows::Nothing:
        break;
    }
    return manner.gap;
}

} // namespace Pacewatch
