#include "core/diagnosis/comparecalls.h"
#include "tests/support/calls.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

DiagnosisSubject aisoule()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    return subjectOf(*shelf.find(u"aisoule"_s), {}, {}, shelf);
}

CallLog logOf(const QList<Exchange>& calls, const DiagnosisSubject& subject = aisoule())
{
    CallLog log(subject);
    for (const Exchange& call : calls) {
        log.add(call);
    }
    return log;
}

Comparison compared(const QList<Exchange>& before, const QList<Exchange>& after)
{
    return compareCalls(logOf(before), logOf(after)).value_or(Comparison());
}

Exchange stating(Exchange call, qint64 left, qint64 limit = 100)
{
    WindowReading minute;
    minute.name = u"default"_s;
    minute.limit = static_cast<double>(limit);
    minute.remaining = static_cast<double>(left);
    call.reading.windows = {minute};
    return call;
}

/// Creates @p count contacts within a second, every 30 s, @p bursts times from @p at on. Ten of
/// each are accepted; the others are refused, or, when @p isMended, come later.
QList<Exchange> creates(int bursts, int count, bool isMended, Duration at = 0s)
{
    QList<Exchange> calls;
    for (int burst = 0; burst < bursts; ++burst) {
        for (int i = 0; i < count; ++i) {
            const Duration apart = isMended ? Duration(1s) : Duration(800ms) / count;
            Make::Call call(at + burst * 30s + i * apart);
            call.path("POST", "/contacts");
            call.body("guest " + QByteArray::number(burst * 1000 + i));
            if (i >= 10 && !isMended) {
                call.refused(2s);
            }
            calls.append(stating(call, isMended ? 40 : 0));
        }
    }
    return calls;
}

/// Equal GETs, one every @p every.
QList<Exchange> lookups(int count, Duration every, Duration at = 0s)
{
    QList<Exchange> calls;
    for (int i = 0; i < count; ++i) {
        calls.append(stating(Make::Call(at + i * every).path("GET", "/templates"), 60));
    }
    return calls;
}

const Measure& measureOf(const Comparison& comparison, MeasureKind kind)
{
    return comparison.measures.at(static_cast<int>(kind));
}

} // namespace

class TestCompareCalls final : public QObject
{
    Q_OBJECT

private slots:
    void saysThatTheRefusalsAreGone();
    void measuresEightThings();
    void saysThatTheyBegan();
    void saysThatFewerAreRefused();
    void saysThatNothingChanged();
    void saysNothingOfNothing_data();
    void saysNothingOfNothing();
    void doesNotPraiseAShortSession();
    void doesNotPraiseAnIdleClient();
    void dividesByLengthAndByLoad();
    void comparesRoomBySharesWhenTheLimitsDiffer();
    void tellsWindowsThatOnlyOneHas();
    void countsNoWorkWhereBulkCallsHideIt();
    void knowsNoRetriesWithoutBodies();
    void noticesTheSameCallsAndAWrongOrder();
    void findsTheLookupsThatAreRepeated();
    void callsMoreCallsNeitherGoodNorBad();
    void survivesCallsWithoutAnyOrder();
    void canBeCancelled();
    void saysTheSameTwice();
};

void TestCompareCalls::saysThatTheRefusalsAreGone()
{
    const Comparison comparison = compared(creates(20, 24, false), creates(20, 24, true, 1h));
    QCOMPARE(comparison.result, ComparisonResult::Gone);
    QVERIFY(!comparison.isBadNews());
    QVERIFY(comparison.isAlike);
    QCOMPARE(comparison.before.refused, 20 * 14);
    QCOMPARE(comparison.after.refused, 0);
    QVERIFY(comparison.caveats.isEmpty());
}

void TestCompareCalls::measuresEightThings()
{
    const Comparison comparison = compared(creates(20, 24, false), creates(20, 24, true, 1h));
    QCOMPARE(comparison.measures.size(), MeasureCount);
    for (int i = 0; i < MeasureCount; ++i) {
        QCOMPARE(int(comparison.measures.at(i).kind), i);
    }
    const Measure& refused = measureOf(comparison, MeasureKind::Refused);
    QCOMPARE(*refused.before.total, 280.0);
    QVERIFY(qAbs(*refused.before.normal - 100.0 * 14 / 24) < 0.001);
    QCOMPARE(*refused.after.total, 0.0);
    QCOMPARE(refused.tone, ChangeTone::Better);
    const Measure& work = measureOf(comparison, MeasureKind::Work);
    QCOMPARE(work.method, QByteArray("POST"));
    QCOMPARE(work.path, QByteArray("/contacts"));
    QCOMPARE(*work.before.total, 200.0);
    QCOMPARE(*work.after.total, 480.0);
    QCOMPARE(*measureOf(comparison, MeasureKind::BusiestSecond).before.total, 24.0);
    QCOMPARE(*measureOf(comparison, MeasureKind::BusiestSecond).after.total, 1.0);
    const Measure& left = measureOf(comparison, MeasureKind::FewestLeft);
    QCOMPARE(left.window->name, u"minute"_s);
    QCOMPARE(*left.before.total, 0.0);
    QCOMPARE(*left.after.total, 40.0);
    QCOMPARE(left.tone, ChangeTone::Better);
}

void TestCompareCalls::saysThatTheyBegan()
{
    const Comparison comparison = compared(creates(20, 24, true), creates(20, 24, false, 1h));
    QCOMPARE(comparison.result, ComparisonResult::Began);
    QVERIFY(comparison.isBadNews());
    QCOMPARE(measureOf(comparison, MeasureKind::Refused).tone, ChangeTone::Worse);
    QCOMPARE(measureOf(comparison, MeasureKind::FewestLeft).tone, ChangeTone::Worse);
}

void TestCompareCalls::saysThatFewerAreRefused()
{
    const Comparison comparison = compared(creates(20, 24, false), creates(20, 14, false, 1h));
    QCOMPARE(comparison.result, ComparisonResult::Fewer);
    QVERIFY(!comparison.isBadNews());
    const Comparison other = compared(creates(20, 14, false), creates(20, 24, false, 1h));
    QCOMPARE(other.result, ComparisonResult::More);
    QVERIFY(other.isBadNews());
}

void TestCompareCalls::saysThatNothingChanged()
{
    const Comparison comparison = compared(creates(20, 24, false), creates(20, 25, false, 1h));
    QCOMPARE(comparison.result, ComparisonResult::Alike);
    QVERIFY(comparison.isBadNews());
    const Comparison quiet = compared(creates(20, 24, true), creates(20, 24, true, 1h));
    QCOMPARE(quiet.result, ComparisonResult::NoneEither);
    QVERIFY(!quiet.isBadNews());
}

void TestCompareCalls::saysNothingOfNothing_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::addColumn<int>("caveat");
    QTest::newRow("no calls at all") << 0 << 0 << int(CompareCaveat::NothingBefore);
    QTest::newRow("none before") << 0 << 24 << int(CompareCaveat::NothingBefore);
    QTest::newRow("none after") << 24 << 0 << int(CompareCaveat::NothingAfter);
    QTest::newRow("one call before") << 1 << 24 << int(CompareCaveat::FewBefore);
    QTest::newRow("one call after") << 24 << 1 << int(CompareCaveat::FewAfter);
    QTest::newRow("nineteen") << 24 << 19 << int(CompareCaveat::FewAfter);
}

void TestCompareCalls::saysNothingOfNothing()
{
    QFETCH(const int, before);
    QFETCH(const int, after);
    QFETCH(const int, caveat);
    const Comparison comparison = compared(creates(1, before, false), creates(1, after, true, 1h));
    QCOMPARE(comparison.result, ComparisonResult::CannotTell);
    QVERIFY(comparison.has(static_cast<CompareCaveat>(caveat)));
    QCOMPARE(comparison.measures.size(), MeasureCount);
    for (const Measure& measure : comparison.measures) {
        QCOMPARE(measure.tone, ChangeTone::Neutral);
        for (const MeasuredAmount& amount : {measure.before, measure.after}) {
            QVERIFY(!amount.normal || std::isfinite(*amount.normal));
        }
    }
}

void TestCompareCalls::doesNotPraiseAShortSession()
{
    // Bursts come every 30 s; in 24 s without one there is nothing to see.
    const Comparison comparison = compared(creates(20, 24, false), creates(1, 24, true, 1h));
    QCOMPARE(comparison.result, ComparisonResult::CannotTell);
    QVERIFY(comparison.has(CompareCaveat::TooShort));
    const Comparison other = compared(creates(1, 24, true), creates(20, 24, false, 1h));
    QCOMPARE(other.result, ComparisonResult::CannotTell);
    QVERIFY(other.isBadNews());
}

void TestCompareCalls::doesNotPraiseAnIdleClient()
{
    // Ten minutes, but hardly anything was created.
    QList<Exchange> after = lookups(40, 15s, 1h);
    after.append(creates(1, 5, true, 1h));
    const Comparison comparison = compared(creates(20, 24, false), after);
    QCOMPARE(comparison.result, ComparisonResult::CannotTell);
    QVERIFY(comparison.has(CompareCaveat::LighterLoad));
    QVERIFY(!comparison.has(CompareCaveat::TooShort));
    QVERIFY(*comparison.load < 0.1);
}

void TestCompareCalls::dividesByLengthAndByLoad()
{
    // The same client, watched three times as long.
    const Comparison longer = compared(creates(10, 24, false), creates(30, 24, false, 1h));
    QCOMPARE(longer.result, ComparisonResult::Alike);
    QVERIFY(!longer.isAlike);
    const Measure& refused = measureOf(longer, MeasureKind::Refused);
    QCOMPARE(*refused.before.normal, *refused.after.normal);
    QCOMPARE(refused.tone, ChangeTone::Neutral);
    const Measure& calls = measureOf(longer, MeasureKind::Calls);
    QVERIFY(qAbs(*calls.after.normal / *calls.before.normal - 1) < 0.1);
    QVERIFY(!longer.has(CompareCaveat::HeavierLoad));
}

void TestCompareCalls::comparesRoomBySharesWhenTheLimitsDiffer()
{
    QList<Exchange> before;
    QList<Exchange> after;
    for (int i = 0; i < 60; ++i) {
        before.append(stating(Make::Call(i * 5s), 50, 100));
        after.append(stating(Make::Call(1h + i * 5s), 60, 200));
    }
    const Comparison comparison = compared(before, after);
    QVERIFY(comparison.has(CompareCaveat::OtherLimits));
    QVERIFY(!comparison.isAlike);
    const Measure& left = measureOf(comparison, MeasureKind::FewestLeft);
    QCOMPARE(*left.before.normal, 50.0);
    QCOMPARE(*left.after.normal, 30.0);
    QCOMPARE(left.tone, ChangeTone::Worse);
}

void TestCompareCalls::tellsWindowsThatOnlyOneHas()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    const DiagnosisSubject other = subjectOf(*shelf.find(u"generic"_s), {}, {}, shelf);
    QList<Exchange> silent;
    for (int i = 0; i < 60; ++i) {
        silent.append(Make::Call(1h + i * 5s));
    }
    const Comparison comparison
        = compareCalls(logOf(creates(20, 24, false)), logOf(silent, other)).value_or(Comparison());
    QVERIFY(comparison.has(CompareCaveat::OtherWindows));
    QVERIFY(comparison.has(CompareCaveat::NoLimitsStated));
    const Measure& left = measureOf(comparison, MeasureKind::FewestLeft);
    QVERIFY(left.before.total && !left.after.total);
    QCOMPARE(left.tone, ChangeTone::Neutral);
}

void TestCompareCalls::countsNoWorkWhereBulkCallsHideIt()
{
    QList<Exchange> after = lookups(20, 30s, 1h);
    for (int i = 0; i < 20; ++i) {
        after.append(stating(Make::Call(1h + i * 30s)
                                 .path("POST", "/contacts/bulk")
                                 .body("guests " + QByteArray::number(i)),
                             80));
    }
    const Comparison comparison = compared(creates(20, 24, false), after);
    QVERIFY(comparison.has(CompareCaveat::BulkCalls));
    QVERIFY(!comparison.has(CompareCaveat::LighterLoad));
    QVERIFY(!comparison.load);
    QCOMPARE(comparison.result, ComparisonResult::Gone);
}

void TestCompareCalls::knowsNoRetriesWithoutBodies()
{
    QList<Exchange> before = creates(20, 24, false);
    for (Exchange& call : before) {
        call.requestBody.sha256.clear();
        call.requestBody.size = 300;
    }
    const Comparison comparison = compared(before, creates(20, 24, true, 1h));
    QVERIFY(comparison.has(CompareCaveat::NoBodies));
    QVERIFY(!measureOf(comparison, MeasureKind::EarlyRetries).before.total);
    QCOMPARE(measureOf(comparison, MeasureKind::EarlyRetries).tone, ChangeTone::Neutral);
    QCOMPARE(comparison.result, ComparisonResult::Gone);
}

void TestCompareCalls::noticesTheSameCallsAndAWrongOrder()
{
    const QList<Exchange> calls = creates(20, 24, false);
    const Comparison same = compared(calls, calls);
    QVERIFY(same.has(CompareCaveat::SameCalls));
    QCOMPARE(same.result, ComparisonResult::Alike);
    for (const Measure& measure : same.measures) {
        QCOMPARE(measure.before, measure.after);
    }
    QVERIFY(compared(creates(20, 24, true, 1h), calls).has(CompareCaveat::WrongOrder));
}

void TestCompareCalls::findsTheLookupsThatAreRepeated()
{
    QList<Exchange> before = creates(20, 5, true);
    before.append(lookups(200, 3s));
    QList<Exchange> after = creates(20, 5, true, 1h);
    after.append(lookups(50, 12s, 1h));
    const Comparison comparison = compared(before, after);
    const Measure& lookup = measureOf(comparison, MeasureKind::Lookups);
    QCOMPARE(lookup.path, QByteArray("/templates"));
    QVERIFY(qAbs(*lookup.before.normal - 20) < 0.5);
    QVERIFY(qAbs(*lookup.after.normal - 5) < 0.2);
    QCOMPARE(lookup.tone, ChangeTone::Better);
    const Comparison idle = compared(creates(20, 5, true), creates(20, 5, true, 1h));
    const Measure& none = measureOf(idle, MeasureKind::Lookups);
    QVERIFY(none.path.isEmpty());
    QCOMPARE(*none.before.total, 0.0);
}

void TestCompareCalls::callsMoreCallsNeitherGoodNorBad()
{
    const Comparison comparison = compared(creates(20, 5, true), creates(20, 20, true, 1h));
    QVERIFY(comparison.has(CompareCaveat::HeavierLoad));
    QCOMPARE(measureOf(comparison, MeasureKind::Calls).tone, ChangeTone::Neutral);
    QCOMPARE(measureOf(comparison, MeasureKind::Work).tone, ChangeTone::Neutral);
}

void TestCompareCalls::survivesCallsWithoutAnyOrder()
{
    QList<Exchange> before = creates(20, 24, false);
    std::reverse(before.begin(), before.end());
    QList<Exchange> odd = creates(20, 24, true, 1h);
    for (Exchange& call : odd) {
        call.request.target = QByteArray(5000, '/');
        call.request.method = {};
        call.took = -1h;
        call.response.status = -3;
    }
    const Comparison comparison = compared(before, odd);
    QCOMPARE(comparison.measures.size(), MeasureCount);
    QCOMPARE(comparison.before.refused, 280);
    QCOMPARE(comparison.after.refused, 0);
}

void TestCompareCalls::canBeCancelled()
{
    const CallLog log = logOf(creates(20, 24, false));
    const Result<Comparison> none = compareCalls(log, log, [](double) { return false; });
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::Cancelled);
    double most = 0;
    QVERIFY(compareCalls(log, log, [&](double done) {
        most = std::max(most, done);
        return true;
    }));
    QCOMPARE(most, 1.0);
}

void TestCompareCalls::saysTheSameTwice()
{
    const QList<Exchange> before = creates(20, 24, false);
    const QList<Exchange> after = creates(20, 24, true, 1h);
    QCOMPARE(compared(before, after), compared(before, after));
}

QTEST_GUILESS_MAIN(TestCompareCalls)
#include "tst_comparecalls.moc"
