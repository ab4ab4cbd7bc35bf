#include "core/diagnosis/chronicle.h"
#include "tests/support/calls.h"

#include <QTest>

#include <algorithm>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Make::Call;
using Kind = Happening::Kind;

namespace {

/// Ten a second and a hundred a minute, @p left of them.
QList<WindowState> windows(qint64 left, Duration resetAt = 60s)
{
    return {Make::window(u"second"_s, 1s, 10, 10, 0s),
            Make::window(u"minute"_s, 1min, 100, left, resetAt)};
}

Chronicle chronicle()
{
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = 100;
    minute.window = 1min;
    return Chronicle(ConnectionId(1), {minute});
}

Instant at(Duration span)
{
    return Make::start() + span;
}

QList<Happening> burst(Chronicle& chronicle, Duration start, int count)
{
    QList<Happening> told;
    for (int i = 0; i < count; ++i) {
        Call call(start + i * 20ms);
        if (i >= 10) {
            call.refused(2s);
        }
        told += chronicle.add(call, windows(90));
    }
    return told + chronicle.tick(windows(90), at(start + 3s));
}

} // namespace

class TestChronicle final : public QObject
{
    Q_OBJECT

private slots:
    void tellsABurstOnceWithItsNumbers();
    void noticesThatBurstsComeBackRegularly();
    void tellsABurstThatWentOnLongerThanItRemembers();
    void tellsARefusalWithoutABurstByItself();
    void tellsTheWaitAndThatItWasKept();
    void tellsRetriesInsideTheWait();
    void tellsAnEmptyWindowOnceInEachRound();
    void tellsThatAWindowRanLow();
    void tellsAnotherLimitThanDocumentedAndAChange();
    void tellsALostGatewayAndItsReturn();
    void tellsARefusedKeyOnce();
};

void TestChronicle::tellsABurstOnceWithItsNumbers()
{
    Chronicle book = chronicle();
    const QList<Happening> told = burst(book, 0s, 28);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().kind, Kind::BusySecond);
    QCOMPARE(told.first().count, 28);
    QCOMPARE(told.first().refused, 18);
    QCOMPARE(told.first().allowed, 10);
    QCOMPARE(told.first().repeats, 0);
}

void TestChronicle::noticesThatBurstsComeBackRegularly()
{
    Chronicle book = chronicle();
    burst(book, 0s, 20);
    burst(book, 30s, 25);
    const QList<Happening> third = burst(book, 60s, 31);
    QCOMPARE(third.size(), 1);
    QCOMPARE(third.first().repeats, 2);
    QCOMPARE(third.first().repeatEvery, Duration(30s));
    QCOMPARE(third.first().count, 31);
    const QList<Happening> irregular = burst(book, 71s, 31);
    QCOMPARE(irregular.first().repeats, 0);
}

void TestChronicle::tellsABurstThatWentOnLongerThanItRemembers()
{
    Chronicle book = chronicle();
    QList<Happening> told;
    for (Duration now{}; now < 16min; now += 50ms) {
        Call call(now);
        if ((now / 50ms) % 2 == 1) {
            call.refused(2s);
        }
        told += book.add(call, windows(90));
    }
    told += book.tick(windows(90), at(16min + 3s));
    QCOMPARE(std::count_if(told.begin(), told.end(),
                           [](const Happening& each) { return each.kind == Kind::BusySecond; }),
             1);
}

void TestChronicle::tellsARefusalWithoutABurstByItself()
{
    Chronicle book = chronicle();
    QVERIFY(book.add(Call(0s).refused(), windows(50)).isEmpty());
    QVERIFY(book.add(Call(500ms).refused(), windows(50)).isEmpty());
    const QList<Happening> told = book.tick(windows(50), at(4s));
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().kind, Kind::CallsRefused);
    QCOMPARE(told.first().count, 2);
    QCOMPARE(told.first().path, QByteArray("/api/contacts"));
}

void TestChronicle::tellsTheWaitAndThatItWasKept()
{
    Chronicle book = chronicle();
    const QList<Happening> asked = book.add(Call(0s).refused(25s), windows(50));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().kind, Kind::AskedToWait);
    QCOMPARE(asked.first().wait, Duration(25s));
    QCOMPARE(book.waitUntil(), std::optional<Instant>(at(25050ms)));
    const QList<Happening> again = book.add(Call(26s), windows(99));
    QVERIFY(std::any_of(again.begin(), again.end(),
                        [](const Happening& entry) { return entry.kind == Kind::SendingAgain; }));
}

void TestChronicle::tellsRetriesInsideTheWait()
{
    Chronicle book = chronicle();
    book.add(Call(0s).refused(2s), windows(50));
    QVERIFY(!book.sentDuringWait());
    book.add(Call(600ms).refused(2s).early(1400ms), windows(50));
    book.add(Call(700ms).early(1300ms), windows(49));
    QVERIFY(book.sentDuringWait());
    QList<Happening> told = book.tick(windows(49), at(3s));
    told.removeIf([](const Happening& entry) { return entry.kind != Kind::RetriedEarly; });
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().count, 2);
    QCOMPARE(told.first().refused, 1);
    QCOMPARE(told.first().wait, Duration(2s));
}

void TestChronicle::tellsAnEmptyWindowOnceInEachRound()
{
    Chronicle book = chronicle();
    book.add(Call(50s), windows(1));
    const QList<Happening> told = book.add(Call(53s), windows(0));
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().kind, Kind::WindowUsedUp);
    QCOMPARE(told.first().wait, Duration(6950ms));
    QVERIFY(book.add(Call(54s), windows(0)).isEmpty());
    QVERIFY(book.add(Call(61s), windows(99, 120s)).isEmpty());
    QCOMPARE(book.add(Call(110s), windows(0, 120s)).size(), 1);
}

void TestChronicle::tellsThatAWindowRanLow()
{
    Chronicle book = chronicle();
    book.add(Call(58s), windows(3));
    const QList<Happening> told = book.add(Call(61s), windows(99, 120s));
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().kind, Kind::RanLow);
    QCOMPARE(told.first().count, 3);
}

void TestChronicle::tellsAnotherLimitThanDocumentedAndAChange()
{
    Chronicle book = chronicle();
    QList<WindowState> eighty = {Make::window(u"minute"_s, 1min, 80, 79, 60s)};
    const QList<Happening> differs = book.add(Call(0s), eighty);
    QCOMPARE(differs.size(), 1);
    QCOMPARE(differs.first().kind, Kind::LimitDiffers);
    QCOMPARE(differs.first().count, 80);
    QCOMPARE(differs.first().allowed, 100);
    QVERIFY(book.add(Call(1s), eighty).isEmpty());
    const QList<Happening> changed
        = book.add(Call(2s), {Make::window(u"minute"_s, 1min, 60, 50, 60s)});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().kind, Kind::LimitChanged);
    QCOMPARE(changed.first().allowed, 80);
}

void TestChronicle::tellsALostGatewayAndItsReturn()
{
    Chronicle book = chronicle();
    const QList<Happening> lost = book.add(Call(0s).failed(ErrorCode::Unreachable), {});
    QCOMPARE(lost.size(), 1);
    QCOMPARE(lost.first().kind, Kind::GatewayLost);
    QCOMPARE(lost.first().error->code, ErrorCode::Unreachable);
    QVERIFY(book.add(Call(1s).failed(ErrorCode::Unreachable), {}).isEmpty());
    QCOMPARE(book.add(Call(2s), {}).first().kind, Kind::GatewayBack);
}

void TestChronicle::tellsARefusedKeyOnce()
{
    Chronicle book = chronicle();
    QCOMPARE(book.add(Call(0s, 401), {}).first().kind, Kind::KeyRefused);
    QVERIFY(book.add(Call(1s, 401), {}).isEmpty());
}

QTEST_GUILESS_MAIN(TestChronicle)
#include "tst_chronicle.moc"
