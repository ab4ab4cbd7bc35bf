#include "core/quota/tracker.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const Instant t0{10'000s};
const WallTime w0{1'700'000'000s};

Policy window(const QString& name, qint64 limit, Duration length, bool inHeaders)
{
    Policy policy;
    policy.name = name;
    policy.limit = limit;
    policy.window = length;
    policy.inHeaders = inHeaders;
    return policy;
}

/// AIsoule: ten a second that no header shows, a hundred a minute.
QList<Policy> aisoule()
{
    return {window(u"second"_s, 10, 1s, false), window(u"minute"_s, 100, 60s, true)};
}

/// Connexease: both windows in the headers, no reset.
QList<Policy> connexease()
{
    return {window(u"second"_s, 100, 1s, true), window(u"minute"_s, 1000, 60s, true)};
}

/// What the unnamed triple says: so many left, reset in so long.
Reading triple(double left, Duration resetIn, double limit = 100)
{
    WindowReading stated;
    stated.name = u"default"_s;
    stated.limit = limit;
    stated.remaining = left;
    stated.resetIn = resetIn;
    stated.fields = {"X-RateLimit-Remaining"};
    Reading reading;
    reading.windows = {stated};
    return reading;
}

Reading named(const QString& name, Duration length, double limit, double left)
{
    WindowReading stated;
    stated.name = name;
    stated.window = length;
    stated.limit = limit;
    stated.remaining = left;
    Reading reading;
    reading.windows = {stated};
    return reading;
}

/// Tells the tracker of a call that takes 50 ms.
void call(Tracker& tracker, Instant sent, const Reading& reading)
{
    tracker.departed("/messages/send", sent);
    tracker.answered("/messages/send", reading, sent, sent + 50ms, w0 + (sent - t0) + 50ms);
}

WindowState stateOf(const Tracker& tracker, const QString& name, Instant now)
{
    for (const WindowState& state : tracker.states(now)) {
        if (state.policy.name == name) {
            return state;
        }
    }
    return {};
}

} // namespace

class TestTracker final : public QObject
{
    Q_OBJECT

private slots:
    void countsTheBusiestSecondAsBruteForceWould();
    void staysFastWithManyCalls();
    void doesNotGuessAWindowThatHeadersWillShow();
    void takesTheUnnamedHeadersForTheHeaderWindow();
    void keepsTheLowestOfAnswersOutOfOrder();
    void ignoresALateAnswerOfTheWindowBefore();
    void refillsAtTheResetAndSaysWhoSaysSo();
    void replacesTheDocumentedLimitByTheStatedOne();
    void keepsALimitThatAPersonSet();
    void provesAHiddenWindowByARefusal();
    void blamesTheShownWindowWhenItIsUsedUp();
    void leavesTheWindowsAloneWhenMetaRefuses();
    void tellsLowestAndBusiestOfAShortWindow();
    void worksOutAResetThatNoHeaderTells();
    void learnsTheResetFromWindowsThatStartOver();
    void countsWhatOthersSpend();
    void neverCountsOwnCallsAsForeign();
    void givesRollingWindowsTheNextReturn();
    void countsFurtherQuotasOnlyWhenTold();
    void learnsTheWindowsOfAnUnknownGateway();
    void keepsWhatItKnowsUnderNewWindows();
    void listsWhatAnAnswerLeft();
    void toldInAnyOrderStaysWithinItsBounds();
};

void TestTracker::doesNotGuessAWindowThatHeadersWillShow()
{
    const Tracker tracker(aisoule(), u"minute"_s);
    QVERIFY(!stateOf(tracker, u"minute"_s, t0).remaining);
    QVERIFY(stateOf(tracker, u"minute"_s, t0).remainingSource == Source::Unknown);
    QCOMPARE(stateOf(tracker, u"second"_s, t0).remaining, std::optional<qint64>(10));
    QVERIFY(stateOf(tracker, u"second"_s, t0).limitSource == Source::Docs);
}

void TestTracker::takesTheUnnamedHeadersForTheHeaderWindow()
{
    Tracker tracker(aisoule(), u"minute"_s);
    call(tracker, t0, triple(87, 30s));
    const WindowState state = stateOf(tracker, u"minute"_s, t0 + 1s);
    QCOMPARE(state.remaining, std::optional<qint64>(87));
    QVERIFY(state.remainingSource == Source::Headers);
    QVERIFY(state.limitSource == Source::Headers);
    QCOMPARE(state.field, "X-RateLimit-Remaining");
    QCOMPARE(state.asOf, std::optional(t0 + 50ms));
    QCOMPARE(state.resetAt, std::optional(t0 + 50ms + 30s));
    QVERIFY(!state.resetIsAbout);
}

void TestTracker::keepsTheLowestOfAnswersOutOfOrder()
{
    Tracker tracker(aisoule(), u"minute"_s);
    tracker.departed("/a", t0);
    tracker.departed("/a", t0 + 1ms);
    tracker.answered("/a", triple(50, 30s), t0 + 1ms, t0 + 40ms, w0); // 50
    tracker.answered("/a", triple(51, 30s), t0, t0 + 60ms, w0); // earlier call: still 50
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 1s).remaining, std::optional<qint64>(50));
}

void TestTracker::ignoresALateAnswerOfTheWindowBefore()
{
    Tracker tracker(aisoule(), u"minute"_s);
    call(tracker, t0, triple(3, 1s)); // 3, resets at 1.05 s
    tracker.departed("/a", t0 + 900ms);
    call(tracker, t0 + 1200ms, triple(99, 60s)); // the new window
    tracker.answered("/a", triple(2, 0s), t0 + 900ms, t0 + 1300ms, w0); // of the old one
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 2s).remaining, std::optional<qint64>(99));
}

void TestTracker::refillsAtTheResetAndSaysWhoSaysSo()
{
    Tracker tracker(aisoule(), u"minute"_s);
    call(tracker, t0, triple(0, 10s)); // 0 until t0 + 10.05 s
    const Instant reset = t0 + 50ms + 10s;
    QCOMPARE(stateOf(tracker, u"minute"_s, reset - 1ms).remaining, std::optional<qint64>(0));

    const WindowState just = stateOf(tracker, u"minute"_s, reset);
    QCOMPARE(just.remaining, std::optional<qint64>(100)); // 0 -> 100
    QVERIFY(just.remainingSource == Source::Headers);
    QVERIFY(just.resetIsAbout);
    QCOMPARE(just.resetAt, std::optional(reset + 60s));

    QVERIFY(stateOf(tracker, u"minute"_s, reset + 2s).remainingSource == Source::WorkedOut);
    tracker.departed("/a", reset + 3s); // 100 -> 99
    QCOMPARE(stateOf(tracker, u"minute"_s, reset + 4s).remaining, std::optional<qint64>(99));
    call(tracker, reset + 5s, triple(98, 55s));
    QVERIFY(stateOf(tracker, u"minute"_s, reset + 6s).remainingSource == Source::Headers);
}

void TestTracker::replacesTheDocumentedLimitByTheStatedOne()
{
    Tracker tracker(aisoule(), u"minute"_s);
    call(tracker, t0, triple(399, 30s, 400));
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 1s).policy.limit, 400);
    QVERIFY(stateOf(tracker, u"minute"_s, t0 + 1s).limitSource == Source::Headers);
}

void TestTracker::keepsALimitThatAPersonSet()
{
    QList<Policy> windows = aisoule();
    windows.last().limit = 50;
    windows.last().source = Source::SetByUser;
    Tracker tracker(windows, u"minute"_s);
    call(tracker, t0, triple(30, 30s, 100));
    const WindowState state = stateOf(tracker, u"minute"_s, t0 + 1s);
    QCOMPARE(state.policy.limit, 50);
    QCOMPARE(state.remaining, std::optional<qint64>(30));
    QVERIFY(state.limitSource == Source::SetByUser);
}

void TestTracker::provesAHiddenWindowByARefusal()
{
    Tracker tracker(aisoule(), u"minute"_s);
    for (int i = 0; i < 10; ++i) {
        call(tracker, t0 + i * 10ms, triple(99 - i, 30s));
    }
    Reading refusal;
    refusal.isRateLimited = true;
    refusal.retryAfter = 30s;
    call(tracker, t0 + 110ms, refusal);
    const WindowState second = stateOf(tracker, u"second"_s, t0 + 200ms);
    QCOMPARE(second.refusalSeen, std::optional(w0 + 160ms));
    QCOMPARE(second.remaining, std::optional<qint64>(0));
    QCOMPARE(second.busiest, 11);
    QVERIFY(second.busiestWasRefused);
    QCOMPARE(second.lowest, std::optional<qint64>(0));
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 200ms).remaining, std::optional<qint64>(90));
    QCOMPARE(stateOf(tracker, u"second"_s, t0 + 3s).remaining, std::optional<qint64>(10));
}

void TestTracker::blamesTheShownWindowWhenItIsUsedUp()
{
    Tracker tracker(aisoule(), u"minute"_s);
    call(tracker, t0, triple(0, 30s));
    Reading refusal;
    refusal.isRateLimited = true;
    call(tracker, t0 + 1s, refusal);
    QVERIFY(!stateOf(tracker, u"second"_s, t0 + 2s).refusalSeen);
}

void TestTracker::leavesTheWindowsAloneWhenMetaRefuses()
{
    Tracker tracker(aisoule(), u"minute"_s);
    call(tracker, t0, triple(90, 30s));
    Reading refusal;
    refusal.isRateLimited = true;
    refusal.scope = u"pair"_s;
    refusal.hitWindow = u"pair"_s;
    call(tracker, t0 + 1s, refusal);
    QVERIFY(!stateOf(tracker, u"second"_s, t0 + 2s).refusalSeen);
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 2s).remaining, std::optional<qint64>(90));
}

void TestTracker::tellsLowestAndBusiestOfAShortWindow()
{
    Tracker tracker(connexease(), u"minute"_s);
    call(tracker, t0, named(u"second"_s, 1s, 100, 62));
    call(tracker, t0 + 1500ms, named(u"second"_s, 1s, 100, 99));
    call(tracker, t0 + 1600ms, named(u"second"_s, 1s, 100, 98));
    const WindowState state = stateOf(tracker, u"second"_s, t0 + 2s);
    QCOMPARE(state.lowest, std::optional<qint64>(62)); // somebody else was busy
    QCOMPARE(state.busiest, 2);
    QVERIFY(!state.busiestWasRefused);
    QCOMPARE(stateOf(tracker, u"second"_s, t0 + 70s).busiest, 0); // a minute later all is forgotten
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 2s).lowest, std::optional<qint64>()); // not short
}

void TestTracker::worksOutAResetThatNoHeaderTells()
{
    Tracker tracker(connexease(), u"minute"_s);
    call(tracker, t0, named(u"minute"_s, 60s, 1000, 999)); // one used: ours, at t0
    call(tracker, t0 + 5s, named(u"minute"_s, 60s, 1000, 998));
    const WindowState state = stateOf(tracker, u"minute"_s, t0 + 6s);
    QCOMPARE(state.resetAt, std::optional(t0 + 60s));
    QVERIFY(state.resetIsAbout);
    QVERIFY(state.remainingSource == Source::Headers);
}

void TestTracker::learnsTheResetFromWindowsThatStartOver()
{
    Tracker tracker(connexease(), u"minute"_s);
    call(tracker, t0, named(u"minute"_s, 60s, 1000, 500));
    call(tracker, t0 + 20s, named(u"minute"_s, 60s, 1000, 999)); // it started over before this
    call(tracker, t0 + 30s, named(u"minute"_s, 60s, 1000, 998));
    const WindowState state = stateOf(tracker, u"minute"_s, t0 + 31s);
    QCOMPARE(state.resetAt, std::optional(t0 + 20s + 50ms + 60s));
    QVERIFY(state.resetIsAbout);
}

void TestTracker::countsWhatOthersSpend()
{
    Tracker tracker(aisoule(), u"minute"_s);
    call(tracker, t0, triple(80, 30s)); // who used the 20 is not known
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 1s).foreign, 0);
    call(tracker, t0 + 1s, triple(74, 29s)); // 80 -> 74: one ours, five from elsewhere
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 2s).foreign, 5);
    call(tracker, t0 + 35s, triple(92, 55s)); // a new window: one ours, seven from elsewhere
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 36s).foreign, 7);
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 100s).foreign, 0); // that window is over
}

void TestTracker::neverCountsOwnCallsAsForeign()
{
    Tracker tracker(aisoule(), u"minute"_s);
    for (int i = 0; i < 250; ++i) { // one every 0.5 s, windows from t0 on
        const Instant at = t0 + i * 500ms;
        const Duration into = (at - t0) % Duration(60s);
        call(tracker, at,
             triple(100 - 1 - static_cast<double>(into / Duration(500ms)) + 0, 60s - into));
        QCOMPARE(stateOf(tracker, u"minute"_s, at + 100ms).foreign, 0);
    }
}

void TestTracker::givesRollingWindowsTheNextReturn()
{
    QList<Policy> windows = connexease();
    windows.last().algorithm = Algorithm::Sliding;
    Tracker tracker(windows, u"minute"_s);
    call(tracker, t0, named(u"minute"_s, 60s, 1000, 900));
    call(tracker, t0 + 5s, named(u"minute"_s, 60s, 1000, 899));
    const WindowState state = stateOf(tracker, u"minute"_s, t0 + 6s);
    QVERIFY(state.isRolling);
    QCOMPARE(state.resetAt, std::optional(t0 + 60s));
}

void TestTracker::countsFurtherQuotasOnlyWhenTold()
{
    QList<Policy> windows = aisoule();
    Policy people = window(u"people"_s, 250, 24h, false);
    people.unit = Unit::People;
    people.algorithm = Algorithm::Sliding;
    windows.append(people);
    Tracker tracker(windows, u"minute"_s);
    call(tracker, t0, triple(99, 30s));
    QVERIFY(!stateOf(tracker, u"people"_s, t0 + 1s).remaining);
    tracker.spent(u"people"_s, 3, t0 + 2s); // 250 -> 247
    QCOMPARE(stateOf(tracker, u"people"_s, t0 + 3s).remaining, std::optional<qint64>(247));
    QVERIFY(stateOf(tracker, u"people"_s, t0 + 3s).isRolling);
    QCOMPARE(stateOf(tracker, u"people"_s, t0 + 3s).resetAt, std::optional(t0 + 2s + 24h));
}

void TestTracker::learnsTheWindowsOfAnUnknownGateway()
{
    Tracker tracker;
    call(tracker, t0, triple(4999, 20min, 5000));
    const QList<WindowState> states = tracker.states(t0 + 1s);
    QCOMPARE(states.size(), 1);
    QCOMPARE(states.first().policy.window, Duration(1h)); // the shortest usual one that fits
    QCOMPARE(states.first().remaining, std::optional<qint64>(4999));
    QVERIFY(states.first().limitSource == Source::Headers);
}

void TestTracker::keepsWhatItKnowsUnderNewWindows()
{
    Tracker tracker(aisoule(), u"minute"_s);
    call(tracker, t0, triple(87, 30s));
    tracker.setWindows({window(u"minute"_s, 200, 60s, true)});
    QCOMPARE(tracker.states(t0 + 1s).size(), 1);
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 1s).remaining, std::optional<qint64>(87));
    QCOMPARE(stateOf(tracker, u"minute"_s, t0 + 1s).policy.limit, 100); // as the headers say
}

void TestTracker::listsWhatAnAnswerLeft()
{
    Tracker tracker(aisoule(), u"minute"_s);
    call(tracker, t0, triple(87, 30s));
    QCOMPARE(tracker.readingLeft("/messages/send", t0 + 50ms),
             (QList<LeftAfter>{{u"second"_s, 9, 10}, {u"minute"_s, 87, 100}}));
}

void TestTracker::toldInAnyOrderStaysWithinItsBounds()
{
    for (int shift = 0; shift < 20; ++shift) {
        Tracker tracker(aisoule(), u"minute"_s);
        for (int i = 0; i < 300; ++i) {
            const int odd = (i * 7919 + shift * 104'729) % 1000;
            const Instant sent = t0 + i * 137ms;
            tracker.departed("/a", sent);
            tracker.answered("/a", triple(odd - 100, std::chrono::milliseconds(odd * 90 - 9000)),
                             sent - std::chrono::milliseconds(odd), sent + 20ms, w0);
            for (const WindowState& state : tracker.states(sent + 30ms)) {
                QVERIFY(!state.remaining
                        || (*state.remaining >= 0 && *state.remaining <= state.policy.limit));
                QVERIFY(state.foreign >= 0 && state.busiest >= 0);
                QVERIFY(!state.lowest || *state.lowest >= 0);
                QVERIFY(!state.resetAt || *state.resetAt > sent);
            }
        }
    }
}

void TestTracker::countsTheBusiestSecondAsBruteForceWould()
{
    Tracker tracker(aisoule(), u"minute"_s);
    std::vector<std::pair<Instant, bool>> calls; // when, and whether it was refused
    quint32 seed = 4711;
    const auto next = [&seed](quint32 most) {
        seed = seed * 1664525 + 1013904223;
        return (seed >> 8) % most;
    };
    Instant now = t0;
    for (int number = 0; number < 1500; ++number) {
        // Bursts at one instant, gaps longer than a window, and now and then a quiet minute.
        now += std::chrono::milliseconds(next(3) == 0 ? 0 : next(50) == 0 ? 9000 : next(400));
        now += next(800) == 0 ? Duration(70s) : Duration::zero();
        const bool isRefused = next(9) == 0;
        tracker.departed("/", now);
        Reading reading;
        reading.isRateLimited = isRefused;
        reading.hitWindow = isRefused ? u"second"_s : QString();
        calls.emplace_back(now, isRefused);
        tracker.answered("/", reading, now, now, w0 + (now - t0));

        qint64 busiest = 0;
        bool wasRefused = false;
        const std::size_t begin = calls.size() > 1000 ? calls.size() - 1000 : 0;
        for (std::size_t last = begin; last < calls.size(); ++last) {
            if (calls[last].first <= now - 60s) {
                continue;
            }
            qint64 units = 0;
            bool isBad = false;
            for (std::size_t at = last + 1; at-- > 0 && calls[at].first > calls[last].first - 1s;) {
                ++units;
                isBad = isBad || calls[at].second;
            }
            wasRefused = units > busiest ? isBad : wasRefused || (units == busiest && isBad);
            busiest = std::max(busiest, units);
        }
        const WindowState state = stateOf(tracker, u"second"_s, now);
        QCOMPARE(state.busiest, busiest);
        QCOMPARE(state.busiestWasRefused, wasRefused);
    }
}

void TestTracker::staysFastWithManyCalls()
{
    // A thousand calls a second for a minute and more: each is told, answered and asked about.
    Tracker tracker(
        {window(u"second"_s, 10'000, 1s, false), window(u"day"_s, 1'000'000, 24h, false)}, {});
    QElapsedTimer timer;
    timer.start();
    Instant now = t0;
    for (int number = 0; number < 90'000; ++number) {
        now += 1ms;
        tracker.departed("/", now);
        tracker.answered("/", {}, now, now, w0 + (now - t0));
        if (number % 10 == 0) {
            QCOMPARE(tracker.states(now).size(), 2);
        }
    }
    // Walking through the calls of a minute for each answer takes minutes.
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestTracker)
#include "tst_tracker.moc"
