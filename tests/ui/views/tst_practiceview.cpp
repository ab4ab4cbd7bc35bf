#include "tests/support/fakeclock.h"
#include "ui/charts/countchart.h"
#include "ui/charts/timerange.h"
#include "ui/controls/button.h"
#include "ui/controls/chip.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/icons.h"
#include "ui/models/feed.h"
#include "ui/theme.h"
#include "ui/views/practice/practiceanswers.h"
#include "ui/views/practice/practicecard.h"
#include "ui/views/practice/practiceform.h"
#include "ui/views/practice/practiceview.h"

#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestPracticeView final : public QObject
{
    Q_OBJECT

private slots:
    void startsAGatewayWithItsOwnNumbers();
    void overridesAWindowByName();
    void showsTheRunningGateway();
    void startsTheGatewayBeforeItPlays();
    void marksTheScenarioThatPlays();
    void keepsThreeWindowsOfCounts();

private:
    FakeClock m_clock;
    ProfileShelf m_shelf = ProfileShelf::builtIn();
    Theme m_theme;
    Icons m_icons{m_theme};
};

void TestPracticeView::startsAGatewayWithItsOwnNumbers()
{
    const PracticeForm form(m_theme, m_icons, m_shelf);
    QCOMPARE(form.findChild<QSpinBox*>(u"callsASecond"_s)->value(), 10);
    QCOMPARE(form.findChild<QSpinBox*>(u"callsAMinute"_s)->value(), 100);
    QCOMPARE(form.findChild<QSpinBox*>(u"callsADay"_s)->text(), u"No limit"_s);
}

void TestPracticeView::overridesAWindowByName()
{
    PracticeForm form(m_theme, m_icons, m_shelf);
    QSignalSpy changed(&form, &PracticeForm::changed);
    form.findChild<QSpinBox*>(u"callsAMinute"_s)->setValue(80);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(form.settings().windows.size(), 1);
    QCOMPARE(form.settings().windows.first().name, u"minute"_s);
    QCOMPARE(form.settings().windows.first().limit, 80);
    QCOMPARE(form.settings().windows.first().window, Duration(1min));
    form.findChild<QSpinBox*>(u"errorShare"_s)->setValue(25);
    QCOMPARE(form.settings().errorShare, 0.25);
    QCOMPARE(changed.size(), 2);

    auto* vendor = form.findChild<SegmentedControl*>(u"vendorChoice"_s);
    QTest::keyClick(vendor, Qt::Key_Right);
    QCOMPARE(form.settings().profileId, u"connexease"_s);
    QVERIFY(form.settings().windows.isEmpty());
    QVERIFY(form.findChild<QSpinBox*>(u"callsAMinute"_s)->value() != 80);
}

void TestPracticeView::showsTheRunningGateway()
{
    Engine engine(m_clock, m_shelf);
    Privacy privacy;
    Feed feed(engine);
    TimeRange range;
    PageContext context{engine,
                        feed,
                        m_theme,
                        m_icons,
                        privacy,
                        range,
                        [](Page) {},
                        [](ConnectionId) {},
                        [](ConnectionId) {},
                        {}};
    PracticeView view(context);
    view.resize(1180, 760);
    view.show();
    QCOMPARE(view.findChild<Chip*>(u"runningChip"_s)->text(), u"Stopped"_s);
    QCOMPARE(view.findChild<Button*>(u"startStopButton"_s)->text(), u"Start"_s);

    EngineState state;
    state.emulator.isRunning = true;
    state.emulator.address = u"http://127.0.0.1:8089"_s;
    state.emulator.limit = 100;
    state.emulator.window = 1min;
    state.emulator.usedByClient = 40;
    emit feed.stateArrived(state);
    emit feed.emulatorAnswersArrived(
        {{m_clock.wallNow(), m_clock.now(), "GET", "/contacts", 200, false, {}, {}, {}}});
    QCOMPARE(view.findChild<Chip*>(u"runningChip"_s)->text(), u"Running"_s);
    QCOMPARE(view.findChild<Button*>(u"startStopButton"_s)->text(), u"Stop"_s);
    QCOMPARE(view.findChild<CountChart*>()->samples().last().client, 40);
    QCOMPARE(view.findChild<PracticeAnswers*>()->answers().size(), 1);
    QTest::mouseClick(view.findChild<Button*>(u"resetCountersButton"_s), Qt::LeftButton);
    QCOMPARE(view.findChild<PracticeAnswers*>()->answers().size(), 0);
}

void TestPracticeView::startsTheGatewayBeforeItPlays()
{
    SystemClock clock;
    Engine engine(clock, m_shelf);
    Privacy privacy;
    Feed feed(engine);
    ConnectionId selected{};
    TimeRange range;
    PageContext context{engine,
                        feed,
                        m_theme,
                        m_icons,
                        privacy,
                        range,
                        [](Page) {},
                        [](ConnectionId) {},
                        [&selected](ConnectionId id) { selected = id; },
                        {}};
    PracticeView view(context);
    view.resize(1180, 760);
    view.show();
    auto* card = view.findChild<PracticeCard*>(u"scenario-bursts"_s);
    auto* monitor = view.findChild<Button*>(u"openMonitorButton"_s);
    QVERIFY(!monitor->isVisible());
    QTest::mouseClick(card, Qt::LeftButton);
    QTRY_VERIFY(monitor->isVisible());
    QCOMPARE(feed.state().emulator.scenario, u"bursts"_s);
    QTest::mouseClick(monitor, Qt::LeftButton);
    QVERIFY(feed.connection(selected) != nullptr);
    QVERIFY(feed.connection(selected)->spec.isPractice);
    QTest::mouseClick(card, Qt::LeftButton);
    QTRY_VERIFY(!monitor->isVisible());
    QVERIFY(feed.state().emulator.isRunning);
}

void TestPracticeView::marksTheScenarioThatPlays()
{
    Engine engine(m_clock, m_shelf);
    Privacy privacy;
    Feed feed(engine);
    TimeRange range;
    PageContext context{engine,
                        feed,
                        m_theme,
                        m_icons,
                        privacy,
                        range,
                        [](Page) {},
                        [](ConnectionId) {},
                        [](ConnectionId) {},
                        {}};
    const PracticeView view(context);
    const auto cards = view.findChildren<PracticeCard*>();
    QCOMPARE(cards.size(), 6);
    EngineState state;
    state.emulator.isRunning = true;
    state.emulator.scenario = cards.at(1)->scenarioId();
    emit feed.stateArrived(state);
    QVERIFY(cards.at(0)->accessibleName().startsWith("Play"_L1));
    QVERIFY(cards.at(1)->accessibleName().startsWith("Stop"_L1));
}

void TestPracticeView::keepsThreeWindowsOfCounts()
{
    CountChart chart(m_theme);
    WallTime at = m_clock.wallNow();
    for (int second = 0; second < 400; ++second) {
        chart.addSample({at + std::chrono::seconds(second), second % 60, 0}, 100, 1min, false);
    }
    QVERIFY(chart.samples().size() <= 182); // 180 s, both edges, one before
    const qsizetype before = chart.samples().size();
    for (int second = 400; second < 420; ++second) {
        chart.addSample({at + std::chrono::seconds(second), 7, 0}, 100, 1min, false);
    }
    QVERIFY(chart.samples().size() < before); // a level takes two points
    QCOMPARE(qRound(chart.at(0, 0).x()), qRound(chart.plot().right()));
}

QTEST_MAIN(TestPracticeView)
#include "tst_practiceview.moc"
