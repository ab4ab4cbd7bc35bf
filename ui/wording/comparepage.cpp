#include "ui/wording/compare.h"
#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

namespace Pacewatch::Wording {

QString compareTitle()
{
    return phrase("Compare sessions");
}

QString compareSessionsDots()
{
    return phrase("Compare sessions…");
}

QString compareDots()
{
    return phrase("Compare…");
}

QString beforeSide()
{
    return phrase("Before");
}

QString afterSide()
{
    return phrase("After");
}

QString changeColumn()
{
    return phrase("Change");
}

QString chooseSession()
{
    return phrase("Choose a session");
}

QString openingSession()
{
    return phrase("Opening…");
}

QString openConnections()
{
    return phrase("Open now");
}

QString openFileDots()
{
    return phrase("Open a file…");
}

QString sessionMoment(WallTime at)
{
    return phrase("%1, %2", date(at), clockMinutes(at));
}

QString clockRange(WallTime from, WallTime to)
{
    return phrase("%1 to %2", clock(from), clock(to));
}

QString sameScales()
{
    return phrase("Both charts use the same scales, so heights can be compared.");
}

QString comparing()
{
    return phrase("Comparing…");
}

QString chooseTwo()
{
    return phrase("Choose two sessions to see what changed between them.");
}

QString exportComparison()
{
    return phrase("Export");
}

QString addToReport()
{
    return phrase("Add to report");
}

QString comparisonSaved(const QString& file)
{
    return phrase("The comparison was written to %1.", file);
}

QString reportFiles()
{
    return phrase("PDF (*.pdf);;HTML, one file (*.html);;Markdown (*.md)");
}

QString comparisonHeading()
{
    return phrase("Comparison of two sessions");
}

QString comparedSide(const QString& side, const QString& name, const ComparedSide& calls)
{
    return phrase("%1: %2, %3, %4, %5, %6 refused.", side, name, date(calls.from),
                  clockRange(calls.from, calls.to), Wording::calls(calls.calls),
                  count(calls.refused));
}

QString sideTitle(const QString& side, WallTime from, WallTime to)
{
    return phrase("%1, %2", side, clockRange(from, to));
}

QString compareStatus(int recorded, int live)
{
    if (recorded + live < 2) {
        return phrase("Nothing is compared yet.");
    }
    if (live == 0) {
        return phrase("Two saved sessions. Nothing is being recorded here.");
    }
    return recorded == 0 ? phrase("Two live connections.")
                         : phrase("A saved session and a live connection.");
}

} // namespace Pacewatch::Wording
