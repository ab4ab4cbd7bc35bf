#pragma once

#include "core/connection.h"
#include "core/engine.h"
#include "core/outbox.h"

#include <atomic>

namespace Pacewatch {

/// What the engine says to its reader, and the ids it gives out. Shared by the engine's threads;
/// each box guards itself.
struct Outboxes
{
    /// So many events wait for a reader that is busy; at 1,000 calls a second that is 20 s.
    static constexpr qsizetype EventsKept = 20'000;
    /// A queue of 100,000 items tells of each of them at once.
    static constexpr qsizetype ItemChangesKept = 300'000;

    Outbox<Exchange> exchanges{EventsKept};
    Outbox<Happening> happenings{EventsKept};
    Outbox<MomentNote> notes{EventsKept};
    Outbox<ItemChange> itemChanges{ItemChangesKept};
    Outbox<EmulatorAnswer> emulatorAnswers{EventsKept};
    LatestBox<EngineState> states;
    std::atomic<quint32> lastConnection = 0;
    std::atomic<quint64> lastExchange = 0;
    std::atomic<quint64> lastItem = 0;
    std::atomic<quint32> lastJob = 0;
};

} // namespace Pacewatch
