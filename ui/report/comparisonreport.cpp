#include "ui/report/comparisonreport.h"

#include "ui/wording/compare.h"
#include "ui/wording/report.h"

namespace Pacewatch {

ReportTable comparisonTable(const Comparison& comparison)
{
    ReportTable table;
    table.title = Wording::comparisonTitle(comparison);
    table.text = Wording::comparisonText(comparison);
    table.head = {Wording::whatChanged(), Wording::beforeSide(), Wording::afterSide(),
                  Wording::changeColumn()};
    const bool isAlike = comparison.isAlike;
    for (const Measure& measure : comparison.measures) {
        table.rows.append({Wording::measureName(measure, isAlike),
                           Wording::measureValue(measure, measure.before, isAlike),
                           Wording::measureValue(measure, measure.after, isAlike),
                           Wording::measureChange(measure, isAlike)});
    }
    table.remarks = Wording::comparisonCaveats(comparison);
    return table;
}

Report makeComparisonReport(const Comparison& comparison, const std::pair<QString, QString>& names,
                            const QList<ReportPicture>& pictures, WallTime written)
{
    ReportTable table = comparisonTable(comparison);
    Report report;
    report.heading = Wording::comparisonHeading();
    report.mark = Wording::reportMark({}, written);
    report.title = table.title;
    report.intro = table.text;
    report.hasFindings = false;
    report.pictures = pictures;
    // The title and the sentence stand above it already.
    table.title = Wording::whatChanged();
    table.text.clear();
    report.tables = {table};
    report.notes = {Wording::comparedSide(Wording::beforeSide(), names.first, comparison.before),
                    Wording::comparedSide(Wording::afterSide(), names.second, comparison.after)};
    report.notes.append(Wording::closingNotes());
    return report;
}

} // namespace Pacewatch
