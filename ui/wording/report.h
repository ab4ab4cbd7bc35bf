#pragma once

#include "core/exchange.h"
#include "core/profile/profile.h"
#include "ui/charts/scale.h"
#include "ui/report/report.h"
#include "ui/report/reportfile.h"

#include <QString>

/// The words of a report that the window does not have.
namespace Pacewatch::Wording {

[[nodiscard]] QString reportHeading(); ///< "Rate limit report"
/// "AIsoule, help centre": whose limits, by which documentation.
[[nodiscard]] QString gatewayEdition(const Profile& profile);
[[nodiscard]] QString reportMark(const QString& ticket, WallTime written);
[[nodiscard]] QString reportTitle(const Diagnosis& diagnosis, const QString& customer);
/// The whole in two or three sentences.
[[nodiscard]] QString reportIntro(const Diagnosis& diagnosis, ReportReader reader);
[[nodiscard]] QList<ReportFigure> reportFigures(const Diagnosis& diagnosis);
/// What one finding says to this reader.
[[nodiscard]] QStringList reportParagraphs(const Finding& finding, ReportReader reader);
[[nodiscard]] QString reportChange(const Finding& finding, ReportReader reader);
/// Range, version, limits with their source, and what was not visible.
[[nodiscard]] QStringList reportNotes(const Diagnosis& diagnosis, const ReportWishes& wishes);
/// That nothing private is in it, and what made it.
[[nodiscard]] QStringList closingNotes();
[[nodiscard]] QString foundTitle(); ///< "What we found"
[[nodiscard]] QString changeTitle(); ///< "What to change"
[[nodiscard]] QString notesTitle(); ///< "About this report"
[[nodiscard]] QString nothingFound();
[[nodiscard]] QString pageOf(qsizetype page, qsizetype pages); ///< "1 of 3"

// The page -------------------------------------------------------------------------------------

[[nodiscard]] QString createReport();
[[nodiscard]] QString reportPage(); ///< "Report"
[[nodiscard]] QString writtenFor();
[[nodiscard]] QString readerName(ReportReader reader); ///< "Customer"
[[nodiscard]] QString readerHint(ReportReader reader); ///< "Plain words, no headers or code."
[[nodiscard]] QString ticketLabel();
[[nodiscard]] QString timeRangeLabel();
[[nodiscard]] QString summaryPart();
[[nodiscard]] QString timelinePart();
[[nodiscard]] QString findingsPart();
[[nodiscard]] QString examplesPart(); ///< "Example calls"
[[nodiscard]] QString changesPart();
[[nodiscard]] QString callsPart(); ///< "All calls as a table"
[[nodiscard]] QString comparisonPart();
[[nodiscard]] QString foundOf(qsizetype told, qsizetype all); ///< "3 of 5"
[[nodiscard]] QString hiddenTitle();
[[nodiscard]] QString hiddenHint(ReportReader reader);
[[nodiscard]] QString saveAs();
[[nodiscard]] QString reportFormat(ReportFormat format); ///< "PDF"
[[nodiscard]] QString saveDots();
[[nodiscard]] QString copyForTicket();
[[nodiscard]] QString copiedForTicket();
[[nodiscard]] QString reportSaved(const QString& file);
[[nodiscard]] QString reportNotSaved(const Error& error);
[[nodiscard]] QString reportPreview(); ///< what assistive software reads for the paper
[[nodiscard]] QString makingReport();
/// "SUP-20418 Casa Brava Hotels 2025-11-19.pdf"; nothing in it that a file's name cannot hold.
[[nodiscard]] QString reportFileName(const QString& ticket, const QString& customer, WallTime day,
                                     ReportFormat format);
[[nodiscard]] QString timelineTitle(const TimeSlice& slice);
[[nodiscard]] QString callsTitle();
[[nodiscard]] QString lastCallsOf(qsizetype listed, qint64 all); ///< "The last 2,000 of 12,034."
[[nodiscard]] QString moreRowsWhenSaved(qsizetype rows); ///< below a table of the preview
[[nodiscard]] QStringList callColumns(ReportReader reader);
[[nodiscard]] QString resultForCustomer(const Exchange& call); ///< "refused"
[[nodiscard]] QString examplesTitle();
[[nodiscard]] QStringList exampleColumns(ReportReader reader); ///< finding, time, call, waits
[[nodiscard]] QString exampleTitle(FindingKind kind, WallTime sent);
/// "Sent after 20 ms. First byte after 41 ms, all of the answer after 44 ms."
[[nodiscard]] QString exampleTimes(const Exchange& call);
/// Above a command; @p leftOut is the size of a body that is not in it.
[[nodiscard]] QString asCommand(qint64 leftOut);

} // namespace Pacewatch::Wording
