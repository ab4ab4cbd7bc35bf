#include "tests/support/fakeclock.h"
#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"
#include "ui/theme.h"
#include "ui/views/queue/livesenddialog.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestLiveSendDialog final : public QObject
{
    Q_OBJECT

private slots:
    void needsNoNumberUpToFive();
    void needsTheExactNumberFromSix();
    void waitsFromAHundred();
    void offersTheDryRun();
    void sendsNoMoreThanTheCap();
    void sendsToNobodyWhoIsNotOnTheList();

private:
    static Wording::LiveSend sendTo(qint64 people)
    {
        Wording::LiveSend send;
        send.host = u"app.aisoule.com"_s;
        send.people = people;
        return send;
    }
    static Button* sendButton(const LiveSendDialog& dialog)
    {
        return dialog.findChild<Button*>(u"sendButton"_s);
    }

    FakeClock m_clock;
    Theme m_theme;
};

void TestLiveSendDialog::needsNoNumberUpToFive()
{
    const LiveSendDialog dialog(m_theme, m_clock, sendTo(5));
    QVERIFY(dialog.findChild<QLineEdit*>(u"typedNumber"_s) == nullptr);
    QVERIFY(sendButton(dialog)->isEnabled());
    QCOMPARE(sendButton(dialog)->text(), u"Send 5"_s);
}

void TestLiveSendDialog::needsTheExactNumberFromSix()
{
    const LiveSendDialog dialog(m_theme, m_clock, sendTo(60));
    auto* typed = dialog.findChild<QLineEdit*>(u"typedNumber"_s);
    for (const QString& wrong : {u"6"_s, u"600"_s, u"60x"_s, u"sixty"_s, u"-60"_s}) {
        typed->setText(wrong);
        QVERIFY(!sendButton(dialog)->isEnabled());
    }
    typed->setText(u" 60 "_s);
    QVERIFY(sendButton(dialog)->isEnabled());
}

void TestLiveSendDialog::waitsFromAHundred()
{
    const LiveSendDialog dialog(m_theme, m_clock, sendTo(100));
    dialog.findChild<QLineEdit*>(u"typedNumber"_s)->setText(u"100"_s);
    QVERIFY(!sendButton(dialog)->isEnabled());
    QCOMPARE(sendButton(dialog)->text(), u"Send 100 in 3 s"_s);
    m_clock.advance(2900ms);
    QVERIFY(!sendButton(dialog)->isEnabled());
    QCOMPARE(sendButton(dialog)->text(), u"Send 100 in 1 s"_s);
    m_clock.advance(100ms);
    QVERIFY(sendButton(dialog)->isEnabled());
    QCOMPARE(sendButton(dialog)->text(), u"Send 100"_s);
}

void TestLiveSendDialog::offersTheDryRun()
{
    LiveSendDialog dialog(m_theme, m_clock, sendTo(100));
    QSignalSpy chosen(&dialog, &LiveSendDialog::dryRunChosen);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.show();
    QTest::mouseClick(dialog.findChild<Button*>(u"dryRunInsteadButton"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(accepted.size(), 0);
    QVERIFY(!dialog.isVisible());
}

void TestLiveSendDialog::sendsNoMoreThanTheCap()
{
    LiveSendDialog dialog(m_theme, m_clock, sendTo(5));
    QCOMPARE(dialog.guard(), LiveGuard());
    dialog.show();
    auto* cap = dialog.findChild<QLineEdit*>(u"capField"_s);
    QVERIFY(!cap->isVisible());
    QTest::mouseClick(dialog.findChild<Button*>(u"limitRunButton"_s), Qt::LeftButton);
    QVERIFY(cap->isVisible());
    cap->setText(u"2"_s);
    QCOMPARE(dialog.guard().cap, std::optional<qint64>(2));
    QCOMPARE(sendButton(dialog)->text(), u"Send 2"_s);
    cap->setText(u"two"_s);
    QVERIFY(!sendButton(dialog)->isEnabled());
    cap->setText(u"0"_s);
    QVERIFY(!sendButton(dialog)->isEnabled());
}

void TestLiveSendDialog::sendsToNobodyWhoIsNotOnTheList()
{
    Wording::LiveSend send = sendTo(2);
    send.recipients = QStringList{u"+1 202 555 0100"_s, u"+1 202 555 0101"_s};
    const LiveSendDialog dialog(m_theme, m_clock, send);
    auto* onlyTo = dialog.findChild<QLineEdit*>(u"onlyToField"_s);
    onlyTo->setText(u"0012025550100, "_s);
    QVERIFY(!sendButton(dialog)->isEnabled());
    QCOMPARE(dialog.findChild<TextLabel*>(u"notOnTheList"_s)->text(),
             u"1 of 2 recipients is not on the list."_s);
    onlyTo->setText(u"0012025550100; 12025550101"_s);
    QVERIFY(sendButton(dialog)->isEnabled());
    QCOMPARE(dialog.guard().allowed.size(), 2);
}

QTEST_MAIN(TestLiveSendDialog)
#include "tst_livesenddialog.moc"
