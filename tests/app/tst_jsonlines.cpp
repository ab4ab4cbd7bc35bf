#include "app/jsonlines.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestJsonLines final : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatExplainReadsAgain();
    void keepsTheBodyOfARefusalOnly();
    void tellsBodiesApartWithoutTellingThem();
    void writesNullForWhatWasNotStated();
    void hidesPhoneNumbers_data();
    void hidesPhoneNumbers();
};

namespace {

Exchange exchangeOf(int status, const QByteArray& body)
{
    Exchange exchange;
    exchange.id = ExchangeId(7);
    exchange.request = {"POST", "/messages/send?to=%2B919876543210", 1, {}};
    exchange.response.status = status;
    exchange.response.headers = {{"X-RateLimit-Limit", "100"}, {"X-RateLimit-Reset", "1716984000"}};
    exchange.responseBody.head = body;
    exchange.responseBody.size = body.size();
    exchange.reading.isRateLimited = status == 429;
    exchange.arrivedWall = WallTime(1'716'983'970s);
    exchange.held = 250ms;
    exchange.took = 500ms;
    return exchange;
}

} // namespace

void TestJsonLines::saysWhatExplainReadsAgain()
{
    const QJsonObject json = toJson(exchangeOf(429, R"({"message": "wait"})"));
    QCOMPARE(json.value(u"id"_s).toInt(), 7);
    QCOMPARE(json.value(u"status"_s).toInt(), 429);
    QCOMPARE(json.value(u"header_lines"_s).toArray().at(1).toString(),
             u"X-RateLimit-Reset: 1716984000"_s);
    QCOMPARE(json.value(u"body"_s).toString(), u"{\"message\": \"wait\"}"_s);
    QCOMPARE(json.value(u"received_at"_s).toDouble(), 1'716'983'970.75);
    QCOMPARE(json.value(u"held_seconds"_s).toDouble(), 0.25);
    QVERIFY(!json.value(u"target"_s).toString().contains("9876543210"_L1));
}

void TestJsonLines::keepsTheBodyOfARefusalOnly()
{
    const QJsonObject json = toJson(exchangeOf(200, "what the customer wrote"));
    QCOMPARE(json.value(u"body"_s).toString(), QString());
    QCOMPARE(json.value(u"response_bytes"_s).toInt(), 23);
}

void TestJsonLines::tellsBodiesApartWithoutTellingThem()
{
    Exchange exchange = exchangeOf(200, "an answer");
    exchange.requestBody.size = 30;
    exchange.requestBody.sha256 = QByteArray(32, 'k');
    QCOMPARE(toJson(exchange).value(u"request_digest"_s).toString(), u"6b6b6b"_s);
    QCOMPARE(toJson(exchange).value(u"response_digest"_s).toString(), QString());
}

void TestJsonLines::writesNullForWhatWasNotStated()
{
    WindowReading minute;
    minute.name = u"minute"_s;
    minute.limit = 100;
    Reading reading;
    reading.windows = {minute};
    const QJsonObject window = windowsToJson(reading).at(0).toObject();
    QCOMPARE(window.value(u"limit"_s).toInt(), 100);
    QVERIFY(window.value(u"remaining"_s).isNull());
    QVERIFY(window.value(u"unit"_s).isNull());
    QVERIFY(window.value(u"reset_seconds_from_now"_s).isNull());
}

void TestJsonLines::hidesPhoneNumbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");

    QTest::newRow("with a plus") << u"to +919876543210."_s << u"to •••10."_s;
    QTest::newRow("percent-encoded") << u"/c/%2B905321234567/x"_s << u"/c/•••67/x"_s;
    QTest::newRow("bare") << u"\"to\":\"905321234567\""_s << u"\"to\":\"•••67\""_s;
    QTest::newRow("short with a plus") << u"+1555010"_s << u"•••10"_s;
    QTest::newRow("Unix seconds stay") << u"reset 1716984000"_s << u"reset 1716984000"_s;
    QTest::newRow("Unix milliseconds stay") << u"at 1716984000123"_s << u"at 1716984000123"_s;
    QTest::newRow("small numbers stay") << u"limit 100, 4800"_s << u"limit 100, 4800"_s;
}

void TestJsonLines::hidesPhoneNumbers()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(withoutPhoneNumbers(text), shown);
}

QTEST_GUILESS_MAIN(TestJsonLines)
#include "tst_jsonlines.moc"
