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

constexpr QMarginsF PaperMargins(18, 16, 18, 16); ///< millimetres
constexpr int Resolution = 96; ///< the measures of the style are CSS pixels

/// Only what both a browser and QTextDocument understand.
constexpr auto Style = R"(
body { font-family: Inter, "Segoe UI", Arial, sans-serif; font-size: 13px; color: #17202b; background: #ffffff; }
h1 { font-size: 22px; margin: 10px 0 6px 0; }
h2 { font-size: 15px; margin: 22px 0 4px 0; }
h3 { font-size: 13px; margin: 14px 0 2px 0; }
p { margin: 4px 0 6px 0; }
td { padding: 2px 18px 2px 0; }
.muted { color: #4a5563; font-size: 12px; }
.number { font-size: 19px; font-weight: 600; }
)";
constexpr auto BrowserStyle = R"(
body { max-width: 680px; margin: 32px auto; padding: 0 24px; line-height: 1.45; }
h3 { border-top: 1px solid #8a94a3; padding-top: 8px; }
img { max-width: 100%; height: auto; }
@page { size: A4; margin: 16mm 18mm; }
@media print { body { margin: 0; padding: 0; } h2, h3 { break-after: avoid; } img { break-inside: avoid; } }
)";

QByteArray pngOf(const QImage& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return bytes;
}

QString figuresTable(const QList<ReportFigure>& figures)
{
    QString cells;
    for (const ReportFigure& figure : figures) {
        cells += u"<td valign=\"top\"><span class=\"number\">%1</span><br>"
                 "<span class=\"muted\">%2</span></td>"_s.arg(figure.value.toHtmlEscaped(),
                                                              figure.caption.toHtmlEscaped());
    }
    return cells.isEmpty() ? QString() : u"<table><tr>"_s + cells + u"</tr></table>\n"_s;
}

QString findingHtml(const ReportFinding& finding, qsizetype number,
                    const std::function<QString(qsizetype)>& address)
{
    QString html = u"<h3>%1. %2 <span class=\"muted\">%3</span></h3>\n"_s.arg(
        QString::number(number + 1), finding.title.toHtmlEscaped(), finding.amount.toHtmlEscaped());
    for (const QString& paragraph : finding.paragraphs) {
        html += u"<p>%1</p>\n"_s.arg(paragraph.toHtmlEscaped());
    }
    if (!finding.picture.isNull()) {
        const QSizeF size = finding.picture.deviceIndependentSize();
        html += u"<p><img src=\"%1\" width=\"%2\" height=\"%3\" alt=\"%4\"></p>\n"_s.arg(
            address(number), QString::number(size.width()), QString::number(size.height()),
            finding.pictureText.toHtmlEscaped());
    }
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
    return u"<ul>\n"_s + items + u"</ul>\n"_s;
}

QString document(const Report& report, const QString& style,
                 const std::function<QString(qsizetype)>& address)
{
    QString html = u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<title>%1</title>\n<style>%2</style>\n</head>\n<body>\n"_s.arg(
                       report.title.toHtmlEscaped(), style);
    html += u"<p class=\"muted\">%1, %2</p>\n<h1>%3</h1>\n<p>%4</p>\n"_s.arg(
        report.heading.toHtmlEscaped(), report.mark.toHtmlEscaped(), report.title.toHtmlEscaped(),
        report.intro.toHtmlEscaped());
    html += figuresTable(report.figures);
    html += u"<h2>%1</h2>\n"_s.arg(Wording::foundTitle().toHtmlEscaped());
    if (report.findings.isEmpty()) {
        html += u"<p>%1</p>\n"_s.arg(Wording::nothingFound().toHtmlEscaped());
    }
    for (qsizetype i = 0; i < report.findings.size(); ++i) {
        html += findingHtml(report.findings.at(i), i, address);
    }
    if (!report.checked.isEmpty()) {
        html += u"<h2>%1</h2>\n"_s.arg(Wording::checkedGroupTitle().toHtmlEscaped())
            + listHtml(report.checked);
    }
    html += u"<h2>%1</h2>\n"_s.arg(Wording::notesTitle().toHtmlEscaped()) + listHtml(report.notes);
    return html + u"</body>\n</html>\n"_s;
}

/// Signs that would turn foreign text into a link, a heading or HTML.
QString plain(const QString& text)
{
    QString safe;
    for (const QChar sign : text) {
        if (u"\\`*_[]<>#|&"_s.contains(sign)) {
            safe += u'\\';
        }
        safe += sign;
    }
    return safe;
}

QString markdownOf(const ReportFinding& finding, qsizetype number, bool withPictures)
{
    QString text = u"### %1. %2, %3\n\n"_s.arg(QString::number(number + 1), plain(finding.title),
                                               plain(finding.amount));
    for (const QString& paragraph : finding.paragraphs) {
        text += plain(paragraph) + u"\n\n"_s;
    }
    if (withPictures && !finding.picture.isNull()) {
        text += u"![%1](data:image/png;base64,%2)\n\n"_s.arg(
            plain(finding.title), QString::fromLatin1(pngOf(finding.picture).toBase64()));
    }
    for (const ReportFigure& fact : finding.facts) {
        text += u"- **%1** %2\n"_s.arg(plain(fact.value), plain(fact.caption));
    }
    text += finding.facts.isEmpty() ? QString() : u"\n"_s;
    if (!finding.change.isEmpty()) {
        text += u"**%1:** %2\n\n"_s.arg(plain(Wording::changeTitle()), plain(finding.change));
    }
    return text;
}

QString listMarkdown(const QString& title, const QStringList& lines)
{
    QString text = u"## "_s + plain(title) + u"\n\n"_s;
    for (const QString& line : lines) {
        text += u"- "_s + plain(line) + u'\n';
    }
    return text + u'\n';
}

} // namespace

QByteArray reportHtml(const Report& report)
{
    const auto address = [&](qsizetype number) -> QString {
        return u"data:image/png;base64,"_s
            + QString::fromLatin1(pngOf(report.findings.at(number).picture).toBase64());
    };
    const QString style = QLatin1StringView(Style) + QLatin1StringView(BrowserStyle);
    return document(report, style, address).toUtf8();
}

QByteArray reportMarkdown(const Report& report, bool withPictures)
{
    QString text = u"%1, %2\n\n# %3\n\n%4\n\n"_s.arg(plain(report.heading), plain(report.mark),
                                                     plain(report.title), plain(report.intro));
    for (const ReportFigure& figure : report.figures) {
        text += u"- **%1** %2\n"_s.arg(plain(figure.value), plain(figure.caption));
    }
    text += u"\n## %1\n\n"_s.arg(plain(Wording::foundTitle()));
    if (report.findings.isEmpty()) {
        text += plain(Wording::nothingFound()) + u"\n\n"_s;
    }
    for (qsizetype i = 0; i < report.findings.size(); ++i) {
        text += markdownOf(report.findings.at(i), i, withPictures);
    }
    if (!report.checked.isEmpty()) {
        text += listMarkdown(Wording::checkedGroupTitle(), report.checked);
    }
    return (text + listMarkdown(Wording::notesTitle(), report.notes)).toUtf8();
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
    QTextDocument paper;
    const double wide = writer.pageLayout().paintRectPixels(Resolution).width();
    Report fitted = report;
    for (qsizetype i = 0; i < fitted.findings.size(); ++i) {
        QImage& picture = fitted.findings[i].picture;
        if (!picture.isNull()) {
            picture.setDevicePixelRatio(std::max(picture.width() / wide, 1.0));
            paper.addResource(QTextDocument::ImageResource, QUrl(u"picture%1"_s.arg(i)), picture);
        }
    }
    paper.setDocumentMargin(0);
    paper.setHtml(document(fitted, QLatin1StringView(Style),
                           [](qsizetype number) -> QString { return u"picture%1"_s.arg(number); }));
    paper.setPageSize(writer.pageLayout().paintRectPixels(Resolution).size());
    paper.print(&writer);
    if (!file.flush() || file.error() != QFile::NoError) {
        return fail(ErrorCode::StorageFailed, u"%1 cannot be written"_s.arg(path));
    }
    return {};
}

} // namespace Pacewatch
