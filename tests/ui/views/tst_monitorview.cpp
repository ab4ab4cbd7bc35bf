#include "core/engine.h"
#include "tests/support/fabricatedsession.h"
#include "tests/support/fakeclock.h"
#include "ui/charts/chartpicture.h"
#include "ui/charts/gauge.h"
#include "ui/charts/timeline.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/icons.h"
#include "ui/models/feed.h"
#include "ui/views/monitor/endpointlist.h"
#include "ui/views/monitor/happeninglist.h"
#include "ui/views/monitor/monitorview.h"
#include "ui/views/monitor/timelinecard.h"
#include "ui/views/monitor/verdictcard.h"
#include "ui/wording/charts.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr ConnectionId Id{1};

/// A real page over a real engine on a clock that stands still, fed through the outboxes.
struct Window
{
    Window()
        : engine(clock, profiles)
        , feed(engine)
        , icons(theme)
        , context{engine,
                  feed,
                  theme,
                  icons,
                  privacy,
                  range,
                  [this](Page page) { opened = page; },
                  [this](ConnectionId) { ++edits; },
                  {},
                  {}}
        , view(context)
    {
        theme.choose(ThemeChoice::Light);
        theme.applyTo(*qApp);
        view.resize(1200, 710);
    }

    void put(const FabricatedSession& session)
    {
        for (const Exchange& exchange : session.exchanges) {
            engine.exchanges().put(exchange);
        }
        for (const Happening& happening : session.happenings) {
            engine.happenings().put(happening);
        }
        put(session.state);
    }

    void put(const ConnectionState& state)
    {
        engine.states().put(EngineState{{state}, {}, {}, {}, {}, {}, {}});
        feed.drain();
        view.showConnection(Id);
        view.show();
        view.refresh();
    }

    template<typename T>
    T* find(const QString& name = {})
    {
        return view.findChild<T*>(name);
    }

    FakeClock clock{WallTime(std::chrono::seconds(1'763'547'534))};
    ProfileShelf profiles;
    Engine engine;
    Theme theme;
    Privacy privacy;
    Feed feed;
    Icons icons;
    int edits = 0;
    std::optional<Page> opened;
    TimeRange range;
    PageContext context;
    MonitorView view;
};

FabricatedSession calm(const Window& window)
{
    return calmSession(Id, window.clock.wallNow(), window.clock.now());
}

FabricatedSession stormy(const Window& window)
{
    return stormySession(Id, window.clock.wallNow(), window.clock.now());
}

} // namespace

class TestMonitorView final : public QObject
{
    Q_OBJECT

private slots:
    void standsWhereTheDesignPutsIt();
    void answersTheFourQuestions();
    void leadsFromWhyToTheDiagnosis();
    void showsNoDeadLink();
    void waitsForTheFirstCall();
    void greysThePausedChart();
    void offersWhatToDoWhenNotConnected();
    void selectsARangeByDragging();
    void returnsToThePresetOnEscape();
    void narrowsAroundThePointer();
    void movesTheCrosshairByKeys();
    void showsTheMomentOfAnEvent();
    void countsDownWithoutNewCalls();
    void swapsTheChartForATable();
    void drawsOnlyWhenAPixelMoved();
    void flowsBelowInASmallWindow();
    void savesTheChartAsAPicture();
    void keepsWhatHappenedInOrder();
    void namesItsPartsForAssistiveSoftware();
    void followsTheTheme();
};

void TestMonitorView::standsWhereTheDesignPutsIt()
{
    Window window;
    window.put(calm(window));
    QCOMPARE(window.find<VerdictCard>()->geometry(), QRect(20, 16, 376, 164));
    const QRect chart = window.find<TimelineCard>()->geometry();
    QCOMPARE(chart, QRect(20, 192, 836, 502));
    QCOMPARE(window.find<Timeline>()->parts().left, QRectF(58, 37, 650, 174));
    QCOMPARE(window.find<HappeningList>()->geometry().left(), 868);
    QCOMPARE(window.find<HappeningList>()->width(), 312);
    QCOMPARE(window.find<EndpointList>()->geometry().bottom(), chart.bottom());
    QCOMPARE(window.view.findChildren<Gauge*>().size(), 3);
}

void TestMonitorView::answersTheFourQuestions()
{
    Window window;
    window.put(stormy(window));
    const auto* verdict = window.find<VerdictCard>();
    QCOMPARE(verdict->accessibleName(), u"State: being limited"_s);
    QVERIFY(verdict->accessibleDescription().contains(u"sends in bursts"));
    const auto* minute = window.find<Gauge>(u"gauge1"_s);
    QCOMPARE(minute->face().ofLimit, u"of 100"_s);
    QVERIFY(minute->face().line.text.startsWith(u"Resets in 6 s"));
}

void TestMonitorView::leadsFromWhyToTheDiagnosis()
{
    Window window;
    const FabricatedSession session = calm(window);
    window.put(session);
    auto* why = window.find<QPushButton>(u"whyButton"_s);
    QVERIFY(why->isVisible());
    QTest::mouseClick(why, Qt::LeftButton);
    QCOMPARE(window.find<Timeline>()->crosshair(), session.state.lastRefusal);
    QVERIFY(window.view.range().slice().contains(*session.state.lastRefusal));
    QCOMPARE(window.opened, Page::Diagnosis);
}

void TestMonitorView::showsNoDeadLink()
{
    Window window;
    FabricatedSession session = calm(window);
    session.state.lastRefusal.reset();
    window.put(session);
    QVERIFY(!window.find<QPushButton>(u"whyButton"_s)->isVisible());
}

void TestMonitorView::waitsForTheFirstCall()
{
    Window window;
    ConnectionState state = calm(window).state;
    state.lastCall.reset();
    window.put(state);
    QVERIFY(window.find<QWidget>(u"waitingForCalls"_s)->isVisible());
    QVERIFY(!window.find<Timeline>()->isVisible());
    QTest::mouseClick(window.find<QPushButton>(u"copyAddressButton"_s), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), state.proxyAddress);
    window.put(calm(window));
    QVERIFY(!window.find<QWidget>(u"waitingForCalls"_s)->isVisible());
    QVERIFY(window.find<Timeline>()->isVisible());
}

void TestMonitorView::greysThePausedChart()
{
    Window window;
    FabricatedSession session = calm(window);
    session.state.isWatching = false;
    window.put(session);
    const WallTime pausedAt = window.clock.wallNow();
    window.clock.advance(1min);
    window.view.refresh();
    QCOMPARE(window.find<Timeline>()->content().now, pausedAt);
}

void TestMonitorView::offersWhatToDoWhenNotConnected()
{
    Window window;
    FabricatedSession session = calm(window);
    session.state.standing = Standing::Off;
    session.state.trouble = Error{ErrorCode::NotFound, {}};
    window.put(session);
    QVERIFY(window.find<QPushButton>(u"verdictTryAgainButton"_s)->isVisible());
    QTest::mouseClick(window.find<QPushButton>(u"verdictEditButton"_s), Qt::LeftButton);
    QCOMPARE(window.edits, 1);
    QVERIFY(!window.find<QPushButton>(u"whyButton"_s)->isVisible());
}

void TestMonitorView::selectsARangeByDragging()
{
    Window window;
    window.put(calm(window));
    auto* timeline = window.find<Timeline>();
    const QRectF plot = timeline->parts().left;
    const QPoint from = plot.center().toPoint();
    const QPoint to = from + QPoint(130, 0);
    QTest::mousePress(timeline, Qt::LeftButton, {}, from);
    QTest::mouseMove(timeline, from + QPoint(60, 0));
    QTest::mouseMove(timeline, to);
    QTest::mouseRelease(timeline, Qt::LeftButton, {}, to);
    const Duration length = window.view.range().slice().length();
    QVERIFY(length > 58s && length < 62s); // 130 of 650 pixels of 5 min
    QVERIFY(!window.view.range().follows());
    QCOMPARE(window.find<SegmentedControl>(u"rangeControl"_s)->current(), -1);
}

void TestMonitorView::returnsToThePresetOnEscape()
{
    Window window;
    window.put(calm(window));
    const WallTime now = window.clock.wallNow();
    window.view.range().select({now - 20min, now - 18min});
    QTest::keyClick(window.find<Timeline>(), Qt::Key_Escape);
    QCOMPARE(window.view.range().slice(), (TimeSlice{now - 5min, now}));
}

void TestMonitorView::narrowsAroundThePointer()
{
    Window window;
    window.put(calm(window));
    auto* timeline = window.find<Timeline>();
    const WallTime before = timeline->content().scale.unmap(200);
    QWheelEvent wheel(QPointF(200, 100), timeline->mapToGlobal(QPointF(200, 100)), {}, {0, 120},
                      Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(timeline, &wheel);
    QVERIFY(window.view.range().slice().length() < Duration(15min));
    QVERIFY(std::abs(timeline->content().scale.map(before) - 200) < 2);
}

void TestMonitorView::movesTheCrosshairByKeys()
{
    Window window;
    window.put(stormy(window));
    window.view.range().setPreset(TimeRange::Preset::Minutes5);
    auto* timeline = window.find<Timeline>();
    QTest::keyClick(timeline, Qt::Key_Right, Qt::ControlModifier);
    const std::optional<WallTime> first = timeline->crosshair();
    QVERIFY(first);
    QTest::keyClick(timeline, Qt::Key_Right, Qt::ControlModifier);
    QVERIFY(*timeline->crosshair() > *first);
    QTest::keyClick(timeline, Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(timeline->crosshair(), first);
    QTest::keyClick(timeline, Qt::Key_Right);
    QCOMPARE(*timeline->crosshair(), *first + 1s);
}

void TestMonitorView::showsTheMomentOfAnEvent()
{
    Window window;
    const FabricatedSession session = calm(window);
    window.put(session);
    auto* list = window.find<QListView>(u"happeningList"_s);
    const QModelIndex newest = list->model()->index(0, 0);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(newest).center());
    QCOMPARE(window.find<Timeline>()->crosshair(), std::optional(session.happenings.last().at));
}

void TestMonitorView::countsDownWithoutNewCalls()
{
    Window window;
    window.put(calm(window));
    auto* minute = window.find<Gauge>(u"gauge1"_s);
    QVERIFY(minute->face().line.text.startsWith(u"Resets in 6 s"));
    window.clock.advance(2s);
    window.view.refresh();
    QVERIFY(minute->face().line.text.startsWith(u"Resets in 4 s"));
    window.clock.advance(5s);
    window.view.refresh();
    QCOMPARE(minute->face().number, u"100"_s);
}

void TestMonitorView::swapsTheChartForATable()
{
    Window window;
    window.put(calm(window));
    window.find<QAction>(u"showAsTableAction"_s)->trigger();
    const auto* table = window.find<QTableView>(u"timelineTable"_s);
    QVERIFY(table->isVisible());
    QVERIFY(!window.find<Timeline>()->isVisible());
    window.view.range().setPreset(TimeRange::Preset::Minutes15);
    QVERIFY(table->model()->rowCount() >= 15);
    window.find<QAction>(u"showAsTableAction"_s)->trigger();
    QVERIFY(window.find<Timeline>()->isVisible());
}

void TestMonitorView::drawsOnlyWhenAPixelMoved()
{
    Window window;
    const FabricatedSession session = calm(window);
    window.put(session);
    auto* timeline = window.find<Timeline>();
    History history;
    history.takeState(session.state);
    for (const Exchange& exchange : session.exchanges) {
        history.take(exchange);
    }
    const WallTime now = window.clock.wallNow();
    timeline->refresh(history, session.state.windows, now, false);
    QVERIFY(!timeline->refresh(history, session.state.windows, now, false));
    QVERIFY(!timeline->refresh(history, session.state.windows, now + 1ms, false));
    QVERIFY(timeline->refresh(history, session.state.windows, now + 2s, false));
}

void TestMonitorView::flowsBelowInASmallWindow()
{
    Window window;
    window.put(calm(window));
    window.view.resize(968, 480);
    QTest::qWait(0);
    const auto cards
        = {window.find<VerdictCard>()->geometry(), window.find<TimelineCard>()->geometry(),
           window.find<HappeningList>()->geometry(), window.find<EndpointList>()->geometry()};
    for (const QRect& one : cards) {
        QVERIFY(QRect(0, 0, 968, 10'000).contains(one));
        for (const QRect& other : cards) {
            QVERIFY(one == other || !one.intersects(other));
        }
    }
    for (const Gauge* gauge : window.view.findChildren<Gauge*>()) {
        QVERIFY(gauge->width() >= 180 - 2);
    }
    QVERIFY(window.find<HappeningList>()->y() > window.find<TimelineCard>()->geometry().bottom());
}

void TestMonitorView::savesTheChartAsAPicture()
{
    Window window;
    window.put(stormy(window));
    const QTemporaryDir folder;
    for (const QString& name : {u"chart.png"_s, u"chart.svg"_s}) {
        const QString path = folder.filePath(name);
        QVERIFY(writePicture(*window.find<TimelineCard>(), path).has_value());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(name.endsWith(u"svg") ? bytes.contains("<svg") : bytes.startsWith("\x89PNG"));
        QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }
    QCOMPARE(
        writePicture(*window.find<TimelineCard>(), folder.filePath(u"no/chart.png"_s)).error().code,
        ErrorCode::StorageFailed);
}

void TestMonitorView::keepsWhatHappenedInOrder()
{
    HappeningModel model;
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QList<HappeningEntry> entries;
    for (quint64 serial = 1; serial <= 3; ++serial) {
        HappeningEntry entry;
        entry.serial = serial;
        entry.happening.kind = Happening::Kind::CallsRefused;
        entry.happening.count = static_cast<qint64>(serial) + 1;
        entries.prepend(entry);
    }
    model.show(entries, {});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(inserts.size(), 1);
    entries[0].count = 4;
    HappeningEntry newest;
    newest.serial = 4;
    entries.prepend(newest);
    entries.removeLast();
    model.show(entries, {});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(inserts.size(), 2);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(model.index(0).data(HappeningModel::SerialRole).toULongLong(), 4ULL);
    QVERIFY(model.index(1).data(HappeningModel::DetailRole).toString().startsWith(u"4 times"));
}

void TestMonitorView::namesItsPartsForAssistiveSoftware()
{
    Window window;
    window.put(stormy(window));
    window.view.range().setPreset(TimeRange::Preset::Minutes5);
    const auto* timeline = window.find<Timeline>();
    QCOMPARE(timeline->accessibleName(), u"Timeline, 5 min"_s);
    QVERIFY(timeline->accessibleDescription().contains(u"refused"));
    const auto* minute = window.find<Gauge>(u"gauge1"_s);
    QCOMPARE(minute->accessibleName(), u"Left this minute"_s);
    QVERIFY(minute->accessibleDescription().contains(u"of 100"));
    QVERIFY(window.find<EndpointList>()->accessibleDescription().contains(u"POST /contacts"));
}

void TestMonitorView::followsTheTheme()
{
    Window window;
    window.put(stormy(window));
    window.theme.choose(ThemeChoice::Dark);
    const QImage dark = window.view.grab().toImage();
    const QPoint onCard = window.find<HappeningList>()->geometry().topLeft() + QPoint(150, 30);
    QCOMPARE(dark.pixelColor(onCard * dark.devicePixelRatio()),
             window.theme.color(Color::BgSurface));
}

QTEST_MAIN(TestMonitorView)
#include "tst_monitorview.moc"
