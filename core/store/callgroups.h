#pragma once

#include "core/exchange.h"

#include <QHash>
#include <QString>

#include <array>
#include <deque>
#include <map>
#include <vector>

namespace Pacewatch {

/// Tells which calls of one connection belong together: bursts, and the retries after them.
///
/// Calls of one client, each at most 300 ms from the next, are a group. It is a burst when it has
/// five calls, one of them refused, within 2 s; longer ones are a steady stream and no burst. A
/// retry is the same method, target and body as a call that was refused before it arrived, or a
/// call that came too early. Only calls of the customer's clients count. A plain object; it is
/// told of each call in the order of the answers.
class CallGroups final
{
public:
    static constexpr Duration Together = std::chrono::milliseconds(300);
    static constexpr Duration LongestBurst = std::chrono::seconds(2);
    static constexpr qsizetype LeastBurst = 5;

    enum class Kind
    {
        None,
        Burst,
        Retries,
    };

    /// Where a call stands.
    struct Place
    {
        Kind kind = Kind::None;
        quint64 group = 0; ///< the same for calls that belong together; 0 for none
        int burst = 0; ///< bursts are counted from 1
        qsizetype place = 0; ///< in its burst, from 1, by time of arrival
        qsizetype size = 0; ///< of its burst so far
        int retry = 0; ///< how often the same call was tried before; 0 when it is no retry
    };

    /// The calls are numbered one after the other from 0.
    void take(const Exchange& exchange);
    /// Calls below @p first are gone.
    void forget(quint64 first);

    [[nodiscard]] Kind kind(quint64 number) const;
    /// The group alone, where its kind is not None.
    [[nodiscard]] quint64 group(quint64 number) const;
    [[nodiscard]] Place place(quint64 number) const;
    /// The number of the group that began last.
    [[nodiscard]] quint64 newestGroup() const { return m_firstGroup + m_groups.size() - 1; }

private:
    struct Group
    {
        WallTime from{};
        WallTime to{};
        std::vector<WallTime> arrivals{}; ///< in order; none for a steady stream
        int refused = 0;
        int burst = 0;
        bool isSteady = false;
        bool isRetries = false;
        quint64 last = 0; ///< number of its last call
    };

    struct Member
    {
        quint64 group = 0; ///< counted from 1; 0 for none
        int retry = 0;
        WallTime at{};
    };

    struct Refusal
    {
        int tries = 0; ///< before the refused one
        WallTime answered{};
    };

    int noteRetry(const Exchange& exchange);
    Group& groupFor(const Exchange& exchange, bool isRetry, quint64& id);
    void join(Group& group, const Exchange& exchange, quint64 number);
    void forgetRefusals(WallTime before);
    [[nodiscard]] const Member* member(quint64 number) const;
    [[nodiscard]] const Group* groupAt(quint64 id) const;
    [[nodiscard]] static Kind kindOf(const Group& group);

    std::deque<Member> m_members;
    quint64 m_first = 0; ///< number of the first member
    std::deque<Group> m_groups;
    quint64 m_firstGroup = 1;
    std::map<std::pair<QString, bool>, quint64> m_open; ///< newest group by client and kind
    QHash<size_t, Refusal> m_refusals; ///< by a hash of the call
    int m_bursts = 0;
};

} // namespace Pacewatch
