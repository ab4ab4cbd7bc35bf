#include "tests/support/fakeclock.h"
#include "ui/charts/timerange.h"
#include "ui/controls/button.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/paceslider.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/icons.h"
#include "ui/models/feed.h"
#include "ui/models/queuemodel.h"
#include "ui/theme.h"
#include "ui/views/queue/livesenddialog.h"
#include "ui/views/queue/sendqueuedelegate.h"
#include "ui/views/queue/sendqueuepace.h"
#include "ui/views/queue/sendqueueview.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// The page over a real engine, fed through its outboxes.
class TestSendQueueView final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsProgressAndTheTarget();
    void offersNoLiveHostToPractice();
    void asksOnceBeforeCancelling();
    void asksBeforeALiveSend();
    void showsItemsAndFiltersProblems();
    void leavesAnUnknownItemAsItIs();
    void movesThePaceByKeys();
    void saysWhatIsTheMatterAboveThePage_data();
    void saysWhatIsTheMatterAboveThePage();
    void offersToSendTogether();
    void saysWhyAnItemWaits();

private:
    void publish();
    void addItems(int number);
    template<typename Widget>
    Widget* find(const QString& name) const
    {
        return m_view->findChild<Widget*>(name);
    }

    std::unique_ptr<FakeClock> m_clock;
    ProfileShelf m_shelf = ProfileShelf::builtIn();
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Icons> m_icons;
    std::unique_ptr<Privacy> m_privacy;
    std::unique_ptr<Feed> m_feed;
    TimeRange m_range;
    std::unique_ptr<PageContext> m_context;
    std::unique_ptr<SendQueueView> m_view;
    ConnectionState m_connection;
    QueueState m_queue;
};

void TestSendQueueView::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_engine = std::make_unique<Engine>(*m_clock, m_shelf);
    m_theme = std::make_unique<Theme>();
    m_icons = std::make_unique<Icons>(*m_theme);
    m_privacy = std::make_unique<Privacy>();
    m_feed = std::make_unique<Feed>(*m_engine);
    m_context = std::make_unique<PageContext>(PageContext{*m_engine,
                                                          *m_feed,
                                                          *m_theme,
                                                          *m_icons,
                                                          *m_privacy,
                                                          m_range,
                                                          [](Page) {},
                                                          [](ConnectionId) {},
                                                          [](ConnectionId) {},
                                                          {}});
    m_view = std::make_unique<SendQueueView>(*m_context);
    m_connection = {};
    m_connection.id = ConnectionId(7);
    m_connection.spec.profileId = u"aisoule"_s;
    m_connection.host = u"app.aisoule.com"_s;
    WindowState second;
    second.policy.name = u"second"_s;
    second.policy.limit = 10;
    second.policy.window = 1s;
    WindowState minute;
    minute.policy.name = u"minute"_s;
    minute.policy.limit = 100;
    minute.policy.window = 1min;
    minute.remaining = 86;
    m_connection.windows = {second, minute};
    m_queue = {};
    m_queue.connection = m_connection.id;
    // The engine says once that it knows of nothing; what follows is the test's own.
    QSignalSpy arrived(m_feed.get(), &Feed::stateArrived);
    QTRY_VERIFY(!arrived.isEmpty());
    m_view->resize(1180, 720);
    m_view->show();
    publish();
    m_view->showConnection(m_connection.id);
}

void TestSendQueueView::cleanup()
{
    m_view.reset();
    m_context.reset();
    m_feed.reset();
    m_engine.reset();
}

void TestSendQueueView::publish()
{
    EngineState state;
    state.connections = {m_connection};
    state.queues = {m_queue};
    m_engine->states().put(state);
    m_feed->drain();
}

void TestSendQueueView::addItems(int number)
{
    for (int at = 1; at <= number; ++at) {
        SendItem item;
        item.id = ItemId(quint64(at));
        item.number = at;
        item.state = at == 1 ? ItemState::Rejected : ItemState::Ready;
        item.draft.recipient = u"+44 7700 900%1"_s.arg(100 + at);
        m_engine->itemChanges().put({m_connection.id, item});
    }
    m_feed->drain();
}

void TestSendQueueView::showsProgressAndTheTarget()
{
    m_queue.total = 60;
    m_queue.done = 25;
    m_queue.failed = 1;
    publish();
    QCOMPARE(find<TextLabel>(u"progressText"_s)->text(), u"25 of 60 done"_s);
    QCOMPARE(find<TextLabel>(u"progressAside"_s)->text(), u"1 failed"_s);
    QCOMPARE(find<SegmentedControl>(u"targetChoice"_s)->current(), 0); // dry run
    m_queue.target = SendTarget::Live;
    publish();
    QVERIFY(find<SentenceLabel>(u"targetLine"_s)
                ->sentence()
                .text.startsWith("Sends reach real people"_L1));
}

void TestSendQueueView::offersNoLiveHostToPractice()
{
    auto* target = find<SegmentedControl>(u"targetChoice"_s);
    QCOMPARE(target->count(), 3);
    m_connection.spec.isPractice = true;
    publish();
    target->setFocus();
    QSignalSpy chosen(target, &SegmentedControl::chosen);
    QTest::keyClick(target, Qt::Key_Right);
    QCOMPARE(target->current(), 1); // practice gateway
    QTest::keyClick(target, Qt::Key_Right);
    QCOMPARE(target->current(), 1);
    QCOMPARE(chosen.size(), 1);
    QVERIFY(target->toolTip().contains("no live host"_L1));
}

void TestSendQueueView::asksOnceBeforeCancelling()
{
    addItems(5); // one of them failed already
    auto* cancel = find<Button>(u"cancelQueuedButton"_s);
    auto* keep = find<Button>(u"keepThemButton"_s);
    QCOMPARE(cancel->text(), u"Cancel the other 4"_s);
    QVERIFY(!keep->isVisible());
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(cancel->text(), u"Cancel 4 for good"_s);
    QVERIFY(keep->isVisible());
    QTest::mouseClick(keep, Qt::LeftButton);
    QCOMPARE(cancel->text(), u"Cancel the other 4"_s);
}

void TestSendQueueView::asksBeforeALiveSend()
{
    addItems(9); // 8 wait
    m_queue.target = SendTarget::Live;
    publish();
    QTest::mouseClick(find<Button>(u"runButton"_s), Qt::LeftButton);
    auto* dialog = m_view->window()->findChild<LiveSendDialog*>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->number(), 8);
    auto* send = dialog->findChild<Button*>(u"sendButton"_s);
    QVERIFY(!send->isEnabled());
    auto* typed = dialog->findChild<QLineEdit*>(u"typedNumber"_s);
    QTest::keyClicks(typed, u"9"_s);
    QVERIFY(!send->isEnabled());
    typed->clear();
    QTest::keyClicks(typed, u"8"_s);
    QVERIFY(send->isEnabled());
    QSignalSpy accepted(dialog, &QDialog::accepted);
    QTest::mouseClick(send, Qt::LeftButton);
    QCOMPARE(accepted.size(), 1);
}

void TestSendQueueView::showsItemsAndFiltersProblems()
{
    addItems(12);
    auto* table = find<QTableView>(u"queueTable"_s);
    QCOMPARE(table->model()->rowCount(), 12);
    auto* choice = find<SegmentedControl>(u"itemChoice"_s);
    QCOMPARE(choice->text(1), u"Waiting 11"_s);
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Right);
    QCOMPARE(table->model()->rowCount(), 11);
    QTest::keyClick(choice, Qt::Key_Right);
    QCOMPARE(table->model()->rowCount(), 1);
}

void TestSendQueueView::leavesAnUnknownItemAsItIs()
{
    SendItem item;
    item.id = ItemId(1);
    item.number = 1;
    item.state = ItemState::Unknown;
    m_engine->itemChanges().put({m_connection.id, item});
    m_feed->drain();
    auto* table = find<QTableView>(u"queueTable"_s);
    const QModelIndex answer = table->model()->index(0, QueueModel::AnswerColumn);
    QVERIFY(answer.data(QueueModel::UnknownRole).toBool());
    auto* delegate = qobject_cast<SendQueueDelegate*>(table->itemDelegate());
    QVERIFY(delegate != nullptr);
    emit delegate->leaveAsked(answer);
    QVERIFY(!answer.data(QueueModel::UnknownRole).toBool());
    QCOMPARE(answer.siblingAtColumn(QueueModel::StateColumn).data().toString(), u"Maybe sent"_s);
    QVERIFY(answer.data(QueueModel::ProblemRole).toBool());
}

void TestSendQueueView::movesThePaceByKeys()
{
    m_queue.pace.kind = Pace::Kind::Rate;
    m_queue.pace.perSecond = 2;
    m_queue.safePerSecond = 0.9;
    m_queue.overPerSecond = 1.5;
    publish();
    auto* slider = find<PaceSlider>(u"paceSlider"_s);
    QCOMPARE(slider->value(), 2.0);
    QCOMPARE(slider->zone(), Wording::PaceZone::Over);
    auto* pace = m_view->findChild<SendQueuePace*>();
    QSignalSpy chosen(pace, &SendQueuePace::chosen);
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(slider->value(), 1.9);
    QTest::keyClick(slider, Qt::Key_PageDown);
    QCOMPARE(slider->value(), 0.9);
    QCOMPARE(slider->zone(), Wording::PaceZone::Safe);
    QCOMPARE(chosen.size(), 2);
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(slider->value(), PaceSlider::Least);
    QTest::mouseClick(find<Button>(u"useSafePaceButton"_s), Qt::LeftButton);
    QCOMPARE(slider->value(), 0.9);
}

void TestSendQueueView::saysWhatIsTheMatterAboveThePage_data()
{
    QTest::addColumn<QString>("pausedBecause");
    QTest::addColumn<int>("trouble");
    QTest::addColumn<bool>("isKept");
    QTest::addColumn<QString>("title");
    QTest::newRow("full disk") << PauseReason::Disk.toString() << int(ErrorCode::StorageFailed)
                               << true << u"Sending has stopped"_s;
    QTest::newRow("second owner") << QString() << int(ErrorCode::Busy) << false
                                  << u"This queue is not kept on disk"_s;
    QTest::newRow("cap") << PauseReason::Cap.toString() << -1 << true
                         << u"This run is at its end"_s;
    QTest::newRow("list") << PauseReason::NotAllowed.toString() << -1 << true
                          << u"Nothing was sent"_s;
    QTest::newRow("nothing") << QString() << -1 << true << QString();
}

void TestSendQueueView::saysWhatIsTheMatterAboveThePage()
{
    QFETCH(const QString, pausedBecause);
    QFETCH(const int, trouble);
    QFETCH(const bool, isKept);
    QFETCH(const QString, title);
    m_queue.isPaused = !pausedBecause.isEmpty();
    m_queue.pausedBecause = pausedBecause;
    m_queue.isKept = isKept;
    if (trouble >= 0) {
        m_queue.journalTrouble = Error{ErrorCode(trouble), u"held by process 7"_s};
    }
    publish();
    auto* notice = find<MessageBar>(u"queueNotice"_s);
    QCOMPARE(notice->isVisible(), !title.isEmpty());
    if (!title.isEmpty()) {
        QCOMPARE(notice->title(), title);
    }
    m_queue.isPaused = false;
    m_queue.pausedBecause.clear();
    m_queue.journalTrouble.reset();
    publish();
    QVERIFY(!notice->isVisible());
}

void TestSendQueueView::offersToSendTogether()
{
    m_queue.waiting = 60;
    m_queue.bulkCalls = 1;
    publish();
    auto* notice = find<MessageBar>(u"queueNotice"_s);
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->title(), u"The gateway takes many in one call"_s);
    QCOMPARE(notice->findChild<Button*>(u"messageAction"_s)->text(), u"Send them together"_s);
    m_queue.isBulk = true;
    publish();
    QCOMPARE(notice->findChild<Button*>(u"messageAction"_s)->text(), u"Send one by one"_s);
    m_queue.isRunning = true;
    publish();
    QVERIFY(!notice->isVisible());
}

void TestSendQueueView::saysWhyAnItemWaits()
{
    SendItem item;
    item.id = ItemId(1);
    item.state = ItemState::Ready;
    item.due = m_clock->wallNow() + 20s;
    item.hold = Hold{HoldReason::WindowFull, u"minute"_s, 1min, 100, Source::Headers, {}};
    m_engine->itemChanges().put({m_connection.id, item});
    item.id = ItemId(2);
    item.hold.reset();
    m_engine->itemChanges().put({m_connection.id, item});
    m_feed->drain();
    const QAbstractItemModel* model = find<QTableView>(u"queueTable"_s)->model();
    const QString tip = model->index(0, QueueModel::StateColumn).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.endsWith("100 a minute are used up (from headers)."_L1), qPrintable(tip));
    QCOMPARE(model->index(1, QueueModel::StateColumn).data(Qt::ToolTipRole).toString(),
             u"Waits for its turn."_s);
}

QTEST_MAIN(TestSendQueueView)
#include "tst_sendqueueview.moc"
