#pragma once

#include "core/instant.h"

#include <optional>

namespace Pacewatch {

/// What the gateway's own clock shows, learned from the `Date` of its answers.
///
/// `Date` has whole seconds, so one answer says little; each further one narrows the bracket, down
/// to the time of a round trip. It is kept against Instant, so a jump of this computer's calendar
/// changes nothing. When the server's clock jumps the brackets no longer meet and it learns anew.
class ServerClock final
{
public:
    /// An answer to a call that left at @p sent was in at @p received and is dated @p date.
    void learn(WallTime date, Instant sent, Instant received);

    [[nodiscard]] bool isKnown() const { return m_known; }
    /// The server's calendar at @p at, from the middle of the bracket.
    [[nodiscard]] std::optional<WallTime> wallAt(Instant at) const;
    /// When the server's calendar shows @p wall.
    [[nodiscard]] std::optional<Instant> instantOf(WallTime wall) const;
    /// How far both may be off, to either side.
    [[nodiscard]] Duration doubt() const { return (m_latest - m_earliest) / 2; }
    /// How far the server is ahead of this computer's calendar, which shows @p wallNow at @p now;
    /// negative when it is behind.
    [[nodiscard]] std::optional<Duration> ahead(Instant now, WallTime wallNow) const;

private:
    [[nodiscard]] Duration offset() const { return m_earliest + doubt(); }

    // The server's calendar (since 1970) minus our Instant (since boot) lies between these.
    Duration m_earliest{};
    Duration m_latest{};
    Instant m_learned{};
    bool m_known = false;
};

} // namespace Pacewatch
