#pragma once

#include "core/exchange.h"
#include "core/store/callgroups.h"

#include <QHash>
#include <QList>

#include <deque>
#include <vector>

namespace Pacewatch {

/// Which calls of a recorded session belong together, for a session that is too large to be held:
/// about 40 bytes for each call of a burst and each retry, nothing for the others. A value.
class CallGrouping final
{
public:
    /// A call that belongs to a group.
    struct Member
    {
        ExchangeId id{};
        WallTime at{};
        quint32 group = 0; ///< of m_groups
        quint32 alike = 0; ///< the same for calls that may be told in one row
        quint16 place = 0; ///< in its burst, from 1, by time of arrival
        quint16 retry = 0; ///< how often the same call was tried before; 0 when it is no retry
    };

    /// The call of that id; null when it belongs to nothing.
    [[nodiscard]] const Member* find(ExchangeId id) const;
    /// All of them, by id.
    [[nodiscard]] const std::vector<Member>& members() const { return m_members; }
    /// The first one at @p id or behind it.
    [[nodiscard]] std::vector<Member>::const_iterator from(ExchangeId id) const;
    [[nodiscard]] CallGroups::Kind kind(const Member& member) const
    {
        return m_groups[member.group].kind;
    }
    [[nodiscard]] CallGroups::Place place(const Member& member) const;
    /// The calls of burst @p number, counted from 1; none when there is no such burst.
    [[nodiscard]] QList<ExchangeId> callsOf(int number) const;

private:
    friend class CallGrouper;

    struct Group
    {
        CallGroups::Kind kind = CallGroups::Kind::None;
        int burst = 0;
        quint32 size = 0;
    };

    std::vector<Member> m_members;
    std::vector<Group> m_groups;
};

/// Makes a CallGrouping of calls that are told one by one, in the order they were written. What it
/// holds meanwhile does not grow with the session. A plain object.
class CallGrouper final
{
public:
    void take(const Exchange& exchange);
    /// The calls so far; afterwards it is empty.
    [[nodiscard]] CallGrouping finish();

private:
    struct Pending
    {
        ExchangeId id{};
        WallTime at{};
        quint32 alike = 0;
    };

    void settle(std::size_t kept);

    CallGroups m_calls;
    std::deque<Pending> m_pending; ///< those whose group may still grow
    quint64 m_firstPending = 0; ///< number of the first one in m_calls
    QHash<quint64, quint32> m_known; ///< group in m_calls: its place in the grouping
    CallGrouping m_made;
};

} // namespace Pacewatch
