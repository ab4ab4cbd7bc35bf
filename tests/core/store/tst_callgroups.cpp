#include "core/store/callgroups.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr WallTime Start{1'763'546'400s};

Exchange callAt(Duration at, int status = 200, int body = 0)
{
    static int different = 0;
    Exchange call;
    call.client = u"booking-sync"_s;
    call.request.method = "POST";
    call.request.target = "/contacts";
    call.requestBody.sha256 = QByteArray::number(body > 0 ? body : 1'000'000 + ++different);
    call.response.status = status;
    call.reading.isRateLimited = status == 429;
    call.arrivedWall = Start + at;
    call.took = 20ms;
    return call;
}

} // namespace

class TestCallGroups final : public QObject
{
    Q_OBJECT

private slots:
    void tiesABurst();
    void countsBurstsAndPlacesInThem();
    void takesAnswersOutOfOrder();
    void leavesCalmAndAllowedCallsAlone();
    void leavesASteadyStreamAlone();
    void keepsClientsApart();
    void tellsRetriesFromFirstCalls();
    void forgetsWhatIsGone();
};

void TestCallGroups::tiesABurst()
{
    CallGroups groups;
    for (int at = 0; at < 4; ++at) {
        groups.take(callAt(at * 30ms, at < 3 ? 200 : 429));
    }
    QCOMPARE(groups.kind(0), CallGroups::Kind::None); // four are no burst yet
    groups.take(callAt(150ms));
    for (quint64 number = 0; number < 5; ++number) {
        QCOMPARE(groups.kind(number), CallGroups::Kind::Burst);
        QCOMPARE(groups.group(number), groups.group(0));
    }
    groups.take(callAt(151ms + CallGroups::Together));
    QCOMPARE(groups.kind(5), CallGroups::Kind::None); // too late to belong to it
}

void TestCallGroups::countsBurstsAndPlacesInThem()
{
    CallGroups groups;
    for (int burst = 0; burst < 3; ++burst) {
        for (int at = 0; at < 7; ++at) {
            groups.take(callAt(burst * 30s + at * 25ms, at < 5 ? 200 : 429));
        }
    }
    const CallGroups::Place place = groups.place(15); // the second call of the third burst
    QCOMPARE(place.burst, 3);
    QCOMPARE(place.place, 2);
    QCOMPARE(place.size, 7);
    QCOMPARE(place.retry, 0);
}

void TestCallGroups::takesAnswersOutOfOrder()
{
    CallGroups groups;
    for (const int at : {5, 6, 4, 0, 2, 1, 3}) { // refusals are answered first
        groups.take(callAt(at * 40ms, at > 3 ? 429 : 200));
    }
    QCOMPARE(groups.place(0).place, 6);
    QCOMPARE(groups.place(3).place, 1);
    QCOMPARE(groups.place(6).place, 4);
    QCOMPARE(groups.place(6).size, 7);
}

void TestCallGroups::leavesCalmAndAllowedCallsAlone()
{
    CallGroups groups;
    for (int at = 0; at < 10; ++at) {
        groups.take(callAt(at * 20ms)); // fast, but none of them refused
    }
    for (int at = 0; at < 10; ++at) {
        groups.take(callAt(10s + at * 400ms, 429)); // refused, but never many at a time
    }
    Exchange own = callAt(30s, 429);
    own.origin = Origin::Poll;
    for (int at = 0; at < 6; ++at) {
        groups.take(own);
    }
    for (quint64 number = 0; number < 26; ++number) {
        QCOMPARE(groups.kind(number), CallGroups::Kind::None);
        QCOMPARE(groups.group(number), 0);
    }
}

void TestCallGroups::leavesASteadyStreamAlone()
{
    CallGroups groups;
    for (int at = 0; at < 40; ++at) {
        groups.take(callAt(at * 50ms, at % 3 == 0 ? 429 : 200));
    }
    QCOMPARE(groups.kind(0), CallGroups::Kind::Burst); // 1.95 s so far
    groups.take(callAt(2001ms));
    QCOMPARE(groups.kind(0), CallGroups::Kind::None);
    QCOMPARE(groups.kind(40), CallGroups::Kind::None);
}

void TestCallGroups::keepsClientsApart()
{
    CallGroups groups;
    for (int at = 0; at < 5; ++at) {
        groups.take(callAt(at * 30ms, 429));
        Exchange other = callAt(at * 30ms + 10ms, 429);
        other.client = u"curl"_s;
        groups.take(other);
    }
    QCOMPARE(groups.kind(1), CallGroups::Kind::Burst);
    QVERIFY(groups.group(0) != groups.group(1));
    QCOMPARE(groups.place(9).size, 5);
}

void TestCallGroups::tellsRetriesFromFirstCalls()
{
    CallGroups groups;
    groups.take(callAt(0s, 429, 7));
    groups.take(callAt(10ms, 429, 7)); // beside it: the first was not answered yet
    groups.take(callAt(600ms, 429, 7));
    groups.take(callAt(3s, 200, 7));
    groups.take(callAt(4s, 200, 7)); // it was accepted: this one is new
    groups.take(callAt(5s, 429, 8));
    groups.take(callAt(20min, 200, 8)); // so late that nobody remembers
    Exchange early = callAt(40min);
    early.tooEarlyBy = 1400ms;
    groups.take(early);
    QCOMPARE(groups.place(0).retry, 0);
    QCOMPARE(groups.place(1).retry, 0);
    QCOMPARE(groups.place(2).retry, 1);
    QCOMPARE(groups.kind(2), CallGroups::Kind::Retries);
    QCOMPARE(groups.place(3).retry, 2);
    QCOMPARE(groups.place(4).retry, 0);
    QCOMPARE(groups.place(6).retry, 0);
    QCOMPARE(groups.kind(7), CallGroups::Kind::Retries);
}

void TestCallGroups::forgetsWhatIsGone()
{
    CallGroups groups;
    for (int at = 0; at < 10; ++at) {
        groups.take(callAt(at * 30ms, 429));
    }
    groups.forget(7);
    QCOMPARE(groups.kind(6), CallGroups::Kind::None);
    QCOMPARE(groups.kind(7), CallGroups::Kind::Burst);
    groups.forget(10);
    QCOMPARE(groups.kind(9), CallGroups::Kind::None);
    groups.take(callAt(10s));
    QCOMPARE(groups.place(10).retry, 0);
}

QTEST_GUILESS_MAIN(TestCallGroups)
#include "tst_callgroups.moc"
