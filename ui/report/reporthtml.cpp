#include "ui/report/reporthtml.h"

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/wording/findings.h"
#include "ui/wording/report.h"

#include <QBuffer>
#include <QPainter>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int EmblemSide = 16;

/// Only what both a browser and QTextDocument understand.
constexpr auto Style = R"(
body { font-family: Inter, "Segoe UI", Arial, sans-serif; font-size: 13px; color: #171b22; background: #ffffff; }
h1 { font-size: 23px; font-weight: 600; margin: 12px 0 6px 0; }
h2 { font-size: 15px; font-weight: 600; margin: 22px 0 6px 0; }
h3 { font-size: 13px; font-weight: 600; margin: 0; }
p { margin: 4px 0 6px 0; }
.intro { font-size: 14px; color: #454e5c; margin: 4px 0 14px 0; }
.top { color: #616a79; font-size: 12px; }
.muted { color: #4a5563; font-size: 12px; }
.number { font-size: 20px; font-weight: 600; }
.figure { padding: 10px 16px 12px 0; }
.told { margin: 4px 0 6px 24px; }
.sure { margin: 0 0 12px 24px; }
.rest { margin: 12px 0 6px 0; }
.rule { border-top: 1px solid #b6bdc8; padding: 8px 8px 2px 0; }
.amount { border-top: 1px solid #b6bdc8; padding: 8px 0 2px 0; color: #4a5563; font-size: 12px; }
.cell { border-top: 1px solid #d5dae1; padding: 4px 12px 4px 0; }
.split { border-left: 1px solid #d5dae1; padding: 10px 12px 12px 15px; }
.code { font-family: "JetBrains Mono", "DejaVu Sans Mono", monospace; font-size: 11px; white-space: pre-wrap; background: #f3f4f7; margin: 4px 0 10px 0; }
.head { color: #4a5563; font-size: 12px; padding: 4px 12px 4px 0; }
)";
/// A browser adds padding to the width of a cell, and makes a cell narrower for those that want a
/// share; on paper neither happens.
constexpr auto BrowserStyle = R"(
body { max-width: 672px; margin: 32px auto; padding: 0 24px; line-height: 1.45; }
table { border-collapse: collapse; }
td { box-sizing: border-box; }
.inset { padding: 0 0 0 24px; }
.code { padding: 8px 10px; overflow-wrap: anywhere; }
ul { margin: 4px 0 6px 0; padding-left: 18px; }
li { margin: 2px 0; }
.cell { overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; }
@page { size: A4; margin: 16mm; @bottom-right { content: counter(page) " of " counter(pages); color: #616a79; font: 11px Inter, "Segoe UI", Arial, sans-serif; } }
@media print { body { margin: 0; padding: 0; } h2 { break-after: avoid; } .piece, img, tr, li { break-inside: avoid; } }
)";

QByteArray pngOf(const QImage& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return bytes;
}

QString dataAddress(const QImage& picture)
{
    return u"data:image/png;base64,"_s + QString::fromLatin1(pngOf(picture).toBase64());
}

/// The mark of the program, twice as sharp as it is shown.
QImage emblem()
{
    Theme theme;
    theme.choose(ThemeChoice::Light);
    QImage picture(2 * EmblemSide, 2 * EmblemSide, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    Icons(theme).paintMark(painter, picture.rect());
    painter.end();
    picture.setDevicePixelRatio(2);
    return picture;
}

/// Where a page may end.
QString pieceStart(const ReportMedium& medium)
{
    return medium.isPaper ? u"<a name=\"%1\"></a>"_s.arg(PieceAnchor) : QString();
}

/// What a browser keeps on one page when it prints.
QString keptTogether(const QString& html, const ReportMedium& medium)
{
    return medium.isPaper ? html : u"<div class=\"piece\">\n"_s + html + u"</div>\n"_s;
}

QString titleHtml(const QString& title, const ReportMedium& medium)
{
    return u"<h2>%1%2</h2>\n"_s.arg(pieceStart(medium), title.toHtmlEscaped());
}

QString pictureHtml(const QImage& picture, const QString& text, const ReportMedium& medium)
{
    if (picture.isNull()) {
        return {};
    }
    const QSizeF size = picture.deviceIndependentSize();
    return u"<p><img src=\"%1\" width=\"%2\" height=\"%3\" alt=\"%4\"></p>\n"_s.arg(
        medium.address(picture), QString::number(size.width()), QString::number(size.height()),
        text.toHtmlEscaped());
}

/// With @p isInFinding it stands below a finding's text.
QString figuresTable(const QList<ReportFigure>& figures, bool isInFinding = false)
{
    QString cells = isInFinding && !figures.isEmpty() ? u"<td class=\"inset\" width=\"24\"></td>"_s
                                                      : QString();
    for (const ReportFigure& figure : figures) {
        const bool isFirst = &figure == &figures.first();
        cells += u"<td class=\"%4\" width=\"%1%\" valign=\"top\"><span class=\"number\">%2</span>"
                 "<br><span class=\"muted\">%3</span></td>"_s.arg(
                     QString::number(100 / figures.size()), figure.value.toHtmlEscaped(),
                     figure.caption.toHtmlEscaped(), isFirst ? u"figure"_s : u"split"_s);
    }
    return cells.isEmpty()
        ? QString()
        // A margin of its own: on paper that of the line above ends at a table.
        : u"<table width=\"100%\" cellspacing=\"0\" style=\"margin-top: %1px\"><tr>%2</tr></table>\n"_s
              .arg(QString::number(isInFinding ? 4 : 12), cells);
}

/// The first one stays with the title above it.
QString findingHtml(const ReportFinding& finding, qsizetype number, const ReportMedium& medium)
{
    QString html = u"<table width=\"100%\" cellspacing=\"0\" style=\"margin-top: 6px\"><tr><td "
                   u"class=\"rule\" width=\"24\">%1%2</td>"
                   "<td class=\"rule\"><h3>%3</h3></td><td class=\"amount\" align=\"right\">%4</td>"
                   "</tr></table>\n"_s.arg(
                       number > 0 ? pieceStart(medium) : QString(), QString::number(number + 1),
                       finding.title.toHtmlEscaped(), finding.amount.toHtmlEscaped());
    for (const QString& paragraph : finding.paragraphs) {
        html += u"<p class=\"told\">%1</p>\n"_s.arg(paragraph.toHtmlEscaped());
    }
    html += u"<p class=\"sure muted\">%1</p>\n"_s.arg(finding.sure.toHtmlEscaped());
    html += pictureHtml(finding.picture, finding.pictureText, medium);
    return keptTogether(html + figuresTable(finding.facts, true), medium);
}

/// On paper a table: the marks of a list there are not of the report's font.
QString listHtml(const QStringList& lines, const ReportMedium& medium)
{
    QString items;
    for (const QString& line : lines) {
        items += medium.isPaper
            ? u"<tr><td class=\"item\" width=\"14\" valign=\"top\">\u2022</td><td class=\"item\" valign=\"top\">%1</td></tr>\n"_s
                  .arg(line.toHtmlEscaped())
            : u"<li>%1</li>\n"_s.arg(line.toHtmlEscaped());
    }
    if (items.isEmpty()) {
        return {};
    }
    return medium.isPaper
        ? u"<table width=\"100%\" cellspacing=\"0\">\n"_s + items + u"</table>\n"_s
        : u"<ul>\n"_s + items + u"</ul>\n"_s;
}

QString rowHtml(const QStringList& cells, QLatin1StringView name, QLatin1StringView style)
{
    QString html;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        html += u"<%1 class=\"%2\" align=\"%3\">%4</%1>"_s.arg(
            name, style, i == 0 ? "left"_L1 : "right"_L1, cells.at(i).toHtmlEscaped());
    }
    return u"<tr>"_s + html + u"</tr>\n"_s;
}

/// A title begins a piece; what has none belongs to the one above it.
QString listingHtml(const ReportListing& listing, const ReportMedium& medium)
{
    QString html;
    if (!listing.title.isEmpty()) {
        html += u"<p style=\"margin-top: 12px\">%1<b>%2</b></p>\n"_s.arg(
            pieceStart(medium), listing.title.toHtmlEscaped());
    }
    if (!listing.text.isEmpty()) {
        html += u"<p class=\"muted\">%1</p>\n"_s.arg(listing.text.toHtmlEscaped());
    }
    return keptTogether(
        html + u"<pre class=\"code\">%1</pre>\n"_s.arg(listing.code.toHtmlEscaped()), medium);
}

QString tableHtml(const ReportTable& table, const ReportMedium& medium)
{
    QString html = titleHtml(table.title, medium);
    if (!table.text.isEmpty()) {
        html += u"<p>%1</p>\n"_s.arg(table.text.toHtmlEscaped());
    }
    html += u"<table width=\"100%\" cellspacing=\"0\">\n"_s
        + rowHtml(table.head, "td"_L1, "head"_L1);
    for (const QStringList& row : table.rows) {
        html += rowHtml(row, "td"_L1, "cell"_L1);
    }
    html += u"</table>\n"_s + listHtml(table.remarks, medium);
    for (const ReportListing& listing : table.listings) {
        html += listingHtml(listing, medium);
    }
    return html;
}

QString headHtml(const Report& report, const ReportMedium& medium)
{
    return u"<table width=\"100%\" cellspacing=\"0\"><tr><td width=\"24\" valign=\"middle\">"
           "<img src=\"%1\" width=\"%2\" height=\"%2\" alt=\"\"></td>"
           "<td class=\"top\" valign=\"middle\">%3</td>"
           "<td class=\"top\" align=\"right\" valign=\"middle\">%4</td></tr></table>\n"
           "<h1>%5</h1>\n<p class=\"intro\">%6</p>\n"_s.arg(
               medium.address(emblem()), QString::number(EmblemSide),
               report.heading.toHtmlEscaped(), report.mark.toHtmlEscaped(),
               report.title.toHtmlEscaped(), report.intro.toHtmlEscaped());
}

QString findingsHtml(const Report& report, const ReportMedium& medium)
{
    QString html;
    if (report.hasFindings) {
        html += titleHtml(Wording::foundTitle(), medium);
        if (report.findings.isEmpty() && report.unexplained.isEmpty()) {
            html += u"<p>%1</p>\n"_s.arg(Wording::nothingFound().toHtmlEscaped());
        }
    }
    for (qsizetype i = 0; i < report.findings.size(); ++i) {
        html += findingHtml(report.findings.at(i), i, medium);
    }
    if (!report.unexplained.isEmpty()) {
        html += u"<p class=\"rest\">%1</p>\n"_s.arg(report.unexplained.toHtmlEscaped());
    }
    if (!report.changes.isEmpty()) {
        html += keptTogether(
            titleHtml(Wording::changeTitle(), medium) + listHtml(report.changes, medium), medium);
    }
    return html;
}

} // namespace

QString reportDocument(const Report& report, const ReportMedium& medium)
{
    QString html = u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<title>%1</title>\n<style>%2</style>\n</head>\n<body>\n"_s.arg(
                       report.title.toHtmlEscaped(), QLatin1StringView(Style) + medium.style);
    html += headHtml(report, medium) + figuresTable(report.figures);
    for (const ReportPicture& picture : report.pictures) {
        html += keptTogether(titleHtml(picture.title, medium)
                                 + pictureHtml(picture.picture, picture.text, medium),
                             medium);
    }
    html += findingsHtml(report, medium);
    for (const ReportTable& table : report.tables) {
        html += tableHtml(table, medium);
    }
    if (!report.checked.isEmpty()) {
        html += keptTogether(titleHtml(Wording::checkedGroupTitle(), medium)
                                 + listHtml(report.checked, medium),
                             medium);
    }
    html += keptTogether(titleHtml(Wording::notesTitle(), medium) + listHtml(report.notes, medium),
                         medium);
    return html + u"</body>\n</html>\n"_s;
}

QByteArray reportHtml(const Report& report)
{
    return reportDocument(report, {QLatin1StringView(BrowserStyle), dataAddress}).toUtf8();
}

} // namespace Pacewatch
