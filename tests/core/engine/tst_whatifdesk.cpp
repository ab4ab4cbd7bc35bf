#include "core/engine/whatifdesk.h"
#include "tests/support/calls.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTest>

#include <memory>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

CallLog bursts(int count)
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    CallLog log(subjectOf(*shelf.find(u"aisoule"_s), {}, {}, shelf));
    for (int i = 0; i < count; ++i) {
        Make::Call call(30s * (i / 24) + 33ms * (i % 24));
        call.body(QByteArray::number(i));
        if (i % 24 >= 10) {
            call.refused(2s);
        }
        log.add(call);
    }
    return log;
}

WhatIf withLimit(qint64 limit)
{
    Policy second;
    second.name = u"second"_s;
    second.limit = limit;
    second.window = 1s;
    WhatIf what;
    what.limits = {second};
    return what;
}

DiagnosisDesk::CollectCalls handing(CallLog log)
{
    return [log = std::move(log)](const DiagnosisProgress&) { return log; };
}

const WhatIfDesk::Range Some{ConnectionId(1), WallTime(1s), WallTime(2s)};

} // namespace

class TestWhatIfDesk final : public QObject
{
    Q_OBJECT

private slots:
    void answersTheNewestQuestion();
    void answersBothDepths();
    void keepsTheCallsOfOneRange();
    void doesNotKeepTheAskerWaiting();
    void endsInTheMiddleOfItsWork();
};

void TestWhatIfDesk::answersTheNewestQuestion()
{
    qint64 refusals = -1;
    QSemaphore answered;
    WhatIfDesk desk;
    desk.take(Some, handing(bursts(24 * 40)));
    for (qint64 limit = 1; limit <= 24; ++limit) {
        desk.ask(withLimit(limit), WhatIfDepth::OneReplay, [&, limit](const WhatIfAnswer& answer) {
            if (limit == 24) {
                refusals = answer.changed.refusals;
                answered.release();
            }
        });
    }
    QVERIFY(answered.tryAcquire(1, 20'000));
    QCOMPARE(refusals, 0);
}

void TestWhatIfDesk::answersBothDepths()
{
    QSemaphore one;
    QSemaphore changes;
    QList<SingleChange> found;
    WhatIfDesk desk;
    desk.take(Some, handing(bursts(24 * 20)));
    desk.ask({}, WhatIfDepth::SingleChanges, [&](const WhatIfAnswer& answer) {
        found = answer.changes;
        changes.release();
    });
    desk.ask(withLimit(30), WhatIfDepth::OneReplay, [&](const WhatIfAnswer&) { one.release(); });
    QVERIFY(one.tryAcquire(1, 20'000));
    QVERIFY(changes.tryAcquire(1, 60'000));
    QVERIFY(!found.isEmpty());
    QVERIFY(found.first().endsRefusals);
}

void TestWhatIfDesk::keepsTheCallsOfOneRange()
{
    WhatIfDesk desk;
    QVERIFY(!desk.holds(Some));
    desk.take(Some, handing(bursts(24)));
    QVERIFY(desk.holds(Some));
    QVERIFY(!desk.holds({ConnectionId(1), WallTime(1s), WallTime(3s)}));
    QVERIFY(!desk.holds({ConnectionId(2), WallTime(1s), WallTime(2s)}));
}

void TestWhatIfDesk::doesNotKeepTheAskerWaiting()
{
    CallLog log = bursts(60'000);
    WhatIfDesk desk;
    QElapsedTimer time;
    time.start();
    desk.take(Some, handing(std::move(log)));
    for (qint64 limit = 1; limit <= 200; ++limit) {
        desk.ask(withLimit(limit), WhatIfDepth::OneReplay, [](const WhatIfAnswer&) {});
    }
    QVERIFY2(time.elapsed() < 200, qPrintable(QString::number(time.elapsed())));
}

void TestWhatIfDesk::endsInTheMiddleOfItsWork()
{
    bool isAnswered = false;
    auto desk = std::make_unique<WhatIfDesk>();
    desk->take(Some, handing(bursts(60'000)));
    desk->ask({}, WhatIfDepth::SingleChanges, [&](const WhatIfAnswer&) { isAnswered = true; });
    desk.reset();
    QVERIFY(!isAnswered);
}

QTEST_GUILESS_MAIN(TestWhatIfDesk)
#include "tst_whatifdesk.moc"
