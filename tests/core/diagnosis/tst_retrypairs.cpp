#include "core/diagnosis/retrypairs.h"
#include "tests/support/calls.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using Make::Call;

class TestRetryPairs final : public QObject
{
    Q_OBJECT

private slots:
    void measuresFromTheCallsOwnRefusal();
    void seesNoRetryInAnotherCall();
    void usesEachRefusalOnce();
    void forgetsWhatIsLongPast();
};

void TestRetryPairs::measuresFromTheCallsOwnRefusal()
{
    RetryPairs pairs;
    // Sent at 10 s, refused at 10.05 s: not before 12.05 s.
    pairs.refused(Call(10s).body("a").refused(2s), 2s);
    QCOMPARE(pairs.retried(Call(10650ms).body("a")), std::optional<Duration>(1400ms));

    pairs.refused(Call(20s).body("a").refused(2s), 2s);
    QCOMPARE(pairs.retried(Call(23s).body("a")), std::optional<Duration>(0s));
}

void TestRetryPairs::seesNoRetryInAnotherCall()
{
    RetryPairs pairs;
    pairs.refused(Call(10s).body("a").refused(2s), 2s);
    QVERIFY(!pairs.retried(Call(11s).body("b")));
    QVERIFY(!pairs.retried(Call(11s).body("a").path("PUT", "/api/contacts")));
    // A call that left before the refusal came back cannot be its retry.
    QVERIFY(!pairs.retried(Call(10010ms).body("a")));
    QVERIFY(pairs.retried(Call(11s).body("a")));
}

void TestRetryPairs::usesEachRefusalOnce()
{
    RetryPairs pairs;
    pairs.refused(Call(10s).body("a").refused(2s), 2s);
    pairs.refused(Call(10s).body("a").refused(2s), 2s);
    QVERIFY(pairs.retried(Call(11s).body("a")));
    QVERIFY(pairs.retried(Call(11s).body("a")));
    QVERIFY(!pairs.retried(Call(11s).body("a")));
}

void TestRetryPairs::forgetsWhatIsLongPast()
{
    RetryPairs pairs;
    for (int i = 0; i < 20'000; ++i) {
        pairs.refused(Call(i * 100ms).body(QByteArray::number(i)).refused(1s), 1s);
    }
    QVERIFY(!pairs.retried(Call(3000s).body("19999"))); // a new call, half an hour later
}

QTEST_GUILESS_MAIN(TestRetryPairs)
#include "tst_retrypairs.moc"
