#include "tests/sim/trafficworld.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr WallTime Morning{1'763'546'400s}; // 2025-11-19 10:00:00 UTC

QByteArray digestOf(quint64 body)
{
    return body == 0 ? QByteArray() : QByteArray(reinterpret_cast<const char*>(&body), sizeof body);
}

Profile builtIn(const QString& id)
{
    return *ProfileShelf::builtIn().find(id);
}

} // namespace

TrafficWorld::TrafficWorld(const WorldRules& rules, quint64 seed)
    : m_rules(rules)
    , m_profile(builtIn(rules.profile))
    , m_random(seed)
{
    EnforcementRules enforced;
    for (const Policy& policy : effectiveWindows(m_profile, rules.windows)) {
        if (policy.unit == Unit::Requests) {
            enforced.windows.append(policy);
        }
    }
    enforced.algorithm = rules.algorithm;
    enforced.countsRefused = rules.countsRefused;
    enforced.realLimitShare = rules.realLimitShare;
    m_gateway = std::make_unique<Enforcement>(enforced);
    m_log = std::make_unique<CallLog>(
        subjectOf(m_profile, {}, m_profile.baseUrl, ProfileShelf::builtIn()));
    m_calendar = Morning + fromSeconds(dice(0, 3'600));
}

double TrafficWorld::dice(double from, double to)
{
    return from + (to - from) * std::generate_canonical<double, 53>(m_random);
}

qint64 TrafficWorld::limit(const QString& window) const
{
    for (const Policy& policy : m_gateway->rules().windows) {
        if (policy.name == window) {
            return policy.limit;
        }
    }
    return 0;
}

void TrafficWorld::after(Duration delay, std::function<void()> happen)
{
    m_events.push({m_now + std::max<Duration>(delay, 0ns), ++m_order, std::move(happen)});
}

void TrafficWorld::play(Duration length)
{
    m_end = length;
    while (!m_events.empty() && m_events.top().at <= length + 1min) {
        const Event event = m_events.top();
        m_events.pop();
        m_now = event.at;
        event.happen();
    }
}

void TrafficWorld::call(const WorldCall& call, Answered answered)
{
    if (m_now > m_end) {
        return;
    }
    const Duration sent = m_now;
    after(fromSeconds(dice(0.008, 0.06)),
          [this, call, sent, answered = std::move(answered)] { arrive(call, sent, answered); });
}

void TrafficWorld::callElsewhere()
{
    if (m_now <= m_end) {
        const Decision decision
            = m_gateway->admit("key", "/messages/send", wall(m_now) + m_rules.clockAhead);
        m_acceptedElsewhere += decision.isAllowed ? 1 : 0;
    }
}

Reading TrafficWorld::readingOf(const Decision& decision, Duration at) const
{
    Reading reading;
    reading.serverDate = WallTime(std::chrono::floor<std::chrono::seconds>(
        (wall(at) + m_rules.clockAhead).time_since_epoch()));
    for (const WindowStanding& standing : decision.windows) {
        const Policy& policy = m_gateway->rules().windows.at(standing.rule);
        if (!policy.inHeaders) {
            continue;
        }
        WindowReading window;
        window.name = m_profile.headerWindow.isEmpty() ? policy.name : u"default"_s;
        window.limit = static_cast<double>(standing.limit);
        window.remaining = static_cast<double>(standing.remaining);
        if (!m_profile.headerWindow.isEmpty()) {
            window.resetAt = std::chrono::ceil<std::chrono::seconds>(standing.reset);
            window.resetIn = *window.resetAt - (wall(at) + m_rules.clockAhead);
        }
        reading.windows.append(window);
    }
    if (!decision.isAllowed) {
        reading.isRateLimited = true;
        reading.retryAfter = decision.wait;
        const bool isNamed = m_profile.headerWindow.isEmpty();
        const Policy& hit = m_gateway->rules().windows.at(decision.windows.at(decision.hit).rule);
        if (isNamed) {
            reading.hitWindow = hit.name;
        } else if (*reading.windows.constFirst().remaining == 0) {
            reading.hitWindow = reading.windows.constFirst().name;
        }
    }
    return reading;
}

void TrafficWorld::arrive(const WorldCall& call, Duration sent, const Answered& answered)
{
    const Duration at = m_now;
    const QByteArray route = call.path.split('?').value(0);
    Reading reading;
    int status = 200;
    const bool isFull = m_rules.mostAtOnce > 0 && m_inTheAir >= m_rules.mostAtOnce;
    if (isFull) {
        // Counted nowhere else: the windows stand as they stood.
        Decision looked = m_gateway->look("key", route, wall(at) + m_rules.clockAhead);
        looked.isAllowed = true;
        reading = readingOf(looked, at);
        reading.isRateLimited = true;
        reading.retryAfter = 2s;
        reading.hitWindow.clear();
        status = 429;
    } else {
        const Decision decision = m_gateway->admit("key", route, wall(at) + m_rules.clockAhead);
        reading = readingOf(decision, at);
        status = decision.isAllowed ? 200 : 429;
        if (decision.isAllowed && isRefusedBehind && isRefusedBehind(call)) {
            reading.isRateLimited = true;
            reading.hitWindow = u"throughput"_s;
            reading.dialects = {u"meta-error"_s};
            status = 400;
        } else if (decision.isAllowed && statusOf) {
            status = statusOf(call);
        }
    }
    const bool stays = status != 429;
    m_inTheAir += stays ? 1 : 0;
    const Duration back = fromSeconds(dice(0.008, 0.06)) + (stays ? call.extra : Duration{});
    after(back, [this, call, sent, reading, status, stays, answered] {
        m_inTheAir -= stays ? 1 : 0;
        record(call, sent, m_now, reading, status);
        WorldAnswer answer;
        answer.status = status;
        answer.isRefused = reading.isRateLimited;
        answer.wait = reading.retryAfter;
        answer.now = m_now;
        if (!reading.windows.isEmpty()) {
            answer.resetAt = reading.windows.constFirst().resetAt;
        }
        if (answered) {
            answered(answer);
        }
    });
}

void TrafficWorld::record(const WorldCall& call, Duration sent, Duration answered,
                          const Reading& reading, int status)
{
    Exchange exchange;
    exchange.id = ExchangeId(++m_calls);
    exchange.origin = call.origin;
    exchange.request.method = call.method;
    exchange.request.target = m_log->subject().basePath + call.path;
    exchange.requestBody.size = call.method == "GET" ? 0 : call.size;
    exchange.requestBody.sha256 = digestOf(call.body);
    exchange.response.status = status;
    exchange.responseBody.size = 100;
    const QByteArray& found = call.said.isEmpty() ? call.path : call.said;
    exchange.responseBody.sha256 = call.method == "GET" ? found : digestOf(m_calls + 7);
    exchange.arrived = Instant(1h + sent);
    exchange.arrivedWall = wall(sent);
    exchange.took = answered - sent;
    exchange.reading = reading;
    m_log->add(exchange);
}

} // namespace Pacewatch
