#pragma once

#include "core/diagnosis/diagnosis.h"
#include "core/instant.h"
#include "core/result.h"

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QString>

namespace Pacewatch {

/// Whom a report is written for; it changes the words and the depth.
enum class ReportReader
{
    Customer, ///< plain words: no headers, no code
    Developer, ///< with paths, limits, waits and what to build
    Team, ///< everything, and what was not visible in full
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
    QList<ReportFigure> facts;
    QString change;
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
    QList<ReportFinding> findings;
    QStringList checked; ///< what was looked for and not found; empty for customers
    QStringList notes; ///< range, version, limits, clock, and what was not visible
};

/// Puts the words of the report together. Window thread, or a command's only one.
[[nodiscard]] Report makeReport(const Diagnosis& diagnosis, const ReportWishes& wishes);

/// One HTML file, pictures inside, that prints on A4 without colour.
[[nodiscard]] QByteArray reportHtml(const Report& report);
/// Markdown; with @p withPictures those stand in it as data addresses.
[[nodiscard]] QByteArray reportMarkdown(const Report& report, bool withPictures = true);
/// The same as a PDF on A4, written to @p path; StorageFailed when that cannot be.
[[nodiscard]] Result<void> writeReportPdf(const Report& report, const QString& path);

} // namespace Pacewatch
