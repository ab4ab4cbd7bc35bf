#pragma once

#include "core/instant.h"
#include "core/pacing/limitermemory.h"

#include <QtGlobal>

#include <vector>

namespace Pacewatch {

/// Units that occupy a window, each until its end. Ends never decrease from one entry to the next,
/// so all questions but freeAt() cost next to nothing. Entries that end almost together share a
/// place: at most 8,192 places for one window, however high its limit.
class Occupancy final
{
public:
    explicit Occupancy(Duration window = {});

    /// @p cost units that left at @p departed occupy until @p end, or until the end of the entry
    /// before them if that is later.
    void add(Instant departed, Instant end, qint64 cost);
    /// Forgets what ended by @p now.
    void drop(Instant now);
    void clear();

    [[nodiscard]] qint64 units(Instant now) const;
    /// When @p units of those that occupy at @p now will be gone; the last end if there are fewer.
    [[nodiscard]] Instant freeAt(qint64 units, Instant now) const;
    /// What occupies at @p now, in at most 512 steps; units of one step end with its last one.
    [[nodiscard]] QList<OccupiedUntil> steps(Instant now) const;
    [[nodiscard]] Instant lastEnd() const { return m_lastEnd; }

private:
    struct Entry
    {
        Instant departed{}; ///< of the earliest call
        Instant firstEnd{};
        Instant end{}; ///< of the latest call
        qint64 cost = 0;
    };

    Duration m_window;
    Duration m_grain;
    std::vector<Entry> m_entries;
    std::size_t m_first = 0;
    qint64 m_units = 0; ///< of the entries from m_first on
    Instant m_lastEnd{};
};

} // namespace Pacewatch
