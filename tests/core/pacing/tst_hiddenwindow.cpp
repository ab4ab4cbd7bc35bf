#include "core/pacing/hiddenwindow.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

class TestHiddenWindow final : public QObject
{
    Q_OBJECT

private slots:
    void saysNothingWithoutARefusal();
    void waitsForASecondRefusal();
    void findsASecondBehindAMinute();
    void findsAnHour();
};

void TestHiddenWindow::saysNothingWithoutARefusal()
{
    HiddenWindow hidden;
    hidden.granted(Instant(1h));
    QVERIFY(!hidden.found());
}

void TestHiddenWindow::waitsForASecondRefusal()
{
    HiddenWindow hidden;
    hidden.granted(Instant(1h));
    hidden.refused(Instant(1h) + 100ms);
    QVERIFY(hidden.found());
    QCOMPARE(hidden.found()->refusals, 1);
    QVERIFY(!hidden.found()->window);
}

void TestHiddenWindow::findsASecondBehindAMinute()
{
    // Ten a second: bursts of ten go, the eleventh does not; three a second in between.
    HiddenWindow hidden;
    Instant now(1h);
    for (int round = 0; round < 5; ++round) {
        for (int number = 0; number < 10; ++number) {
            hidden.granted(now + number * 20ms);
        }
        hidden.refused(now + 210ms);
        now += 5s;
        for (int number = 0; number < 30; ++number) {
            hidden.granted(now);
            now += 300ms;
        }
        now += 2s;
    }
    const HiddenLimit found = *hidden.found();
    QCOMPARE(found.window, std::optional(Duration(1s)));
    QCOMPARE(found.least, 10);
    QCOMPARE(found.most, 10);
}

void TestHiddenWindow::findsAnHour()
{
    // 100 an hour, used up by two calls a minute; now and then a burst that goes through.
    HiddenWindow hidden;
    Instant now(1h);
    for (int hour = 0; hour < 2; ++hour) {
        for (int number = 0; number < 10; ++number) {
            hidden.granted(now + number * 10ms);
        }
        for (int number = 0; number < 90; ++number) {
            hidden.granted(now + 30s + number * 30s);
        }
        hidden.refused(now + 50min);
        now += 2h;
    }
    QCOMPARE(hidden.found()->window, std::optional(Duration(1h)));
    QCOMPARE(hidden.found()->most, 100);
}

QTEST_GUILESS_MAIN(TestHiddenWindow)
#include "tst_hiddenwindow.moc"
