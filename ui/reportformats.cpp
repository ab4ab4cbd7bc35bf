#include "ui/report.h"
#include "ui/wordingfindings.h"
#include "ui/wordingreport.h"

#include <QBuffer>
#include <QFile>
#include <QPageLayout>
#include <QPdfWriter>
#include <QTextDocument>
#include <QUrl>

#include <functional>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr QMarginsF PaperMargins(16, 16, 16, 16); ///< millimetres
constexpr int Resolution = 96; ///< the measures of the style are CSS pixels

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
.figure { padding: 12px 16px 2px 0; }
.rule { border-top: 1px solid #b6bdc8; padding: 8px 8px 2px 0; }
.cell { border-top: 1px solid #d5dae1; padding: 4px 12px 4px 0; }
.head { color: #4a5563; font-size: 12px; padding: 4px 12px 4px 0; }
)";
constexpr auto PaperStyle = R"(
.h1 { font-size: 23px; font-weight: 600; margin: 12px 0 6px 0; }
.h2 { font-size: 16px; font-weight: 600; margin: 20px 0 6px 0; }
.h3 { font-size: 13px; font-weight: 600; margin: 0; }
)";
constexpr auto BrowserStyle = R"(
body { max-width: 672px; margin: 32px auto; padding: 0 24px; line-height: 1.45; }
table { border-collapse: collapse; }
img { max-width: 100%; height: auto; }
@page { size: A4; margin: 16mm; }
@media print { body { margin: 0; padding: 0; } h2, h3, .rule { break-after: avoid; } img, tr { break-inside: avoid; } }
)";

/// Where a picture is found: as a data address, or as a resource of the document.
using Address = std::function<QString(const QImage&)>;

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

QString pictureHtml(const QImage& picture, const QString& text, const Address& address)
{
    if (picture.isNull()) {
        return {};
    }
    const QSizeF size = picture.deviceIndependentSize();
    return u"<p><img src=\"%1\" width=\"%2\" height=\"%3\" alt=\"%4\"></p>\n"_s.arg(
        address(picture), QString::number(size.width()), QString::number(size.height()),
        text.toHtmlEscaped());
}

QString figuresTable(const QList<ReportFigure>& figures)
{
    QString cells;
    for (const ReportFigure& figure : figures) {
        cells
            += u"<td class=\"figure\" width=\"%1%\" valign=\"top\"><span class=\"number\">%2</span>"
               "<br><span class=\"muted\">%3</span></td>"_s.arg(
                   QString::number(100 / figures.size()), figure.value.toHtmlEscaped(),
                   figure.caption.toHtmlEscaped());
    }
    return cells.isEmpty()
        ? QString()
        : u"<table width=\"100%\" cellspacing=\"0\"><tr>"_s + cells + u"</tr></table>\n"_s;
}

QString findingHtml(const ReportFinding& finding, qsizetype number, const Address& address)
{
    QString html
        = u"<table width=\"100%\" cellspacing=\"0\"><tr><td class=\"rule\" width=\"24\">%1</td>"
          "<td class=\"rule\"><h3>%2</h3></td><td class=\"rule\" align=\"right\">"
          "<span class=\"muted\">%3</span></td></tr></table>\n"_s.arg(
              QString::number(number + 1), finding.title.toHtmlEscaped(),
              finding.amount.toHtmlEscaped());
    for (const QString& paragraph : finding.paragraphs) {
        html += u"<p>%1</p>\n"_s.arg(paragraph.toHtmlEscaped());
    }
    html += pictureHtml(finding.picture, finding.pictureText, address);
    html += figuresTable(finding.facts);
    if (!finding.change.isEmpty()) {
        html += u"<p><b>%1:</b> %2</p>\n"_s.arg(Wording::changeTitle().toHtmlEscaped(),
                                                finding.change.toHtmlEscaped());
    }
    return html;
}

QString listHtml(const QStringList& lines)
{
    QString items;
    for (const QString& line : lines) {
        items += u"<li>%1</li>\n"_s.arg(line.toHtmlEscaped());
    }
    return items.isEmpty() ? QString() : u"<ul>\n"_s + items + u"</ul>\n"_s;
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

QString tableHtml(const ReportTable& table)
{
    QString html = u"<h2>%1</h2>\n"_s.arg(table.title.toHtmlEscaped());
    if (!table.text.isEmpty()) {
        html += u"<p>%1</p>\n"_s.arg(table.text.toHtmlEscaped());
    }
    html += u"<table width=\"100%\" cellspacing=\"0\">\n"_s
        + rowHtml(table.head, "td"_L1, "head"_L1);
    for (const QStringList& row : table.rows) {
        html += rowHtml(row, "td"_L1, "cell"_L1);
    }
    return html + u"</table>\n"_s + listHtml(table.remarks);
}

QString headHtml(const Report& report)
{
    return u"<table width=\"100%\" cellspacing=\"0\"><tr><td class=\"top\">%1</td>"
           "<td class=\"top\" align=\"right\">%2</td></tr></table>\n"
           "<h1>%3</h1>\n<p class=\"intro\">%4</p>\n"_s.arg(
               report.heading.toHtmlEscaped(), report.mark.toHtmlEscaped(),
               report.title.toHtmlEscaped(), report.intro.toHtmlEscaped());
}

QString document(const Report& report, const QString& style, const Address& address)
{
    QString html = u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<title>%1</title>\n<style>%2</style>\n</head>\n<body>\n"_s.arg(
                       report.title.toHtmlEscaped(), style);
    html += headHtml(report) + figuresTable(report.figures);
    for (const ReportPicture& picture : report.pictures) {
        html += u"<h2>%1</h2>\n"_s.arg(picture.title.toHtmlEscaped())
            + pictureHtml(picture.picture, picture.text, address);
    }
    if (report.hasFindings) {
        html += u"<h2>%1</h2>\n"_s.arg(Wording::foundTitle().toHtmlEscaped());
        if (report.findings.isEmpty()) {
            html += u"<p>%1</p>\n"_s.arg(Wording::nothingFound().toHtmlEscaped());
        }
    }
    for (qsizetype i = 0; i < report.findings.size(); ++i) {
        html += findingHtml(report.findings.at(i), i, address);
    }
    for (const ReportTable& table : report.tables) {
        html += tableHtml(table);
    }
    if (!report.checked.isEmpty()) {
        html += u"<h2>%1</h2>\n"_s.arg(Wording::checkedGroupTitle().toHtmlEscaped())
            + listHtml(report.checked);
    }
    html += u"<h2>%1</h2>\n"_s.arg(Wording::notesTitle().toHtmlEscaped()) + listHtml(report.notes);
    return html + u"</body>\n</html>\n"_s;
}

/// A picture that is wider than the paper, made to fit.
QImage fitted(QImage picture, double width)
{
    picture.setDevicePixelRatio(std::max(picture.width() / width, picture.devicePixelRatio()));
    return picture;
}

} // namespace

QByteArray reportHtml(const Report& report)
{
    const QString style = QLatin1StringView(Style) + QLatin1StringView(BrowserStyle);
    return document(report, style, dataAddress).toUtf8();
}

std::unique_ptr<QTextDocument> reportPaper(const Report& report, double width)
{
    auto paper = std::make_unique<QTextDocument>();
    int pictures = 0;
    Report narrow = report;
    for (ReportPicture& each : narrow.pictures) {
        each.picture = fitted(each.picture, width);
    }
    for (ReportFinding& each : narrow.findings) {
        each.picture = fitted(each.picture, width);
    }
    paper->setDocumentMargin(0);
    QString html
        = document(narrow, QLatin1StringView(Style) + QLatin1StringView(PaperStyle),
                   [&](const QImage& picture) -> QString {
                       const QString name = u"picture%1"_s.arg(++pictures);
                       paper->addResource(QTextDocument::ImageResource, QUrl(name), picture);
                       return name;
                   });
    // A document makes headings larger than the style says. Foreign text is escaped, so that
    // these can only be the report's own.
    for (const QString& level : {u"h1"_s, u"h2"_s, u"h3"_s}) {
        html.replace(u"<%1>"_s.arg(level), u"<p class=\"%1\">"_s.arg(level));
        html.replace(u"</%1>"_s.arg(level), u"</p>"_s);
    }
    paper->setHtml(html);
    paper->setTextWidth(width);
    return paper;
}

Result<void> writeReportPdf(const Report& report, const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        return fail(ErrorCode::StorageFailed, u"%1 cannot be written"_s.arg(path));
    }
    QPdfWriter writer(&file);
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, PaperMargins,
                                     QPageLayout::Millimeter));
    writer.setResolution(Resolution);
    writer.setTitle(report.title);
    writer.setCreator(report.heading);
    const QSize page = writer.pageLayout().paintRectPixels(Resolution).size();
    const std::unique_ptr<QTextDocument> paper = reportPaper(report, page.width());
    paper->setPageSize(page);
    paper->print(&writer);
    if (!file.flush() || file.error() != QFile::NoError) {
        return fail(ErrorCode::StorageFailed, u"%1 cannot be written"_s.arg(path));
    }
    return {};
}

} // namespace Pacewatch
