#pragma once

#include "core/diagnosis/comparison.h"
#include "core/diagnosis/diagnosis.h"
#include "core/diagnosis/survey.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <optional>

namespace Pacewatch {

/// The calls of a client to one path.
struct RouteTally
{
    qint64 calls = 0;
    qint64 accepted = 0; ///< answered below 400
    qint64 repeats = 0; ///< GETs that were asked before, retries aside
};

/// What compareCalls() counts of one side.
struct SessionTally
{
    ComparedSide side;
    ExchangeId first{};
    double minutes = 0; ///< at least a second of them
    qint64 busiestSecond = 0;
    qint64 early = 0;
    bool tellsRetries = true; ///< refused calls can be paired, and waits were stated
    qint64 moments = 0; ///< pieces of 10 s with a refusal: a burst is one, however long its tail
    qint64 firstTries = 0; ///< of the client
    qint64 firstWrites = 0; ///< of those, what is no GET
    qint64 acceptedWrites = 0;
    qint64 bulkCalls = 0; ///< to paths that create many things at once
    std::optional<double> otherUse; ///< a minute
    QHash<QByteArray, RouteTally> routes; ///< by "METHOD path"
    QHash<QString, qint64> fewestLeft; ///< by window, where answers state it

    [[nodiscard]] const Policy* window(const QString& name) const;
};

/// Counts @p survey; @p diagnosis is that of the same calls. Pure.
[[nodiscard]] SessionTally tallyOf(const Survey& survey, const Diagnosis& diagnosis);

} // namespace Pacewatch
