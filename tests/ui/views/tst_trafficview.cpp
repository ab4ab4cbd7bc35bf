#include "tests/support/fakeclock.h"
#include "ui/charts/brushstrip.h"
#include "ui/charts/callstrip.h"
#include "ui/charts/timerange.h"
#include "ui/controls/button.h"
#include "ui/controls/checkbox.h"
#include "ui/controls/chip.h"
#include "ui/controls/field.h"
#include "ui/controls/filterbox.h"
#include "ui/controls/pieceslabel.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/icons.h"
#include "ui/models/feed.h"
#include "ui/theme.h"
#include "ui/views/traffic/calltable.h"
#include "ui/views/traffic/messagepane.h"
#include "ui/views/traffic/trafficview.h"

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTreeView>

#include <cmath>

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
    void filtersByWhatIsTyped();
    void namesWhatItCannotRead();
    void keepsTheFilterOfEachConnection();
    void opensFoldsByKeys();
    void keepsTheChosenCallWhenItsRowIsMadeAnew();
    void followsTheEndUntilSomebodyReadsBack();
    void walksCallsByKeys();
    void explainsAndCopiesWithoutTheKey();
    void hidesNumbersInPrivacyMode();
    void sendsAgainToTheSamePerson();
    void showsTheSharedRange();
    void choosesARangeByDragging();
    void showsTheStripOfItsConnectionAtOnce();
    void countsTheStripAnewForAnotherRange();
    void showsWhatWentOnAround();
    void showsABodyInThreeForms();
    void unpacksABodyInParts();
    void comparesTwoCalls();
    void offersToExportWhatItShows();
    void sortsByAClickOnAHead();
    void findsByARecipientWithoutShowingIt();

private:
    void arrive(int number, int status = 200, ConnectionId connection = ConnectionId(7));
    QLineEdit* edit() const { return m_view->findChild<QLineEdit*>(u"filterEdit"_s); }
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
    QList<ConnectionId> m_exported;
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
    m_context = std::make_unique<PageContext>(
        PageContext{*m_engine,
                    *m_feed,
                    *m_theme,
                    *m_icons,
                    *m_privacy,
                    m_range,
                    [](Page) {},
                    [](ConnectionId) {},
                    [](ConnectionId) {},
                    {},
                    [this](ConnectionId id) { m_exported.append(id); }});
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
    QCOMPARE(choice->text(2), u"Too early 0"_s);
    QCOMPARE(choice->text(3), u"Slow 0"_s);
    QCOMPARE(choice->text(4), u"Other errors 1"_s);
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Right);
    QCOMPARE(table()->model()->rowCount(), 2);
}

void TestTrafficView::filtersByWhatIsTyped()
{
    arrive(5);
    arrive(2, 429);
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Slash);
    QTRY_VERIFY(edit()->hasFocus());
    QTest::keyClicks(edit(), u"status:429 cont"_s);
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    QCOMPARE(m_view->findChild<SegmentedControl*>(u"callChoice"_s)->text(0), u"All 2"_s);
    arrive(3, 429);
    arrive(3, 200);
    QCOMPARE(table()->model()->rowCount(), 5);
    QTest::keyClicks(edit(), u"x"_s);
    QTRY_COMPARE(table()->model()->rowCount(), 0);
    QVERIFY(m_view->findChild<QLabel*>(u"emptyTitle"_s)->isVisible());
    QTest::keyClick(edit(), Qt::Key_Escape);
    QTRY_COMPARE(table()->model()->rowCount(), 13);
    QTest::keyClick(edit(), Qt::Key_Escape);
    QVERIFY(table()->hasFocus());
}

void TestTrafficView::namesWhatItCannotRead()
{
    arrive(5);
    arrive(2, 429);
    auto* note = m_view->findChild<FieldNote*>(u"filterNote"_s);
    QVERIFY(!note->isVisible());
    QTest::keyClicks(edit(), u"status:429 "_s);
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    QTest::keyClicks(edit(), u"took:slow"_s);
    QTRY_VERIFY(note->isVisible());
    QVERIFY2(note->text().contains(u"“took:slow” cannot be read"_s), qPrintable(note->text()));
    QCOMPARE(table()->model()->rowCount(), 2); // what was understood last stays
    QTest::keyClick(edit(), Qt::Key_Escape);
    QTRY_VERIFY(!note->isVisible());
}

void TestTrafficView::keepsTheFilterOfEachConnection()
{
    arrive(3);
    arrive(1, 429);
    arrive(2, 200, ConnectionId(8));
    QTest::keyClicks(edit(), u"status:429 "_s);
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    m_view->showConnection(ConnectionId(8));
    QCOMPARE(table()->model()->rowCount(), 2);
    m_view->showConnection(ConnectionId(7));
    QCOMPARE(table()->model()->rowCount(), 1);
    QCOMPARE(m_view->findChild<FilterBox*>()->chips(), QStringList{u"status:429"_s});
}

void TestTrafficView::opensFoldsByKeys()
{
    arrive(10);
    arrive(2, 429);
    QCOMPARE(table()->model()->rowCount(), 6); // two, a fold, the tenth, two refused
    table()->setCurrentIndex(table()->model()->index(2, 0));
    QTest::keyClick(table(), Qt::Key_Right);
    QCOMPARE(table()->model()->rowCount(), 13);
    QTest::keyClick(table(), Qt::Key_Down);
    QCOMPARE(table()->currentIndex().row(), 3);
    QTest::keyClick(table(), Qt::Key_Left);
    QCOMPARE(table()->model()->rowCount(), 6);
    QCOMPARE(table()->currentIndex().row(), 2);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                      table()->visualRect(table()->model()->index(2, 1)).center());
    QCOMPARE(table()->model()->rowCount(), 13);
    m_view->findChild<CheckBox*>(u"foldBursts"_s)->click();
    QCOMPARE(table()->model()->rowCount(), 12);
    m_view->findChild<CheckBox*>(u"foldBursts"_s)->click();
}

void TestTrafficView::keepsTheChosenCallWhenItsRowIsMadeAnew()
{
    arrive(1, 429);
    arrive(6);
    auto* view = static_cast<CallTable*>(table());
    view->chooseRow(6); // the last one
    QCOMPARE(view->chosen(), ExchangeId(7));
    arrive(4); // now it is behind a fold
    QCOMPARE(view->chosen(), ExchangeId(7));
    QVERIFY(table()->currentIndex().data(CallRows::FoldedRole).toInt() > 0);
    QCOMPARE(m_view->findChild<Chip*>(u"statusChip"_s)->text(), u"200"_s);
    auto* choice = m_view->findChild<SegmentedControl*>(u"callChoice"_s);
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Right); // only the refused one
    QVERIFY(table()->selectionModel()->selectedRows().isEmpty());
    QTest::keyClick(choice, Qt::Key_Left);
    QVERIFY(!table()->selectionModel()->selectedRows().isEmpty());
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

void TestTrafficView::showsTheSharedRange()
{
    arrive(10);
    m_clock->advance(5min);
    arrive(4);
    auto* all = m_view->findChild<Button*>(u"showAllButton"_s);
    QVERIFY(!all->isVisible());
    const WallTime now = m_clock->wallNow();
    m_range.setSession({now - 5min, now + 1min});
    m_range.select({now - 20s, now + 20s});
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    QVERIFY(all->isVisible());
    QCOMPARE(all->text(), u"Show all 14"_s);
    QCOMPARE(m_view->findChild<SegmentedControl*>(u"callChoice"_s)->text(0), u"All 14"_s);
    QTest::mouseClick(all, Qt::LeftButton);
    QTRY_COMPARE(table()->model()->rowCount(), 14);
    QVERIFY(m_range.isPreset());
    QVERIFY(!all->isVisible());
}

void TestTrafficView::choosesARangeByDragging()
{
    arrive(10);
    m_clock->advance(3min);
    arrive(4);
    m_clock->advance(1min);
    auto* strip = m_view->findChild<BrushStrip*>();
    QTRY_COMPARE(m_range.session().to, m_clock->wallNow()); // by its own timer
    const TimeScale across = strip->scale();
    const WallTime second = m_clock->wallNow() - 1min;
    const auto place
        = [&across](WallTime at) { return QPoint(int(std::lround(across.map(at))), 30); };
    QTest::mousePress(strip, Qt::LeftButton, {}, place(second - 15s));
    QTest::mouseMove(strip, place(second));
    QTest::mouseMove(strip, place(second + 15s));
    QTest::mouseRelease(strip, Qt::LeftButton, {}, place(second + 15s));
    QVERIFY(strip->hasChoice());
    QVERIFY(m_range.slice().contains(second));
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Escape);
    QTRY_COMPARE(table()->model()->rowCount(), 14);
}

void TestTrafficView::showsTheStripOfItsConnectionAtOnce()
{
    arrive(10);
    arrive(4, 429, ConnectionId(8));
    m_clock->advance(2s);
    auto* strip = m_view->findChild<BrushStrip*>();
    const auto refused = [strip] {
        qint64 number = 0;
        for (const CallBar& bar : strip->bars().bars) {
            number += bar.all.refused;
        }
        return number;
    };
    m_view->showConnection(ConnectionId(8));
    QCOMPARE(refused(), 4); // without waiting for the next frame
    m_view->showConnection(ConnectionId(7));
    QCOMPARE(refused(), 0);
    QVERIFY(!strip->bars().bars.isEmpty());
    m_view->hide();
    m_clock->advance(1min);
    arrive(3, 429);
    m_clock->advance(2s);
    m_view->show();
    QCOMPARE(refused(), 3);
}

void TestTrafficView::countsTheStripAnewForAnotherRange()
{
    arrive(10);
    m_clock->advance(20min);
    arrive(4);
    m_clock->advance(2s);
    auto* strip = m_view->findChild<BrushStrip*>();
    QTRY_COMPARE(m_range.session().to, m_clock->wallNow());
    m_range.setPreset(TimeRange::Preset::Minutes5);
    (void)strip->grab();
    QCOMPARE(strip->bars().bars.size(), 1);
    m_range.setPreset(TimeRange::Preset::All);
    (void)strip->grab();
    QCOMPARE(strip->bars().bars.size(), 2);
    strip->resize(strip->width() / 2, strip->height());
    (void)strip->grab();
    QCOMPARE(strip->bars().bars.size(), 2);
}

void TestTrafficView::showsWhatWentOnAround()
{
    arrive(3);
    m_clock->advance(1s);
    arrive(1, 429);
    m_clock->advance(1500ms);
    arrive(1);
    QVERIFY(m_view->showCall(ExchangeId(4)));
    const auto& around = m_view->findChild<CallStrip*>()->surroundings();
    QCOMPARE(around.calls.size(), 5);
    QVERIFY(around.calls.at(3).isRefused);
}

void TestTrafficView::showsABodyInThreeForms()
{
    arrive(1);
    m_view->showCall(ExchangeId(1));
    auto* text = m_view->findChild<QPlainTextEdit*>(u"requestText"_s);
    QVERIFY(text->toPlainText().startsWith("POST /contacts HTTP/1.1\n"_L1));
    QVERIFY(text->toPlainText().contains("{\n  \"phone\": \"+34600000027\"\n}"_L1));
    auto* pane = static_cast<MessagePane*>(text->parentWidget()->parentWidget());
    pane->showForm(MessagePane::Form::AsSent);
    QVERIFY(text->toPlainText().contains("{\"phone\":\"+34600000027\"}"_L1));
    pane->showForm(MessagePane::Form::Tree);
    auto* tree = pane->findChild<QTreeView*>(u"bodyTree"_s);
    QVERIFY(tree->isVisibleTo(pane));
    const QModelIndex top = tree->model()->index(0, 0);
    QCOMPARE(tree->model()->index(0, 1, top).data().toString(), u"\"+34600000027\""_s);
}

void TestTrafficView::unpacksABodyInParts()
{
    QByteArray body("[0");
    for (int number = 1; number < 60'000; ++number) {
        body += ',' + QByteArray::number(number);
    }
    body += "]";
    MessagePane pane(*m_context, u"text"_s);
    const QByteArray packed = qCompress(body).sliced(4);
    pane.showMessage(u"POST / HTTP/1.1\n\n"_s, {packed, packed.size(), {}}, "deflate");
    pane.show();
    auto* text = pane.findChild<QPlainTextEdit*>(u"text"_s);
    auto* all = pane.findChild<Button*>(u"showAllBodyButton"_s);
    QVERIFY(all->isVisible());
    QVERIFY(!text->toPlainText().contains("59999"_L1));
    QTest::mouseClick(all, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(text->toPlainText().endsWith("59999\n]"_L1), 20'000);
    QVERIFY(!all->isVisible());
    auto* note = pane.findChild<QLabel*>(u"bodyNote"_s);
    pane.showMessage({}, {"\xff\xfe abc", 6, {}}, "compress");
    QVERIFY(note->text().contains(u"“compress”"_s));
    // A HAR and a session hold it unpacked beside the field that says how it came.
    pane.showMessage({}, {"{\"a\":1}", 7, {}}, "zstd");
    QVERIFY(note->isHidden());
    QVERIFY(text->toPlainText().contains(u"\"a\": 1"_s));
}

void TestTrafficView::comparesTwoCalls()
{
    arrive(1);
    arrive(1, 429);
    m_view->showCall(ExchangeId(1));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::ControlModifier,
                      table()->visualRect(table()->model()->index(1, 1)).center());
    auto* text = m_view->findChild<QPlainTextEdit*>(u"compareText"_s);
    QTRY_VERIFY(text->isVisible());
    const QString told = text->toPlainText();
    QVERIFY(told.contains("The client sent the same both times."_L1));
    QVERIFY2(told.contains(u"− HTTP/1.1 200 \n+ HTTP/1.1 429 "_s), qPrintable(told));
    m_view->showCall(ExchangeId(2));
    QVERIFY(!text->isVisible());
}

void TestTrafficView::offersToExportWhatItShows()
{
    QTest::mouseClick(m_view->findChild<QPushButton*>(u"exportButton"_s), Qt::LeftButton);
    QCOMPARE(m_exported, QList{ConnectionId(7)});
}

void TestTrafficView::sortsByAClickOnAHead()
{
    for (int number = 0; number < 60; ++number) {
        arrive(1, number % 10 == 3 ? 503 : 200);
    }
    auto* const header = table()->horizontalHeader();
    const auto click = [&](int column) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, Qt::NoModifier,
                          {header->sectionViewportPosition(column) + 20, header->height() / 2});
    };
    const auto status = [this](int row) {
        return table()->model()->index(row, ExchangeModel::StatusColumn).data().toString();
    };
    click(ExchangeModel::StatusColumn);
    QCOMPARE(header->sortIndicatorSection(), int(ExchangeModel::StatusColumn));
    click(ExchangeModel::StatusColumn);
    QCOMPARE(status(0), u"503"_s);
    QCOMPARE(status(5), u"503"_s);
    QCOMPARE(status(6), u"200"_s);
    // What comes waits behind the button; the rows that are read stay where they are.
    arrive(1, 503);
    QCOMPARE(table()->model()->rowCount(), 60);
    auto* const fresh = m_view->findChild<QPushButton*>(u"newCallsButton"_s);
    QVERIFY(fresh->isVisible());
    fresh->click();
    QCOMPARE(table()->model()->rowCount(), 61);
    QCOMPARE(status(6), u"503"_s);
    QVERIFY(!fresh->isVisible());
    click(ExchangeModel::StatusColumn); // the third one ends it
    QCOMPARE(header->sortIndicatorSection(), -1);
    QCOMPARE(status(60), u"503"_s);
    QCOMPARE(status(0), u"200"_s);
}

void TestTrafficView::findsByARecipientWithoutShowingIt()
{
    QApplication::setCursorFlashTime(0); // pictures are compared
    arrive(3);
    QTest::keyClick(table(), Qt::Key_Slash);
    QTest::keyClicks(edit(), u"to:+34600000027 "_s);
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    auto* const box = m_view->findChild<FilterBox*>();
    QCOMPARE(box->chips(), QStringList{u"to:+34600000027"_s});
    const QImage shown = box->grab().toImage();
    m_privacy->setOn(true);
    const QImage hidden = box->grab().toImage();
    QVERIFY(hidden != shown);
    QCOMPARE(table()->model()->rowCount(), 3); // it still holds
    QTest::keyClick(edit(), Qt::Key_Backspace);
    box->clear();
    QTest::keyClicks(edit(), u"to:+34699999999 "_s);
    const QImage other = box->grab().toImage();
    QTRY_COMPARE(table()->model()->rowCount(), 0);
    QCOMPARE(other.size(), hidden.size());
    QCOMPARE(other, hidden); // not even which one
}

QTEST_MAIN(TestTrafficView)
#include "tst_trafficview.moc"
