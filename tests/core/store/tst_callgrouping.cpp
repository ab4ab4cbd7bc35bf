#include "core/store/callgrouping.h"

#include <QRandomGenerator>
#include <QTest>

#include <vector>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// What is told of a session piece by piece must be what CallGroups says of the whole.
class TestCallGrouping final : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithTheGroupsOfTheWhole();
    void namesTheCallsOfABurst();
    void tellsAlikeCalls();
    void keepsNothingOfCalmTraffic();
};

namespace {

constexpr WallTime Start{1'763'546'400s};

/// Bursts of one client every 30 s, with retries, between calm calls of another.
std::vector<Exchange> traffic(int calls, quint32 seed)
{
    QRandomGenerator dice(seed);
    std::vector<Exchange> made;
    WallTime at = Start;
    for (int number = 0; number < calls; ++number) {
        const bool isBurst = number % 40 < 25;
        at += isBurst ? std::chrono::milliseconds(dice.bounded(40)) : 1500ms;
        Exchange call;
        call.id = ExchangeId(quint64(number) + 1);
        call.client = isBurst ? u"booking"_s : u"calm"_s;
        call.request.method = isBurst ? "POST" : "GET";
        call.request.target = "/contacts/" + QByteArray::number(dice.bounded(2));
        call.requestBody.sha256 = QByteArray::number(dice.bounded(400));
        call.reading.isRateLimited = isBurst && number % 40 > 10;
        call.response.status = call.isRefused() ? 429 : 200;
        call.arrivedWall = at;
        call.took = 20ms;
        made.push_back(call);
    }
    return made;
}

} // namespace

void TestCallGrouping::agreesWithTheGroupsOfTheWhole()
{
    const std::vector<Exchange> calls = traffic(70'000, 7);
    CallGroups groups;
    CallGrouper grouper;
    for (const Exchange& call : calls) {
        groups.take(call);
        grouper.take(call);
    }
    const CallGrouping grouping = grouper.finish();
    int bursts = 0;
    int retries = 0;
    for (std::size_t number = 0; number < calls.size(); ++number) {
        const CallGroups::Place expected = groups.place(number);
        const CallGrouping::Member* const member = grouping.find(calls[number].id);
        QCOMPARE(member != nullptr, expected.kind != CallGroups::Kind::None);
        if (member == nullptr) {
            continue;
        }
        const CallGroups::Place place = grouping.place(*member);
        QCOMPARE(place.kind, expected.kind);
        QCOMPARE(place.retry, expected.retry);
        QCOMPARE(place.burst, expected.burst);
        QCOMPARE(place.place, expected.place);
        QCOMPARE(place.size, expected.size);
        QCOMPARE(member->at, calls[number].arrivedWall);
        bursts += place.kind == CallGroups::Kind::Burst ? 1 : 0;
        retries += place.kind == CallGroups::Kind::Retries ? 1 : 0;
    }
    QVERIFY(bursts > 1000 && retries > 1000);
}

void TestCallGrouping::namesTheCallsOfABurst()
{
    CallGrouper grouper;
    for (const Exchange& call : traffic(400, 1)) {
        grouper.take(call);
    }
    const CallGrouping grouping = grouper.finish();
    const QList<ExchangeId> second = grouping.callsOf(2);
    QVERIFY(second.size() >= 5);
    for (const ExchangeId id : second) {
        QCOMPARE(grouping.place(*grouping.find(id)).burst, 2);
    }
    QCOMPARE(grouping.place(*grouping.find(second.first())).size, second.size());
    QVERIFY(grouping.callsOf(9999).isEmpty());
}

void TestCallGrouping::tellsAlikeCalls()
{
    CallGrouper grouper;
    const std::vector<Exchange> calls = traffic(40, 3);
    for (const Exchange& call : calls) {
        grouper.take(call);
    }
    const CallGrouping grouping = grouper.finish();
    int compared = 0;
    for (const Exchange& one : calls) {
        for (const Exchange& other : calls) {
            const auto* const left = grouping.find(one.id);
            const auto* const right = grouping.find(other.id);
            if (left != nullptr && right != nullptr) {
                QCOMPARE(left->alike == right->alike,
                         one.isRefused() == other.isRefused()
                             && one.request.target == other.request.target
                             && one.request.method == other.request.method);
                ++compared;
            }
        }
    }
    QVERIFY(compared > 100);
}

void TestCallGrouping::keepsNothingOfCalmTraffic()
{
    CallGrouper grouper;
    for (Exchange call : traffic(1000, 5)) {
        call.arrivedWall = Start + std::chrono::seconds(quint64(call.id));
        call.reading.isRateLimited = false;
        grouper.take(call);
    }
    QVERIFY(grouper.finish().members().empty());
}

QTEST_GUILESS_MAIN(TestCallGrouping)
#include "tst_callgrouping.moc"
