#pragma once

#include "core/diagnosis/diagnosis.h"
#include "core/instant.h"
#include "core/result.h"

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QSize>
#include <QString>

#include <memory>

class QTextDocument;
class QWidget;

namespace Pacewatch {

/// Whom a report is written for; it changes the words and the depth.
enum class ReportReader
{
    Customer, ///< plain words: no headers, no code
    Developer, ///< with paths, limits, headers, commands, times and what to build
    Team, ///< everything: how sure, what to say, what was checked
};

/// Which parts a report has; one that is left out is not there at all.
struct ReportParts
{
    bool summary = true; ///< the numbers below the title
    bool timeline = true; ///< where there is a picture of it
    bool findings = true;
    /// A refused call of each finding; on for those who read headers.
    bool examples = false;
    bool changes = true; ///< what to change
    bool calls = false; ///< all calls as a table

    friend bool operator==(const ReportParts&, const ReportParts&) = default;
};

/// What a report is made of besides the diagnosis.
struct ReportWishes
{
    ReportReader reader = ReportReader::Customer;
    QString customer; ///< may be empty
    QString ticket; ///< may be empty
    QString gateway; ///< "AIsoule, help centre"
    WallTime written{};
    QList<FindingKind> left; ///< findings that are left out
    ReportParts parts;
};

/// A picture at twice the size it is shown in, with what it shows for whoever cannot see it.
struct ReportPicture
{
    QString title;
    QImage picture;
    QString text;
};

/// What stands as it was written, in letters of one width: a head, a command.
struct ReportListing
{
    QString title;
    QString text; ///< a sentence below the title; may be empty
    QString code; ///< nothing private is in it
};

/// A table with a title, a sentence above it, remarks and listings below it; each may be empty.
struct ReportTable
{
    QString title;
    QString text;
    QStringList head;
    QList<QStringList> rows; ///< the first cell of each names it, the others are numbers
    QStringList remarks;
    QList<ReportListing> listings;
};

/// What only the window has: pictures and tables of what it shows.
struct ReportExtras
{
    QList<ReportPicture> pictures; ///< below the summary
    QList<ReportTable> tables; ///< below the findings
};

/// A number with what it is.
struct ReportFigure
{
    QString value;
    QString caption;
};

/// One finding as the report tells it.
struct ReportFinding
{
    FindingKind kind{};
    QString title;
    QString amount;
    QStringList paragraphs;
    QString sure; ///< how sure it is, and why
    QList<ReportFigure> facts;
    QImage picture; ///< at twice the size it is shown in; null without evidence to draw
    QString pictureText; ///< what the picture shows, for whoever cannot see it
};

/// A report as plain text and pictures, before it is set in any format. All of it is plain text.
struct Report
{
    QString heading; ///< "Rate limit report"
    QString mark; ///< ticket and date
    QString title;
    QString intro;
    QList<ReportFigure> figures;
    QList<ReportPicture> pictures;
    bool hasFindings = true; ///< whether it speaks of findings, were it to say that there are none
    QList<ReportFinding> findings;
    QString unexplained; ///< below the findings: what they leave open; may be empty
    QStringList changes; ///< what to change, each thing once
    QList<ReportTable> tables;
    QStringList checked; ///< what was looked for and not found; empty for customers
    QStringList notes; ///< range, version, limits, clock, and what was not visible
};

/// Puts the words of the report together. Window thread, or a command's only one.
[[nodiscard]] Report makeReport(const Diagnosis& diagnosis, const ReportWishes& wishes,
                                const ReportExtras& extras = {});

/// Whether the report tells of @p finding: what is only possible is for those who can look further,
/// and what is left out for nobody.
[[nodiscard]] bool isTold(const Finding& finding, const ReportWishes& wishes);

/// Renders @p chart as a picture for reports, on white; it has the report's light theme.
[[nodiscard]] QImage reportPicture(QWidget& chart, QSize size);
/// As wide as the paper's text at 96 dots an inch.
inline constexpr int ReportTextWidth = 672;

/// One HTML file, pictures inside, that prints on A4 without colour.
[[nodiscard]] QByteArray reportHtml(const Report& report);
/// Markdown; with @p withPictures those stand in it as data addresses.
[[nodiscard]] QByteArray reportMarkdown(const Report& report, bool withPictures = true);
/// The report as it is set on paper, @p width pixels wide: what the preview shows and the PDF
/// holds.
[[nodiscard]] std::unique_ptr<QTextDocument> reportPaper(const Report& report, double width);
/// Where the pages of @p paper begin when they are @p height high, and where the last one ends:
/// between findings and the rows of tables; in what is longer than a page between lines.
[[nodiscard]] QList<double> reportPageEdges(const QTextDocument& paper, double height);
/// The same as a PDF on A4, written to @p path; StorageFailed when that cannot be.
[[nodiscard]] Result<void> writeReportPdf(const Report& report, const QString& path);

} // namespace Pacewatch
