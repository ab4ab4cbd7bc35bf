#include "core/queue/bulkbody.h"
#include "core/queue/dispatcher.h"
#include "tests/core/queue/scriptedport.h"
#include "tests/support/fakeclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

BulkCall contacts()
{
    BulkCall bulk;
    bulk.path = "/contacts/bulk";
    bulk.field = "contacts";
    bulk.most = 3;
    bulk.countField = "data.created";
    return bulk;
}

struct Bench
{
    explicit Bench(qint64 bodyLimit = 0)
    {
        DispatchRules rules;
        rules.bodyLimit = bodyLimit;
        Endpoint create;
        create.method = "POST";
        create.path = "/contacts";
        create.bulk = contacts();
        rules.endpoints = {create};
        dispatcher.setRules(rules);
        dispatcher.setTarget(SendTarget::Practice);
        dispatcher.setBulk(true);
    }

    void add(int count, const QByteArray& path = "/contacts")
    {
        QList<SendDraft> drafts;
        for (int i = 0; i < count; ++i) {
            const QByteArray phone = "+1202555010" + QByteArray::number(i);
            drafts.append(
                {"POST", path, R"({"phone":")" + phone + "\"}", QString::fromLatin1(phone)});
        }
        dispatcher.enqueue(drafts);
    }

    ItemState state(quint64 id) { return dispatcher.queue().find(ItemId(id))->state; }
    qint64 count(ItemState state) { return dispatcher.queue().count(state); }

    FakeClock clock;
    Limiter limiter;
    ScriptedPort port;
    quint64 last = 0;
    Dispatcher dispatcher{clock, limiter, &port, {}, [this] { return ItemId(++last); }, {}};
};

QStringList phonesIn(const QByteArray& body)
{
    QStringList phones;
    for (const QJsonValue& each : QJsonDocument::fromJson(body)["contacts"_L1].toArray()) {
        phones.append(each["phone"_L1].toString());
    }
    return phones;
}

} // namespace

/// Items that share a call, each with a row of its own.
class TestSharing final : public QObject
{
    Q_OBJECT

private slots:
    void putsBodiesIntoOne();
    void readsHowManyWereTaken();
    void sendsManyInOneCall();
    void sendsOneByOneUnlessAsked();
    void leavesOutWhatIsOfAnotherCall();
    void staysBelowTheBodyLimit();
    void takesOnePlaceInTheWindows();
    void comesBackTogetherAfterARefusal();
    void leavesAllOpenWhenSomeWereTaken();
    void leavesAllOpenWhenTheAnswerIsLost();
    void keepsEachOnDiskBeforeTheCall();
    void takesAllBackWhenTheDiskTookSome();
    void plansTogether();
    void saysHowManyCallsItTakes();
};

void TestSharing::putsBodiesIntoOne()
{
    const QByteArray body = bulkBody(contacts(), {R"({"a":1})", R"({"b":2})"});
    QCOMPARE(body, R"({"contacts":[{"a":1},{"b":2}]})");
    QCOMPARE(bulkBodySize(contacts(), 2, 14), body.size());
    QVERIFY(canShareACall(R"({"a":1})"));
    QVERIFY(!canShareACall("[1]"));
    QVERIFY(!canShareACall("a=1"));
}

void TestSharing::readsHowManyWereTaken()
{
    QCOMPARE(countIn(contacts(), R"({"data":{"created":2}})"), std::optional<qint64>(2));
    QCOMPARE(countIn(contacts(), R"({"data":{}})"), std::nullopt);
    QCOMPARE(countIn(contacts(), "no json"), std::nullopt);
}

void TestSharing::sendsManyInOneCall()
{
    Bench bench;
    bench.add(5);
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(bench.port.open(), 1); // one call at a time
    QCOMPARE(bench.count(ItemState::Sending), 3);
    const SendItem call = bench.port.sent().first();
    QCOMPARE(call.draft.path, "/contacts/bulk");
    QCOMPARE(phonesIn(call.draft.body.bytes()).size(), 3);
    bench.port.answer(201);
    QCOMPARE(bench.count(ItemState::Sent), 3);
    QCOMPARE(phonesIn(bench.port.sent().last().draft.body.bytes()),
             (QStringList{u"+12025550103"_s, u"+12025550104"_s}));
    bench.port.answer(201);
    QCOMPARE(bench.count(ItemState::Sent), 5);
    QVERIFY(!bench.dispatcher.state().isRunning);
}

void TestSharing::sendsOneByOneUnlessAsked()
{
    Bench bench;
    bench.dispatcher.setBulk(false);
    bench.add(2);
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(bench.port.sent().first().draft.path, "/contacts");
    QCOMPARE(bench.count(ItemState::Sending), 1);
}

void TestSharing::leavesOutWhatIsOfAnotherCall()
{
    Bench bench;
    bench.add(1);
    bench.add(1, "/messages/send");
    bench.add(1);
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(phonesIn(bench.port.sent().first().draft.body.bytes()).size(), 2);
    QCOMPARE(bench.state(2), ItemState::Ready);
    bench.port.answer(201);
    QCOMPARE(bench.port.sent().last().draft.path, "/messages/send");
}

void TestSharing::staysBelowTheBodyLimit()
{
    Bench bench(70); // two of them are 61 bytes, three 86
    bench.add(3);
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(bench.count(ItemState::Sending), 2);
    QVERIFY(bench.port.sent().first().draft.body.size() <= 70);
}

void TestSharing::takesOnePlaceInTheWindows()
{
    Bench bench;
    Policy minute;
    minute.name = u"minute"_s;
    minute.limit = 2;
    minute.window = 1min;
    bench.limiter.setPolicies({minute});
    bench.add(6);
    QVERIFY(bench.dispatcher.start());
    bench.port.answer(201);
    bench.port.answer(201);
    QCOMPARE(bench.count(ItemState::Sent), 6);
}

void TestSharing::comesBackTogetherAfterARefusal()
{
    Bench bench;
    bench.add(3);
    QVERIFY(bench.dispatcher.start());
    Reading wait;
    wait.retryAfter = 10s;
    bench.port.answer(429, wait);
    QCOMPARE(bench.count(ItemState::Ready), 3);
    bench.clock.advance(11s);
    QCOMPARE(bench.port.open(), 1);
    bench.port.answer(201);
    QCOMPARE(bench.count(ItemState::Sent), 3);
    QCOMPARE(bench.dispatcher.queue().find(ItemId(3))->attempts, 2);
}

void TestSharing::leavesAllOpenWhenSomeWereTaken()
{
    Bench bench;
    bench.add(3);
    QVERIFY(bench.dispatcher.start());
    bench.port.answer(201, {}, R"({"data":{"created":2}})");
    QCOMPARE(bench.count(ItemState::Unknown), 3);
}

void TestSharing::leavesAllOpenWhenTheAnswerIsLost()
{
    Bench bench;
    bench.add(3);
    QVERIFY(bench.dispatcher.start());
    bench.port.lose(true);
    QCOMPARE(bench.count(ItemState::Unknown), 3);
}

void TestSharing::keepsEachOnDiskBeforeTheCall()
{
    Bench bench;
    ScriptedLog log;
    bench.dispatcher.setLog(&log, {});
    bench.add(3);
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(log.waiting.size(), 3);
    QCOMPARE(bench.port.open(), 0);
    log.tell({});
    QCOMPARE(bench.port.open(), 1);
}

void TestSharing::takesAllBackWhenTheDiskTookSome()
{
    Bench bench;
    ScriptedLog log;
    bench.dispatcher.setLog(&log, {});
    bench.add(3);
    QVERIFY(bench.dispatcher.start());
    const QList<ItemLog::Kept> waiting = std::exchange(log.waiting, {});
    waiting.at(0)({});
    waiting.at(1)(fail(ErrorCode::StorageFailed));
    QCOMPARE(bench.count(ItemState::Sending), 3); // not before the last is known
    waiting.at(2)({});
    QCOMPARE(bench.port.sent().size(), 0);
    QCOMPARE(bench.count(ItemState::Ready), 3);
    QCOMPARE(bench.dispatcher.queue().find(ItemId(1))->attempts, 0);
    QCOMPARE(bench.dispatcher.state().pausedBecause, PauseReason::Disk.toString());
}

void TestSharing::plansTogether()
{
    Bench bench;
    bench.dispatcher.setTarget(SendTarget::DryRun);
    Pace pace;
    pace.kind = Pace::Kind::Rate;
    pace.perSecond = 1;
    bench.dispatcher.setPace(pace);
    bench.add(5);
    QVERIFY(bench.dispatcher.start());
    QCOMPARE(bench.count(ItemState::WouldSend), 5);
    const auto due = [&](quint64 id) { return *bench.dispatcher.queue().find(ItemId(id))->due; };
    QCOMPARE(due(1), due(3));
    QCOMPARE(due(4) - due(3), WallTime::duration(1s));
    QCOMPARE(due(5), due(4));
}

void TestSharing::saysHowManyCallsItTakes()
{
    Bench bench;
    QCOMPARE(bench.dispatcher.state().bulkCalls, 0);
    bench.add(1);
    QCOMPARE(bench.dispatcher.state().bulkCalls, 0); // nothing to gain
    bench.add(6);
    bench.add(2, "/messages/send");
    QCOMPARE(bench.dispatcher.state().bulkCalls, 5); // 7 in 3 calls, and 2
    QVERIFY(bench.dispatcher.state().isBulk);
}

QTEST_GUILESS_MAIN(TestSharing)
#include "tst_sharing.moc"
