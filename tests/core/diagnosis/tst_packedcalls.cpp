#include "core/diagnosis/packedcalls.h"

#include <QTest>

#include <cstring>
#include <random>

using namespace Pacewatch;
using namespace std::chrono_literals;

class TestPackedCalls final : public QObject
{
    Q_OBJECT

private slots:
    void comeBackAsTheyWere_data();
    void comeBackAsTheyWere();
    void tellTheirDepartures();
};

namespace {

/// Calls of a client that sends another text each time, as a gateway answers them.
QList<CallFacts> sends(int count)
{
    std::mt19937_64 random(7);
    QList<CallFacts> calls;
    Instant now{1h};
    for (int i = 0; i < count; ++i) {
        now += Duration(random() % 2'000'000);
        CallFacts call;
        call.id = ExchangeId(static_cast<quint64>(i + 1));
        call.sent = now;
        call.answered = now + 3ms + Duration(random() % 1'000'000);
        call.sentWall = WallTime(1'800'000'000s) + now.time_since_epoch();
        call.identity = random();
        call.said = random();
        call.status = 202;
        call.counts = 3;
        call.isComparable = true;
        call.shown.front() = {0, 600, 600 - i % 600};
        calls.append(call);
    }
    return calls;
}

} // namespace

void TestPackedCalls::comeBackAsTheyWere_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("one") << 1;
    QTest::newRow("as many as a log packs") << 500;
    QTest::newRow("many") << 20'000;
}

void TestPackedCalls::comeBackAsTheyWere()
{
    QFETCH(const int, count);
    const QList<CallFacts> calls = sends(count);
    const PackedCalls packed(calls);
    QCOMPARE(packed.size(), count);
    const QList<CallFacts> back = packed.unpacked();
    QCOMPARE(back.size(), calls.size());
    QCOMPARE(std::memcmp(back.constData(), calls.constData(),
                         static_cast<std::size_t>(count) * sizeof(CallFacts)),
             0);
    if (count >= 500) {
        QVERIFY2(packed.bytes() * 3 < count * qsizetype(sizeof(CallFacts)),
                 qPrintable(QString::number(packed.bytes() / count)));
    }
}

void TestPackedCalls::tellTheirDepartures()
{
    QList<CallFacts> calls = sends(100);
    const WallTime first = calls.first().sentWall;
    const WallTime last = calls.last().sentWall;
    std::swap(calls.first(), calls[50]); // which came to its end before others that left before
    std::swap(calls.last(), calls[20]);
    const PackedCalls packed(calls);
    QCOMPARE(packed.first(), first);
    QCOMPARE(packed.last(), last);
}

QTEST_GUILESS_MAIN(TestPackedCalls)
#include "tst_packedcalls.moc"
