#include "core/emulator/actormind.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

/// A client that waits and was told no time keeps still as long as AIsoule's pages advise.
constexpr Duration UntoldWait = std::chrono::seconds(30);
/// Between two calls that piled up while the client kept still.
constexpr Duration CatchUpGap = std::chrono::milliseconds(250);

} // namespace

ActorMind::ActorMind(ActorScript script, quint64 seed, Instant start, WallTime startWall)
    : m_script(std::move(script))
    , m_dice(seed)
    , m_start(start)
    , m_startWall(startWall)
    , m_waitsUntil(start)
{
    for (qsizetype i = 0; i < m_script.activities.size(); ++i) {
        const Activity& activity = m_script.activities[i];
        Instant first = start + activity.first;
        if (activity.aligned) {
            first = start + (activity.every - startWall.time_since_epoch() % activity.every);
        }
        m_grid.push_back(first);
        m_next.push_back(first);
    }
}

double ActorMind::dice()
{
    constexpr double Steps = 9007199254740992.0; // 2^53
    return static_cast<double>(m_dice() >> 11) / Steps;
}

std::optional<Instant> ActorMind::nextDue() const
{
    std::optional<Instant> soonest;
    for (const Instant next : m_next) {
        soonest = soonest ? std::min(*soonest, next) : next;
    }
    if (!m_pending.empty()) {
        soonest = soonest ? std::min(*soonest, m_pending.front().due) : m_pending.front().due;
    }
    return soonest ? std::optional(std::max(*soonest, m_waitsUntil)) : std::nullopt;
}

QList<ActorCall> ActorMind::takeDue(Instant now)
{
    QList<ActorCall> due;
    if (now < m_waitsUntil) {
        return due;
    }
    plan(now);
    const auto end = std::find_if(m_pending.begin(), m_pending.end(),
                                  [&](const Pending& pending) { return pending.due > now; });
    for (auto pending = m_pending.begin(); pending != end; ++pending) {
        due.append(std::move(pending->call));
    }
    m_pending.erase(m_pending.begin(), end);
    return due;
}

void ActorMind::plan(Instant now)
{
    for (std::size_t i = 0; i < m_next.size(); ++i) {
        const auto activity = static_cast<qsizetype>(i);
        while (m_next[i] <= now) {
            // Turns that fell into a wait are skipped: a client that keeps still makes none.
            if (m_next[i] >= m_waitsUntil) {
                planBurst(activity, m_next[i]);
            }
            schedule(activity);
        }
    }
}

void ActorMind::schedule(qsizetype activity)
{
    const auto i = static_cast<std::size_t>(activity);
    const Activity& habit = m_script.activities[activity];
    m_grid[i] += habit.every;
    // Around the grid, so that the rate stays; an aligned one only comes later, as cron does.
    const double swing = habit.aligned ? dice() : 2 * dice() - 1;
    const Duration shift = fromSeconds(toSeconds(habit.every) * habit.jitter * swing);
    m_next[i] = std::max(m_next[i] + std::chrono::milliseconds(1), m_grid[i] + shift);
}

void ActorMind::planBurst(qsizetype activity, Instant at)
{
    const Activity& habit = m_script.activities[activity];
    const int extra = habit.mostCalls - habit.leastCalls;
    const int calls = habit.leastCalls + static_cast<int>(dice() * (extra + 1));
    for (int i = 0; i < calls; ++i) {
        const Instant due = calls == 1 ? at : at + fromSeconds(toSeconds(habit.within) * dice());
        insert({due, draw(activity, due)});
    }
}

ActorCall ActorMind::draw(qsizetype activity, Instant at)
{
    const QList<CallTemplate>& calls = m_script.activities[activity].calls;
    double total = 0;
    for (const CallTemplate& call : calls) {
        total += call.weight;
    }
    double left = dice() * total;
    const CallTemplate* chosen = &calls.last();
    for (const CallTemplate& call : calls) {
        if (left < call.weight) {
            chosen = &call;
            break;
        }
        left -= call.weight;
    }
    ++m_calls;
    return {chosen->method, filled(chosen->path, at), filled(chosen->body, at), activity, 1};
}

QByteArray ActorMind::filled(QByteArray text, Instant at)
{
    if (!text.contains("{{")) {
        return text;
    }
    // +44 7700 900000 to 900999 belong to nobody (Ofcom, numbers for use in drama); the first
    // is known to the gateway already and 502 fails there.
    constexpr double Numbers = 400;
    const QByteArray number
        = "+447700900" + QByteArray::number(100 + static_cast<int>(dice() * Numbers));
    const QDateTime since
        = QDateTime::fromSecsSinceEpoch(unixSeconds(wallAt(at)) - 5 * 60, Qt::UTC);
    text.replace("{{to}}", number);
    text.replace("{{number}}", QByteArray::number(m_calls));
    return text.replace("{{since}}", since.toString(Qt::ISODate).toLatin1());
}

void ActorMind::insert(Pending pending)
{
    if (m_pending.size() >= MostPending) {
        m_pending.erase(m_pending.begin());
    }
    const auto place
        = std::upper_bound(m_pending.begin(), m_pending.end(), pending.due,
                           [](Instant due, const Pending& other) { return due < other.due; });
    m_pending.insert(place, std::move(pending));
}

void ActorMind::refused(const ActorCall& call, std::optional<Duration> wait, Instant now)
{
    const Activity& habit = m_script.activities[call.activity];
    const bool triesAgain = habit.onRefusal != OnRefusal::Drop && call.attempt <= habit.retries;
    ActorCall again = call;
    ++again.attempt;
    if (habit.onRefusal != OnRefusal::Wait) {
        if (triesAgain) {
            const double spread = 0.7 + 0.8 * dice();
            insert({now + fromSeconds(toSeconds(habit.retryAfter) * spread), again});
        }
        return;
    }
    // Jitter only adds: a wait that is kept ends after the time it was asked for.
    const Duration asked = wait.value_or(UntoldWait);
    m_waitsUntil = std::max(m_waitsUntil, now + asked + fromSeconds(0.05 + 0.2 * dice()));
    Instant due = m_waitsUntil;
    for (Pending& pending : m_pending) {
        due += CatchUpGap;
        pending.due = std::max(pending.due, due);
    }
    if (triesAgain) {
        insert({m_waitsUntil, again});
    }
}

} // namespace Pacewatch
