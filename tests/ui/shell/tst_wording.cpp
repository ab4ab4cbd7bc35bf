#include "ui/wording/forms.h"
#include "ui/wording/wording.h"

#include <QTest>
#include <QTimeZone>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Instant Now = Instant(1000s);

/// 14:31:36 on 19 November 2025 in UTC; the tests run in that zone.
constexpr WallTime wall(std::chrono::seconds more = 0s)
{
    return WallTime(std::chrono::seconds(1763562696) + more);
}

WindowState minute(qint64 remaining)
{
    WindowState window;
    window.policy.name = u"minute"_s;
    window.policy.limit = 100;
    window.policy.window = 1min;
    window.remaining = remaining;
    window.remainingSource = Source::Headers;
    window.resetAt = Now + 24s;
    window.resetAtWall = wall(24s);
    return window;
}

ConnectionState standing(Standing what)
{
    ConnectionState state;
    state.standing = what;
    state.standingSince = Now - 7min;
    state.startedWall = wall(-2h);
    state.windows = {minute(72)};
    state.tightest = 0;
    return state;
}

} // namespace

class TestWording final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("TZ", "UTC"); }
    void namesDurations_data();
    void namesDurations();
    void countsDown();
    void groupsCounts();
    void shortensOnlyOnAxes();
    void writesSharesAndRates();
    void writesSizes();
    void writesChangesWithATrueMinus();
    void speaksOfOneCallInTheSingular();
    void tellsTheTimeOfDay();
    void labelsWindows();
    void saysWhenAWindowResets();
    void judgesInOneSentence_data();
    void judgesInOneSentence();
    void keepsARowShort();
    void tellsWhatHappened();
    void wordsEveryFailure();
    void offersWhatHelps();
};

void TestWording::namesDurations_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("milliseconds") << qint64{412} << u"412 ms"_s;
    QTest::newRow("tenths") << qint64{2400} << u"2.4 s"_s;
    QTest::newRow("whole below ten") << qint64{2000} << u"2 s"_s;
    QTest::newRow("rounded up to ten") << qint64{9960} << u"10 s"_s;
    QTest::newRow("seconds") << qint64{24'000} << u"24 s"_s;
    QTest::newRow("minutes") << qint64{250'000} << u"4 min 10 s"_s;
    QTest::newRow("whole minutes") << qint64{240'000} << u"4 min"_s;
    QTest::newRow("hours") << qint64{34'080'000} << u"9 h 28 min"_s;
    QTest::newRow("days") << qint64{259'200'000} << u"3 days"_s;
}

void TestWording::namesDurations()
{
    QFETCH(qint64, milliseconds);
    QTEST(Wording::duration(std::chrono::milliseconds(milliseconds)), "text");
}

void TestWording::countsDown()
{
    QCOMPARE(Wording::countdown(23'001ms), u"24 s"_s);
    QCOMPARE(Wording::countdown(-3s), u"0 s"_s);
    QCOMPARE(Wording::countdown(250s), u"4 min 10 s"_s);
}

void TestWording::groupsCounts()
{
    QCOMPARE(Wording::count(12'899), u"12,899"_s);
    QCOMPARE(Wording::count(0), u"0"_s);
    QCOMPARE(Wording::missing(), u"–"_s);
}

void TestWording::shortensOnlyOnAxes()
{
    QCOMPARE(Wording::axisCount(12'899), u"12.9 k"_s);
    QCOMPARE(Wording::axisCount(2000), u"2 k"_s);
    QCOMPARE(Wording::axisCount(900), u"900"_s);
}

void TestWording::writesSharesAndRates()
{
    QCOMPARE(Wording::share(0.42), u"42%"_s);
    QCOMPARE(Wording::share(0.004), u"under 1%"_s);
    QCOMPARE(Wording::share(0), u"0%"_s);
    QCOMPARE(Wording::share(1), u"100%"_s);
    QCOMPARE(Wording::share(0.997), u"over 99%"_s);
    QCOMPARE(Wording::rate(0.8), u"0.8 a second"_s);
    QCOMPARE(Wording::rate(9.96), u"10 a second"_s);
    QCOMPARE(Wording::rate(24.4), u"24 a second"_s);
}

void TestWording::writesSizes()
{
    QCOMPARE(Wording::size(840), u"840 B"_s);
    QCOMPARE(Wording::size(12 * 1024), u"12 KB"_s);
    QCOMPARE(Wording::size(2'411'724), u"2.3 MB"_s);
}

void TestWording::writesChangesWithATrueMinus()
{
    QCOMPARE(Wording::change(17), u"+17"_s);
    QCOMPARE(Wording::change(-3), u"−3"_s);
    QCOMPARE(Wording::changeShare(-0.94), u"−94%"_s);
}

void TestWording::speaksOfOneCallInTheSingular()
{
    QCOMPARE(Wording::calls(1), u"1 call"_s);
    QCOMPARE(Wording::calls(2234), u"2,234 calls"_s);
    QCOMPARE(Wording::clients(1), u"1 client"_s);
    Happening one;
    one.kind = Happening::Kind::CallsRefused;
    one.count = 1;
    QCOMPARE(Wording::title(one), u"1 call refused"_s);
}

void TestWording::tellsTheTimeOfDay()
{
    QCOMPARE(Wording::clock(wall()), u"14:31:36"_s);
    QCOMPARE(Wording::clockWithMilliseconds(wall() + 360ms), u"14:31:36.360"_s);
    QCOMPARE(Wording::date(wall()), u"19 Nov"_s);
}

void TestWording::labelsWindows()
{
    Policy policy;
    policy.limit = 100;
    policy.window = 1s;
    QCOMPARE(Wording::windowLabel(policy), u"Left in a second"_s);
    policy.window = 1min;
    QCOMPARE(Wording::windowLabel(policy), u"Left this minute"_s);
    QCOMPARE(Wording::limitLine(policy), u"100 a minute"_s);
    policy.window = 24h;
    QCOMPARE(Wording::windowLabel(policy), u"Left today"_s);
    policy.unit = Unit::People;
    QCOMPARE(Wording::windowLabel(policy), u"New people left"_s);
    QCOMPARE(Wording::perWindow(policy), u"People, 24 h"_s);
}

void TestWording::saysWhenAWindowResets()
{
    const WindowState window = minute(72);
    const Wording::Sentence line = Wording::resetLine(window, Now);
    QCOMPARE(line.text, u"Resets in 24 s  at 14:32:00"_s);
    QCOMPARE(line.text.mid(line.strongFrom, line.strongLength), u"Resets in 24 s"_s);

    WindowState second = minute(0);
    second.policy.window = 1s;
    second.policy.limit = 10;
    second.busiest = 31;
    QCOMPARE(Wording::resetLine(second, Now).text, u"31 calls tried in one second"_s);
    second.busiest = 3;
    QCOMPARE(Wording::resetLine(second, Now).text, u"Busiest second used 3"_s);
}

void TestWording::judgesInOneSentence_data()
{
    QTest::addColumn<ConnectionState>("state");
    QTest::addColumn<QString>("text");

    ConnectionState clear = standing(Standing::Clear);
    clear.lastRefusal = wall(-7min);
    clear.spareAtReset = 54;
    QTest::newRow("clear") << clear
                           << u"No calls refused since 14:24:36. At this pace the minute ends with "
                              "about 54 calls to spare."_s;
    clear.spareAtReset = 1;
    QTest::newRow("one to spare")
        << clear
        << u"No calls refused since 14:24:36. At this pace the minute ends with about 1 call to "
           "spare."_s;

    ConnectionState limited = standing(Standing::Limited);
    limited.refusedLastMinute = 59;
    limited.callsLastMinute = 138;
    limited.windows = {minute(0)};
    limited.windows[0].resetAt = Now + 6s;
    QTest::newRow("limited") << limited
                             << u"59 of 138 calls refused in the last minute. Nothing is left "
                                "until the reset in 6 s."_s;

    ConnectionState tight = standing(Standing::Tight);
    tight.windows = {minute(9)};
    tight.windows[0].resetAt = Now + 22s;
    tight.emptyIn = 7s;
    QTest::newRow("tight") << tight
                           << u"9 of 100 left, with 22 s to go. At this pace calls are refused in "
                              "about 7 s."_s;

    ConnectionState waiting = standing(Standing::Waiting);
    waiting.waitUntilWall = wall();
    QTest::newRow("waiting")
        << waiting << u"The gateway asked to wait until 14:31:36. Nothing was sent since."_s;

    ConnectionState off = standing(Standing::Off);
    off.trouble = Error{ErrorCode::NotFound, {}};
    QTest::newRow("not connected")
        << off << u"The gateway did not answer: name not found. Check the address."_s;

    QTest::newRow("key refused") << standing(Standing::KeyRefused)
                                 << u"The key was refused (401). Check that it belongs to this "
                                    "gateway."_s;
}

void TestWording::judgesInOneSentence()
{
    QFETCH(ConnectionState, state);
    QTEST(Wording::verdict(state, Now, wall()).text, "text");
}

void TestWording::keepsARowShort()
{
    ConnectionState state = standing(Standing::Clear);
    QCOMPARE(Wording::shortState(state, Now), u"72 left"_s);
    QCOMPARE(Wording::aside(state, Now), u"for 7 min"_s);
    state.standing = Standing::Quiet;
    state.lastCall = Now - 12min;
    QCOMPARE(Wording::shortState(state, Now), u"Quiet 12 min"_s);
    state.standing = Standing::Limited;
    QCOMPARE(Wording::shortState(state, Now), u"Limited"_s);
    QCOMPARE(Wording::spokenState(state), u"Being limited, 72 left this minute"_s);
}

void TestWording::tellsWhatHappened()
{
    const QList<WindowState> windows = {minute(0)};
    Happening happening;
    happening.kind = Happening::Kind::WindowUsedUp;
    happening.window = u"minute"_s;
    happening.wait = 7s;
    happening.foreign = 21;
    QCOMPARE(Wording::title(happening, windows), u"Minute used up"_s);
    QCOMPARE(Wording::detail(happening, windows),
             u"7 s before the reset. 21 of the 100 calls came from elsewhere."_s);

    happening.kind = Happening::Kind::RetriedEarly;
    happening.count = 23;
    happening.refused = 8;
    happening.wait = 2s;
    QCOMPARE(Wording::detail(happening, windows),
             u"23 retries sent inside the 2 s wait. 8 were refused again."_s);

    happening.kind = Happening::Kind::BusySecond;
    happening.repeats = 4;
    happening.repeatEvery = 30s;
    happening.repeatsSince = wall();
    QCOMPARE(Wording::detail(happening, windows), u"Same pattern every 30 s since 14:31:36."_s);
}

void TestWording::wordsEveryFailure()
{
    for (int code = 0; code <= static_cast<int>(ErrorCode::StorageFailed); ++code) {
        QVERIFY(!Wording::sentence(static_cast<ErrorCode>(code)).isEmpty());
    }
}

void TestWording::offersWhatHelps()
{
    ConnectionState state = standing(Standing::Off);
    state.spec.port = 8642;
    state.trouble = Error{ErrorCode::Busy, {}};
    const Wording::Trouble trouble = Wording::trouble(state);
    QCOMPARE(trouble.title, u"The proxy could not start."_s);
    QCOMPARE(trouble.detail, u"Port 8642 is used by another program."_s);
    QVERIFY(trouble.remedy == Wording::Trouble::Remedy::OtherPort);
    QCOMPARE(Wording::usePort(8643), u"Use 8643"_s);
}

QTEST_MAIN(TestWording)
#include "tst_wording.moc"
