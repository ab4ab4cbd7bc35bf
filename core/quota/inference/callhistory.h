#pragma once

#include "core/instant.h"

#include <QtGlobal>

#include <optional>
#include <vector>

namespace Pacewatch {

/// Units over time, as a running total. Moments closer together than the grain share a place, and
/// a question says to which side it wants that rounded.
class RunningTotal final
{
public:
    explicit RunningTotal(Duration grain = {});

    void add(Instant at, qint64 units);
    /// Forgets the moments before @p before; the total stays.
    void forget(Instant before);

    [[nodiscard]] qint64 total() const { return m_total; }
    /// Units up to and including @p at, never too many.
    [[nodiscard]] qint64 atLeastBy(Instant at) const;
    /// Units up to and including @p at, never too few.
    [[nodiscard]] qint64 atMostBy(Instant at) const;
    /// The first moment after @p at; empty when nothing came since.
    [[nodiscard]] std::optional<Instant> firstAfter(Instant at) const;
    /// When the total reached @p units; empty when it has not, or too long ago to be known.
    [[nodiscard]] std::optional<Instant> reached(qint64 units) const;

private:
    struct Place
    {
        Instant first{};
        Instant last{};
        qint64 total = 0; ///< with this place
    };

    Duration m_grain;
    std::vector<Place> m_places;
    std::size_t m_begin = 0;
    qint64 m_forgotten = 0;
    qint64 m_total = 0;
};

/// Own units that a gateway may have counted: at least, and at most.
struct Span
{
    qint64 low = 0;
    qint64 high = 0;

    [[nodiscard]] qint64 width() const { return high - low + 1; }
};

/// One answer that told how much of a window is used.
struct Observation
{
    Instant sent{};
    Instant received{};
    qint64 cost = 1;
    qint64 used = 0; ///< as the gateway counted
    qint64 limit = 0;
    std::optional<Duration> untilReset; ///< stated reset minus Date, both in whole seconds
    /// The gateway's clock minus ours lies between these.
    std::optional<Duration> clockLow;
    std::optional<Duration> clockHigh;
};

/// Own calls of the last two windows. A call reached the gateway at some moment between its
/// departure and its answer; everything said here holds wherever in between that was.
class CallHistory final
{
public:
    explicit CallHistory(Duration window = {});

    void departed(Instant at, qint64 cost);
    /// @p isDoubtful: refused or unanswered, so the gateway may count it or not.
    void finished(Instant departed, Instant at, qint64 cost, bool isDoubtful);

    [[nodiscard]] const RunningTotal& departures() const { return m_departures; }
    [[nodiscard]] Duration longestTrip() const { return m_longestTrip; }
    /// Units that arrived after a moment in [@p after, @p before] and up to the call of @p seen.
    /// The call itself is in the upper bound only: some gateways state the count before it.
    [[nodiscard]] Span since(Instant after, Instant before, const Observation& seen) const;
    /// Units that arrived between a moment in [@p after, @p before] and one window earlier.
    [[nodiscard]] Span windowUntil(Instant after, Instant before) const;
    /// Where a count that starts anew must have started for the gateway to have counted
    /// `seen.used` of our own units: not before the first, not after the second.
    [[nodiscard]] std::pair<std::optional<Instant>, std::optional<Instant>>
    countBack(const Observation& seen) const;

private:
    Duration m_window;
    RunningTotal m_departures;
    RunningTotal m_arrivals; ///< by the moment of the answer
    RunningTotal m_doubtful;
    Duration m_longestTrip{};
};

} // namespace Pacewatch
