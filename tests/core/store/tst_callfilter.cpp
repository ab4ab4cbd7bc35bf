#include "core/store/callfilter.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestCallFilter final : public QObject
{
    Q_OBJECT

private slots:
    void readsTokens();
    void takesAllElseForText();
    void namesWhatItCannotRead_data();
    void namesWhatItCannotRead();
    void keepsWhatWasTypedOutOfTheStatement();
    void asksForTheCallsOfABurst();
    void asksForNothingWhenEmpty();
};

void TestCallFilter::readsTokens()
{
    const auto filter = readCallFilter(
        u"status:429 status:5xx status:0 path:/v1 method:post "
        "client:curl took:>500 took:<2s wait:>0 early:yes refused:yes to:+34600 burst:33"_s);
    QVERIFY2(filter.has_value(), filter ? "" : qPrintable(filter.error().detail));
    QCOMPARE(filter->statuses, (QList<CallFilter::Statuses>{{429, 429}, {500, 599}, {0, 0}}));
    QCOMPARE(filter->path, u"/v1"_s);
    QCOMPARE(filter->method, u"post"_s);
    QCOMPARE(filter->client, u"curl"_s);
    QCOMPARE(filter->tookOver, Duration(500ms));
    QCOMPARE(filter->tookUnder, Duration(2s));
    QCOMPARE(filter->waitOver, Duration(0));
    QCOMPARE(filter->isEarly, std::optional(true));
    QVERIFY(filter->isRefused);
    QCOMPARE(filter->to, u"+34600"_s);
    QCOMPARE(filter->burst, std::optional(33));
}

void TestCallFilter::takesAllElseForText()
{
    const auto filter = readCallFilter(u"  contacts  http://x status:500-503 "_s);
    QCOMPARE(filter->text, u"contacts http://x"_s);
    QCOMPARE(filter->statuses, (QList<CallFilter::Statuses>{{500, 503}}));
}

void TestCallFilter::namesWhatItCannotRead_data()
{
    QTest::addColumn<QString>("token");
    for (const char* token :
         {"status:abc", "status:9-1", "status:1-2-3", "took:500", "took:>soon", "early:maybe",
          "wait:<3", "path:", "status:-5", "burst:0", "burst:x", "to:"}) {
        QTest::addRow("%s", token) << QString::fromLatin1(token);
    }
}

void TestCallFilter::namesWhatItCannotRead()
{
    QFETCH(const QString, token);
    const auto filter = readCallFilter(u"text "_s + token);
    QVERIFY(!filter.has_value());
    QCOMPARE(filter.error().detail, token);
}

void TestCallFilter::keepsWhatWasTypedOutOfTheStatement()
{
    CallFilter filter;
    filter.text = u"'; DROP TABLE call; --%_\\"_s;
    const CallCondition condition = conditionOf(filter);
    QVERIFY(!condition.sql.contains("DROP"));
    QCOMPARE(condition.texts, (QList<QString>{u"%'; DROP TABLE call; --\\%\\_\\\\%"_s}));
}

void TestCallFilter::asksForTheCallsOfABurst()
{
    CallFilter filter = *readCallFilter(u"burst:2"_s);
    QCOMPARE(conditionOf(filter).sql, "0"); // no call alone tells its burst
    filter.among = QList{ExchangeId(7), ExchangeId(9)};
    QCOMPARE(conditionOf(filter).sql, "call.id IN (7,9)");
    filter.among->clear();
    QCOMPARE(conditionOf(filter).sql, "call.id IN ()");
}

void TestCallFilter::asksForNothingWhenEmpty()
{
    QCOMPARE(conditionOf({}).sql, "1");
    QVERIFY(CallFilter().isEmpty());
    QVERIFY(readCallFilter(u"  "_s)->isEmpty());
}

QTEST_GUILESS_MAIN(TestCallFilter)
#include "tst_callfilter.moc"
