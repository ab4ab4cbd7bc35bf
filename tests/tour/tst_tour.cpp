#include "core/clock.h"
#include "core/engine.h"
#include "tests/support/fabricatedsession.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/keystore.h"
#include "ui/models/feed.h"
#include "ui/models/sessionmodel.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme.h"
#include "ui/views/allpages.h"
#include "ui/views/compare/compareview.h"
#include "ui/views/compare/sessionchooser.h"
#include "ui/views/diagnosis/diagnosisview.h"
#include "ui/views/diagnosis/findingslist.h"
#include "ui/views/evidence/answerfield.h"
#include "ui/views/evidence/explaindialog.h"
#include "ui/views/practice/practiceview.h"
#include "ui/views/queue/livesenddialog.h"
#include "ui/views/queue/sendqueueview.h"
#include "ui/views/report/reportview.h"
#include "ui/views/traffic/calltable.h"
#include "ui/views/traffic/sessiontrafficview.h"
#include "ui/views/traffic/trafficview.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Everything passes so much faster, the rehearsed gateway included: minutes of traffic in seconds.
constexpr double Speed = 30;
constexpr QSize Large{1440, 870}; // the pictures' 1440 x 900 without the title bar
constexpr QSize Smallest{1024, 640};

QList<SendDraft> messages(int number)
{
    QList<SendDraft> drafts;
    for (int i = 0; i < number; ++i) {
        const QString to = u"+44 7700 900%1"_s.arg(100 + 7 * i);
        drafts.append({"POST", "/messages/send",
                       R"({"to":"+447700900)" + QByteArray::number(100 + 7 * i)
                           + R"(","type":"text","text":"Test"})",
                       to});
    }
    return drafts;
}

} // namespace

/// Walks through the real window over a real engine with live traffic, and takes a picture of each
/// page in both themes. The pictures go to the folder named by PACEWATCH_TOUR, or nowhere; what the
/// pages must show is checked either way.
class TestTour final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void startPage();
    void newConnection();
    void explainAnAnswer();
    void calmMonitor();
    void stormyMonitor();
    void traffic();
    void diagnosis();
    void report();
    void compare();
    void practiceGateway();
    void sendQueue();
    void sendQueueTargets();
    void recordedTraffic();
    void cleanupTestCase();

private:
    void take(const QString& name, QWidget* widget = nullptr);
    void takeBoth(const QString& name);
    void let(Duration span);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier);
    [[nodiscard]] const ConnectionState* shown() const;

    QTemporaryDir m_scrap;
    QDir m_folder;
    SystemClock m_system;
    ScaledClock m_clock{m_system, Speed};
    ProfileShelf m_profiles = ProfileShelf::builtIn();
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<KeyStore> m_keys;
    std::unique_ptr<MainWindow> m_window;
};

void TestTour::initTestCase()
{
    m_folder = QDir(qEnvironmentVariable("PACEWATCH_TOUR", m_scrap.path()));
    QVERIFY(m_folder.mkpath(u"."_s));
    m_engine = std::make_unique<Engine>(m_clock, m_profiles);
    m_feed = std::make_unique<Feed>(*m_engine);
    m_theme = std::make_unique<Theme>();
    m_theme->choose(ThemeChoice::Light);
    m_theme->applyTo(*qApp);
    m_keys = std::make_unique<KeyStore>();
    Settings settings;
    settings.theme = ThemeChoice::Light;
    m_window
        = std::make_unique<MainWindow>(*m_engine, *m_feed, *m_theme, allPages(), *m_keys, settings);
    m_window->resize(Large);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestTour::cleanupTestCase()
{
    m_window.reset();
    m_feed.reset();
    m_engine.reset();
}

void TestTour::take(const QString& name, QWidget* widget)
{
    // What arrived last has changed widths that are laid out with the next turn of the loop.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    const QImage picture = (widget ? widget : m_window.get())->grab().toImage();
    QVERIFY(picture.save(m_folder.filePath(name + ".png"_L1)));
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 3) {
        for (int x = 0; x < picture.width(); x += 3) {
            colours.insert(picture.pixel(x, y));
        }
    }
    QVERIFY2(colours.size() > 40, "the picture is as good as empty");
}

void TestTour::takeBoth(const QString& name)
{
    take(name + "-light"_L1);
    m_theme->choose(ThemeChoice::Dark);
    QCoreApplication::processEvents();
    take(name + "-dark"_L1);
    m_theme->choose(ThemeChoice::Light);
    QCoreApplication::processEvents();
}

void TestTour::let(Duration span)
{
    const Instant end = m_clock.now() + span;
    QTRY_VERIFY_WITH_TIMEOUT(m_clock.now() >= end, 60'000);
}

void TestTour::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(m_window.get(), key, modifiers);
    QCoreApplication::processEvents();
}

const ConnectionState* TestTour::shown() const
{
    const std::optional<ConnectionId> id = m_window->shownConnection();
    return id ? m_feed->connection(*id) : nullptr;
}

void TestTour::startPage()
{
    QVERIFY(!shown());
    takeBoth(u"start"_s);
}

void TestTour::newConnection()
{
    press(Qt::Key_N);
    QTRY_VERIFY(m_window->findChild<QDialog*>());
    auto* dialog = m_window->findChild<QDialog*>();
    QTRY_VERIFY(dialog->isVisible());
    QTest::qWait(600); // the checks of port and address start 400 ms after typing
    take(u"new-connection-light"_s, dialog);
    m_theme->choose(ThemeChoice::Dark);
    QCoreApplication::processEvents();
    take(u"new-connection-dark"_s, dialog);
    m_theme->choose(ThemeChoice::Light);
    dialog->reject();
    QTRY_VERIFY(!shown());
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestTour::explainAnAnswer()
{
    press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_window->findChild<ExplainDialog*>());
    auto* dialog = m_window->findChild<ExplainDialog*>();
    auto* title = dialog->findChild<QLabel*>(u"answerTitle"_s);
    const auto takeDialog = [&](const QString& name) {
        take(name + "-light"_L1, dialog);
        m_theme->choose(ThemeChoice::Dark);
        QCoreApplication::processEvents();
        take(name + "-dark"_L1, dialog);
        m_theme->choose(ThemeChoice::Light);
        QCoreApplication::processEvents();
    };
    takeDialog(u"explain-empty"_s);
    auto* field = dialog->findChild<AnswerField*>();
    // What the second gateway sends when its minute is used up.
    field->paste(u"HTTP/1.1 429 Too Many Requests\r\nDate: Wed, 29 May 2024 11:59:30 GMT\r\n"
                 "Content-Type: application/json\r\nServer: openresty\r\n"
                 "X-RateLimit-min-Limit: 4800\r\nX-RateLimit-min-Remaining: 0\r\n"
                 "X-Request-Id: 8f4b2c1e-77aa-4a0f-9f55-3f0f5d5b0c11\r\n\r\n"
                 "{\n  \"isSuccess\": false,\n  \"errors\": {\n    \"code\": \"RATE_001\",\n"
                 "    \"group\": \"TOO_MANY_REQUESTS\",\n"
                 "    \"description\": \"Rate limit exceeded. Please try again later.\",\n"
                 "    \"params\": {\n      \"limit_type\": \"min\",\n"
                 "      \"retry_after\": \"60s\"\n    }\n  }\n}\n"_s);
    QTRY_COMPARE(title->text(), u"Refused because of a limit"_s);
    QTest::qWait(50); // the texts wrap anew
    takeDialog(u"explain"_s);
    field->clear();
    field->paste(u"HTTP/2 200\r\ndate: Wed, 29 May 2024 11:59:30 GMT\r\n"
                 "x-ratelimit-limit: 100\r\nx-ratelimit-remaining: 87\r\n"
                 "x-ratelimit-reset: 1716984000\r\ncontent-type: application/json\r\n\r\n{}"_s);
    QTRY_COMPARE(title->text(), u"Not refused"_s);
    dialog->resize(dialog->minimumSize());
    QTest::qWait(50);
    takeDialog(u"explain-small"_s);
    dialog->close();
    QTRY_VERIFY(!m_window->findChild<ExplainDialog*>());
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestTour::calmMonitor()
{
    m_engine->playScenario(u"calm"_s);
    QTRY_VERIFY(shown() && shown()->calls > 0);
    let(5min);
    QCOMPARE(shown()->refused, 0);
    QTRY_COMPARE(shown()->standing, Standing::Clear);
    takeBoth(u"monitor-calm"_s);
}

void TestTour::stormyMonitor()
{
    const ConnectionId id = m_engine->playScenario(u"bursts"_s);
    QTRY_VERIFY(m_feed->connection(id));
    press(Qt::Key_2, Qt::AltModifier);
    QTRY_COMPARE(m_window->shownConnection(), std::optional(id));
    let(6min);
    QTRY_COMPARE(shown()->standing, Standing::Limited);
    QTRY_COMPARE(shown()->cause.kind, FindingKind::Bursts);
    takeBoth(u"monitor-storm"_s);
    m_window->resize(Smallest);
    QTest::qWait(100);
    takeBoth(u"monitor-storm-small"_s);
    m_window->resize(Large);
}

void TestTour::traffic()
{
    press(Qt::Key_2);
    auto* view = m_window->findChild<TrafficView*>();
    auto* table = view->findChild<CallTable*>();
    QTRY_VERIFY(table->model()->rowCount() > 40);
    table->setFocus();
    press(Qt::Key_N, Qt::ShiftModifier); // the last refusal
    QTest::qWait(200);
    int folds = 0;
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        folds += table->model()->index(row, 0).data(CallRows::FoldedRole).toInt() > 0 ? 1 : 0;
    }
    QVERIFY2(folds > 5, "bursts are not folded");
    takeBoth(u"traffic"_s);
    auto* box = view->findChild<QLineEdit*>(u"filterEdit"_s);
    const int all = table->model()->rowCount();
    press(Qt::Key_Slash, Qt::NoModifier);
    QTest::keyClicks(box, u"status:429 early"_s);
    QTest::qWait(200);
    take(u"traffic-filter-light"_s);
    for (int letters = 5; letters > 0; --letters) {
        QTest::keyClick(box, Qt::Key_Backspace);
    }
    QTRY_VERIFY(table->model()->rowCount() < all && table->model()->rowCount() > 0);
    QTest::keyClick(box, Qt::Key_Return);
    takeBoth(u"traffic-filtered"_s);
    press(Qt::Key_Slash, Qt::NoModifier);
    QTest::keyClick(box, Qt::Key_Escape);
    QTest::keyClick(box, Qt::Key_Escape);
    QTRY_VERIFY(table->model()->rowCount() >= all);
    m_window->resize(Smallest);
    QTest::qWait(100);
    takeBoth(u"traffic-small"_s);
    m_window->resize(Large);
}

void TestTour::diagnosis()
{
    press(Qt::Key_3);
    auto* view = m_window->findChild<DiagnosisView*>();
    QTRY_VERIFY(view->isVisible() && !view->diagnosis().findings.isEmpty());
    QTRY_COMPARE(view->diagnosis().mainCulprit, Culprit::Client);
    QTRY_VERIFY(view->diagnosis().findings.size() > 3);
    QTest::qWait(50);
    takeBoth(u"diagnosis"_s);
    m_window->resize(Smallest);
    QTest::qWait(100);
    takeBoth(u"diagnosis-small"_s);
    m_window->resize(Large);
    auto* list = view->findChild<FindingsList*>();
    for (const Finding& finding : view->diagnosis().findings.mid(1, 3)) {
        list->choose(finding.kind);
        QTest::qWait(50);
        take(u"diagnosis-finding-%1"_s.arg(int(finding.kind)));
    }
}

void TestTour::report()
{
    press(Qt::Key_5);
    auto* view = m_window->findChild<ReportView*>();
    QTRY_VERIFY(view->isVisible() && view->report());
    QVERIFY(!view->report()->findings.isEmpty());
    QVERIFY(!view->report()->pictures.isEmpty());
    QTest::qWait(50);
    takeBoth(u"report"_s);
    m_window->resize(Smallest);
    QTest::qWait(100);
    takeBoth(u"report-small"_s);
    m_window->resize(Large);
}

void TestTour::compare()
{
    // Both are live: the bursts before, the calm client after.
    const QList<ConnectionState>& all = m_feed->state().connections;
    for (QAction* action : m_window->actions()) {
        if (action->text().remove(u'&') == u"Compare sessions…"_s) {
            action->trigger();
        }
    }
    auto* view = m_window->findChild<CompareView*>();
    QTRY_VERIFY(view->isVisible());
    view->before()->choose(all.at(1).id);
    view->after()->choose(all.at(0).id);
    QTRY_VERIFY(view->comparison());
    QVERIFY(view->comparison()->before.refused > view->comparison()->after.refused);
    QTest::qWait(50);
    takeBoth(u"compare"_s);
    m_window->resize(Smallest);
    QTest::qWait(100);
    takeBoth(u"compare-small"_s);
    m_window->resize(Large);
    press(Qt::Key_2, Qt::AltModifier);
}

void TestTour::practiceGateway()
{
    QVERIFY(m_feed->state().emulator.isRunning);
    for (QAction* action : m_window->actions()) {
        if (action->text().remove(u'&') == "Practice gateway"_L1) {
            action->trigger();
        }
    }
    QTRY_VERIFY(m_window->findChild<PracticeView*>()->isVisible());
    QTest::qWait(300);
    takeBoth(u"practice"_s);
    m_window->resize(Smallest);
    QTest::qWait(100);
    takeBoth(u"practice-small"_s);
    m_window->resize(Large);
}

void TestTour::sendQueue()
{
    m_engine->stopScenario();
    press(Qt::Key_2, Qt::AltModifier);
    press(Qt::Key_4);
    const ConnectionId id = *m_window->shownConnection();
    let(1min);
    Pace pace;
    pace.kind = Pace::Kind::Rate;
    pace.perSecond = 0.8;
    pace.keepFree = 10;
    m_engine->setTarget(id, SendTarget::Practice);
    m_engine->setPace(id, pace);
    m_engine->enqueue(id, messages(60));
    m_engine->startQueue(id);
    QTRY_VERIFY_WITH_TIMEOUT(m_feed->queue(id) && m_feed->queue(id)->done >= 25, 30'000);
    takeBoth(u"send-queue"_s);
    m_window->resize(Smallest);
    QTest::qWait(100);
    takeBoth(u"send-queue-small"_s);
    m_window->resize(Large);
    QTRY_COMPARE_WITH_TIMEOUT(m_feed->queue(id)->done, 60, 30'000);
    QCOMPARE(m_feed->queue(id)->failed, 0);
}

/// A connection that is no practice: what a dry run says, and a live host before and after it is
/// confirmed. Its host is the practice gateway all the same.
void TestTour::sendQueueTargets()
{
    ConnectionSpec spec;
    spec.customer = u"Nordlys Optik"_s;
    spec.profileId = u"aisoule"_s;
    spec.gatewayUrl = m_feed->state().emulator.address.toUtf8();
    spec.timeScale = Speed;
    spec.allowPrivateHosts = true;
    const ConnectionId id = m_engine->addConnection(spec, Secret("ak_live_0000000000007Q2f"));
    QTRY_VERIFY(m_feed->connection(id));
    press(Qt::Key_3, Qt::AltModifier);
    QTRY_COMPARE(m_window->shownConnection(), std::optional(id));
    press(Qt::Key_4);
    Pace pace;
    pace.kind = Pace::Kind::Rate;
    pace.perSecond = 0.8;
    pace.keepFree = 10;
    m_engine->setPace(id, pace);
    m_engine->enqueue(id, messages(60));
    m_engine->startQueue(id);
    QTRY_VERIFY(m_feed->queue(id) && m_feed->queue(id)->done == 60);
    QTest::qWait(100);
    takeBoth(u"send-queue-dry"_s);
    m_engine->setTarget(id, SendTarget::Live);
    QTRY_COMPARE(m_feed->queue(id)->target, SendTarget::Live);
    QTRY_COMPARE(m_feed->queue(id)->waiting, 60);
    QTest::qWait(100);
    takeBoth(u"send-queue-disarmed"_s);

    auto* view = m_window->findChild<SendQueueView*>();
    QTest::mouseClick(view->findChild<QPushButton*>(u"runButton"_s), Qt::LeftButton);
    auto* dialog = m_window->findChild<LiveSendDialog*>();
    QVERIFY(dialog);
    QTest::keyClicks(dialog->findChild<QLineEdit*>(u"typedNumber"_s), u"60"_s);
    take(u"send-queue-question-light"_s, dialog);
    m_theme->choose(ThemeChoice::Dark);
    QCoreApplication::processEvents();
    take(u"send-queue-question-dark"_s, dialog);
    m_theme->choose(ThemeChoice::Light);
    QTest::mouseClick(dialog->findChild<QPushButton*>(u"sendButton"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_feed->queue(id)->done >= 25, 30'000);
    takeBoth(u"send-queue-live"_s);
    m_engine->pauseQueue(id);
}

/// A session too large to be held: its calls, counts and seconds come from the file.
void TestTour::recordedTraffic()
{
    constexpr qsizetype Calls = 52'000;
    QString path = qEnvironmentVariable("PACEWATCH_TOUR_SESSION");
    if (path.isEmpty()) {
        path = m_scrap.filePath(u"large.pacewatch"_s);
        QVERIFY(writeStorms(path, WallTime(1'763'551'140s), Calls));
    }
    EvidenceCase evidence;
    evidence.parts = {{path, {}}};
    std::optional<ConnectionId> id;
    m_engine->openRecorded(
        evidence, this, [](qint64, qint64) {},
        [&](const Result<ConnectionId>& opened) { id = *opened; });
    QTRY_VERIFY(id && m_feed->recording(*id) != nullptr);
    const auto place = [&] {
        const QList<ConnectionState>& all = m_feed->state().connections;
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const auto& each) { return each.id == *id; });
        return found == all.end() ? -1 : int(found - all.begin());
    };
    QTRY_VERIFY(place() >= 0);
    m_window->activateWindow(); // nobody else does after a dialog
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    press(Qt::Key(Qt::Key_1 + place()), Qt::AltModifier);
    QTRY_COMPARE(m_window->shownConnection(), id);
    press(Qt::Key_2);
    auto* view = m_window->findChild<SessionTrafficView*>();
    QTRY_VERIFY(view != nullptr && view->isVisible());
    auto* table = view->findChild<QTableView*>(u"sessionCallTable"_s);
    auto* choice = view->findChild<SegmentedControl*>(u"callChoice"_s);
    QTRY_VERIFY(!choice->text(int(CallChoice::OtherErrors)).contains(u'…'));
    table->setFocus();
    const int last = view->model()->rowCount() - 1;
    table->setCurrentIndex(view->model()->index(last, 0));
    QTRY_VERIFY(view->model()->exchangeAt(last) != nullptr);
    QTest::qWait(400); // its bodies, what went on around, the last seconds of the strip
    takeBoth(u"traffic-recorded"_s);
    m_window->resize(Smallest);
    QTest::qWait(100);
    takeBoth(u"traffic-recorded-small"_s);
    m_window->resize(Large);
    m_engine->removeConnection(*id);
}

QTEST_MAIN(TestTour)
#include "tst_tour.moc"
