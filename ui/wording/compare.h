#pragma once

#include "core/diagnosis/comparison.h"

#include <QString>
#include <QStringList>

/// The words of the comparison of two sessions. Pure.
namespace Pacewatch::Wording {

// What became of the refusals ------------------------------------------------------------------

[[nodiscard]] QString comparisonTitle(const Comparison& comparison); ///< "The refusals are gone"
/// "695 before, none after. As many contacts were created: 759 before, 803 after."
[[nodiscard]] QString comparisonText(const Comparison& comparison);
/// What cannot be compared, a sentence each.
[[nodiscard]] QStringList comparisonCaveats(const Comparison& comparison);

// The table ------------------------------------------------------------------------------------

[[nodiscard]] QString whatChanged();
/// "Refused calls"; where the two are not alike "Refused, of 100 calls".
[[nodiscard]] QString measureName(const Measure& measure, bool isAlike);
[[nodiscard]] QString measureValue(const Measure& measure, const MeasuredAmount& amount,
                                   bool isAlike);
/// "−94%", "+17"; a dash where one side does not tell.
[[nodiscard]] QString measureChange(const Measure& measure, bool isAlike);
[[nodiscard]] QString measureTone(ChangeTone tone); ///< "better"; for who sees no colours

// The page -------------------------------------------------------------------------------------

[[nodiscard]] QString compareTitle();
[[nodiscard]] QString compareSessionsDots();
[[nodiscard]] QString compareDots();
[[nodiscard]] QString beforeSide();
[[nodiscard]] QString afterSide();
[[nodiscard]] QString changeColumn();
[[nodiscard]] QString chooseSession();
[[nodiscard]] QString openingSession();
[[nodiscard]] QString openConnections();
[[nodiscard]] QString openFileDots();
[[nodiscard]] QString sessionMoment(WallTime at); ///< "19 Nov, 10:02"
[[nodiscard]] QString clockRange(WallTime from, WallTime to); ///< "10:13:54 to 10:18:54"
[[nodiscard]] QString sameScales();
[[nodiscard]] QString comparing();
[[nodiscard]] QString chooseTwo();
[[nodiscard]] QString exportComparison();
[[nodiscard]] QString addToReport();
[[nodiscard]] QString comparisonSaved(const QString& file);
[[nodiscard]] QString reportFiles(); ///< filter of a file dialog: PDF, HTML, Markdown
[[nodiscard]] QString comparisonHeading(); ///< of a report that is nothing else
/// "Before: Casa Brava Hotels, 19 Nov, 10:02:10 to 10:18:54, 2,014 calls, 695 refused."
[[nodiscard]] QString comparedSide(const QString& side, const QString& name,
                                   const ComparedSide& calls);
[[nodiscard]] QString sideTitle(const QString& side, WallTime from, WallTime to);
[[nodiscard]] QString compareStatus(int recorded, int live); ///< status line of the page

} // namespace Pacewatch::Wording
