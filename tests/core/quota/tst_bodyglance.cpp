#include "core/quota/bodyfacts.h"
#include "core/quota/bodyglance.h"

#include <QTest>

#include <random>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

/// A body that is not looked into holds nothing that a family could take for a limit.
class TestBodyGlance final : public QObject
{
    Q_OBJECT

private slots:
    void passesOverOrdinaryBodies();
    void seesWhatever_data();
    void seesWhatever();
    void overlooksNothingInAnyBody();
};

namespace {

/// What the families look for in an answer that succeeded, one fact at a time.
bool mayMatter(const BodyFact& fact)
{
    const auto has = [](const QString& text, std::initializer_list<QLatin1StringView> parts) {
        return std::any_of(parts.begin(), parts.end(),
                           [&](QLatin1StringView part) { return text.contains(part); });
    };
    const QString value = fact.value.toString().toLower();
    const bool isFlag = fact.value.isBool() && !fact.value.toBool();
    return has(fact.plainKey,
               {"remaining"_L1, "left"_L1, "available"_L1, "used"_L1, "usage"_L1, "count"_L1,
                "consumed"_L1, "error"_L1})
        || has(fact.parents, {"error"_L1, "fault"_L1}) || isFlag || value == u"error"_s
        || value == u"fail"_s || value == u"failed"_s || value == u"failure"_s
        || fact.value.toInt() == 429 || value == u"429"_s;
}

} // namespace

void TestBodyGlance::passesOverOrdinaryBodies()
{
    for (const char* const body :
         {"{\"data\": {\"id\": \"ct_17\", \"name\": \"Ay\xc5\x9f\", \"ok\": true}, \"n\": 428.9}",
          R"({"messages": [{"id": "wamid.HBgM"}], "messaging_product": "whatsapp"})", "[]", "OK",
          ""}) {
        QVERIFY2(!mayTellOfLimits(body), body);
    }
}

void TestBodyGlance::seesWhatever_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto row
        = [](const char* name, const char* body) { QTest::newRow(name) << QByteArray(body); };
    row("a count", R"({"rateLimit": {"limit": 10, "remaining": 4}})");
    row("letters apart", R"({"Re-Main_ing": 4, "limit": 10})");
    row("one word within another", R"({"calls_lefault": 1, "unleft": 2})");
    row("a failure with status 200", R"({"ok": false})");
    row("in capitals", R"({"ERROR": {"code": 4}})");
    row("a number of its own", R"({"code": 42.9e1})");
    row("behind an escape", R"({"\u0065rror": {"code": 4}})");
    row("a large letter of Turkish", "{\"a\xc4\xb0lable\": 1, \"ava\xc4\xb0lable\": 4}");
    row("a sign that is a letter", "{\"o\xe2\x84\xaa\": 1}");
}

void TestBodyGlance::seesWhatever()
{
    QFETCH(const QByteArray, body);
    QVERIFY(mayTellOfLimits(body));
}

void TestBodyGlance::overlooksNothingInAnyBody()
{
    constexpr int Rounds = 20'000;
    const QByteArrayList pieces{
        "er",      "ror",  "fa",       "il",       "ult",     "lse", "us",  "ed",  "age",
        "re",      "main", "ing",      "le",       "ft",      "co",  "unt", "42",  "9",
        "0.429e3", "av",   "ailable",  "con",      "sumed",   "x",   "_",   "-",   "A",
        "E",       "R",    "\xc4\xb0", "\xc3\xbc", "\\u0065", "\\n", " ",   "null"};
    std::mt19937 random(7);
    const auto roll = [&](qsizetype sides) {
        return static_cast<qsizetype>(random() % static_cast<unsigned>(sides));
    };
    const auto word = [&] {
        QByteArray text;
        for (qsizetype each = roll(4); each >= 0; --each) {
            text += pieces.at(roll(pieces.size()));
        }
        return QByteArray('"' + text + '"');
    };
    const QByteArrayList values{"false", "true", "429", "4290e-1", "1", "null", "{}", "\"failed\""};
    int passed = 0;
    for (int round = 0; round < Rounds; ++round) {
        QByteArray body = "{";
        for (qsizetype each = roll(4); each >= 0; --each) {
            const QByteArray inner = roll(3) > 0 ? values.at(roll(values.size())) : word();
            const QByteArray value
                = roll(3) > 0 ? inner : QByteArray('{' + word() + ": " + inner + '}');
            body += word() + ": " + value + (each > 0 ? ", " : "}");
        }
        if (mayTellOfLimits(body)) {
            continue;
        }
        ++passed;
        const QList<BodyFact> facts = bodyFacts(body);
        QVERIFY2(std::none_of(facts.begin(), facts.end(), mayMatter), body.constData());
    }
    QVERIFY(passed > Rounds / 20);
    QVERIFY(passed < Rounds);
}

QTEST_GUILESS_MAIN(TestBodyGlance)
#include "tst_bodyglance.moc"
