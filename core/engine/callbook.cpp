#include "core/engine/callbook.h"

#include "core/quota/reader.h"

#include <utility>

namespace Pacewatch {

CallBook::CallBook(ConnectionId connection, Profile profile, QList<Policy> windows,
                   GatewayAddress address, Outboxes& outboxes)
    : m_connection(connection)
    , m_profile(std::move(profile))
    , m_address(std::move(address))
    , m_outboxes(outboxes)
    , m_tracker(windows, m_profile.headerWindow)
    , m_chronicle(connection, windows)
{ }

void CallBook::departed(const QByteArray& target, Instant now)
{
    m_tracker.departed(m_address.pathOf(target), now);
}

Exchange CallBook::record(Exchange exchange)
{
    if (exchange.id == ExchangeId{}) {
        exchange.id = ExchangeId(++m_outboxes.lastExchange);
    }
    exchange.connection = m_connection;
    const QByteArray path = m_address.pathOf(exchange.request.target);
    if (exchange.response.status > 0 && exchange.outcome != Outcome::RefusedByUs) {
        exchange.reading = read({exchange.response.status, exchange.response.headers,
                                 exchange.responseBody.head, exchange.answeredWall()},
                                {m_profile.dialect});
        m_tracker.answered(path, exchange.reading, exchange.sent(), exchange.answered(),
                           exchange.answeredWall());
    }
    exchange.left = m_tracker.readingLeft(path, exchange.answered());
    if (exchange.outcome != Outcome::RefusedByUs) {
        exchange.tooEarlyBy = m_retries.retried(exchange);
        notice(exchange);
    }
    const QList<WindowState> windows = m_tracker.states(exchange.answered());
    publish(m_chronicle.add(exchange, windows));
    m_outboxes.exchanges.put(exchange);
    return exchange;
}

void CallBook::notice(const Exchange& exchange)
{
    ++m_callCount;
    m_lastCall = std::max(m_lastCall.value_or(exchange.sent()), exchange.sent());
    m_calls.add(exchange.sent(), exchange.isRefused());
    if (exchange.origin == Origin::Client) {
        m_customerCalls.add(exchange.sent(), exchange.isRefused());
    }
    if (exchange.isRefused()) {
        ++m_refusedCount;
        m_lastRefusal = exchange.answered();
        m_lastRefusalWall = exchange.answeredWall();
        m_retries.refused(exchange,
                          exchange.reading.retryAfter.value_or(m_profile.retry.fallbackWait));
    }
    if (exchange.outcome == Outcome::Failed) {
        m_gatewayTrouble = exchange.error;
    } else if (exchange.outcome == Outcome::Answered) {
        m_gatewayTrouble.reset();
        m_keyWasRefused = !exchange.isRefused()
            && (exchange.response.status == 401 || exchange.response.status == 403);
    }
}

void CallBook::tick(Instant now, WallTime wall)
{
    const QList<WindowState> windows = m_tracker.states(now);
    publish(m_chronicle.tick(windows, now));
    // Since when it stands so is known only to who looks all the time.
    (void)m_judge.judge(standingFacts(windows, now), now);
    if (const std::optional<Duration> ahead = m_tracker.serverClock().ahead(now, wall)) {
        publish(m_chronicle.clockIsAhead(*ahead, now, wall));
    }
}

StandingFacts CallBook::standingFacts(const QList<WindowState>& windows, Instant now) const
{
    StandingFacts facts;
    facts.isReachable = m_isReachable && !m_gatewayTrouble;
    facts.keyWasRefused = m_keyWasRefused;
    facts.lastRefusal = m_lastRefusal;
    facts.waitUntil = m_chronicle.waitUntil();
    facts.sentDuringWait = m_chronicle.sentDuringWait();
    facts.lastCall = m_lastCall;
    facts.pace = m_calls.pace(now);
    facts.windows = windows;
    return facts;
}

void CallBook::describe(ConnectionState& state, bool isReachable, Instant now, WallTime wall)
{
    m_isReachable = isReachable;
    state.windows = m_tracker.states(now);
    state.tightest = StandingJudge::tightest(state.windows);
    const StandingFacts facts = standingFacts(state.windows, now);
    state.standing = m_judge.judge(facts, now);
    state.standingSince = m_judge.since();

    state.lastRefusal = m_lastRefusalWall;
    state.callsLastMinute = m_calls.calls(std::chrono::minutes(1), now);
    state.refusedLastMinute = m_calls.refusals(std::chrono::minutes(1), now);
    if (facts.waitUntil && *facts.waitUntil > now) {
        state.waitUntil = facts.waitUntil;
        state.waitUntilWall = m_chronicle.waitUntilWall();
    }
    state.sentDuringWait = facts.sentDuringWait;
    if (state.tightest >= 0) {
        const Outlook outlook
            = StandingJudge::outlook(state.windows.at(state.tightest), facts.pace, now);
        state.emptyIn = outlook.emptyIn;
        state.spareAtReset = outlook.spareAtReset;
    }
    state.calls = m_callCount;
    state.refused = m_refusedCount;
    state.lastCall = m_lastCall;
    state.serverClockAhead = m_tracker.serverClock().ahead(now, wall);
    if (m_gatewayTrouble && !state.trouble) {
        state.trouble = m_gatewayTrouble;
    }
}

void CallBook::publish(QList<Happening> told)
{
    for (Happening& happening : told) {
        happening.path = m_address.pathOf(happening.path);
        m_outboxes.happenings.put(std::move(happening));
    }
}

} // namespace Pacewatch
