#include "ui/report/reporthtml.h"
#include "ui/wording/report.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QFile>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>
#include <QTextTable>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr QMarginsF PaperMargins(16, 16, 16, 16); ///< millimetres
constexpr int Resolution = 96; ///< the measures of the style are CSS pixels
constexpr int FootHeight = 32;
constexpr int FootFont = 11;
constexpr QColor FootColor(0x61, 0x6a, 0x79);
/// A table is cut no closer to its ends than this, in rows.
constexpr int RowsTogether = 3;
constexpr double RowPadding = 5;

constexpr auto PaperStyle = R"(
.h1 { font-size: 23px; font-weight: 600; margin: 12px 0 6px 0; }
.h2 { font-size: 16px; font-weight: 600; margin: 20px 0 9px 0; }
.h3 { font-size: 13px; font-weight: 600; margin: 0; }
.item { padding: 4px 0 2px 0; }
)";

/// A picture that is wider than the paper, made to fit.
QImage fitted(QImage picture, double width)
{
    picture.setDevicePixelRatio(std::max(picture.width() / width, picture.devicePixelRatio()));
    return picture;
}

/// Between digits and capitals the font has other colons and dashes, which a PDF does not know as
/// such: whoever searches or copies from it would miss them. A sign of a format of its own is set
/// by itself, as it is written.
void keepSigns(QTextDocument& paper)
{
    const QString signs = u":-–+−/()@*"_s;
    QTextCharFormat alone;
    alone.setProperty(QTextFormat::UserProperty, true);
    QTextCursor cursor(&paper);
    cursor.beginEditBlock();
    for (QTextBlock block = paper.begin(); block.isValid(); block = block.next()) {
        const QString text = block.text();
        for (qsizetype i = 0; i < text.size(); ++i) {
            const QChar before = i > 0 ? text.at(i - 1) : QChar();
            const QChar behind = i + 1 < text.size() ? text.at(i + 1) : QChar();
            const bool isBeside
                = before.isDigit() || before.isUpper() || behind.isDigit() || behind.isUpper();
            if (isBeside && signs.contains(text.at(i))) {
                cursor.setPosition(block.position() + int(i));
                cursor.setPosition(block.position() + int(i) + 1, QTextCursor::KeepAnchor);
                cursor.mergeCharFormat(alone);
            }
        }
    }
    cursor.endEditBlock();
}

bool startsPiece(const QTextBlock& block)
{
    for (auto it = block.begin(); !it.atEnd(); ++it) {
        if (it.fragment().charFormat().anchorNames().contains(PieceAnchor)) {
            return true;
        }
    }
    return false;
}

/// The end of what stands above @p block, or above the table that holds it.
double topOf(const QTextDocument& paper, const QTextBlock& block)
{
    const QTextFrame* const frame = QTextCursor(block).currentFrame();
    const QAbstractTextDocumentLayout& layout = *paper.documentLayout();
    if (frame == paper.rootFrame()) {
        return layout.blockBoundingRect(block).top() - block.blockFormat().topMargin();
    }
    // The rectangle of a table with borders is moved by them. An empty block lies behind its top.
    const QTextBlock before = paper.findBlock(frame->firstPosition() - 1);
    const QRectF area = layout.blockBoundingRect(before);
    return before.length() > 1 ? area.bottom() : area.top();
}

/// Where a page may end without tearing what belongs together, from the top down.
QList<double> pieceTops(const QTextDocument& paper)
{
    QList<double> tops;
    for (QTextBlock block = paper.begin(); block.isValid(); block = block.next()) {
        if (startsPiece(block)) {
            tops.append(topOf(paper, block));
        }
    }
    for (const QTextFrame* const frame : paper.rootFrame()->childFrames()) {
        const auto* const table = qobject_cast<const QTextTable*>(frame);
        for (int row = RowsTogether; table != nullptr && row + RowsTogether <= table->rows();
             ++row) {
            const QTextBlock block = table->cellAt(row, 0).firstCursorPosition().block();
            tops.append(paper.documentLayout()->blockBoundingRect(block).top() - RowPadding);
        }
    }
    std::sort(tops.begin(), tops.end());
    return tops;
}

/// Where a piece that is longer than a page may be cut: between its lines.
QList<double> lineTops(const QTextDocument& paper)
{
    QList<double> tops;
    for (QTextBlock block = paper.begin(); block.isValid(); block = block.next()) {
        const double top = paper.documentLayout()->blockBoundingRect(block).top();
        for (int i = 0; i < block.layout()->lineCount(); ++i) {
            tops.append(top + block.layout()->lineAt(i).y());
        }
    }
    std::sort(tops.begin(), tops.end());
    return tops;
}

/// The last of @p tops in (@p from, @p to].
std::optional<double> lastWithin(const QList<double>& tops, double from, double to)
{
    const auto behind = std::upper_bound(tops.begin(), tops.end(), to);
    return behind == tops.begin() || *(behind - 1) <= from ? std::nullopt
                                                           : std::optional(*(behind - 1));
}

void paintFoot(QPainter& painter, const QRect& foot, const Report& report, const QString& page)
{
    QFont font(u"Inter"_s);
    font.setPixelSize(FootFont);
    painter.setFont(font);
    painter.setPen(FootColor);
    const QString name = painter.fontMetrics().elidedText(report.heading + u", "_s + report.mark,
                                                          Qt::ElideRight, foot.width() * 3 / 4);
    QTextDocument line;
    line.setDocumentMargin(0);
    line.setDefaultFont(font);
    line.setPlainText(name);
    keepSigns(line);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, FootColor);
    line.documentLayout()->setPaintDevice(painter.device());
    painter.save();
    painter.translate(foot.left(), foot.bottom() + 1 - line.size().height());
    line.documentLayout()->draw(&painter, context);
    painter.restore();
    painter.drawText(foot, Qt::AlignRight | Qt::AlignBottom, page);
}

void paintPages(QPdfWriter& writer, const QTextDocument& paper, const Report& report,
                const QSize& page)
{
    QPainter painter(&writer);
    // Charts keep their thin lines and their white ground.
    painter.setRenderHint(QPainter::LosslessImageRendering);
    const QList<double> edges = reportPageEdges(paper, page.height() - FootHeight);
    const qsizetype pages = edges.size() - 1;
    for (qsizetype i = 0; i < pages; ++i) {
        if (i > 0) {
            writer.newPage();
        }
        const QRectF part(0, edges.at(i), page.width(), edges.at(i + 1) - edges.at(i));
        painter.save();
        painter.translate(0, -part.top());
        painter.setClipRect(part);
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = part;
        context.palette.setColor(QPalette::Text, Qt::black);
        paper.documentLayout()->draw(&painter, context);
        painter.restore();
        paintFoot(painter, QRect(QPoint(), page), report, Wording::pageOf(i + 1, pages));
    }
}

} // namespace

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
    const auto address = [&](const QImage& picture) -> QString {
        const QString name = u"picture%1"_s.arg(++pictures);
        paper->addResource(QTextDocument::ImageResource, QUrl(name), picture);
        return name;
    };
    QString html = reportDocument(narrow, {QLatin1StringView(PaperStyle), address, true});
    // A document makes headings larger than the style says. Foreign text is escaped, so that
    // these can only be the report's own.
    for (const QString& level : {u"h1"_s, u"h2"_s, u"h3"_s}) {
        html.replace(u"<%1>"_s.arg(level), u"<p class=\"%1\">"_s.arg(level));
        html.replace(u"</%1>"_s.arg(level), u"</p>"_s);
    }
    paper->setHtml(html);
    keepSigns(*paper);
    paper->setTextWidth(width);
    return paper;
}

QList<double> reportPageEdges(const QTextDocument& paper, double height)
{
    const double whole = paper.size().height();
    const QList<double> pieces = pieceTops(paper);
    const QList<double> lines = lineTops(paper);
    QList<double> edges{0};
    while (whole - edges.last() > height) {
        const double from = edges.last();
        const double to = from + height;
        std::optional<double> edge = lastWithin(pieces, from, to);
        edge = edge ? edge : lastWithin(lines, from, to);
        edges.append(edge.value_or(to));
    }
    edges.append(whole);
    return edges;
}

Result<void> writeReportPdf(const Report& report, const QString& path)
{
    // The writer tells nobody when its device takes no more.
    QBuffer bytes;
    (void)bytes.open(QIODevice::WriteOnly);
    QPdfWriter writer(&bytes);
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, PaperMargins,
                                     QPageLayout::Millimeter));
    writer.setResolution(Resolution);
    writer.setTitle(report.title);
    writer.setCreator(report.heading);
    const QSize page = writer.pageLayout().paintRectPixels(Resolution).size();
    const std::unique_ptr<QTextDocument> paper = reportPaper(report, page.width());
    paper->documentLayout()->setPaintDevice(&writer);
    paintPages(writer, *paper, report, page);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data()) != bytes.size()
        || !file.flush()) {
        return fail(ErrorCode::StorageFailed, u"%1 cannot be written"_s.arg(path));
    }
    return {};
}

} // namespace Pacewatch
