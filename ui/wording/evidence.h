#pragma once

#include "core/instant.h"

#include <QString>

#include <optional>

/// The words inside the charts of the diagnosis.
namespace Pacewatch::Wording {

[[nodiscard]] QString averageMark(double calls, Duration step); ///< "average 2/s"
[[nodiscard]] QString stepTip(WallTime at, qint64 calls, qint64 refused);
[[nodiscard]] QString createsMark(); ///< "one by one"
[[nodiscard]] QString bulkMark(); ///< "in bulk"
[[nodiscard]] QString createTip(WallTime at, qint64 creates);
[[nodiscard]] QString askedMark(); ///< "asked to wait"
[[nodiscard]] QString earlyMark(); ///< "came back too early"
[[nodiscard]] QString keptMark(); ///< "kept the wait"
[[nodiscard]] QString refusedMark(); ///< "refused": where the seconds begin
[[nodiscard]] QString waitTip(WallTime refusedAt, Duration asked, Duration gap);
[[nodiscard]] QString usualMark(Duration gap); ///< "usually 2.0 s"
[[nodiscard]] QString unchangedMark(qint64 unchanged, qint64 answers);
[[nodiscard]] QString gapTip(Duration from, Duration to, qint64 calls, bool isLast);
[[nodiscard]] QString bySeenMark(); ///< "by calls seen"
[[nodiscard]] QString byHeadersMark(); ///< "by the gateway"
[[nodiscard]] QString foreignGapMark(); ///< what the filled gap is
[[nodiscard]] QString usedTip(WallTime at, qint64 leftByHeaders, qint64 leftBySeen);
[[nodiscard]] QString acceptedMark(Duration window); ///< "accepted in each minute"
[[nodiscard]] QString firstRefusedMark(); ///< "first refusal": a diamond
[[nodiscard]] QString gapAxis(); ///< "between calls": what the seconds are
[[nodiscard]] QString documentedMark(qint64 limit);
[[nodiscard]] QString observedMark(qint64 limit);
[[nodiscard]] QString limitTip(WallTime start, qint64 accepted, std::optional<qint64> refusedAt);

} // namespace Pacewatch::Wording
