#include "ui/models/exchangemodel.h"
#include "ui/privacy.h"
#include "ui/wording/wording.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

Exchange call(quint64 id, int status = 200)
{
    Exchange exchange;
    exchange.id = ExchangeId(id);
    exchange.request.method = "GET";
    exchange.request.target = "/contacts?phone=%2B34600000027&to=+34600000027";
    exchange.response.status = status;
    exchange.reading.isRateLimited = status == 429;
    exchange.arrivedWall = WallTime(1'763'546'400s + std::chrono::milliseconds(id));
    exchange.took = 143ms;
    exchange.left = {{u"second"_s, 0, 10}, {u"minute"_s, 49, 100}};
    return exchange;
}

QList<Exchange> calls(quint64 first, int number, int status = 200)
{
    QList<Exchange> all;
    for (int at = 0; at < number; ++at) {
        all.append(call(first + quint64(at), status));
    }
    return all;
}

} // namespace

class TestExchangeModel final : public QObject
{
    Q_OBJECT

private slots:
    void insertsOnceADrain();
    void makesRoomBeforeItInserts();
    void keepsTheNewestOfALargerDrain();
    void findsRowsById();
    void countsRefusalsAndErrors();
    void dropsOldBodiesWhenThereAreTooMany();
    void givesTextAndRawValues();
    void masksWhilePrivacyIsOn();
    void keepsNumbersOfCalls();
};

void TestExchangeModel::insertsOnceADrain()
{
    Privacy privacy;
    ExchangeModel model(privacy);
    const QAbstractItemModelTester tester(&model);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.append(calls(1, 250));
    model.append({});
    model.append(calls(251, 250));
    QCOMPARE(inserted.size(), 2);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(model.rowCount(), 500);
}

void TestExchangeModel::makesRoomBeforeItInserts()
{
    Privacy privacy;
    ExchangeModel model(privacy, nullptr, 100);
    const QAbstractItemModelTester tester(&model);
    QStringList order;
    connect(&model, &QAbstractItemModel::rowsRemoved, this,
            [&order](const QModelIndex&, int first, int last) {
                order += u"-%1..%2"_s.arg(first).arg(last);
            });
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [&order](const QModelIndex&, int first, int last) {
                order += u"+%1..%2"_s.arg(first).arg(last);
            });
    model.append(calls(1, 90));
    model.append(calls(91, 30)); // 120, 20 too many
    QCOMPARE(order, (QStringList{u"+0..89"_s, u"-0..19"_s, u"+70..99"_s}));
    QCOMPARE(model.exchangeAt(0).id, ExchangeId(21));
    QCOMPARE(model.exchangeAt(99).id, ExchangeId(120));
    model.append(calls(121, 37));
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(model.exchangeAt(0).id, ExchangeId(58));
}

void TestExchangeModel::keepsTheNewestOfALargerDrain()
{
    Privacy privacy;
    ExchangeModel model(privacy, nullptr, 50);
    const QAbstractItemModelTester tester(&model);
    model.append(calls(1, 10));
    model.append(calls(11, 200));
    QCOMPARE(model.rowCount(), 50);
    QCOMPARE(model.exchangeAt(0).id, ExchangeId(161));
    QCOMPARE(model.exchangeAt(49).id, ExchangeId(210));
}

void TestExchangeModel::findsRowsById()
{
    Privacy privacy;
    ExchangeModel model(privacy, nullptr, 10);
    model.append(calls(1, 15));
    QVERIFY(!model.rowOf(ExchangeId(5)));
    QCOMPARE(model.rowOf(ExchangeId(6)), 0);
    QCOMPARE(model.rowOf(ExchangeId(15)), 9);
}

void TestExchangeModel::countsRefusalsAndErrors()
{
    Privacy privacy;
    ExchangeModel model(privacy, nullptr, 6);
    model.append(calls(1, 2, 429) + calls(3, 2, 500) + calls(5, 2));
    QCOMPARE(model.refusedCount(), 2);
    QCOMPARE(model.errorCount(), 2);
    model.append(calls(7, 3));
    QCOMPARE(model.refusedCount(), 0);
    QCOMPARE(model.errorCount(), 1);
    model.clear();
    QCOMPARE(model.errorCount(), 0);
    QCOMPARE(model.rowCount(), 0);
    model.append(calls(20, 6));
    QCOMPARE(model.rowCount(), 6);
}

void TestExchangeModel::dropsOldBodiesWhenThereAreTooMany()
{
    Privacy privacy;
    ExchangeModel model(privacy, nullptr, 100);
    const QAbstractItemModelTester tester(&model);
    QList<Exchange> heavy = calls(1, 30);
    const QByteArray body(8 * 1024 * 1024, 'x'); // shared: 30 times 8 MiB is only counted
    for (Exchange& exchange : heavy) {
        exchange.responseBody = {body, body.size(), {}};
        model.append({exchange});
    }
    QCOMPARE(model.rowCount(), 12); // 12 times 8 MiB are 96 of 100
    QCOMPARE(model.exchangeAt(11).id, ExchangeId(30));
}

void TestExchangeModel::givesTextAndRawValues()
{
    Privacy privacy;
    ExchangeModel model(privacy);
    Exchange refused = call(7, 429);
    refused.reading.retryAfter = 2s;
    refused.tooEarlyBy = 1400ms;
    refused.attempt = 2;
    refused.response.headers.append("x-request-id", "req-7");
    Exchange untold = call(8);
    untold.took = {};
    model.append({refused, untold});
    const auto text = [&model](int column) { return model.index(0, column).data().toString(); };
    const auto value
        = [&model](int column) { return model.index(0, column).data(ExchangeModel::ValueRole); };
    QVERIFY(text(ExchangeModel::TimeColumn).endsWith(".007"_L1));
    QCOMPARE(text(ExchangeModel::StatusColumn), u"429"_s);
    QCOMPARE(text(ExchangeModel::LeftMinuteColumn), u"49"_s);
    QCOMPARE(text(ExchangeModel::LeftSecondColumn), u"0"_s);
    QCOMPARE(text(ExchangeModel::TookColumn), u"143 ms"_s);
    QCOMPARE(text(ExchangeModel::NoteColumn), u"1.4 s too early"_s);
    QCOMPARE(value(ExchangeModel::StatusColumn), QVariant(429));
    QCOMPARE(value(ExchangeModel::TookColumn).toLongLong(), Duration(143ms).count());
    QCOMPARE(value(ExchangeModel::WaitColumn).toLongLong(), Duration(2s).count());
    QCOMPARE(model.index(0, 0).data(ExchangeModel::ShareRole).toDouble(), 0.49);
    QCOMPARE(text(ExchangeModel::AttemptColumn), u"2"_s);
    QCOMPARE(text(ExchangeModel::RequestIdColumn), u"req-7"_s);
    QVERIFY(text(ExchangeModel::FinishedColumn).endsWith(".150"_L1));
    for (const int column : {ExchangeModel::TookColumn, ExchangeModel::FinishedColumn}) {
        QCOMPARE(model.index(1, column).data().toString(), Wording::missing());
    }
}

void TestExchangeModel::masksWhilePrivacyIsOn()
{
    Privacy privacy;
    ExchangeModel model(privacy);
    model.append({call(1)});
    const QModelIndex cell = model.index(0, ExchangeModel::CallColumn);
    QVERIFY(cell.data().toString().contains("600000027"_L1));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    privacy.setOn(true);
    QCOMPARE(changed.size(), 1);
    QVERIFY2(!cell.data().toString().contains("to=+34600000027"_L1),
             qPrintable(cell.data().toString()));
}

void TestExchangeModel::keepsNumbersOfCalls()
{
    Privacy privacy;
    ExchangeModel model(privacy, nullptr, 8);
    model.append(calls(1, 6));
    QCOMPARE(model.firstNumber(), 0);
    model.append(calls(7, 5)); // 11, 3 too many
    QCOMPARE(model.firstNumber(), 3);
    QCOMPARE(model.exchangeAt(0).id, ExchangeId(4));
}

QTEST_GUILESS_MAIN(TestExchangeModel)
#include "tst_exchangemodel.moc"
