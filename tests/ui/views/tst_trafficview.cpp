#include "tests/support/fakeclock.h"
#include "ui/charts/timerange.h"
#include "ui/controls/button.h"
#include "ui/controls/chip.h"
#include "ui/controls/pieceslabel.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/icons.h"
#include "ui/models/feed.h"
#include "ui/theme.h"
#include "ui/views/trafficview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// The page over a real engine, fed through its outboxes.
class TestTrafficView final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsTheCallsOfItsConnectionOnly();
    void choosesRefusedCalls();
    void followsTheEndUntilSomebodyReadsBack();
    void walksCallsByKeys();
    void explainsAndCopiesWithoutTheKey();
    void hidesNumbersInPrivacyMode();
    void sendsAgainToTheSamePerson();

private:
    void arrive(int number, int status = 200, ConnectionId connection = ConnectionId(7));
    QTableView* table() const { return m_view->findChild<QTableView*>(u"callTable"_s); }

    std::unique_ptr<FakeClock> m_clock;
    ProfileShelf m_shelf = ProfileShelf::builtIn();
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Icons> m_icons;
    std::unique_ptr<Privacy> m_privacy;
    std::unique_ptr<Feed> m_feed;
    TimeRange m_range;
    std::unique_ptr<PageContext> m_context;
    std::unique_ptr<TrafficView> m_view;
    quint64 m_last = 0;
};

void TestTrafficView::init()
{
    m_last = 0;
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
    m_view = std::make_unique<TrafficView>(*m_context);
    // The engine says once that it knows of nothing; what follows is the test's own.
    QSignalSpy arrived(m_feed.get(), &Feed::stateArrived);
    QTRY_VERIFY(!arrived.isEmpty());
    EngineState state;
    ConnectionState connection;
    connection.id = ConnectionId(7);
    connection.spec.profileId = u"aisoule"_s;
    connection.spec.gatewayUrl = "https://app.aisoule.com/api";
    state.connections = {connection};
    m_engine->states().put(state);
    m_feed->drain();
    m_view->resize(1180, 720);
    m_view->show();
    m_view->showConnection(ConnectionId(7));
}

void TestTrafficView::cleanup()
{
    m_view.reset();
    m_context.reset();
    m_feed.reset();
    m_engine.reset();
}

void TestTrafficView::arrive(int number, int status, ConnectionId connection)
{
    for (int at = 0; at < number; ++at) {
        Exchange exchange;
        exchange.id = ExchangeId(++m_last);
        exchange.connection = connection;
        exchange.request.method = "POST";
        exchange.request.target = "/contacts";
        exchange.request.headers = {{"X-API-Key", "ak_live_secret"}};
        exchange.requestBody = {"{\"phone\":\"+34600000027\"}", 24, {}};
        exchange.response.status = status;
        exchange.reading.isRateLimited = status == 429;
        exchange.arrivedWall = m_clock->wallNow();
        m_engine->exchanges().put(exchange);
    }
    m_feed->drain();
}

void TestTrafficView::showsTheCallsOfItsConnectionOnly()
{
    arrive(3);
    arrive(4, 200, ConnectionId(8));
    QCOMPARE(table()->model()->rowCount(), 3);
    m_view->showConnection(ConnectionId(8));
    QCOMPARE(table()->model()->rowCount(), 4);
    m_view->showConnection(ConnectionId(7));
    QCOMPARE(table()->model()->rowCount(), 3);
}

void TestTrafficView::choosesRefusedCalls()
{
    arrive(5);
    arrive(2, 429);
    arrive(1, 500);
    auto* choice = m_view->findChild<SegmentedControl*>(u"callChoice"_s);
    QCOMPARE(choice->text(0), u"All 8"_s);
    QCOMPARE(choice->text(1), u"Refused 2"_s);
    QCOMPARE(choice->text(2), u"Other errors 1"_s);
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Right);
    QCOMPARE(table()->model()->rowCount(), 2);
}

void TestTrafficView::followsTheEndUntilSomebodyReadsBack()
{
    auto* unseen = m_view->findChild<Button*>(u"newCallsButton"_s);
    arrive(200);
    QScrollBar* bar = table()->verticalScrollBar();
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!unseen->isVisible());
    bar->setValue(100);
    arrive(148);
    QCOMPARE(bar->value(), 100);
    QVERIFY(unseen->isVisible());
    QCOMPARE(unseen->text(), u"148 new calls"_s);
    QTest::mouseClick(unseen, Qt::LeftButton);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!unseen->isVisible());
}

void TestTrafficView::walksCallsByKeys()
{
    arrive(4);
    arrive(1, 429);
    arrive(3);
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(0, 0));
    QTest::keyClick(table(), Qt::Key_J);
    QCOMPARE(table()->currentIndex().row(), 1);
    QTest::keyClick(table(), Qt::Key_N);
    QCOMPARE(table()->currentIndex().row(), 4);
    QTest::keyClick(table(), Qt::Key_N); // there is no other
    QCOMPARE(table()->currentIndex().row(), 4);
    QTest::keyClick(table(), Qt::Key_K);
    QCOMPARE(table()->currentIndex().row(), 3);
}

void TestTrafficView::explainsAndCopiesWithoutTheKey()
{
    arrive(1, 429);
    QVERIFY(m_view->showCall(ExchangeId(1)));
    QVERIFY(!m_view->showCall(ExchangeId(99)));
    QCOMPARE(m_view->findChild<Chip*>(u"statusChip"_s)->text(), u"429"_s);
    QVERIFY(m_view->findChild<PiecesLabel*>(u"explanation"_s)
                ->text()
                .startsWith("The gateway refused the call"_L1));
    QTest::mouseClick(m_view->findChild<Button*>(u"curlButton"_s), Qt::LeftButton);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.contains("https://app.aisoule.com/api/contacts"_L1));
    QVERIFY(copied.contains("X-API-Key: YOUR_KEY"_L1));
    QVERIFY(!copied.contains("ak_live"_L1));
}

void TestTrafficView::hidesNumbersInPrivacyMode()
{
    arrive(1);
    m_view->showCall(ExchangeId(1));
    auto* sent = m_view->findChild<QPlainTextEdit*>(u"sentText"_s);
    QVERIFY(sent->toPlainText().contains("+34600000027"_L1));
    m_privacy->setOn(true);
    QVERIFY(!sent->toPlainText().contains("600000027"_L1));
    QTest::mouseClick(m_view->findChild<Button*>(u"curlButton"_s), Qt::LeftButton);
    QVERIFY(!QGuiApplication::clipboard()->text().contains("600000027"_L1));
}

void TestTrafficView::sendsAgainToTheSamePerson()
{
    ConnectionSpec spec;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = "https://app.aisoule.com/api";
    const ConnectionId id = m_engine->addConnection(spec, {});
    QTRY_VERIFY(m_feed->connection(id) != nullptr);
    m_view->showConnection(id);
    arrive(1, 429, id);
    m_view->showCall(ExchangeId(m_last));
    QSignalSpy items(m_feed.get(), &Feed::itemsArrived);
    QTest::mouseClick(m_view->findChild<Button*>(u"sendAgainButton"_s), Qt::LeftButton);
    QTRY_COMPARE(items.size(), 1);
    const auto changes = items.first().first().value<QList<ItemChange>>();
    QCOMPARE(changes.first().connection, id);
    QCOMPARE(changes.first().item.draft.path, "/contacts");
    QCOMPARE(changes.first().item.draft.recipient, u"+34600000027"_s);
}

QTEST_MAIN(TestTrafficView)
#include "tst_trafficview.moc"
