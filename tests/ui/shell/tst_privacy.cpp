#include "ui/privacy.h"

#include <QSignalSpy>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestPrivacy final : public QObject
{
    Q_OBJECT

private slots:
    void masks_data();
    void masks();
    void leavesOpenTextAloneWhileOff();
    void hidesKeysEvenWhileOff();
    void findsWhatIsPrivateInABody();
    void saysWhenItChanges();
};

void TestPrivacy::masks_data()
{
    QTest::addColumn<Privacy::Kind>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("masked");
    QTest::newRow("Spanish number")
        << Privacy::Kind::Phone << u"+34 612 345 627"_s << u"+34 ••• ••• •27"_s;
    QTest::newRow("American number")
        << Privacy::Kind::Phone << u"+12025550143"_s << u"+1 ••• ••• ••4 3"_s;
    QTest::newRow("local number") << Privacy::Kind::Phone << u"0612345"_s << u"••• ••4 5"_s;
    QTest::newRow("name") << Privacy::Kind::Name << u"Maria Ruiz"_s << u"M•••• R••••"_s;
    QTest::newRow("key") << Privacy::Kind::Key << u"ak_live_8d3f2c1eKp31"_s
                         << u"ak_live_••••••Kp31"_s;
    QTest::newRow("short key") << Privacy::Kind::Key << u"abc"_s << u"••••••••"_s;
    QTest::newRow("mail") << Privacy::Kind::Email << u"maria@example.com"_s << u"m••••@e••••.com"_s;
    QTest::newRow("text") << Privacy::Kind::Text << u"Your order is ready"_s << u"••••••"_s;
    QTest::newRow("nothing") << Privacy::Kind::Phone << QString() << QString();
}

void TestPrivacy::masks()
{
    QFETCH(Privacy::Kind, kind);
    QFETCH(QString, text);
    QTEST(Privacy::mask(kind, text), "masked");
}

void TestPrivacy::leavesOpenTextAloneWhileOff()
{
    const Privacy privacy;
    QCOMPARE(privacy.shownRecipient(u"+34612345627"_s), u"+34612345627"_s);
}

void TestPrivacy::hidesKeysEvenWhileOff()
{
    const Privacy privacy;
    QCOMPARE(privacy.shown(Privacy::Kind::Key, u"ak_live_8d3f2c1eKp31"_s), u"ak_live_••••••Kp31"_s);
}

void TestPrivacy::findsWhatIsPrivateInABody()
{
    Privacy privacy;
    privacy.setOn(true);
    const QString shown = privacy.shownBody(
        uR"({"to":"+34612345627","mail":"maria@example.com","key":"ak_live_8d3f2c1eKp31"})"_s);
    QVERIFY2(!shown.contains("612345"_L1), qPrintable(shown));
    QVERIFY2(!shown.contains("maria"_L1), qPrintable(shown));
    QVERIFY2(!shown.contains("8d3f2c1e"_L1), qPrintable(shown));
    QVERIFY2(shown.contains("27\""_L1), qPrintable(shown));
}

void TestPrivacy::saysWhenItChanges()
{
    Privacy privacy;
    QSignalSpy spy(&privacy, &Privacy::changed);
    privacy.setOn(true);
    privacy.setOn(true);
    QCOMPARE(spy.size(), 1);
}

QTEST_MAIN(TestPrivacy)
#include "tst_privacy.moc"
