#pragma once

#include "ui/report.h"

#include <QString>

/// The words of a report that the window does not have.
namespace Pacewatch::Wording {

[[nodiscard]] QString reportHeading(); ///< "Rate limit report"
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
[[nodiscard]] QString foundTitle(); ///< "What we found"
[[nodiscard]] QString changeTitle(); ///< "What to change"
[[nodiscard]] QString notesTitle(); ///< "About this report"
[[nodiscard]] QString nothingFound();

} // namespace Pacewatch::Wording
