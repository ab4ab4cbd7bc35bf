#include "core/store/callgroups.h"

#include <QHashFunctions>

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// A call that is tried again later than that is a new one.
constexpr Duration RetryMemory = 10min;
constexpr qsizetype MostRefusals = 20'000;
/// Clients name themselves, so there may be any number of them.
constexpr std::size_t MostOpen = 200;

size_t hashOf(const Exchange& exchange)
{
    return qHashMulti(0, exchange.request.method, exchange.request.target,
                      exchange.requestBody.sha256);
}

} // namespace

void CallGroups::take(const Exchange& exchange)
{
    const quint64 number = m_first + m_members.size();
    if (exchange.origin != Origin::Client) {
        m_members.push_back({});
        return;
    }
    const int retry = noteRetry(exchange);
    quint64 id = 0;
    Group& group = groupFor(exchange, retry > 0 || exchange.tooEarlyBy.has_value(), id);
    join(group, exchange, number);
    m_members.push_back({id, retry, exchange.arrivedWall});
}

int CallGroups::noteRetry(const Exchange& exchange)
{
    const size_t call = hashOf(exchange);
    const auto refusal = m_refusals.find(call);
    int retry = 0;
    if (refusal != m_refusals.end() && exchange.arrivedWall >= refusal->answered
        && exchange.arrivedWall - refusal->answered < RetryMemory) {
        retry = refusal->tries + 1;
    }
    if (exchange.isRefused()) {
        m_refusals.insert(call, {retry, exchange.answeredWall()});
        if (m_refusals.size() > MostRefusals) {
            forgetRefusals(exchange.arrivedWall - RetryMemory);
        }
    } else if (refusal != m_refusals.end()) {
        m_refusals.erase(refusal);
    }
    return retry;
}

void CallGroups::forgetRefusals(WallTime before)
{
    m_refusals.removeIf([before](const auto& each) { return each.value().answered < before; });
    if (m_refusals.size() > MostRefusals) {
        m_refusals.clear(); // then the next retries of all these count as first calls
    }
}

CallGroups::Group& CallGroups::groupFor(const Exchange& exchange, bool isRetry, quint64& id)
{
    const WallTime at = exchange.arrivedWall;
    if (m_open.size() > MostOpen) {
        m_open.clear();
    }
    quint64& open = m_open[{exchange.client, isRetry}];
    if (open >= m_firstGroup) {
        Group& group = m_groups[open - m_firstGroup];
        if (at >= group.from - Together && at <= group.to + Together) {
            id = open;
            return group;
        }
    }
    m_groups.push_back({.from = at, .to = at, .isRetries = isRetry});
    open = m_firstGroup + m_groups.size() - 1;
    id = open;
    return m_groups.back();
}

void CallGroups::join(Group& group, const Exchange& exchange, quint64 number)
{
    const WallTime at = exchange.arrivedWall;
    group.from = std::min(group.from, at);
    group.to = std::max(group.to, at);
    group.last = number;
    group.refused += exchange.isRefused() ? 1 : 0;
    if (group.isRetries || group.isSteady) {
        return;
    }
    if (group.to - group.from > LongestBurst) {
        group.isSteady = true;
        group.arrivals = {};
        return;
    }
    group.arrivals.insert(std::upper_bound(group.arrivals.begin(), group.arrivals.end(), at), at);
    if (group.burst == 0 && group.refused > 0 && qsizetype(group.arrivals.size()) >= LeastBurst) {
        group.burst = ++m_bursts;
    }
}

void CallGroups::forget(quint64 first)
{
    const quint64 gone = std::min<quint64>(first - std::min(first, m_first), m_members.size());
    m_members.erase(m_members.begin(), m_members.begin() + std::ptrdiff_t(gone));
    m_first += gone;
    while (!m_groups.empty() && m_groups.front().last < m_first) {
        m_groups.pop_front();
        ++m_firstGroup;
    }
}

const CallGroups::Member* CallGroups::member(quint64 number) const
{
    return number >= m_first && number - m_first < m_members.size() ? &m_members[number - m_first]
                                                                    : nullptr;
}

const CallGroups::Group* CallGroups::groupAt(quint64 id) const
{
    return id >= m_firstGroup && id - m_firstGroup < m_groups.size() ? &m_groups[id - m_firstGroup]
                                                                     : nullptr;
}

CallGroups::Kind CallGroups::kindOf(const Group& group)
{
    if (group.isRetries) {
        return Kind::Retries;
    }
    return group.burst > 0 && !group.isSteady ? Kind::Burst : Kind::None;
}

CallGroups::Kind CallGroups::kind(quint64 number) const
{
    const Member* call = member(number);
    const Group* group = call != nullptr ? groupAt(call->group) : nullptr;
    return group != nullptr ? kindOf(*group) : Kind::None;
}

quint64 CallGroups::group(quint64 number) const
{
    return kind(number) == Kind::None ? 0 : member(number)->group;
}

CallGroups::Place CallGroups::place(quint64 number) const
{
    const Member* call = member(number);
    const Group* group = call != nullptr ? groupAt(call->group) : nullptr;
    if (group == nullptr) {
        return {};
    }
    Place place{.kind = kindOf(*group), .retry = call->retry};
    if (place.kind != Kind::None) {
        place.group = call->group;
    }
    if (place.kind == Kind::Burst) {
        const auto& arrivals = group->arrivals;
        place.burst = group->burst;
        place.size = qsizetype(arrivals.size());
        place.place
            = std::lower_bound(arrivals.begin(), arrivals.end(), call->at) - arrivals.begin() + 1;
    }
    return place;
}

} // namespace Pacewatch
