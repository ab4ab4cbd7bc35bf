#include "app/faults.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestFaults final : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryFault();
    void leavesTheSettingsAloneWithoutAList();
    void refusesAWrongWord_data();
    void refusesAWrongWord();
    void readsLimitsOfTheProfilesWindows();
    void namesTheWindowsWhenALimitIsWrong();
};

namespace {

Policy window(const QString& name, qint64 limit, Duration span)
{
    Policy policy;
    policy.name = name;
    policy.limit = limit;
    policy.window = span;
    return policy;
}

} // namespace

void TestFaults::readsEveryFault()
{
    EmulatorSettings settings;
    QVERIFY(readFaults(u"latency=200ms,errors=0.05,shortest-wait=5s,limit-share=0.8,clock=-30s,"
                       "other=20,penalty,no-retry-after,no-headers,literal-wait"_s,
                       settings));
    QCOMPARE(settings.latency, Duration(200ms));
    QCOMPARE(settings.errorShare, 0.05);
    QCOMPARE(settings.shortestWait, Duration(5s));
    QCOMPARE(settings.realLimitShare, 0.8);
    QCOMPARE(settings.clockOffset, Duration(-30s));
    QCOMPARE(settings.otherPerMinute, 20.0);
    QVERIFY(settings.countsRefused);
    QVERIFY(!settings.sendsRetryAfter);
    QVERIFY(!settings.sendsLimitHeaders);
    QVERIFY(settings.literalWait);
}

void TestFaults::leavesTheSettingsAloneWithoutAList()
{
    EmulatorSettings settings;
    QVERIFY(readFaults({}, settings));
    QCOMPARE(settings, EmulatorSettings());
}

void TestFaults::refusesAWrongWord_data()
{
    QTest::addColumn<QString>("list");

    QTest::newRow("unknown") << u"dragons"_s;
    QTest::newRow("a share above one") << u"errors=2"_s;
    QTest::newRow("a limit share of zero") << u"limit-share=0"_s;
    QTest::newRow("no value") << u"latency"_s;
    QTest::newRow("a value too many") << u"penalty=yes"_s;
    QTest::newRow("a value that is no time") << u"latency=fast"_s;
    QTest::newRow("one good, one bad") << u"penalty,errors=x"_s;
}

void TestFaults::refusesAWrongWord()
{
    QFETCH(QString, list);
    EmulatorSettings settings;
    QVERIFY(!readFaults(list, settings));
}

void TestFaults::readsLimitsOfTheProfilesWindows()
{
    Profile profile;
    profile.windows = {window(u"second"_s, 10, 1s), window(u"minute"_s, 100, 60s)};
    const Result<QList<Policy>> limits = parseLimits({u"minute=1000"_s, u"second=0"_s}, profile);
    QVERIFY(limits);
    QCOMPARE(limits->size(), 2);
    QCOMPARE(limits->at(0).limit, 1'000);
    QCOMPARE(limits->at(0).window, Duration(60s));
    QCOMPARE(limits->at(0).source, Source::SetByUser);
    QCOMPARE(limits->at(1).limit, 0);
}

void TestFaults::namesTheWindowsWhenALimitIsWrong()
{
    Profile profile;
    profile.windows = {window(u"minute"_s, 100, 60s)};
    for (const QString& text : {u"hour=5"_s, u"minute"_s, u"minute=x"_s, u"minute=-1"_s}) {
        const Result<QList<Policy>> limits = parseLimits({text}, profile);
        QVERIFY(!limits);
        QVERIFY(limits.error().detail.contains("minute"_L1));
    }
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
