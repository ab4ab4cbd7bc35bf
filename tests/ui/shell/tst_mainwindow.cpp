#include "tests/support/fakeclock.h"
#include "tests/ui/shell/windowrig.h"
#include "ui/shell/connectionpage.h"
#include "ui/shell/findbox.h"
#include "ui/shell/menurow.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/statusline.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

#include <optional>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ConnectionState connection(quint32 id, const QString& customer, Standing standing, qint64 left)
{
    ConnectionState state;
    state.id = ConnectionId(id);
    state.spec.customer = customer;
    state.spec.port = static_cast<quint16>(8641 + id);
    state.profileName = u"AIsoule"_s;
    state.host = u"app.aisoule.com"_s;
    state.proxyAddress = u"http://127.0.0.1:%1/api"_s.arg(state.spec.port);
    state.standing = standing;
    state.calls = 2234;
    state.clients = 1;
    WindowState minute;
    minute.policy.name = u"minute"_s;
    minute.policy.limit = 100;
    minute.policy.window = 1min;
    minute.remaining = left;
    state.windows = {minute};
    state.tightest = 0;
    return state;
}

} // namespace

class TestMainWindow final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void startsWithTheStartPage();
    void showsTheFirstConnection();
    void marksTheFindingsWhileCallsAreRefused();
    void tellsTheOthersApartInTheSidebar();
    void selectsByKeyAndKeepsTheTab();
    void hidesTheOtherCustomersInPrivacyMode();
    void goesBackToTheStartPage();
    void findsCommandsAndConnections();
    void copiesTheProxyAddress();
    void collapsesTheSidebarInANarrowWindow();
    void offersAnotherPortWhenItIsTaken();
    void remembersWhatWasChosen();
    void reachesEverythingWithTab();

private:
    void arrive(const QList<ConnectionState>& connections);
    [[nodiscard]] Sidebar& sidebar() const { return *m_window->findChild<Sidebar*>(); }
    [[nodiscard]] ConnectionPage& page() const { return *m_window->findChild<ConnectionPage*>(); }
    [[nodiscard]] QString status() const { return m_window->findChild<StatusLine*>()->text(); }

    FakeClock m_clock;
    std::optional<WindowRig> m_rig;
    Engine* m_engine = nullptr;
    Feed* m_feed = nullptr;
    MainWindow* m_window = nullptr;
};

void TestMainWindow::init()
{
    m_rig.emplace(m_clock);
    m_engine = &m_rig->engine;
    m_feed = &m_rig->feed;
    m_window = &m_rig->window;
    QVERIFY(m_window->isActiveWindow());
}

void TestMainWindow::cleanup()
{
    m_rig.reset();
}

void TestMainWindow::arrive(const QList<ConnectionState>& connections)
{
    EngineState state;
    state.connections = connections;
    m_engine->states().put(state);
    m_feed->drain();
}

void TestMainWindow::startsWithTheStartPage()
{
    QVERIFY(m_window->findChild<QPushButton*>(u"startNewConnectionButton"_s)->isVisible());
    QCOMPARE(m_window->windowTitle(), u"Pacewatch"_s);
    QCOMPARE(status(), u"Not watching"_s);
}

void TestMainWindow::showsTheFirstConnection()
{
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Clear, 72)});
    QVERIFY(page().isVisible());
    QCOMPARE(page().heading(), u"Nordlys Optik"_s);
    QCOMPARE(m_window->windowTitle(), u"Nordlys Optik — Pacewatch"_s);
    QCOMPARE(m_window->findChild<TabStrip*>()->number(1), u"2,234"_s);
    QVERIFY2(status().startsWith("Proxy on 127.0.0.1:8642 | 1 client | Recording"_L1),
             qPrintable(status()));
}

void TestMainWindow::marksTheFindingsWhileCallsAreRefused()
{
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Limited, 0)});
    const auto* const tabs = m_window->findChild<TabStrip*>();
    QVERIFY(tabs->alarms(2));
    QVERIFY(!tabs->alarms(1));
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Clear, 72)});
    QVERIFY(!tabs->alarms(2));
}

void TestMainWindow::tellsTheOthersApartInTheSidebar()
{
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Clear, 72),
            connection(2, u"Casa Brava Hotels"_s, Standing::Limited, 0)});
    QCOMPARE(sidebar().rows().size(), 2);
    QCOMPARE(sidebar().rows().at(0)->shortState(), u"72 left"_s);
    QCOMPARE(sidebar().rows().at(1)->shortState(), u"Limited"_s);
    QCOMPARE(sidebar().rows().at(1)->accessibleName(), u"Casa Brava Hotels, AIsoule"_s);
    QCOMPARE(sidebar().rows().at(1)->accessibleDescription(),
             u"Being limited, 0 left this minute"_s);
}

void TestMainWindow::selectsByKeyAndKeepsTheTab()
{
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Clear, 72),
            connection(2, u"Casa Brava Hotels"_s, Standing::Limited, 0)});
    QTest::keyClick(m_window, Qt::Key_2, Qt::ControlModifier);
    QVERIFY(page().page() == Page::Traffic);
    QTest::keyClick(m_window, Qt::Key_2, Qt::AltModifier);
    QCOMPARE(page().heading(), u"Casa Brava Hotels"_s);
    QVERIFY(page().page() == Page::Traffic);
}

void TestMainWindow::hidesTheOtherCustomersInPrivacyMode()
{
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Clear, 72),
            connection(2, u"Casa Brava Hotels"_s, Standing::Clear, 50)});
    QTest::keyClick(m_window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_window->privacy().isOn());
    QCOMPARE(sidebar().rows().at(0)->name(), u"Nordlys Optik"_s);
    QCOMPARE(sidebar().rows().at(1)->name(), u"Customer 2"_s);
    QVERIFY(status().contains("hidden"_L1));
    QVERIFY(m_window->settings().privacyMode);
}

void TestMainWindow::goesBackToTheStartPage()
{
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Clear, 72)});
    arrive({});
    QVERIFY(m_window->findChild<QPushButton*>(u"startNewConnectionButton"_s)->isVisible());
    QVERIFY(!m_window->shownConnection().has_value());
}

void TestMainWindow::findsCommandsAndConnections()
{
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Clear, 72),
            connection(2, u"Casa Brava Hotels"_s, Standing::Clear, 50)});
    auto* const find = m_window->findChild<FindBox*>();
    QTest::keyClick(m_window, Qt::Key_K, Qt::ControlModifier);
    QVERIFY(find->hasFocus());
    QTest::keyClicks(find, u"casa"_s);
    QCOMPARE(find->offered(), QStringList{u"Casa Brava Hotels"_s});
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(page().heading(), u"Casa Brava Hotels"_s);
    QVERIFY(!find->hasFocus());
}

void TestMainWindow::copiesTheProxyAddress()
{
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Clear, 72)});
    QTest::keyClick(m_window, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"http://127.0.0.1:8642/api"_s);
}

void TestMainWindow::collapsesTheSidebarInANarrowWindow()
{
    QVERIFY(!sidebar().isCollapsed());
    m_window->resize(1024, 640);
    QTRY_VERIFY(sidebar().isCollapsed());
    QCOMPARE(sidebar().width(), 56);
}

void TestMainWindow::offersAnotherPortWhenItIsTaken()
{
    ConnectionState taken = connection(1, u"Nordlys Optik"_s, Standing::Off, 72);
    taken.trouble = Error{ErrorCode::Busy, {}};
    arrive({taken});
    const auto* const message = page().findChild<MessageBar*>();
    QVERIFY(message->isVisible());
    QCOMPARE(message->title(), u"The proxy could not start."_s);
}

void TestMainWindow::remembersWhatWasChosen()
{
    QTest::keyClick(m_window, Qt::Key_B, Qt::ControlModifier);
    QVERIFY(m_window->settings().sidebarCollapsed);
    m_window->findChild<QPushButton*>(u"themeButton"_s)->click();
    QVERIFY(m_window->settings().theme
            == (m_rig->theme.isDark() ? ThemeChoice::Dark : ThemeChoice::Light));
    QVERIFY(!m_window->settings().windowGeometry.isEmpty());
}

void TestMainWindow::reachesEverythingWithTab()
{
    arrive({connection(1, u"Nordlys Optik"_s, Standing::Clear, 72)});
    QStringList order;
    for (int i = 0; i < 14; ++i) {
        QTest::keyClick(m_window->focusWidget() != nullptr ? m_window->focusWidget() : m_window,
                        Qt::Key_Tab);
        if (const QWidget* const focus = m_window->focusWidget()) {
            order.append(focus->objectName());
        }
    }
    for (const QString& name : {u"privacyButton"_s, u"newConnectionButton"_s, u"connectionRow"_s,
                                u"pauseButton"_s, u"tabStrip"_s}) {
        QVERIFY2(order.contains(name), qPrintable(name + u" in "_s + order.join(u' ')));
    }
    QVERIFY(order.indexOf(u"connectionRow"_s) < order.indexOf(u"pauseButton"_s));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
