#pragma once

#include "core/exchange.h"
#include "core/profile/profile.h"
#include "ui/charts/scale.h"
#include "ui/report/report.h"
#include "ui/report/reportfile.h"

#include <QString>

#include <optional>

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
/// "Contacts are created in bursts" for a customer, as in the window for the others.
[[nodiscard]] QString reportFindingTitle(const Finding& finding, ReportReader reader);
/// What one finding says to this reader.
[[nodiscard]] QStringList reportParagraphs(const Finding& finding, ReportReader reader);
/// "Strong evidence. Seen 33 times."
[[nodiscard]] QString reportSure(const Finding& finding, ReportReader reader);
/// A further cause in one sentence, below the first one; empty when it has none.
[[nodiscard]] QString alsoInShort(FindingKind kind);
/// The one number of @p finding that says something by itself: "33", "bursts, one every 30 s".
[[nodiscard]] std::optional<ReportFigure> reportFigure(const Finding& finding);
/// What to change, each thing once: of several paces the slowest, one wait, one bulk call.
[[nodiscard]] QStringList reportChanges(const QList<Finding>& findings, ReportReader reader);
/// "75 of the 583 refusals are not explained by what was seen."
[[nodiscard]] QString notExplained(qint64 refusals, qint64 all);
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
[[nodiscard]] QString foundOf(qint64 told, qint64 all); ///< "3 of 5"
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
/// "The last three minutes", or which ones, of @p range.
[[nodiscard]] QString timelineTitle(const TimeSlice& slice, const TimeSlice& range);
[[nodiscard]] QString callsTitle(bool areLast); ///< "All calls", "The last calls"
/// "The last 2,000 of 12,034 calls." And where the others are.
[[nodiscard]] QString lastCallsOf(qsizetype listed, qint64 all, ReportReader reader);
[[nodiscard]] QString moreRowsWhenSaved(qsizetype rows); ///< below a table of the preview
[[nodiscard]] QStringList callColumns(ReportReader reader, const QString& zone);
[[nodiscard]] QString resultForCustomer(const Exchange& call); ///< "refused"
[[nodiscard]] QString examplesTitle();
[[nodiscard]] QStringList exampleColumns(ReportReader reader); ///< finding, time, call, waits
[[nodiscard]] QString exampleTitle(FindingKind kind, WallTime sent);
/// "Sent after 20 ms. First byte after 41 ms, all of the answer after 44 ms."
[[nodiscard]] QString exampleTimes(const Exchange& call);
[[nodiscard]] QString statusWithCode(const QString& status, int code); ///< "400, code 130429"
/// Above a command; @p leftOut is the size of a body that is not in it.
[[nodiscard]] QString asCommand(qint64 leftOut);

} // namespace Pacewatch::Wording
