#pragma once

#include "core/diagnosis/calllog.h"
#include "core/engine/callbook.h"
#include "core/engine/outboxes.h"
#include "core/profile/profile.h"
#include "core/store/sessionfile.h"

#include <QList>

#include <memory>

namespace Pacewatch {

/// Keeps the books of calls that were recorded before, as if they came now. One thread at a time,
/// but not bound to one.
class Replay final
{
public:
    /// Its profile and address are those of @p facts; the generic profile when it is not known.
    Replay(ConnectionId connection, const SessionFacts& facts, const ProfileShelf& profiles);

    /// Takes the next call, in the order in which they ended; returns it with what was left and
    /// how much too early it came, where it did not tell that itself.
    Exchange add(Exchange call);
    /// What happened since the last time.
    [[nodiscard]] QList<Happening> takeHappenings();
    /// How the connection stands at @p end, in windows, standing, counts and cause.
    void describe(ConnectionState& state, WallTime end);

private:
    Outboxes m_outboxes; // read by nobody else
    std::unique_ptr<CallBook> m_book;
    CallLog m_calls; // the last ones
    Instant m_ticked{};
};

} // namespace Pacewatch
