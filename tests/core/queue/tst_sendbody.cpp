#include "core/queue/sendbody.h"

#include <QTest>

#include <random>

using namespace Pacewatch;

class TestSendBody final : public QObject
{
    Q_OBJECT

private slots:
    void isTheBytesItWasMadeOf_data();
    void isTheBytesItWasMadeOf();
    void sharesWhatIsAlike();
    void sharesNothingThatIsNotWorthIt();
    void isOneWithItsLike();
    void comparesByBytes();
    void survivesAnyTwoBodies();
};

namespace {

QByteArray message(const QByteArray& to, const QByteArray& name)
{
    return R"({"to":")" + to + R"(","type":"text","text":"Hello )" + name
        + R"(, your table is ready. See you soon."})";
}

} // namespace

void TestSendBody::isTheBytesItWasMadeOf_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("alike");
    const QByteArray given = message("+442079460000", "Ann");
    QTest::newRow("empty") << QByteArray() << given;
    QTest::newRow("like nothing") << given << QByteArray();
    QTest::newRow("same") << given << given;
    QTest::newRow("other number") << given << message("+442079460001", "Ann");
    QTest::newRow("longer name") << given << message("+442079460000", "Annabelle");
    QTest::newRow("shorter name") << message("+442079460000", "Annabelle") << given;
    QTest::newRow("its beginning") << given.first(40) << given;
    QTest::newRow("its end") << given.last(40) << given;
    QTest::newRow("with more behind") << QByteArray(given + "more") << given;
    QTest::newRow("with more before") << QByteArray("more" + given) << given;
    QTest::newRow("beginning and end overlap") << QByteArray(50, 'a') << QByteArray(60, 'a');
    QTest::newRow("the other way round") << QByteArray(60, 'a') << QByteArray(50, 'a');
    QTest::newRow("any bytes") << QByteArray("\0\xff\0", 3) + QByteArray(40, '\0')
                               << QByteArray(44, '\0');
}

void TestSendBody::isTheBytesItWasMadeOf()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, alike);
    const SendBody body(bytes, SendBody(alike));
    QCOMPARE(body.bytes(), bytes);
    QCOMPARE(body.size(), bytes.size());
    QCOMPARE(body.isEmpty(), bytes.isEmpty());
    QVERIFY(body == SendBody(bytes));
}

void TestSendBody::sharesWhatIsAlike()
{
    const SendBody first(message("+442079460000", "Ann"));
    const SendBody second(message("+442079460001", "Ben"), first);
    const SendBody third(message("+442079460002", "Zoe"), second);
    QVERIFY(second.sharesTextWith(first));
    QVERIFY(third.sharesTextWith(first));
    QVERIFY(first != second);
}

void TestSendBody::sharesNothingThatIsNotWorthIt()
{
    const SendBody first("a short one");
    const SendBody second("a short too", first);
    QVERIFY(!second.sharesTextWith(first));
    QCOMPARE(second.bytes(), "a short too");
}

void TestSendBody::isOneWithItsLike()
{
    const SendBody first(message("+442079460000", "Ann"));
    const SendBody second(first.bytes(), first);
    QVERIFY(second.sharesTextWith(first));
    QVERIFY(second == first);
    // The whole text is handed out as it is, not put together.
    QCOMPARE(static_cast<const void*>(second.bytes().constData()),
             static_cast<const void*>(first.bytes().constData()));
}

void TestSendBody::comparesByBytes()
{
    const QByteArray bytes = message("+442079460000", "Ann");
    const SendBody whole(bytes);
    const SendBody inParts(bytes, SendBody(message("+442079460009", "Ann")));
    const SendBody inOtherParts(bytes, SendBody(message("+442079460000", "Benedikt")));
    QVERIFY(!inParts.sharesTextWith(whole));
    QVERIFY(whole == inParts);
    QVERIFY(inParts == inOtherParts);
    QVERIFY(SendBody() == SendBody(QByteArray()));
    QVERIFY(whole != SendBody());
    QVERIFY(SendBody(QByteArray(40, 'a')) != SendBody(QByteArray(40, 'b')));
}

/// Few letters, so that beginnings and ends meet in every way.
void TestSendBody::survivesAnyTwoBodies()
{
    std::mt19937 dice(7);
    const auto any = [&dice] {
        QByteArray bytes;
        for (auto rest = dice() % 90; rest > 0; --rest) {
            bytes += dice() % 20 == 0 ? 'b' : 'a';
        }
        return bytes;
    };
    SendBody before;
    for (int round = 0; round < 5000; ++round) {
        const QByteArray bytes = any();
        const SendBody body(bytes, before);
        QCOMPARE(body.bytes(), bytes);
        QCOMPARE(body.size(), bytes.size());
        QCOMPARE(body == before, bytes == before.bytes());
        before = body;
    }
}

QTEST_GUILESS_MAIN(TestSendBody)
#include "tst_sendbody.moc"
