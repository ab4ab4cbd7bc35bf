#include "tests/support/calls.h"
#include "ui/report/report.h"
#include "ui/report/reportcalls.h"
#include "ui/wording/report.h"

#include <QAbstractTextDocumentLayout>
#include <QGlyphRun>
#include <QRawFont>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double Height = 900;

QImage chart()
{
    QImage picture(2 * ReportTextWidth, 380, QImage::Format_RGB32);
    picture.fill(Qt::white);
    picture.setDevicePixelRatio(2);
    return picture;
}

ReportFinding finding(int number, int paragraphs = 2)
{
    ReportFinding told;
    told.title = u"Finding %1"_s.arg(number);
    told.amount = u"12 refusals"_s;
    for (int i = 0; i < paragraphs; ++i) {
        told.paragraphs.append(u"What was seen, in a sentence."_s);
    }
    told.facts = {{u"34 bursts"_s, u"30 s apart"_s}};
    told.sure = u"Sure %1."_s.arg(number);
    told.picture = chart();
    return told;
}

Report reportOf(const QList<ReportFinding>& findings)
{
    Report report;
    report.heading = u"Rate limit report"_s;
    report.title = u"Why calls are refused"_s;
    report.intro = u"Because they come at once."_s;
    report.findings = findings;
    report.notes = {u"A note."_s, u"Another one."_s};
    return report;
}

/// The page on which the block that says @p text lies; -1 when it is cut, or not there.
int pageOf(const QTextDocument& paper, const QList<double>& edges, const QString& text)
{
    for (QTextBlock block = paper.begin(); block.isValid(); block = block.next()) {
        if (block.text().contains(text)) {
            const QRectF area = paper.documentLayout()->blockBoundingRect(block);
            for (qsizetype i = 0; i + 1 < edges.size(); ++i) {
                if (area.top() >= edges.at(i) - 0.01 && area.bottom() <= edges.at(i + 1) + 0.01) {
                    return static_cast<int>(i);
                }
            }
        }
    }
    return -1;
}

} // namespace

/// How a report lies on its pages.
class TestReportPaper final : public QObject
{
    Q_OBJECT

private slots:
    void keepsEachFindingTogether();
    void cutsALongTableBetweenItsRows();
    void cutsALongFindingBetweenItsLines();
    void fillsNoPageBeyondItsEnd();
    void setsSignsAsTheyAreWritten();
    void listsNoMoreThanACustomerReads();
    void namesTheMinutesShown();
};

void TestReportPaper::keepsEachFindingTogether()
{
    const auto paper = reportPaper(
        reportOf({finding(1), finding(2), finding(3), finding(4), finding(5)}), ReportTextWidth);
    const QList<double> edges = reportPageEdges(*paper, Height);
    QVERIFY(edges.size() > 2);
    for (int number = 1; number <= 5; ++number) {
        const int page = pageOf(*paper, edges, u"Finding %1"_s.arg(number));
        QVERIFY2(page >= 0, qPrintable(QString::number(number)));
        QCOMPARE(pageOf(*paper, edges, u"Sure %1."_s.arg(number)), page);
    }
    QCOMPARE(pageOf(*paper, edges, u"A note."_s), pageOf(*paper, edges, u"About this report"_s));
}

void TestReportPaper::cutsALongTableBetweenItsRows()
{
    Report report = reportOf({finding(1)});
    ReportTable minutes{u"Minute by minute"_s, {}, {u"Minute"_s, u"Calls"_s}, {}, {}, {}};
    for (int i = 0; i < 120; ++i) {
        minutes.rows.append({u"minute %1."_s.arg(i), u"7"_s});
    }
    report.tables = {minutes};
    const auto paper = reportPaper(report, ReportTextWidth);
    const QList<double> edges = reportPageEdges(*paper, Height);
    QVERIFY(edges.size() > 4);
    for (int i = 0; i < 120; ++i) {
        QVERIFY2(pageOf(*paper, edges, u"minute %1."_s.arg(i)) >= 0,
                 qPrintable(QString::number(i)));
    }
    QCOMPARE(pageOf(*paper, edges, u"Minute by minute"_s), pageOf(*paper, edges, u"minute 1."_s));
}

void TestReportPaper::cutsALongFindingBetweenItsLines()
{
    const auto paper = reportPaper(reportOf({finding(1, 100)}), ReportTextWidth);
    const QList<double> edges = reportPageEdges(*paper, Height);
    QVERIFY(edges.size() > 3);
    for (QTextBlock block = paper->begin(); block.isValid(); block = block.next()) {
        const QRectF area = paper->documentLayout()->blockBoundingRect(block);
        for (const double edge : edges) {
            QVERIFY2(block.text().isEmpty() || area.top() >= edge - 0.01
                         || area.bottom() <= edge + 0.01,
                     qPrintable(block.text()));
        }
    }
}

void TestReportPaper::fillsNoPageBeyondItsEnd()
{
    const auto paper
        = reportPaper(reportOf({finding(1), finding(2, 100), finding(3)}), ReportTextWidth);
    const QList<double> edges = reportPageEdges(*paper, Height);
    QCOMPARE(edges.first(), 0.0);
    QCOMPARE(edges.last(), paper->size().height());
    for (qsizetype i = 0; i + 1 < edges.size(); ++i) {
        QVERIFY(edges.at(i + 1) > edges.at(i));
        QVERIFY(edges.at(i + 1) - edges.at(i) <= Height);
    }
}

/// A PDF knows a glyph only by the sign that the font has it for.
void TestReportPaper::setsSignsAsTheyAreWritten()
{
    Report report = reportOf({finding(1)});
    report.notes = {u"Calls of SUP-20418, 10:02:10 to 10:18:54, (UTC+1) 12/34."_s};
    const auto paper = reportPaper(report, ReportTextWidth);
    int seen = 0;
    for (QTextBlock block = paper->begin(); block.isValid(); block = block.next()) {
        if (!block.text().contains(u"SUP-20418")) {
            continue;
        }
        QList<quint32> glyphs;
        QRawFont font;
        for (const QGlyphRun& run : block.layout()->glyphRuns()) {
            glyphs += run.glyphIndexes();
            font = run.rawFont();
        }
        QList<quint32> written = font.glyphIndexesForString(block.text());
        std::sort(glyphs.begin(), glyphs.end());
        std::sort(written.begin(), written.end());
        QCOMPARE(glyphs, written);
        ++seen;
    }
    QCOMPARE(seen, 1);
}

void TestReportPaper::listsNoMoreThanACustomerReads()
{
    QList<Exchange> calls;
    for (int i = 0; i < 2'000; ++i) {
        calls.append(Make::Call(100ms * i).refused(2s));
    }
    Report report = reportOf({finding(1), finding(2)});
    report.tables = {callsTable(calls, 5'000, {}, ReportReader::Customer)};
    QCOMPARE(report.tables.first().rows.size(), CallsForCustomer);
    QCOMPARE(report.tables.first().title, u"The last calls"_s);
    QVERIFY(report.tables.first().text.contains(u"500 of 5,000"));
    const auto paper = reportPaper(report, ReportTextWidth);
    QVERIFY(reportPageEdges(*paper, Height).size() - 1 <= 20);
    QCOMPARE(callsTable(calls, 5'000, {}, ReportReader::Developer).rows.size(), calls.size());
}

void TestReportPaper::namesTheMinutesShown()
{
    constexpr WallTime Begin{1'763'546'400s};
    const TimeSlice range{Begin, Begin + 16min};
    QCOMPARE(Wording::timelineTitle({range.to - 3min, range.to}, range),
             u"The last three minutes"_s);
    QCOMPARE(Wording::timelineTitle({Begin + 2min, Begin + 5min}, range),
             u"Three minutes around the last refusals"_s);
    const TimeSlice all{Begin, Begin + 100s};
    QCOMPARE(Wording::timelineTitle(all, all), u"Calls over time"_s);
}

QTEST_MAIN(TestReportPaper)
#include "tst_reportpaper.moc"
