#include "ui/report/report.h"
#include "ui/wording/findings.h"
#include "ui/wording/report.h"

#include <QBuffer>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// Signs that would turn foreign text into a link, a heading, a table or HTML.
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

QString pictureMarkdown(const QString& text, const QImage& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return u"![%1](data:image/png;base64,%2)\n\n"_s.arg(plain(text),
                                                        QString::fromLatin1(bytes.toBase64()));
}

QString figuresMarkdown(const QList<ReportFigure>& figures)
{
    QString text;
    for (const ReportFigure& figure : figures) {
        text += u"- **%1** %2\n"_s.arg(plain(figure.value), plain(figure.caption));
    }
    return text.isEmpty() ? text : text + u'\n';
}

QString markdownOf(const ReportFinding& finding, qsizetype number, bool withPictures)
{
    QString text = u"### %1. %2, %3\n\n"_s.arg(QString::number(number + 1), plain(finding.title),
                                               plain(finding.amount));
    for (const QString& paragraph : finding.paragraphs) {
        text += plain(paragraph) + u"\n\n"_s;
    }
    text += finding.sure.isEmpty() ? QString() : plain(finding.sure) + u"\n\n"_s;
    if (withPictures && !finding.picture.isNull()) {
        text += pictureMarkdown(finding.title, finding.picture);
    }
    return text + figuresMarkdown(finding.facts);
}

QString listMarkdown(const QStringList& lines)
{
    QString text;
    for (const QString& line : lines) {
        text += u"- "_s + plain(line) + u'\n';
    }
    return text + u'\n';
}

QString rowMarkdown(const QStringList& cells)
{
    QString text = u"|"_s;
    for (const QString& cell : cells) {
        text += u' ' + plain(cell) + u" |"_s;
    }
    return text + u'\n';
}

/// Nothing in the code can end its block: no line of it begins with as many marks.
QString listingMarkdown(const ReportListing& listing)
{
    QString text;
    if (!listing.title.isEmpty()) {
        text += u"### "_s + plain(listing.title) + u"\n\n"_s;
    }
    if (!listing.text.isEmpty()) {
        text += plain(listing.text) + u"\n\n"_s;
    }
    QString fence = u"```"_s;
    while (listing.code.contains(fence)) {
        fence += u'`';
    }
    return text + fence + u'\n' + listing.code + u'\n' + fence + u"\n\n"_s;
}

QString tableMarkdown(const ReportTable& table)
{
    QString text = u"## "_s + plain(table.title) + u"\n\n"_s;
    if (!table.text.isEmpty()) {
        text += plain(table.text) + u"\n\n"_s;
    }
    text += rowMarkdown(table.head) + u'|';
    for (qsizetype i = 0; i < table.head.size(); ++i) {
        text += i == 0 ? u" --- |"_s : u" ---: |"_s;
    }
    text += u'\n';
    for (const QStringList& row : table.rows) {
        text += rowMarkdown(row);
    }
    text += u'\n';
    text += table.remarks.isEmpty() ? QString() : listMarkdown(table.remarks);
    for (const ReportListing& listing : table.listings) {
        text += listingMarkdown(listing);
    }
    return text;
}

} // namespace

QByteArray reportMarkdown(const Report& report, bool withPictures)
{
    QString text = u"%1, %2\n\n# %3\n\n%4\n\n"_s.arg(plain(report.heading), plain(report.mark),
                                                     plain(report.title), plain(report.intro));
    text += figuresMarkdown(report.figures);
    for (const ReportPicture& picture : report.pictures) {
        text += u"## "_s + plain(picture.title) + u"\n\n"_s;
        text += withPictures ? pictureMarkdown(picture.title, picture.picture)
                             : plain(picture.text) + u"\n\n"_s;
    }
    if (report.hasFindings) {
        text += u"## %1\n\n"_s.arg(plain(Wording::foundTitle()));
        if (report.findings.isEmpty() && report.unexplained.isEmpty()) {
            text += plain(Wording::nothingFound()) + u"\n\n"_s;
        }
    }
    for (qsizetype i = 0; i < report.findings.size(); ++i) {
        text += markdownOf(report.findings.at(i), i, withPictures);
    }
    text += report.unexplained.isEmpty() ? QString() : plain(report.unexplained) + u"\n\n"_s;
    if (!report.changes.isEmpty()) {
        text += u"## "_s + plain(Wording::changeTitle()) + u"\n\n"_s + listMarkdown(report.changes);
    }
    for (const ReportTable& table : report.tables) {
        text += tableMarkdown(table);
    }
    if (!report.checked.isEmpty()) {
        text += u"## "_s + plain(Wording::checkedGroupTitle()) + u"\n\n"_s
            + listMarkdown(report.checked);
    }
    text += u"## "_s + plain(Wording::notesTitle()) + u"\n\n"_s + listMarkdown(report.notes);
    return text.toUtf8();
}

} // namespace Pacewatch
