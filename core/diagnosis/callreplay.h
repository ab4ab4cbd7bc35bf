#pragma once

#include "core/diagnosis/calllog.h"
#include "core/diagnosis/countedgateway.h"
#include "core/diagnosis/diagnose.h"
#include "core/diagnosis/recordedload.h"
#include "core/diagnosis/whatif.h"
#include "core/result.h"

#include <QHash>

#include <limits>
#include <optional>
#include <vector>

namespace Pacewatch {

/// Plays the calls of one log again, against its gateway or another, by its client or a better one.
///
/// Closed loop: what comes back after a refusal comes when the refusal of the replay says so, not
/// when it came in the recording. What a client wanted, and when, is taken from its first calls; a
/// client that would have wanted more without the refusals cannot be told from one that would not.
/// Deterministic, and O(n log n) a run. For a work thread; made once, asked often.
class CallReplay final
{
public:
    /// Takes what it needs of @p log. Fails with Cancelled only; @p progress as in diagnose().
    [[nodiscard]] static Result<CallReplay> of(const CallLog& log,
                                               const DiagnosisProgress& progress = {});

    static constexpr qint64 AnyRefusals = std::numeric_limits<qint64>::max();

    /// Fails with Cancelled only. Ends early, with an outcome that is not whole, when there are
    /// more refusals than @p mostRefusals.
    [[nodiscard]] Result<WhatIfOutcome> play(const WhatIf& what,
                                             const DiagnosisProgress& progress = {},
                                             qint64 mostRefusals = AnyRefusals) const;
    /// What the recording was, the replay of it, and the one with @p what changed.
    [[nodiscard]] Result<WhatIfAnswer> answer(const WhatIf& what,
                                              const DiagnosisProgress& progress = {}) const;
    /// Each kind of change alone, with the least number that ends the refusals, or what leaves the
    /// fewest. Those that end them come first, of those the client's, of those the one that moves
    /// the fewest calls. Some dozens of runs.
    [[nodiscard]] Result<QList<SingleChange>> singleChanges(const DiagnosisProgress& progress
                                                            = {}) const;

private:
    friend class ReplayRun;

    [[nodiscard]] Result<SingleChange> tried(ChangeKind kind, const WhatIf& what,
                                             qint64 mostRefusals,
                                             const DiagnosisProgress& progress) const;
    /// The first of @p steps, which get stricter, that ends the refusals, or else leaves the
    /// fewest; nothing when none leaves fewer than there are.
    [[nodiscard]] Result<std::optional<SingleChange>>
    leastOf(ChangeKind kind, const QList<WhatIf>& steps, const DiagnosisProgress& progress) const;
    /// The lowest limit of @p window that ends the refusals, if one does.
    [[nodiscard]] Result<std::optional<SingleChange>>
    leastLimit(const Policy& window, const DiagnosisProgress& progress) const;

    CallReplay(RecordedLoad load, const QList<Policy>& windows, int mostRetries);

    RecordedLoad m_load;
    QList<Policy> m_windows;
    FittedGateway m_gateway;
    QHash<quint64, int> m_asked; // how often each GET that was made at least twice
    std::vector<bool> m_hasBulk; // by route
    std::vector<int> m_bulkMost;
    int m_mostRetries = 3; // as the vendor says
    WhatIfOutcome m_unchanged;
};

} // namespace Pacewatch
