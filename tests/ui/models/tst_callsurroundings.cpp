#include "ui/models/callsurroundings.h"
#include "ui/models/exchangemodel.h"
#include "ui/privacy.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr WallTime Start{1'763'546'400s};

Exchange callAt(Duration at, std::optional<Duration> wait = {})
{
    static quint64 id = 0;
    Exchange call;
    call.id = ExchangeId(++id);
    call.arrivedWall = Start + at;
    call.took = 20ms;
    call.response.status = wait ? 429 : 200;
    call.reading.isRateLimited = wait.has_value();
    call.reading.retryAfter = wait;
    call.left = {{u"second"_s, wait ? 0 : 5, 10}, {u"minute"_s, 40, 100}};
    return call;
}

} // namespace

class TestCallSurroundings final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void showsFourSeconds();
    void findsTheWaitThatWasOn();
    void showsTheOwnWaitOfARefusal();
    void tellsWhatWasLeft();

private:
    Privacy m_privacy;
    std::unique_ptr<ExchangeModel> m_model;
};

void TestCallSurroundings::init()
{
    m_model = std::make_unique<ExchangeModel>(m_privacy);
}

void TestCallSurroundings::showsFourSeconds()
{
    m_model->append({callAt(0s), callAt(5s), callAt(7999ms, 1s), callAt(8s), callAt(9500ms),
                     callAt(8200ms), callAt(10s), callAt(11999ms), callAt(12s)});
    const CallSurroundings around = surroundingsOf(*m_model, 6);
    QList<Duration> ages;
    for (const CallSurroundings::Neighbour& each : around.calls) {
        ages.append(each.at - Start);
    }
    QCOMPARE(ages, (QList<Duration>{8s, 8200ms, 9500ms, 10s, 11999ms}));
    QVERIFY(!around.calls.first().isRefused);
    QVERIFY(!around.wait);
}

void TestCallSurroundings::findsTheWaitThatWasOn()
{
    m_model->append({callAt(0s, 2s), callAt(100ms, 2s), callAt(1500ms, 2s)});
    const CallSurroundings around = surroundingsOf(*m_model, 2);
    QCOMPARE(around.wait, std::optional(TimeSlice{Start + 20ms, Start + 2020ms}));
    QCOMPARE(around.asked, Duration(2s));
    m_model->append({callAt(100s, 60s), callAt(155s)});
    QCOMPARE(surroundingsOf(*m_model, 4).wait->to, Start + 160s + 20ms); // long before
}

void TestCallSurroundings::showsTheOwnWaitOfARefusal()
{
    m_model->append({callAt(0s, 1s), callAt(10s, 3s), callAt(11s)});
    const CallSurroundings around = surroundingsOf(*m_model, 1);
    QCOMPARE(around.wait, std::optional(TimeSlice{Start + 10020ms, Start + 13020ms}));
    QCOMPARE(around.asked, Duration(3s));
}

void TestCallSurroundings::tellsWhatWasLeft()
{
    m_model->append({callAt(0s), callAt(1s, 1s)});
    const CallSurroundings around = surroundingsOf(*m_model, 1);
    QCOMPARE(around.levels,
             (QList<CallSurroundings::Level>{{Start + 20ms, 0.5}, {Start + 1020ms, 0}}));
}

QTEST_GUILESS_MAIN(TestCallSurroundings)
#include "tst_callsurroundings.moc"
