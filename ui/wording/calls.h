#pragma once

#include "core/exchange.h"
#include "ui/wording/wording.h"

#include <QString>
#include <QStringList>

#include <optional>

/// The words for finding calls: filter, folding, the strip of time.
namespace Pacewatch::Wording {

// Filter ---------------------------------------------------------------------------------------

[[nodiscard]] QString addFilter(); ///< in the empty box
[[nodiscard]] QString filterName(); ///< accessible name of the box
/// "status:429, 4xx or 500-503": what a token is for. @p token without its colon.
[[nodiscard]] QString tokenHint(const QString& token);
/// Values that always make sense for a token; may be empty.
[[nodiscard]] QStringList tokenValues(const QString& token);
/// Says which part of the filter cannot be read, and how it is written.
[[nodiscard]] QString unreadableToken(const QString& token);
[[nodiscard]] QString noCallMatches();
[[nodiscard]] QString clearFilter();

// Menu -----------------------------------------------------------------------------------------

[[nodiscard]] QString copyRows();
[[nodiscard]] QString nextRefusal();
[[nodiscard]] QString previousRefusal();
[[nodiscard]] QString followLive();

// Folding --------------------------------------------------------------------------------------

[[nodiscard]] QString foldBursts();
/// "*13 more* of burst 33, all refused, until 10:18:30.766"
[[nodiscard]] Sentence foldedCalls(int number, int burst, bool areRefused, bool haveFailed,
                                   WallTime until);
[[nodiscard]] QString burstNote(int burst, qint64 place, qint64 size); ///< "Burst 33, 11 of 26"
/// "Retry 1, *1.4 s too early*": what stands out is the waiting that was not kept.
[[nodiscard]] Sentence retryNote(int retry, const std::optional<Duration>& early);

// Range ----------------------------------------------------------------------------------------

[[nodiscard]] QString brushName(); ///< accessible name of the strip above the table
[[nodiscard]] QString brushTip();
[[nodiscard]] QString showAllCalls(qint64 number); ///< "Show all 2,014"
[[nodiscard]] QString noCallInRange();

// Bodies ---------------------------------------------------------------------------------------

[[nodiscard]] QString bodyFormName(); ///< what the choice of forms is
[[nodiscard]] QString bodyForm(int form); ///< MessagePane::Form: "Readable", "Tree", "As sent"
[[nodiscard]] QString objectOf(qint64 fields); ///< "{ 3 fields }"
[[nodiscard]] QString listOf(qint64 items); ///< "[ 12 items ]"
[[nodiscard]] QString firstPart(qint64 size); ///< "The first 64 KB"
[[nodiscard]] QString unpacked(qint64 packed, qint64 size); ///< "Unpacked from 12 KB to 48 KB"
[[nodiscard]] QString cannotUnpack(const QString& coding, qint64 size);
[[nodiscard]] QString notAllUnpacked(qint64 most);

// Comparing ------------------------------------------------------------------------------------

[[nodiscard]] QString twoCalls(); ///< title while two calls are compared
/// "10:18:30.345 and 10:18:30.944, 0.6 s apart"
[[nodiscard]] QString whichCalls(WallTime first, WallTime second);
[[nodiscard]] QString sameRequests();
[[nodiscard]] QString sameResponses();
[[nodiscard]] QString requestPart();
[[nodiscard]] QString responsePart();
[[nodiscard]] QString differences(qint64 lines); ///< "4 lines differ"
[[nodiscard]] QString cutPart(qint64 lines); ///< "120 more lines are not compared"

// The strip around a call ----------------------------------------------------------------------

[[nodiscard]] QString surroundingsName(); ///< accessible name
[[nodiscard]] QString askedToWait(Duration wait); ///< "asked to wait 2 s"

} // namespace Pacewatch::Wording
