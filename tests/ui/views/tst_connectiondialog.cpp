#include "tests/support/fakeclock.h"
#include "ui/charts/timerange.h"
#include "ui/keystore.h"
#include "ui/models/feed.h"
#include "ui/views/connection/connectiondialog.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestConnectionDialog final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void asksForACustomerBeforeItStarts();
    void makesTheAddressToCopy();
    void cutsAPastedEndpointOff();
    void refusesOtherSchemes();
    void offersTheNextFreePort();
    void statesThePriceOfAsking();
    void hidesTheKeyAfterLeaving();
    void findsNoKeyStoreHere();
    void showsTheFirstCall();

private:
    template<typename T>
    [[nodiscard]] T* find(const QString& name) const
    {
        return m_dialog->findChild<T*>(name);
    }
    void retype(const QString& name, const QString& text);
    [[nodiscard]] ConnectionForm& form() const { return *m_dialog->findChild<ConnectionForm*>(); }
    [[nodiscard]] ConnectionGuide& guide() const
    {
        return *m_dialog->findChild<ConnectionGuide*>();
    }

    SystemClock m_clock;
    ProfileShelf m_shelf = ProfileShelf::builtIn();
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Icons> m_icons;
    std::unique_ptr<Privacy> m_privacy;
    std::unique_ptr<KeyStore> m_keys;
    TimeRange m_range;
    std::unique_ptr<PageContext> m_context;
    std::unique_ptr<ConnectionDialog> m_dialog;
};

void TestConnectionDialog::init()
{
    m_engine = std::make_unique<Engine>(m_clock, m_shelf);
    m_feed = std::make_unique<Feed>(*m_engine);
    m_theme = std::make_unique<Theme>();
    m_theme->applyTo(*qobject_cast<QApplication*>(QCoreApplication::instance()));
    m_icons = std::make_unique<Icons>(*m_theme);
    m_privacy = std::make_unique<Privacy>();
    m_keys = std::make_unique<KeyStore>();
    m_context = std::unique_ptr<PageContext>(new PageContext{.engine = *m_engine,
                                                             .feed = *m_feed,
                                                             .theme = *m_theme,
                                                             .icons = *m_icons,
                                                             .privacy = *m_privacy,
                                                             .range = m_range,
                                                             .openPage = {},
                                                             .editConnection = {},
                                                             .selectConnection = {},
                                                             .showCalls = {}});
    m_dialog = std::make_unique<ConnectionDialog>(*m_context, *m_keys, nullptr, quint16(8642));
    // Loopback, so that no check leaves this computer.
    retype(u"addressField"_s, u"http://127.0.0.1:9/api"_s);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestConnectionDialog::cleanup()
{
    m_dialog.reset();
    m_feed.reset();
    m_engine.reset();
}

void TestConnectionDialog::retype(const QString& name, const QString& text)
{
    auto* const field = find<QLineEdit>(name);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

void TestConnectionDialog::asksForACustomerBeforeItStarts()
{
    QSignalSpy started(m_dialog.get(), &ConnectionDialog::watchingStarted);
    QTest::mouseClick(find<QPushButton>(u"startWatchingButton"_s), Qt::LeftButton);
    QCOMPARE(started.size(), 0);
    QVERIFY(find<QLineEdit>(u"customerField"_s)->property("wrong").toBool());

    QTest::keyClicks(find<QLineEdit>(u"customerField"_s), u"Nordlys Optik"_s);
    QVERIFY(!find<QLineEdit>(u"customerField"_s)->property("wrong").toBool());
    QTest::mouseClick(find<QPushButton>(u"startWatchingButton"_s), Qt::LeftButton);
    QCOMPARE(started.size(), 1);
    QVERIFY(!m_dialog->isVisible());
}

void TestConnectionDialog::makesTheAddressToCopy()
{
    QCOMPARE(guide().address(), u"http://127.0.0.1:8642/api"_s);
    QVERIFY(guide().snippet().contains("http://127.0.0.1:8642/api/messages/send"_L1));
    QCOMPARE(guide().waitingTitle(), u"Waiting for the first call"_s);
    QCOMPARE(guide().waitingText(), u"Nothing has arrived on port 8642 yet."_s);
}

void TestConnectionDialog::cutsAPastedEndpointOff()
{
    retype(u"addressField"_s, u"http://127.0.0.1:9/api/messages/send?to=1"_s);
    QTest::keyClick(find<QLineEdit>(u"addressField"_s), Qt::Key_Tab);
    QCOMPARE(find<QLineEdit>(u"addressField"_s)->text(), u"127.0.0.1:9/api"_s);
}

void TestConnectionDialog::refusesOtherSchemes()
{
    retype(u"addressField"_s, u"ftp://example.com"_s);
    QTest::keyClick(find<QLineEdit>(u"addressField"_s), Qt::Key_Tab);
    QVERIFY(find<QLineEdit>(u"addressField"_s)->property("wrong").toBool());
    QVERIFY(!form().spec().has_value());
}

void TestConnectionDialog::offersTheNextFreePort()
{
    form().showPort(false, 8643);
    QVERIFY(!form().spec().has_value());
    auto* const other = find<QPushButton>(u"otherPortButton"_s);
    QCOMPARE(other->text(), u"Use 8643"_s);
    other->click();
    QCOMPARE(form().port(), quint16(8643));
    QVERIFY(form().spec().has_value());
}

void TestConnectionDialog::statesThePriceOfAsking()
{
    QTest::keyClick(find<SegmentedControl>(u"wayChoice"_s), Qt::Key_Right);
    QVERIFY(form().way() == WatchWay::Poll);
    const auto quoted = form().quotedWindow();
    QVERIFY(quoted.has_value());
    QVERIFY(find<QWidget>(u"pollEveryField"_s)->isVisible());
    QVERIFY(!find<QWidget>(u"portField"_s)->isVisible());
}

void TestConnectionDialog::hidesTheKeyAfterLeaving()
{
    auto* const key = find<KeyField>(u"keyField"_s);
    key->setFocus();
    QTest::keyClicks(key, u"ak_live_12345678907Q2f"_s);
    QVERIFY(key->echoMode() == QLineEdit::Password);
    QTest::keyClick(key, Qt::Key_Tab);
    QVERIFY(!key->text().contains("1234567890"_L1));
    QVERIFY(key->text().endsWith("7Q2f"_L1));
    QCOMPARE(form().key().reveal(), "ak_live_12345678907Q2f"_ba);
}

void TestConnectionDialog::findsNoKeyStoreHere()
{
    QTRY_VERIFY(!find<QAbstractButton>(u"keepKeyBox"_s)->isEnabled());
}

void TestConnectionDialog::showsTheFirstCall()
{
    // The engine gives the first connection the number it gives: wait until it is there.
    QSignalSpy started(m_dialog.get(), &ConnectionDialog::watchingStarted);
    QTest::keyClicks(find<QLineEdit>(u"customerField"_s), u"Nordlys Optik"_s);
    form().showPort(true, 0);
    QTest::mouseClick(find<QPushButton>(u"testCallButton"_s), Qt::LeftButton);
    Exchange call;
    call.connection = ConnectionId(1);
    call.request.method = "POST";
    call.request.target = "/api/contacts?key=secret";
    call.response.status = 201;
    call.response.reason = "Created";
    call.arrived = m_clock.now();
    m_engine->exchanges().put(call);
    m_feed->drain();
    QVERIFY2(guide().waitingTitle().startsWith("First call received, 0."_L1),
             qPrintable(guide().waitingTitle()));
    QCOMPARE(guide().waitingText(), u"POST /api/contacts, 201 Created"_s);
}

QTEST_MAIN(TestConnectionDialog)
#include "tst_connectiondialog.moc"
