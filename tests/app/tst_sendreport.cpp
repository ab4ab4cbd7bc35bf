#include "app/sendreport.h"

#include <QJsonArray>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestSendReport final : public QObject
{
    Q_OBJECT

private slots:
    void isCompleteWhenEveryItemEnded();
    void countsWhatWasLost();
    void measuresFromFirstDepartureToLastAnswer();
    void countsRefusalsAndRetries();
    void leavesOtherCallsOut();
    void plansADryRun();
    void saysWhyTheNextOneWaits();
    void sumsUpWhatWasWaitedFor();
};

namespace {

constexpr Instant t0{1h};

SendItem item(quint64 id, ItemState state)
{
    SendItem item;
    item.id = ItemId(id);
    item.state = state;
    return item;
}

Exchange sent(Duration after, Duration took, int status = 200, int attempt = 1)
{
    Exchange exchange;
    exchange.origin = Origin::TestSend;
    exchange.arrived = t0 + after;
    exchange.took = took;
    exchange.response.status = status;
    exchange.reading.isRateLimited = status == 429;
    exchange.attempt = attempt;
    return exchange;
}

} // namespace

void TestSendReport::isCompleteWhenEveryItemEnded()
{
    SendReport report(2);
    report.add(item(1, ItemState::Sent));
    report.add(item(2, ItemState::Sending));
    QVERIFY(!report.isComplete());
    report.add(item(2, ItemState::Sent));
    QVERIFY(report.isComplete());
    QVERIFY(!report.isBadNews());
}

void TestSendReport::countsWhatWasLost()
{
    SendReport report(3);
    report.add(item(1, ItemState::Sent));
    report.add(item(2, ItemState::Unknown));
    report.add(item(3, ItemState::Ready));
    const QJsonObject json = report.toJson();
    QCOMPARE(json.value(u"lost"_s).toInt(), 1);
    QCOMPARE(json.value(u"unknown"_s).toInt(), 1);
    QVERIFY(report.isBadNews());
}

void TestSendReport::measuresFromFirstDepartureToLastAnswer()
{
    SendReport report(2);
    report.add(sent(3s, 500ms));
    report.add(sent(1s, 500ms));
    QCOMPARE(report.toJson().value(u"makespan_seconds"_s).toDouble(), 2.5);
}

void TestSendReport::countsRefusalsAndRetries()
{
    SendReport report(1);
    report.add(sent(0s, 10ms, 429));
    report.add(sent(2s, 10ms, 200, 2));
    report.add(item(1, ItemState::Sent));
    const QJsonObject json = report.toJson();
    QCOMPARE(json.value(u"refusals"_s).toInt(), 1);
    QCOMPARE(json.value(u"retries"_s).toInt(), 1);
    QCOMPARE(json.value(u"statuses"_s).toObject().value(u"429"_s).toInt(), 1);
    QVERIFY(report.isBadNews());
}

void TestSendReport::leavesOtherCallsOut()
{
    SendReport report(1);
    Exchange poll = sent(0s, 10ms, 429);
    poll.origin = Origin::Poll;
    report.add(poll);
    QCOMPARE(report.toJson().value(u"refusals"_s).toInt(), 0);
    QVERIFY(!report.isAnyAnswered());
}

void TestSendReport::plansADryRun()
{
    SendReport report(2);
    SendItem first = item(1, ItemState::WouldSend);
    first.due = WallTime(100s);
    SendItem last = item(2, ItemState::WouldSend);
    last.due = WallTime(160s);
    report.add(last);
    report.add(first);
    QVERIFY(report.isComplete());
    QVERIFY(!report.isBadNews());
    QCOMPARE(report.toJson().value(u"makespan_seconds"_s).toDouble(), 60.0);
    QVERIFY(report.text().contains("would be sent"_L1));
}

void TestSendReport::saysWhyTheNextOneWaits()
{
    SendReport report(2);
    SendItem next = item(1, ItemState::Ready);
    next.hold = Hold{HoldReason::KeptFree, u"minute"_s, 1min, 100, Source::Docs, {}};
    report.add(next);
    QVERIFY2(report.progress().endsWith("the rest of 100 a minute is kept free (from docs)."_L1),
             qPrintable(report.progress()));
    report.add(item(1, ItemState::Sending));
    QCOMPARE(report.progress(), u"0 of 2 done, 0 refusals"_s);
}

void TestSendReport::sumsUpWhatWasWaitedFor()
{
    SendReport report(3);
    const Hold full{HoldReason::WindowFull, u"minute"_s, 1min, 100, Source::Headers, {}};
    for (const quint64 id : {1U, 2U, 2U}) {
        SendItem held = item(id, ItemState::Ready);
        held.hold = full;
        report.add(held);
    }
    SendItem paced = item(3, ItemState::Ready);
    paced.hold = Hold::because(HoldReason::Pace);
    report.add(paced);
    const QJsonArray waits = report.toJson().value(u"waits"_s).toArray();
    QCOMPARE(waits.size(), 2);
    const QJsonObject first = waits.first().toObject();
    QCOMPARE(first.value(u"reason"_s).toString(), u"window_full"_s);
    QCOMPARE(first.value(u"items"_s).toInt(), 2);
    QCOMPARE(first.value(u"window"_s).toString(), u"minute"_s);
    QCOMPARE(first.value(u"limit"_s).toInt(), 100);
    QCOMPARE(first.value(u"source"_s).toString(), u"from headers"_s);
    QVERIFY(!waits.last().toObject().contains(u"limit"_s));
}

QTEST_GUILESS_MAIN(TestSendReport)
#include "tst_sendreport.moc"
