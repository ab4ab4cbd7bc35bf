#include "core/engine.h"
#include "tests/support/fakeclock.h"
#include "ui/models/feed.h"

#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace Pacewatch;

namespace {

Exchange exchange(quint64 id)
{
    Exchange made;
    made.id = ExchangeId(id);
    return made;
}

} // namespace

class TestFeed final : public QObject
{
    Q_OBJECT

private slots:
    void drainsOnceForManyArrivals();
    void takesNothingWhileHidden();
    void keepsTheLastState();
    void wakesFromAnotherThread();
    void leavesTheEngineWhenItGoes();

private:
    FakeClock m_clock;
    ProfileShelf m_shelf;
};

void TestFeed::drainsOnceForManyArrivals()
{
    Engine engine(m_clock, m_shelf);
    Feed feed(engine);
    QSignalSpy spy(&feed, &Feed::exchangesArrived);
    for (quint64 i = 1; i <= 500; ++i) {
        engine.exchanges().put(exchange(i));
    }
    QTRY_COMPARE(spy.size(), 1);
    QCOMPARE(spy.first().first().value<QList<Exchange>>().size(), 500);
}

void TestFeed::takesNothingWhileHidden()
{
    Engine engine(m_clock, m_shelf);
    Feed feed(engine);
    QSignalSpy spy(&feed, &Feed::exchangesArrived);
    feed.setVisible(false);
    engine.exchanges().put(exchange(1));
    QCoreApplication::processEvents();
    QCOMPARE(spy.size(), 0);
    feed.setVisible(true);
    QCOMPARE(spy.size(), 1);
}

void TestFeed::keepsTheLastState()
{
    Engine engine(m_clock, m_shelf);
    Feed feed(engine);
    EngineState state;
    state.connections.resize(1);
    state.connections[0].id = ConnectionId(7);
    engine.states().put(EngineState());
    engine.states().put(state);
    feed.drain();
    QCOMPARE(feed.state().connections.size(), 1);
    QVERIFY(feed.connection(ConnectionId(7)) != nullptr);
    QVERIFY(feed.connection(ConnectionId(8)) == nullptr);
}

void TestFeed::wakesFromAnotherThread()
{
    Engine engine(m_clock, m_shelf);
    Feed feed(engine);
    QSignalSpy spy(&feed, &Feed::exchangesArrived);
    std::thread([&engine] { engine.exchanges().put(exchange(1)); }).join();
    QTRY_COMPARE(spy.size(), 1);
}

void TestFeed::leavesTheEngineWhenItGoes()
{
    Engine engine(m_clock, m_shelf);
    {
        const Feed feed(engine);
    }
    engine.exchanges().put(exchange(1));
    QCOMPARE(engine.exchanges().takeAll().size(), 1);
}

QTEST_MAIN(TestFeed)
#include "tst_feed.moc"
