#include "core/diagnosis/chronicle.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Refusals closer than this are one entry.
constexpr Duration RefusalsTogether = 2s;
/// A shorter wait is told with the burst or the retries that belong to it.
constexpr Duration WaitWorthTelling = 5s;
constexpr double RanLowShare = 0.10;
constexpr Duration ToldByBursts = 2s;
constexpr Duration ClockWorthTelling = 30s;

bool isKeyRefusal(const Exchange& exchange)
{
    return (exchange.response.status == 401 || exchange.response.status == 403)
        && !exchange.isRefused();
}

} // namespace

Chronicle::Chronicle(ConnectionId connection, QList<Policy> documented)
    : m_connection(connection)
    , m_documented(std::move(documented))
{ }

Happening Chronicle::entry(Happening::Kind kind, Standing tone, const Exchange& exchange) const
{
    Happening happening;
    happening.kind = kind;
    happening.tone = tone;
    happening.connection = m_connection;
    happening.at = exchange.answeredWall();
    happening.instant = exchange.answered();
    happening.path = exchange.request.target;
    return happening;
}

QList<Happening> Chronicle::add(const Exchange& exchange, const QList<WindowState>& windows)
{
    QList<Happening> told;
    watchReachability(exchange, told);
    if (exchange.outcome == Outcome::RefusedByUs) {
        return told;
    }
    if (!windows.isEmpty() && windows.first().policy.window <= ToldByBursts) {
        m_bursts.setLimit(windows.first().policy.limit, windows.first().policy.window);
    }
    m_bursts.add(exchange);
    watchWait(exchange, told);
    watchWindows(windows, exchange, told);
    if (exchange.isRefused()) {
        if (!m_refusals) {
            m_refusals = entry(Happening::Kind::CallsRefused, Standing::Limited, exchange);
            m_refusals->window = exchange.reading.hitWindow;
        }
        ++m_refusals->count;
        m_lastRefusal = exchange.answered();
        if (m_bursts.isBursting()) {
            m_refusals->repeats = -1; // its burst tells it
        }
    }
    return told;
}

void Chronicle::watchReachability(const Exchange& exchange, QList<Happening>& told)
{
    const bool lost = exchange.outcome == Outcome::Failed;
    const bool answered = exchange.outcome == Outcome::Answered;
    if (lost && !m_isLost) {
        Happening happening = entry(Happening::Kind::GatewayLost, Standing::Off, exchange);
        happening.error = exchange.error;
        told.append(happening);
    } else if (answered && m_isLost) {
        told.append(entry(Happening::Kind::GatewayBack, Standing::Clear, exchange));
    }
    m_isLost = lost || (m_isLost && !answered);
    if (isKeyRefusal(exchange) && !m_keyRefused) {
        Happening happening = entry(Happening::Kind::KeyRefused, Standing::KeyRefused, exchange);
        happening.count = exchange.response.status;
        told.append(happening);
    }
    if (answered) {
        m_keyRefused = isKeyRefusal(exchange);
    }
}

void Chronicle::watchWait(const Exchange& exchange, QList<Happening>& told)
{
    const bool sentInside = m_waitUntil && exchange.sent() < *m_waitUntil && m_waitIsOpen
        && exchange.tooEarlyBy.value_or(Duration::zero()) > Duration::zero();
    if (sentInside) {
        if (m_earlyInWait == 0) {
            m_firstEarly = exchange.sent();
            m_firstEarlyWall = exchange.arrivedWall + exchange.held;
        }
        ++m_earlyInWait;
        m_earlyRefused += exchange.isRefused() ? 1 : 0;
    } else if (m_waitIsOpen && exchange.sent() >= *m_waitUntil) {
        const bool kept = m_earlyInWait == 0;
        closeWait(told);
        if (kept && m_wait >= WaitWorthTelling && !exchange.isRefused()) {
            Happening happening = entry(Happening::Kind::SendingAgain, Standing::Clear, exchange);
            happening.wait = m_wait;
            told.append(happening);
        }
    }
    if (!exchange.isRefused() || !exchange.reading.retryAfter) {
        return;
    }
    const Duration wait = *exchange.reading.retryAfter;
    const Instant until = exchange.answered() + wait;
    const bool extends = m_waitIsOpen && until <= *m_waitUntil + 1s;
    m_waitUntil = std::max(m_waitUntil.value_or(until), until);
    m_waitUntilWall = exchange.answeredWall() + (*m_waitUntil - exchange.answered());
    if (!m_waitIsOpen) {
        m_waitIsOpen = true;
        m_earlyInWait = 0;
        m_earlyRefused = 0;
    }
    m_wait = std::max(wait, extends ? m_wait : Duration::zero());
    if (!extends && wait >= WaitWorthTelling) {
        Happening happening = entry(Happening::Kind::AskedToWait, Standing::Waiting, exchange);
        happening.wait = wait;
        happening.until = m_waitUntilWall;
        told.append(happening);
    }
}

void Chronicle::closeWait(QList<Happening>& told)
{
    if (!m_waitIsOpen) {
        return;
    }
    m_waitIsOpen = false;
    if (m_earlyInWait > 0) {
        Happening happening;
        happening.kind = Happening::Kind::RetriedEarly;
        happening.tone = Standing::Waiting;
        happening.connection = m_connection;
        happening.instant = m_firstEarly;
        happening.at = m_firstEarlyWall;
        happening.count = m_earlyInWait;
        happening.refused = m_earlyRefused;
        happening.wait = m_wait;
        told.append(happening);
    }
}

void Chronicle::watchWindows(const QList<WindowState>& windows, const Exchange& exchange,
                             QList<Happening>& told)
{
    for (const WindowState& window : windows) {
        watchWindow(window, exchange, told);
    }
}

void Chronicle::watchLimit(const WindowState& window, WindowWatch& watch, const Exchange& exchange,
                           QList<Happening>& told)
{
    if (window.limitSource != Source::Headers) {
        return;
    }
    const qint64 limit = window.policy.limit;
    const auto documented
        = std::find_if(m_documented.begin(), m_documented.end(), [&](const Policy& policy) {
              return policy.name == window.policy.name && policy.source == Source::Docs;
          });
    const bool changed = watch.limit > 0 && limit != watch.limit;
    const bool differs
        = watch.limit == 0 && documented != m_documented.end() && documented->limit != limit;
    if (changed || differs) {
        Happening happening
            = entry(changed ? Happening::Kind::LimitChanged : Happening::Kind::LimitDiffers,
                    Standing::Tight, exchange);
        happening.window = window.policy.name;
        happening.count = limit;
        happening.allowed = changed ? watch.limit : documented->limit;
        told.append(happening);
    }
    watch.limit = limit;
}

void Chronicle::watchWindow(const WindowState& window, const Exchange& exchange,
                            QList<Happening>& told)
{
    WindowWatch& watch = m_windows[window.policy.name];
    const qint64 limit = window.policy.limit;
    watchLimit(window, watch, exchange, told);
    if (!window.remaining || window.policy.window <= ToldByBursts
        || window.policy.unit != Unit::Requests) {
        return;
    }
    const qint64 left = *window.remaining;
    const bool restarted = watch.last && left > *watch.last + limit / 10;
    if (restarted) {
        const bool ranLow = watch.lowest && *watch.lowest > 0 && !watch.hadRefusal
            && static_cast<double>(*watch.lowest) <= RanLowShare * static_cast<double>(limit);
        if (ranLow) {
            Happening happening = entry(Happening::Kind::RanLow, Standing::Tight, exchange);
            happening.window = window.policy.name;
            happening.count = *watch.lowest;
            happening.allowed = limit;
            happening.at = watch.lowestAt;
            told.append(happening);
        }
        watch.lowest.reset();
        watch.toldEmpty = false;
        watch.hadRefusal = false;
    }
    if (!watch.lowest || left < *watch.lowest) {
        watch.lowest = left;
        watch.lowestAt = exchange.answeredWall();
    }
    watch.hadRefusal = watch.hadRefusal || exchange.isRefused();
    if (left == 0 && !watch.toldEmpty) {
        watch.toldEmpty = true;
        Happening happening = entry(Happening::Kind::WindowUsedUp, Standing::Limited, exchange);
        happening.window = window.policy.name;
        happening.allowed = limit;
        happening.foreign = window.foreign;
        if (window.resetAt) {
            happening.wait = std::max(*window.resetAt - exchange.answered(), Duration::zero());
        }
        told.append(happening);
    }
    watch.last = left;
}

void Chronicle::closeRefusals(Instant now, QList<Happening>& told)
{
    if (!m_refusals || now - m_lastRefusal < RefusalsTogether) {
        return;
    }
    if (m_refusals->repeats >= 0) {
        told.append(*m_refusals);
    }
    m_refusals.reset();
}

QList<Happening> Chronicle::tick(const QList<WindowState>& windows, Instant now)
{
    QList<Happening> told;
    if (std::optional<Happening> burst = m_bursts.finished(now)) {
        burst->connection = m_connection;
        told.append(*burst);
    }
    closeRefusals(now, told);
    if (m_waitIsOpen && m_earlyInWait > 0 && now >= *m_waitUntil) {
        closeWait(told);
    }
    // A window whose reset passed without a call starts afresh for the next entry.
    for (const WindowState& window : windows) {
        WindowWatch& watch = m_windows[window.policy.name];
        if (window.remaining && watch.last && *window.remaining > *watch.last
            && *window.remaining == window.policy.limit) {
            watch.toldEmpty = false;
        }
    }
    return told;
}

QList<Happening> Chronicle::clockIsAhead(Duration ahead, Instant now, WallTime wall)
{
    const bool isFar = ahead > ClockWorthTelling || ahead < -ClockWorthTelling;
    if (!isFar || m_toldClock) {
        m_toldClock = m_toldClock && isFar;
        return {};
    }
    m_toldClock = true;
    Happening happening;
    happening.kind = Happening::Kind::ClockOff;
    happening.tone = Standing::Tight;
    happening.connection = m_connection;
    happening.instant = now;
    happening.at = wall;
    happening.wait = ahead;
    return {happening};
}

} // namespace Pacewatch
