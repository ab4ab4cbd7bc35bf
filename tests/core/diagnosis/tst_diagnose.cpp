#include "core/diagnosis/diagnose.h"
#include "tests/support/calls.h"
#include "tests/support/fakeclock.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

DiagnosisSubject aisoule()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    return subjectOf(*shelf.find(u"aisoule"_s), {}, {}, shelf);
}

Diagnosis diagnosed(const QList<Exchange>& calls, const DiagnosisSubject& subject = aisoule())
{
    CallLog log(subject);
    for (const Exchange& call : calls) {
        log.add(call);
    }
    return diagnose(log).value_or(Diagnosis());
}

/// States what is left of the minute, as every answer of the gateway does.
Exchange stating(Exchange call, qint64 left, qint64 limit = 100)
{
    WindowReading minute;
    minute.name = u"default"_s;
    minute.limit = static_cast<double>(limit);
    minute.remaining = static_cast<double>(left);
    call.reading.windows = {minute};
    return call;
}

/// @p count calls within @p within from @p at, of which ten are accepted.
QList<Exchange> burst(Duration at, int count, Duration within, qint64 left)
{
    QList<Exchange> calls;
    for (int i = 0; i < count; ++i) {
        Make::Call call(at + within * i / count);
        call.body("guest " + QByteArray::number(qint64{at / 1ms}) + ' ' + QByteArray::number(i));
        if (i >= 10) {
            call.refused(2s);
        }
        calls.append(stating(call, left));
    }
    return calls;
}

const Finding* findingOf(const Diagnosis& diagnosis, FindingKind kind)
{
    for (const Finding& finding : diagnosis.findings) {
        if (finding.kind == kind) {
            return &finding;
        }
    }
    return nullptr;
}

} // namespace

class TestDiagnose final : public QObject
{
    Q_OBJECT

private slots:
    void isAsSureAsItsRule_data();
    void isAsSureAsItsRule();
    void saysNothingOfNothing();
    void findsNothingInCallsThatWereAllAllowed();
    void provesBurstsWithTheirCalls();
    void doesNotSayMoreThanOneBurstTells();
    void tellsWhichWindowRefusedAndWhichCallsFilledIt();
    void leavesWhatItCannotExplainApart();
    void tellsRefusersApart();
    void countsEachRefusalOnce();
    void measuresRetriesFromTheirOwnRefusal();
    void blamesNobodyForRepeatsOfWhatIsAskedAnyway();
    void believesTheShorterOfTwoWaits();
    void seesPollsThroughTheirTimes();
    void knowsNoHabitOfCallsWithoutTimes();
    void drawsEachBurstAsOneBar();
    void laysUseByOthersToOthersOnly();
    void seesUseByOthersBesideBursts();
    void tellsTheEditionWhoseLimitsAreInForce();
    void learnsTheWindowsOfAnUnknownGateway();
    void canBeCancelled();
    void saysTheSameTwice();
};

void TestDiagnose::isAsSureAsItsRule_data()
{
    QTest::addColumn<qint64>("times");
    QTest::addColumn<double>("explained");
    QTest::addColumn<int>("sure");
    QTest::newRow("five times, all of them") << qint64{5} << 1.0 << int(Cause::Sure::Strong);
    QTest::newRow("five times, four fifths") << qint64{5} << 0.8 << int(Cause::Sure::Strong);
    QTest::newRow("five times, less") << qint64{5} << 0.79 << int(Cause::Sure::Likely);
    QTest::newRow("four times") << qint64{4} << 1.0 << int(Cause::Sure::Likely);
    QTest::newRow("twice") << qint64{2} << 1.0 << int(Cause::Sure::Likely);
    QTest::newRow("once") << qint64{1} << 1.0 << int(Cause::Sure::Possible);
    QTest::newRow("often, but half is not explained")
        << qint64{50} << 0.4 << int(Cause::Sure::Possible);
}

void TestDiagnose::isAsSureAsItsRule()
{
    QFETCH(qint64, times);
    QFETCH(double, explained);
    QTEST(int(surenessOf(times, explained).sure), "sure");
}

void TestDiagnose::saysNothingOfNothing()
{
    const Diagnosis diagnosis = diagnosed({});
    QCOMPARE(diagnosis.headline, Headline::TooFewCalls);
    QVERIFY(diagnosis.findings.isEmpty());
    QVERIFY(diagnosis.checked.isEmpty());
    QVERIFY(!diagnosis.isBadNews());
}

void TestDiagnose::findsNothingInCallsThatWereAllAllowed()
{
    QList<Exchange> calls;
    for (int i = 0; i < 60; ++i) {
        Make::Call call(2s * i);
        call.body(QByteArray::number(i));
        calls.append(stating(call, 100 - (i % 30) - 1));
    }
    const Diagnosis diagnosis = diagnosed(calls);
    QCOMPARE(diagnosis.headline, Headline::NothingRefused);
    QCOMPARE(causeOf(diagnosis), Cause());
    QVERIFY(diagnosis.findings.isEmpty());
    QVERIFY(diagnosis.limitsMatch);
    QVERIFY(diagnosis.checked.contains(FindingKind::Bursts));
    QVERIFY(diagnosis.checked.contains(FindingKind::SharedQuota));
    QCOMPARE(diagnosis.failed, 0);
    calls.append(Make::Call(2min).failed(ErrorCode::TimedOut));
    calls.append(Make::Call(2min + 1s, 503));
    QCOMPARE(diagnosed(calls).failed, 2); // without an answer nobody was allowed anything
}

void TestDiagnose::provesBurstsWithTheirCalls()
{
    QList<Exchange> calls;
    for (int i = 0; i < 6; ++i) {
        calls += burst(30s * i, 24, 800ms, 80);
    }
    const Diagnosis diagnosis = diagnosed(calls);
    const Finding* bursts = findingOf(diagnosis, FindingKind::Bursts);
    QVERIFY(bursts != nullptr);
    QCOMPARE(bursts->who, Culprit::Client);
    QCOMPARE(bursts->sure, Cause::Sure::Strong);
    QCOMPARE(bursts->times, 6);
    QCOMPARE(bursts->refusals, 6 * 14);
    QCOMPARE(bursts->calls.size(), 6 * 14);
    QCOMPARE(bursts->path, QByteArray("/contacts"));
    QCOMPARE(bursts->advice.bulkPath, QByteArray("/contacts/bulk"));
    QCOMPARE(bursts->advice.perSecond, 8.0);
    QCOMPARE(bursts->advice.every, Duration(125ms));
    const auto& chart = std::get<CallSteps>(bursts->evidence);
    QCOMPARE(chart.limit, 10);
    QCOMPARE(chart.between, Duration(30s));
    QCOMPARE(chart.marks.first().calls, 24);
    QCOMPARE(chart.marks.first().refused, 14);
    qint64 shown = 0;
    for (const CallSteps::Step& step : chart.steps) {
        shown += step.calls;
    }
    QCOMPARE(shown, 4 * 24);
    QCOMPARE(diagnosis.headline, Headline::OneCulprit);
    QCOMPARE(diagnosis.mainCulprit, Culprit::Client);
    QCOMPARE(diagnosis.mainKind, FindingKind::Bursts);
    QCOMPARE(causeOf(diagnosis), (Cause{FindingKind::Bursts, Cause::Sure::Strong, false}));
    QVERIFY(findingOf(diagnosis, FindingKind::SingleCreates) != nullptr);
}

void TestDiagnose::doesNotSayMoreThanOneBurstTells()
{
    const Diagnosis diagnosis = diagnosed(burst(0s, 24, 800ms, 80));
    const Finding* bursts = findingOf(diagnosis, FindingKind::Bursts);
    QVERIFY(bursts != nullptr);
    QCOMPARE(bursts->sure, Cause::Sure::Possible);
    QCOMPARE(bursts->rule, SureRule::SeenOnce);
    QCOMPARE(diagnosis.headline, Headline::NotExplained);
    QCOMPARE(causeOf(diagnosis), Cause());
}

void TestDiagnose::tellsWhichWindowRefusedAndWhichCallsFilledIt()
{
    const QList<Exchange> calls = burst(0s, 24, 800ms, 80);
    const Diagnosis diagnosis = diagnosed(calls);
    QCOMPARE(diagnosis.cases.size(), 14);
    const RefusalCase& first = diagnosis.cases.first();
    QCOMPARE(first.call, calls.at(10).id);
    QCOMPARE(diagnosis.windows.at(first.window).name, u"second"_s);
    QCOMPARE(first.known, WindowKnown::WorkedOut);
    QCOMPARE(first.filled, 10);
    QCOMPARE(first.filledFrom, calls.first().id);
    QCOMPARE(first.over, 2); // the next one was in the air, too

    Make::Call named(0s);
    named.refused(2s, u"second"_s);
    QCOMPARE(diagnosed({named}).cases.first().known, WindowKnown::Told);
    Make::Call shown(0s);
    shown.refused(2s);
    const RefusalCase empty = diagnosed({stating(shown, 0)}).cases.first();
    QCOMPARE(empty.known, WindowKnown::Shown);
    QCOMPARE(diagnosed({stating(shown, 0)}).windows.at(empty.window).name, u"minute"_s);
}

void TestDiagnose::leavesWhatItCannotExplainApart()
{
    QList<Exchange> calls;
    for (int i = 0; i < 40; ++i) {
        Make::Call call(3s * i);
        call.body(QByteArray::number(i));
        if (i % 7 == 3) {
            call.refused(1s);
        }
        calls.append(stating(call, 90 - i * 17 % 60));
    }
    const Diagnosis diagnosis = diagnosed(calls);
    QCOMPARE(diagnosis.headline, Headline::NotExplained);
    QVERIFY(!diagnosis.parts.last().kind);
    QCOMPARE(diagnosis.parts.last().refusals, diagnosis.refused);
}

void TestDiagnose::tellsRefusersApart()
{
    Exchange meta = Make::Call(0s, 400).refused(60s);
    meta.responseBody.head = R"({"error":{"message":"(#130429) Rate limit hit","code":130429}})";
    meta.reading.dialects = {u"meta-error"_s};
    Exchange pair = Make::Call(500ms, 400).refused(60s);
    pair.responseBody.head = R"({"error":{"code":131056,"fbtrace_id":"x"}})";
    pair.reading.dialects = {u"meta-error"_s};
    Exchange network = Make::Call(1s).refused();
    network.response.headers = {{"Server", "cloudflare"}};
    network.responseBody.head = "error code: 1015";
    Exchange ours = Make::Call(2s).refused(1s);
    ours.outcome = Outcome::RefusedByUs;
    const Exchange sent = Make::Call(3s).refused(1s, u"minute"_s).origin(Origin::TestSend);
    const Diagnosis diagnosis = diagnosed({meta, pair, pair, network, ours, sent});
    QCOMPARE(diagnosis.cases.at(0).by, RefusedBy::BehindGateway);
    QCOMPARE(diagnosis.cases.at(0).code, 130429);
    QCOMPARE(diagnosis.cases.at(1).code, 131056);
    QCOMPARE(diagnosis.cases.at(3).by, RefusedBy::Cdn);
    QCOMPARE(diagnosis.cases.at(3).code, 0);
    QCOMPARE(diagnosis.cases.at(4).by, RefusedBy::Pacewatch);
    QCOMPARE(diagnosis.cases.at(5).cause, FindingKind::OwnSends);
    // Meta's numbers, the most frequent first: the status, 400, says nothing.
    QList<std::pair<qint64, double>> codes;
    for (const Fact& fact : findingOf(diagnosis, FindingKind::BehindGateway)->facts) {
        if (fact.kind == Fact::Kind::Status) {
            codes.append({fact.count, fact.value});
        }
    }
    QCOMPARE(codes, (QList<std::pair<qint64, double>>{{131056, 2}, {130429, 1}}));
    QCOMPARE(findingOf(diagnosis, FindingKind::Cdn)->who, Culprit::Cdn);
    QCOMPARE(findingOf(diagnosis, FindingKind::OwnSends)->who, Culprit::Pacewatch);
}

void TestDiagnose::countsEachRefusalOnce()
{
    QList<Exchange> calls;
    for (int i = 0; i < 6; ++i) {
        calls += burst(30s * i, 24, 800ms, 80);
    }
    calls += Make::Call(200s).refused(5s);
    const Diagnosis diagnosis = diagnosed(calls);
    qint64 sum = 0;
    for (const CausePart& part : diagnosis.parts) {
        sum += part.refusals;
    }
    QCOMPARE(sum, diagnosis.refused);
    QCOMPARE(sum, diagnosis.cases.size());
}

void TestDiagnose::measuresRetriesFromTheirOwnRefusal()
{
    QList<Exchange> calls;
    for (int i = 0; i < 6; ++i) {
        const QByteArray body = QByteArray::number(i);
        calls += Make::Call(60s * i).body(body).refused(10s);
        calls += Make::Call(60s * i + 3s).body(body).refused(7s); // 6.95 s too early
        calls += Make::Call(60s * i + 20s).body(body);
    }
    const Diagnosis diagnosis = diagnosed(calls);
    const Finding* early = findingOf(diagnosis, FindingKind::EarlyRetries);
    QVERIFY(early != nullptr);
    QCOMPARE(early->refusals, 6);
    QCOMPARE(early->sure, Cause::Sure::Strong);
    const auto& rows = std::get<WaitRows>(early->evidence).rows;
    QCOMPARE(rows.size(), 6);
    QCOMPARE(rows.first().asked, Duration(10s));
    QCOMPARE(rows.first().gap, Duration(2950ms));
    QVERIFY(rows.first().refusedAgain);
}

void TestDiagnose::blamesNobodyForRepeatsOfWhatIsAskedAnyway()
{
    // The same address every 5 s: a call after a refusal repeats nothing.
    QList<Exchange> calls;
    for (int i = 0; i < 60; ++i) {
        Make::Call call(5s * i);
        call.path("GET", "/api/contacts/8812");
        if (i % 10 == 5) {
            call.refused(30s);
        }
        calls.append(stating(call, 50));
    }
    const Diagnosis diagnosis = diagnosed(calls);
    QVERIFY(findingOf(diagnosis, FindingKind::EarlyRetries) == nullptr);
    QVERIFY(findingOf(diagnosis, FindingKind::NoBackOff) == nullptr);
}

void TestDiagnose::believesTheShorterOfTwoWaits()
{
    QList<Exchange> calls;
    for (int i = 0; i < 6; ++i) {
        const QByteArray body = QByteArray::number(i);
        Exchange refusal = Make::Call(60s * i).body(body).refused(30s);
        refusal.response.headers = {{"Retry-After", "6"}};
        calls += refusal;
        calls += Make::Call(60s * i + 7s).body(body);
    }
    QVERIFY(findingOf(diagnosed(calls), FindingKind::EarlyRetries) == nullptr);
}

void TestDiagnose::seesPollsThroughTheirTimes()
{
    const auto asked = [](Duration every, auto targetAt) {
        QList<Exchange> calls;
        for (int i = 0; i < 80; ++i) {
            Exchange call = Make::Call(i * every).path("GET", targetAt(i));
            call.responseBody.sha256 = "an empty list";
            calls.append(call);
        }
        return diagnosed(calls);
    };
    const auto since = [](Duration every) {
        return [every](int i) -> QByteArray {
            const WallTime from = FakeClock().wallNow() + i * every - 30s;
            return "/api/contacts?updated_after=" + QByteArray::number(unixSeconds(from));
        };
    };
    const Diagnosis polls = asked(1s, since(1s));
    QCOMPARE(polls.findings.size(), qsizetype{1});
    QCOMPARE(polls.findings.first().kind, FindingKind::FrequentPolls);
    QCOMPARE(polls.findings.first().sure, Cause::Sure::Strong);
    QCOMPARE(polls.findings.first().calls.size(), qsizetype{80});
    // Once a minute nobody minds, and every day of a year is another question.
    QVERIFY(asked(1min, since(1min)).findings.isEmpty());
    const Diagnosis days = asked(1s, [](int i) -> QByteArray {
        return "/api/contacts?updated_since="
            + QDate(2025, 1, 1).addDays(i).toString(Qt::ISODate).toLatin1();
    });
    QVERIFY(days.findings.isEmpty());
    // So is every minute of the last hour, though all of it is near.
    const Diagnosis minutes = asked(1s, [](int i) -> QByteArray {
        const WallTime from = FakeClock().wallNow() - 59min + i % 59 * 1min;
        return "/api/messages?from=" + QByteArray::number(unixSeconds(from))
            + "&to=" + QByteArray::number(unixSeconds(from + 1min));
    });
    QVERIFY(minutes.findings.isEmpty());
}

void TestDiagnose::knowsNoHabitOfCallsWithoutTimes()
{
    QList<Exchange> calls;
    for (int i = 0; i < 60; ++i) {
        Exchange call = Make::Call(0s).path("GET", "/api/contacts");
        call.responseBody.sha256 = "an empty list";
        calls.append(call);
    }
    QVERIFY(diagnosed(calls).findings.isEmpty());
}

void TestDiagnose::drawsEachBurstAsOneBar()
{
    // From 700 ms of a second into the next one.
    QList<Exchange> calls;
    for (int i = 0; i < 6; ++i) {
        calls += burst(700ms + i * 30s, 24, 600ms, 80);
    }
    const Diagnosis diagnosis = diagnosed(calls);
    const Finding* bursts = findingOf(diagnosis, FindingKind::Bursts);
    QVERIFY(bursts != nullptr);
    const auto& chart = std::get<CallSteps>(bursts->evidence);
    QVERIFY(!chart.marks.isEmpty());
    for (const CallSteps::Mark& mark : chart.marks) {
        const CallSteps::Step& step = chart.steps.at((mark.at - chart.start) / chart.step);
        QCOMPARE(qint64(step.calls), mark.calls);
        QCOMPARE(qint64(step.refused), mark.refused);
    }
    // Where it makes no difference, steps are seconds of the calendar.
    const auto inside = diagnosed(burst(100ms, 24, 600ms, 80) + burst(30s + 200ms, 24, 600ms, 80));
    const auto& whole = std::get<CallSteps>(findingOf(inside, FindingKind::Bursts)->evidence);
    QCOMPARE(whole.start.time_since_epoch() % 1s, Duration::zero());
}

void TestDiagnose::laysUseByOthersToOthersOnly()
{
    // 60 of ours a minute, and the gateway counts 25 more.
    QList<Exchange> calls;
    for (int i = 0; i < 300; ++i) {
        Make::Call call(1s * i);
        call.body(QByteArray::number(i));
        const qint64 ours = i % 60 + 1;
        calls.append(stating(call, 100 - ours - ours * 25 / 60));
    }
    const Diagnosis diagnosis = diagnosed(calls);
    const Finding* shared = findingOf(diagnosis, FindingKind::SharedQuota);
    QVERIFY(shared != nullptr);
    QCOMPARE(shared->who, Culprit::AnotherConsumer);
    QCOMPARE(shared->sure, Cause::Sure::Likely);
    const Fact& use = shared->facts.first();
    QVERIFY2(use.low <= 25 && use.value <= 26 && use.value >= 20,
             qPrintable(QString::number(use.value)));
    QVERIFY(!std::get<UsedLines>(shared->evidence).points.isEmpty());
    // The record ends in the middle of a minute, of which half is missing.
    const Diagnosis cut = diagnosed(calls.first(150));
    const Finding* same = findingOf(cut, FindingKind::SharedQuota);
    QVERIFY(same != nullptr);
    QVERIFY2(same->facts.first().value >= 24 && same->facts.first().value <= 26,
             qPrintable(QString::number(same->facts.first().value)));
}

/// Others take one of the ten calls of a burst's second, so that nine that were seen fill it; and
/// the refused calls, more than others make, would fill the minute if they counted.
void TestDiagnose::seesUseByOthersBesideBursts()
{
    enum class Who
    {
        Others,
        Poll,
        Burst
    };
    std::multimap<Duration, Who> events;
    for (int second = 0; second < 6 * 60; second += 3) {
        events.emplace(second * 1s + 105ms, Who::Others);
        events.emplace(second * 1s + 1500ms, Who::Poll);
        for (int i = 0; second % 30 == 0 && i < 27; ++i) {
            events.emplace(second * 1s + 30ms * i, Who::Burst);
        }
    }
    QList<Exchange> calls;
    std::map<qint64, qint64> minutes;
    std::map<qint64, qint64> seconds;
    for (const auto& [at, who] : events) {
        qint64& used = minutes[at / 1min];
        qint64& now = seconds[at / 1s];
        const bool isAccepted = now < 10 && used < 100;
        now += isAccepted ? 1 : 0;
        used += isAccepted ? 1 : 0;
        if (who == Who::Others) {
            continue;
        }
        Make::Call call(at);
        call.body(QByteArray::number(qint64{at / 1ms})).took(1ms);
        if (!isAccepted) {
            call.refused(2s);
        }
        calls.append(stating(call, 100 - used));
    }
    const Diagnosis diagnosis = diagnosed(calls);
    QVERIFY(std::all_of(diagnosis.cases.begin(), diagnosis.cases.end(),
                        [](const RefusalCase& each) { return each.cause.has_value(); }));
    const Finding* bursts = findingOf(diagnosis, FindingKind::Bursts);
    QVERIFY(bursts != nullptr);
    QCOMPARE(bursts->refusals, diagnosis.refused);
    const Finding* shared = findingOf(diagnosis, FindingKind::SharedQuota);
    QVERIFY(shared != nullptr);
    const Fact& use = shared->facts.first();
    QVERIFY2(use.low <= 20 && use.high >= 18, qPrintable(QString::number(use.value)));
}

void TestDiagnose::tellsTheEditionWhoseLimitsAreInForce()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    const DiagnosisSubject subject = subjectOf(*shelf.find(u"connexease"_s), {}, {}, shelf);
    QList<Exchange> calls;
    for (int i = 0; i < 30; ++i) {
        Exchange call = Make::Call(1s * i).body(QByteArray::number(i)).exchange();
        WindowReading second;
        second.name = u"second"_s;
        second.limit = 80;
        second.remaining = 79;
        call.reading.windows = {second};
        calls.append(call);
    }
    const Diagnosis diagnosis = diagnosed(calls, subject);
    const Finding* limit = findingOf(diagnosis, FindingKind::LimitDiffers);
    QVERIFY(limit != nullptr);
    QCOMPARE(limit->edition, u"connexease-2026"_s);
    QCOMPARE(limit->sure, Cause::Sure::Strong);
    QVERIFY(!diagnosis.limitsMatch);
}

void TestDiagnose::learnsTheWindowsOfAnUnknownGateway()
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    const DiagnosisSubject subject = subjectOf(*shelf.find(u"generic"_s), {}, {}, shelf);
    QVERIFY(subject.windows.isEmpty());
    QList<Exchange> calls = burst(0s, 24, 800ms, 80);
    for (Exchange& call : calls) {
        WindowReading second;
        second.name = u"second"_s;
        second.limit = 10;
        second.remaining = call.isRefused() ? 0 : 5;
        call.reading.windows = {second};
    }
    const Diagnosis diagnosis = diagnosed(calls, subject);
    QCOMPARE(diagnosis.windows.size(), 1);
    QCOMPARE(diagnosis.cases.first().known, WindowKnown::Shown);
    QVERIFY(findingOf(diagnosis, FindingKind::Bursts) != nullptr);
    QVERIFY(findingOf(diagnosis, FindingKind::LimitDiffers) == nullptr);
}

void TestDiagnose::canBeCancelled()
{
    CallLog log(aisoule());
    for (const Exchange& call : burst(0s, 24, 800ms, 80)) {
        log.add(call);
    }
    double last = 0;
    const Result<Diagnosis> stopped = diagnose(log, [&](double done) {
        last = done;
        return done < 0.6;
    });
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    QVERIFY(last >= 0.6 && last < 1);
    // Nor does it wait for the first step, which is the longest of many calls.
    int asked = 0;
    QVERIFY(!diagnose(log, [&](double) { return ++asked < 3; }));
    QCOMPARE(asked, 3);
    // Many calls are asked about within the steps, too.
    const auto askedFor = [](int count) {
        CallLog many(aisoule());
        for (int i = 0; i < count; ++i) {
            many.add(Make::Call(i * 1s));
        }
        int questions = 0;
        (void)diagnose(many, [&](double) { return ++questions > 0; });
        return questions;
    };
    QVERIFY(askedFor(50'000) > askedFor(10) + 20);
}

void TestDiagnose::saysTheSameTwice()
{
    QList<Exchange> calls;
    for (int i = 0; i < 6; ++i) {
        calls += burst(30s * i, 24, 800ms, 80);
    }
    const Diagnosis first = diagnosed(calls);
    const Diagnosis second = diagnosed(calls);
    QCOMPARE(first.findings.size(), second.findings.size());
    for (qsizetype i = 0; i < first.findings.size(); ++i) {
        QCOMPARE(first.findings.at(i).kind, second.findings.at(i).kind);
        QCOMPARE(first.findings.at(i).calls, second.findings.at(i).calls);
    }
}

QTEST_GUILESS_MAIN(TestDiagnose)
#include "tst_diagnose.moc"
