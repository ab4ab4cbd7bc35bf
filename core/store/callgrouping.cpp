#include "core/store/callgrouping.h"

#include "core/store/callmatcher.h"

#include <QHashFunctions>

#include <algorithm>
#include <limits>
#include <utility>

namespace Pacewatch {

namespace {

/// A burst lasts 2 s at most; behind so many later calls it is complete.
constexpr std::size_t CallsPending = 20'000;
/// Looked at together, because forgetting one by one would take as long as all of them.
constexpr std::size_t CallsSettledAtOnce = 10'000;

quint32 likenessOf(const Exchange& exchange)
{
    return static_cast<quint32>(qHashMulti(0, exchange.isRefused(), isOtherError(exchange),
                                           exchange.request.method, exchange.request.target));
}

quint16 small(qint64 number)
{
    return static_cast<quint16>(std::min<qint64>(number, std::numeric_limits<quint16>::max()));
}

} // namespace

std::vector<CallGrouping::Member>::const_iterator CallGrouping::from(ExchangeId id) const
{
    return std::lower_bound(
        m_members.begin(), m_members.end(), id,
        [](const Member& member, ExchangeId wanted) { return member.id < wanted; });
}

const CallGrouping::Member* CallGrouping::find(ExchangeId id) const
{
    const auto found = from(id);
    return found != m_members.end() && found->id == id ? &*found : nullptr;
}

CallGroups::Place CallGrouping::place(const Member& member) const
{
    const Group& group = m_groups[member.group];
    CallGroups::Place place{.kind = group.kind, .group = member.group + 1, .retry = member.retry};
    if (group.kind == CallGroups::Kind::Burst) {
        place.burst = group.burst;
        place.place = member.place;
        place.size = group.size;
    }
    return place;
}

QList<ExchangeId> CallGrouping::callsOf(int number) const
{
    QList<ExchangeId> calls;
    for (const Member& member : m_members) {
        const Group& group = m_groups[member.group];
        if (group.kind == CallGroups::Kind::Burst && group.burst == number) {
            calls.append(member.id);
        }
    }
    return calls;
}

void CallGrouper::take(const Exchange& exchange)
{
    m_calls.take(exchange);
    m_pending.push_back({exchange.id, exchange.arrivedWall, likenessOf(exchange)});
    if (m_pending.size() >= CallsPending + CallsSettledAtOnce) {
        settle(CallsPending);
    }
}

/// What the oldest calls belong to is known; all but @p kept are noted and forgotten.
void CallGrouper::settle(std::size_t kept)
{
    while (m_pending.size() > kept) {
        const Pending call = m_pending.front();
        const CallGroups::Place place = m_calls.place(m_firstPending++);
        m_pending.pop_front();
        if (place.kind == CallGroups::Kind::None) {
            continue;
        }
        auto known = m_known.constFind(place.group);
        if (known == m_known.constEnd()) {
            known = m_known.insert(place.group, quint32(m_made.m_groups.size()));
            m_made.m_groups.push_back({place.kind, place.burst, quint32(place.size)});
        }
        m_made.m_members.push_back(
            {call.id, call.at, *known, call.alike, small(place.place), small(place.retry)});
    }
    m_calls.forget(m_firstPending);
    // Groups are numbered as they begin; of those long gone no call comes any more.
    constexpr qsizetype MostKnown = 200'000;
    if (m_known.size() > MostKnown) {
        const quint64 newest = m_calls.newestGroup();
        m_known.removeIf(
            [newest](const auto& each) { return each.key() + MostKnown / 2 < newest; });
    }
}

CallGrouping CallGrouper::finish()
{
    settle(0);
    CallGrouping made = std::exchange(m_made, {});
    std::sort(made.m_members.begin(), made.m_members.end(),
              [](const CallGrouping::Member& left, const CallGrouping::Member& right) {
                  return left.id < right.id;
              });
    *this = CallGrouper();
    return made;
}

} // namespace Pacewatch
