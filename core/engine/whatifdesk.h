#pragma once

#include "core/connection.h"
#include "core/diagnosis/calllog.h"
#include "core/diagnosis/callreplay.h"
#include "core/engine/diagnosisdesk.h"

#include <QThreadPool>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace Pacewatch {

/// Plays recorded calls again, on two threads of its own: one for single replays, which a slider
/// asks for as fast as it moves, and one for the search for single changes. Lives on the engine's
/// thread.
class WhatIfDesk final
{
public:
    /// Which calls.
    struct Range
    {
        ConnectionId connection{};
        WallTime from{};
        WallTime to{};

        friend bool operator==(const Range&, const Range&) = default;
    };
    using Done = std::function<void(const WhatIfAnswer&)>;

    WhatIfDesk();
    WhatIfDesk(const WhatIfDesk&) = delete;
    WhatIfDesk& operator=(const WhatIfDesk&) = delete;
    /// Cancels what is not done yet and waits for the threads.
    ~WhatIfDesk();

    [[nodiscard]] bool holds(const Range& range) const { return m_range == range; }
    /// The calls that the next questions are about; @p collect hands them over, or reads them on
    /// the desk's thread and stops when it is told to.
    void take(const Range& range, DiagnosisDesk::CollectCalls collect);
    /// @p done is called on one of the desk's threads, unless a newer question of this depth comes
    /// first, or the desk goes.
    void ask(const WhatIf& what, WhatIfDepth depth, Done done);

private:
    struct Question
    {
        WhatIf what;
        WhatIfDepth depth = WhatIfDepth::OneReplay;
        quint64 number = 0;
        Done done;
    };

    [[nodiscard]] bool isWanted(const Question& question) const;
    void prepare(const CallLog& log, quint64 number);
    void answer(const Question& question, const std::shared_ptr<const CallReplay>& replay);

    std::optional<Range> m_range;
    quint64 m_asked = 0;
    quint64 m_taken = 0;
    std::atomic<bool> m_ends = false;
    std::atomic<quint64> m_newestRange = 0;
    std::array<std::atomic<quint64>, 2> m_newest{}; // by depth
    std::shared_ptr<const CallReplay> m_replay; // of the replaying thread, read by both
    // The last members: they end before what their threads use.
    QThreadPool m_replays;
    QThreadPool m_search;
};

} // namespace Pacewatch
