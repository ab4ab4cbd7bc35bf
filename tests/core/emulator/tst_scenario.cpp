#include "core/emulator/drawing.h"
#include "core/emulator/scenario.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <numeric>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

QList<DrawnStep> drawn(const QString& id)
{
    const Scenario scenario = *findScenario(id);
    return drawScenario(scenario, *ProfileShelf::builtIn().find(scenario.gateway.profileId));
}

DrawnStep total(const QList<DrawnStep>& steps)
{
    DrawnStep sum;
    for (const DrawnStep& step : steps) {
        sum.allowed += step.allowed;
        sum.refused += step.refused;
        sum.other += step.other;
    }
    return sum;
}

const QByteArray Least = "id = \"x\"\nname = \"X\"\nsentence = \"Y.\"\nagent = \"z/1\"\n";
const QByteArray LeastActivity = "[[activity]]\nevery_seconds = 1\n[[activity.call]]\n"
                                 "method = \"GET\"\npath = \"/x\"\n";

} // namespace

class TestScenario final : public QObject
{
    Q_OBJECT

private slots:
    void bringsTheSixOfThePage();
    void readsTheLeastThereMayBe();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void drawsACalmClientWithoutRefusals();
    void drawsBurstsOverTheLimit();
    void drawsRetriesInsideTheWait();
    void drawsThePollingEvenly();
    void drawsTheSecondProgram();
    void drawsTheLimitThatChanges();
    void drawsTheSameEachTime();
};

void TestScenario::bringsTheSixOfThePage()
{
    QStringList ids;
    QSet<QString> names;
    for (const Scenario& scenario : builtInScenarios()) {
        ids.append(scenario.id);
        names.insert(scenario.name);
        QVERIFY(scenario.sentence.endsWith(u'.'));
        QVERIFY(ProfileShelf::builtIn().find(scenario.gateway.profileId));
        QVERIFY(!scenario.actor.agent.isEmpty());
        QCOMPARE(drawn(scenario.id).size(), scenario.drawing.steps);
    }
    QCOMPARE(ids,
             (QStringList{u"calm"_s, u"bursts"_s, u"ignores-wait"_s, u"polls-too-often"_s,
                          u"shared-key"_s, u"limit-changed"_s}));
    QCOMPARE(names.size(), 6);
    QCOMPARE(findScenario(u"bursts"_s)->sentence, u"Everything at once, every 30 s."_s);
    QVERIFY(!findScenario(u"nothing"_s));
}

void TestScenario::readsTheLeastThereMayBe()
{
    const Result<Scenario> scenario = readScenario(Least + LeastActivity, u"x.toml"_s);
    QVERIFY2(scenario.has_value(), scenario ? "" : qPrintable(scenario.error().detail));
    QCOMPARE(scenario->gateway, EmulatorSettings());
    QCOMPARE(scenario->actor.activities.size(), 1);
    QCOMPARE(scenario->actor.activities.first().every, Duration(1s));
}

void TestScenario::saysWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QString>("says");
    QTest::newRow("no TOML") << QByteArray("id = ") << u"x.toml:1"_s;
    QTest::newRow("no activity") << Least << u"activity"_s;
    QTest::newRow("unknown key") << Least + "colour = 1\n" + LeastActivity << u"colour"_s;
    QTest::newRow("unknown answer to a refusal")
        << Least + LeastActivity.left(31) + "refused = \"cry\"\n" + LeastActivity.mid(31)
        << u"refused"_s;
    QTest::newRow("share above one")
        << Least + "[gateway]\nerror_share = 2.0\n" + LeastActivity << u"error_share"_s;
    QTest::newRow("path without slash")
        << Least + QByteArray(LeastActivity).replace("/x", "x") << u"slash"_s;
}

void TestScenario::saysWhatIsWrong()
{
    QFETCH(QByteArray, toml);
    QFETCH(QString, says);
    const Result<Scenario> scenario = readScenario(toml, u"x.toml"_s);
    QVERIFY(!scenario);
    QVERIFY2(scenario.error().detail.contains(says), qPrintable(scenario.error().detail));
}

void TestScenario::drawsACalmClientWithoutRefusals()
{
    const QList<DrawnStep> steps = drawn(u"calm"_s);
    const DrawnStep sum = total(steps);
    QCOMPARE(sum.refused, 0);
    QCOMPARE(sum.other, 0);
    const double perSecond = sum.allowed / 80.0;
    QVERIFY2(perSecond > 0.6 && perSecond < 1.3, qPrintable(QString::number(perSecond)));
}

void TestScenario::drawsBurstsOverTheLimit()
{
    const QList<DrawnStep> steps = drawn(u"bursts"_s);
    int bursts = 0;
    for (const DrawnStep& step : steps) {
        QCOMPARE(step.limit, 10.0);
        QVERIFY(step.allowed + step.other <= 10);
        bursts += step.allowed + step.refused > 15 ? 1 : 0;
    }
    QCOMPARE(bursts, 3); // 15 s, 45 s and 75 s after the begin of the drawing, from 15 s on
    const DrawnStep sum = total(steps);
    QVERIFY(sum.refused > 30);
    QVERIFY(sum.other > 15);
}

void TestScenario::drawsRetriesInsideTheWait()
{
    const QList<DrawnStep> steps = drawn(u"ignores-wait"_s);
    const auto ignored = std::count_if(steps.begin(), steps.end(), [](const DrawnStep& step) {
        return step.isAskedToWait && step.refused > 0;
    });
    QVERIFY(ignored > 5);
    QVERIFY(total(steps).refused > 40);
}

void TestScenario::drawsThePollingEvenly()
{
    for (const DrawnStep& step : drawn(u"polls-too-often"_s)) {
        QVERIFY(step.allowed + step.refused >= 1 && step.allowed + step.refused <= 3);
    }
    QVERIFY(total(drawn(u"polls-too-often"_s)).allowed >= 78);
}

void TestScenario::drawsTheSecondProgram()
{
    const DrawnStep sum = total(drawn(u"shared-key"_s)); // 120 s
    QVERIFY2(sum.allowed > 70 && sum.allowed < 90, qPrintable(QString::number(sum.allowed)));
    QVERIFY2(sum.other > 40 && sum.other < 52, qPrintable(QString::number(sum.other)));
    QCOMPARE(sum.refused, 0);
}

void TestScenario::drawsTheLimitThatChanges()
{
    const QList<DrawnStep> steps = drawn(u"limit-changed"_s); // 3 s each
    QCOMPARE(steps.first().limit, 5.0); // 100 a minute
    QCOMPARE(steps.last().limit, 3.0); // 60 a minute
    QCOMPARE(total(steps.first(20)).refused, 0);
    QVERIFY(total(steps.sliced(20)).refused > 5);
}

void TestScenario::drawsTheSameEachTime()
{
    for (const Scenario& scenario : builtInScenarios()) {
        QCOMPARE(drawn(scenario.id), drawn(scenario.id));
    }
}

QTEST_GUILESS_MAIN(TestScenario)
#include "tst_scenario.moc"
