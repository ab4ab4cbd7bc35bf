#include "core/store/sessionreader.h"
#include "core/store/sessionrecorder.h"
#include "tests/support/fakeclock.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestSessionRecorder final : public QObject
{
    Q_OBJECT

private slots:
    void writesWhatItWasGivenAtTheEnd();
    void writesAfterAQuarterOfASecond();
    void replacesWhatIsPrivateBeforeItIsWritten();
    void saysWhyItCannotOpen();
};

namespace {

Exchange call(int number)
{
    Exchange exchange;
    exchange.arrivedWall = WallTime(1'763'547'507s) + number * 1ms;
    exchange.request = {"GET",
                        "/v1/x?to=+34600123456&n=" + QByteArray::number(number),
                        1,
                        {{"Authorization", "Bearer topsecret42"}}};
    exchange.response.status = 200;
    return exchange;
}

} // namespace

void TestSessionRecorder::writesWhatItWasGivenAtTheEnd()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.pacewatch"_s);
    FakeClock clock;
    {
        SessionRecorder recorder(clock);
        QVERIFY(recorder.open(path, "key").has_value());
        recorder.setFact(u"customer"_s, u"Acme"_s);
        for (int i = 0; i < 1234; ++i) {
            recorder.add(call(i));
        }
        QCOMPARE(recorder.dropped(), 0);
    }
    Result<SessionReader> reader = SessionReader::open(path);
    QVERIFY(reader.has_value());
    QCOMPARE(reader->summary()->calls, 1234);
    QCOMPARE(reader->fact(u"customer"_s).value_or(QString()), u"Acme"_s);
    QVERIFY(reader->pageBefore(ExchangeId(9999), 1)->front().target.endsWith("n=1233"));
}

void TestSessionRecorder::writesAfterAQuarterOfASecond()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.pacewatch"_s);
    FakeClock clock;
    SessionRecorder recorder(clock);
    QVERIFY(recorder.open(path, "key").has_value());
    Result<SessionReader> reader = SessionReader::open(path);
    recorder.add(call(1));
    clock.advance(249ms);
    QCOMPARE(reader->summary()->calls, 0);
    clock.advance(1ms);
    QTRY_COMPARE(reader->summary()->calls, 1);
}

void TestSessionRecorder::replacesWhatIsPrivateBeforeItIsWritten()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.pacewatch"_s);
    FakeClock clock;
    {
        SessionRecorder recorder(clock);
        QVERIFY(recorder.open(path, "key").has_value());
        recorder.hide("plainword");
        Exchange told = call(1);
        told.responseBody.head = "it was plainword all the time";
        recorder.add(told);
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    for (const char* secret : {"topsecret42", "34600123456", "plainword"}) {
        QVERIFY2(!bytes.contains(secret), secret);
    }
    QVERIFY(bytes.contains("all the time"));
}

void TestSessionRecorder::saysWhyItCannotOpen()
{
    FakeClock clock;
    SessionRecorder recorder(clock);
    QCOMPARE(recorder.open(u"/proc/nowhere/a.pacewatch"_s, "key").error().code,
             ErrorCode::StorageFailed);
}

QTEST_GUILESS_MAIN(TestSessionRecorder)
#include "tst_sessionrecorder.moc"
