#include "tests/support/createsessions.h"
#include "tests/ui/shell/windowrig.h"
#include "ui/charts/timerange.h"
#include "ui/controls/button.h"
#include "ui/controls/checkbox.h"
#include "ui/shell/sessioncommands.h"
#include "ui/views/allpages.h"
#include "ui/views/diagnosis/diagnosissummary.h"
#include "ui/views/diagnosis/diagnosisview.h"
#include "ui/views/diagnosis/findingpane.h"
#include "ui/views/diagnosis/lookingrow.h"
#include "ui/views/monitor/monitorview.h"
#include "ui/views/report/reportview.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QTest>

#include <optional>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The Diagnosis page, from the window.
class TestDiagnosisPage final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsHowFarItIsAndStops();
    void saysThatNothingWasLookedAt();
    void leadsToTheTimelineAndBack();
    void leavesAFindingOutOfTheReport();
    void changesTheRange();

private:
    void open(const QString& name, const QList<Exchange>& calls);
    [[nodiscard]] DiagnosisView& view() const { return *m_window->findChild<DiagnosisView*>(); }
    [[nodiscard]] TimeRange& range() const { return m_window->findChild<MonitorView*>()->range(); }
    [[nodiscard]] LookingRow& row() const { return *view().findChild<LookingRow*>(); }
    [[nodiscard]] QString rowText() const
    {
        return row().findChild<QLabel*>(u"lookingText"_s)->text();
    }
    void pressRow() const { row().findChild<Button*>(u"lookingButton"_s)->click(); }
    template<typename Widget>
    [[nodiscard]] Widget* find(const QString& name) const
    {
        return m_window->findChild<Widget*>(name);
    }

    SystemClock m_clock;
    std::optional<WindowRig> m_rig;
    MainWindow* m_window = nullptr;
};

void TestDiagnosisPage::init()
{
    m_rig.emplace(m_clock, allPages());
    m_window = &m_rig->window;
    QVERIFY(m_window->isActiveWindow());
}

void TestDiagnosisPage::cleanup()
{
    m_rig.reset();
}

void TestDiagnosisPage::open(const QString& name, const QList<Exchange>& calls)
{
    const std::optional<ConnectionId> before = m_window->shownConnection();
    m_window->findChild<SessionCommands*>()->openFile(
        Make::writeSession(m_rig->path(name + u".pacewatch"_s), calls, name));
    QTRY_VERIFY(m_window->shownConnection() != before);
    QTest::keyClick(m_window, Qt::Key_3, Qt::ControlModifier);
    QVERIFY(view().isVisible());
}

void TestDiagnosisPage::showsHowFarItIsAndStops()
{
    open(u"bursts"_s, Make::burstCreates(0s));
    QTRY_COMPARE(view().diagnosis().calls, 240);
    QVERIFY(row().isHidden());
    row().setPatience(0ms);
    const int summary = find<QWidget>(u"diagnosisSummary"_s)->y();
    range().setPreset(TimeRange::Preset::Hour);
    QVERIFY(row().isVisible());
    QVERIFY(find<QWidget>(u"diagnosisSummary"_s)->y() > summary); // nothing is covered
    QVERIFY2(rowText().startsWith(u"Looking at the calls, "), qPrintable(rowText()));
    pressRow();
    QCOMPARE(rowText(), u"Stopped. What is shown was found before."_s);
    QCOMPARE(view().diagnosis().calls, 240);
    pressRow();
    QVERIFY(rowText().startsWith(u"Looking at the calls, "));
    QTRY_VERIFY(row().isHidden());
    QCOMPARE(view().diagnosis().calls, 240);
    QCOMPARE(find<QWidget>(u"diagnosisSummary"_s)->y(), summary);
}

void TestDiagnosisPage::saysThatNothingWasLookedAt()
{
    row().setPatience(0ms);
    bool isStopped = false;
    connect(&row(), &LookingRow::placeChanged, this, [&] {
        if (!row().isHidden() && !isStopped) {
            isStopped = true;
            emit row().stopWanted();
        }
    });
    open(u"bursts"_s, Make::burstCreates(0s));
    QTRY_VERIFY(isStopped);
    QCOMPARE(rowText(), u"Stopped before all calls were looked at."_s);
    QCOMPARE(find<QWidget>(u"diagnosisSummary"_s)->accessibleName(), u"Not looked at yet"_s);
    QCOMPARE(view().diagnosis().calls, 0);
    // Another connection is another question.
    open(u"spread"_s, Make::spreadCreates(0s));
    QTRY_COMPARE(view().diagnosis().calls, 240);
    QCOMPARE(view().diagnosis().refused, 0);
}

void TestDiagnosisPage::leadsToTheTimelineAndBack()
{
    open(u"bursts"_s, Make::burstCreates(0s));
    QTRY_COMPARE(view().diagnosis().calls, 240);
    const TimeSlice before = range().slice();
    auto* const back = find<QPushButton>(u"backToFindingButton"_s);
    QVERIFY(!back->isVisible());
    find<QPushButton>(u"findingTimelineButton"_s)->click();
    QVERIFY(find<QWidget>(u"monitorView"_s)->isVisible());
    const Finding& finding = view().findChild<FindingPane*>()->finding();
    QCOMPARE(range().evidence(), std::optional(TimeSlice{finding.exampleFrom, finding.exampleTo}));
    QVERIFY(range().slice().from <= finding.exampleFrom);
    QVERIFY(finding.exampleTo - finding.exampleFrom < 1s); // the burst itself
    QVERIFY(range().slice().length() < before.length());
    QVERIFY(back->isVisible());
    back->click();
    QVERIFY(view().isVisible());
    QVERIFY(!back->isVisible());
    QCOMPARE(range().slice(), before);
    QTRY_COMPARE(view().diagnosis().calls, 240);
}

void TestDiagnosisPage::leavesAFindingOutOfTheReport()
{
    open(u"bursts"_s, Make::burstCreates(0s));
    QTRY_COMPARE(view().diagnosis().calls, 240);
    const FindingKind kind = view().findChild<FindingPane*>()->finding().kind;
    QCOMPARE(kind, FindingKind::Bursts);
    auto* const box = find<CheckBox>(u"findingIncludeBox"_s);
    QVERIFY(box->isChecked());
    const auto tells = [&] {
        const std::optional<Report>& report = m_window->findChild<ReportView*>()->report();
        return report
            && std::any_of(
                   report->findings.begin(), report->findings.end(),
                   [](const ReportFinding& each) { return each.kind == FindingKind::Bursts; });
    };
    QTest::keyClick(m_window, Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY(tells());
    QTest::keyClick(m_window, Qt::Key_3, Qt::ControlModifier);
    box->click();
    QTest::keyClick(m_window, Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY(!tells());
    QTest::keyClick(m_window, Qt::Key_3, Qt::ControlModifier);
    QVERIFY(!box->isChecked());
    box->click();
    QTest::keyClick(m_window, Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY(tells());
}

void TestDiagnosisPage::changesTheRange()
{
    open(u"bursts"_s, Make::burstCreates(0s));
    QTRY_COMPARE(view().diagnosis().calls, 240);
    QVERIFY(find<QPushButton>(u"changeRangeButton"_s)->isVisible());
    QMenu menu;
    emit view().findChild<DiagnosisSummary*>()->rangeMenuWanted(menu);
    QCOMPARE(menu.actions().size(), 4);
    menu.actions().first()->trigger(); // the last five minutes hold all but nothing of 270 s
    QCOMPARE(range().preset(), TimeRange::Preset::Minutes5);
    range().select({view().diagnosis().from, view().diagnosis().from + 65s});
    QTRY_COMPARE(view().diagnosis().calls, 72);
}

QTEST_MAIN(TestDiagnosisPage)
#include "tst_diagnosispage.moc"
