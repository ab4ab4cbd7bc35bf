#include "core/clock.h"
#include "core/emulator/emulator.h"
#include "core/http/client.h"
#include "core/http/singlecall.h"
#include "core/http/url.h"
#include "tests/support/fakeclock.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <vector>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

EmulatorSettings settings(const QString& id)
{
    EmulatorSettings settings;
    settings.profileId = id;
    return settings;
}

Policy minute(qint64 limit)
{
    Policy policy;
    policy.name = u"minute"_s;
    policy.limit = limit;
    policy.window = 1min;
    policy.inHeaders = true;
    return policy;
}

} // namespace

/// The emulator stands on the fake clock, so its windows move only when a test moves them; the
/// sockets are real.
class TestEmulator final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void namesItsAddressWithTheBasePath();
    void answersOverARealSocket();
    void answersByteForByte();
    void answersOnBothLoopbackAddresses();
    void refusesAndForgetsWithTheClock();
    void refusesALargeBodyBeforeItIsSent();
    void refusesALargeBodyOfUnknownLength();
    void holdsItsAnswersBack();
    void cutsTheConnectionWhenTold();
    void sendsGarbageWhenTold();
    void sharesTheKeyWithAHiddenConsumer();
    void runsFasterThanTheClock();
    void runsOnACalendarOfItsOwn();
    void takesNewLimitsWhileItRuns();
    void takesAnotherProfileOnTheSamePort();
    void startsItsCountsAnew();
    void saysWhyItCannotStart();
    void stopsAndStartsAgain();

private:
    Http::SingleAnswer call(const QByteArray& method, const QByteArray& route,
                            const QByteArray& body = {});
    QByteArray exchangeRaw(const QByteArray& request);
    QByteArray start(const EmulatorSettings& settings);

    std::unique_ptr<FakeClock> m_clock;
    SystemClock m_realTime;
    ProfileShelf m_profiles = ProfileShelf::builtIn();
    std::unique_ptr<Emulator> m_emulator;
    std::unique_ptr<Http::Client> m_client;
    QByteArray m_base;
};

void TestEmulator::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_emulator = std::make_unique<Emulator>(*m_clock, m_profiles);
    m_client = std::make_unique<Http::Client>(m_realTime);
}

void TestEmulator::cleanup()
{
    m_client.reset();
    m_emulator.reset();
    m_clock.reset();
}

QByteArray TestEmulator::start(const EmulatorSettings& settings)
{
    const Result<QString> address = m_emulator->start(settings);
    m_base = address ? address->toLatin1() : QByteArray();
    return m_base;
}

Http::SingleAnswer TestEmulator::call(const QByteArray& method, const QByteArray& route,
                                      const QByteArray& body)
{
    const Http::Url url = *Http::readUrl(QByteArray(m_base + route));
    Http::RequestHead head;
    head.method = method;
    head.target = url.target();
    head.headers = {{"X-API-Key", "ak_test"}, {"Authorization", "Bearer pk_test"}};
    Http::SingleCall single(m_realTime, *m_client);
    Http::SingleAnswer answer;
    bool isDone = false;
    connect(&single, &Http::SingleCall::done, this, [&](const Http::SingleAnswer& whole) {
        answer = whole;
        isDone = true;
    });
    single.start(url.site, head, body);
    [[maybe_unused]] const bool came = QTest::qWaitFor([&] { return isDone; });
    return answer;
}

QByteArray TestEmulator::exchangeRaw(const QByteArray& request)
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, Http::readUrl(m_base)->site.port);
    socket.write(request);
    QByteArray received;
    connect(&socket, &QTcpSocket::readyRead, this, [&] { received += socket.readAll(); });
    [[maybe_unused]] const bool closed
        = QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; });
    return received + socket.readAll();
}

void TestEmulator::namesItsAddressWithTheBasePath()
{
    QVERIFY(!m_emulator->state().isRunning);
    const QByteArray address = start(settings(u"aisoule"_s));
    QVERIFY(address.startsWith("http://127.0.0.1:"));
    QVERIFY(address.endsWith("/api"));
    const EmulatorState state = m_emulator->state();
    QVERIFY(state.isRunning);
    QCOMPARE(state.address.toLatin1(), address);
    QCOMPARE(state.limit, 100);
    QCOMPARE(state.window, Duration(1min));
}

void TestEmulator::answersOverARealSocket()
{
    start(settings(u"aisoule"_s));
    std::vector<EmulatorAnswer> answers;
    connect(m_emulator.get(), &Emulator::answered, this,
            [&](const EmulatorAnswer& answer) { answers.push_back(answer); });
    const QByteArray body = "{\"to\": \"+447700900123\", \"type\": \"text\", \"text\": \"Hi\"}";
    const Http::SingleAnswer answer = call("POST", "/messages/send", body);
    QCOMPARE(answer.response.head.status, 200);
    QCOMPARE(answer.response.head.headers.value("X-RateLimit-Remaining"), QByteArray("99"));
    QCOMPARE(answer.response.head.headers.count("Date"), 1);
    QVERIFY(answer.response.body.contains("\"message_id\": \"wamid."));
    QCOMPARE(answers.size(), 1U);
    QCOMPARE(answers[0].method, QByteArray("POST"));
    QCOMPARE(answers[0].path, QByteArray("/messages/send"));
    QCOMPARE(answers[0].status, 200);
    QCOMPARE(answers[0].left, std::optional<qint64>(99));
    QCOMPARE(answers[0].used, std::optional<qint64>(1));
    QVERIFY(!answers[0].isOther);
    QCOMPARE(m_emulator->state().usedByClient, 1);
}

void TestEmulator::answersByteForByte()
{
    start(settings(u"connexease"_s));
    const QByteArray received = exchangeRaw("GET /v1/wa/message HTTP/1.1\r\n"
                                            "Host: 127.0.0.1\r\n"
                                            "Authorization: Bearer sk_test\r\n"
                                            "Connection: close\r\n\r\n");
    QVERIFY2(received.startsWith("HTTP/1.1 405 Method Not Allowed\r\n"), received.constData());
    QVERIFY(received.contains("\r\nDate: Wed, 19 Nov 2025 10:00:00 GMT\r\n"
                              "Content-Type: application/json\r\n"
                              "X-RateLimit-sec-Limit: 100\r\n"
                              "X-RateLimit-sec-Remaining: 99\r\n"
                              "X-RateLimit-min-Limit: 1000\r\n"
                              "X-RateLimit-min-Remaining: 999\r\n"));
    QVERIFY(received.contains("\"isSuccess\": false"));
}

void TestEmulator::answersOnBothLoopbackAddresses()
{
    start(settings(u"generic"_s));
    m_base.replace("127.0.0.1", "[::1]");
    const Http::SingleAnswer answer = call("GET", "/");
    if (answer.error && answer.error->code == ErrorCode::Unreachable) {
        QSKIP("this computer has no IPv6");
    }
    QCOMPARE(answer.response.head.status, 200);
}

void TestEmulator::refusesAndForgetsWithTheClock()
{
    EmulatorSettings narrow = settings(u"aisoule"_s);
    narrow.windows = {minute(2)};
    start(narrow);
    m_clock->advance(15500ms);
    QCOMPARE(call("GET", "/templates").response.head.status, 200);
    QCOMPARE(call("GET", "/templates").response.head.status, 200);
    const Http::SingleAnswer refused = call("GET", "/templates");
    QCOMPARE(refused.response.head.status, 429);
    QCOMPARE(refused.response.head.reason, QByteArray("Too Many Requests"));
    QCOMPARE(refused.response.head.headers.value("Retry-After"), QByteArray("45")); // 44.5 s
    QVERIFY(refused.response.body.contains("Try again in 45 seconds."));
    QCOMPARE(m_emulator->state().refused, 1);
    QCOMPARE(m_emulator->state().answers, 3);
    m_clock->advance(44500ms);
    QCOMPARE(m_emulator->state().usedByClient, 0);
    QCOMPARE(call("GET", "/templates").response.head.status, 200);
}

void TestEmulator::refusesALargeBodyBeforeItIsSent()
{
    start(settings(u"aisoule"_s));
    const QByteArray received = exchangeRaw("POST /api/contacts HTTP/1.1\r\n"
                                            "Host: 127.0.0.1\r\n"
                                            "X-API-Key: ak_test\r\n"
                                            "Expect: 100-continue\r\n"
                                            "Content-Length: 5242881\r\n\r\n");
    QVERIFY2(received.startsWith("HTTP/1.1 413 "), received.constData());
    QVERIFY(received.contains("\"status\": \"error\""));
}

void TestEmulator::refusesALargeBodyOfUnknownLength()
{
    start(settings(u"aisoule"_s));
    const QByteArray chunk
        = QByteArray::number(1 << 20, 16) + "\r\n" + QByteArray(1 << 20, 'x') + "\r\n";
    const QByteArray received = exchangeRaw("POST /api/contacts HTTP/1.1\r\n"
                                            "Host: 127.0.0.1\r\n"
                                            "X-API-Key: ak_test\r\n"
                                            "Connection: close\r\n"
                                            "Transfer-Encoding: chunked\r\n\r\n"
                                            + chunk.repeated(6) + "0\r\n\r\n");
    QVERIFY2(received.startsWith("HTTP/1.1 413 "), received.left(200).constData());
    // A program that sends all of it before it reads gets its answer too.
    const Http::SingleAnswer answer = call("POST", "/contacts", QByteArray(6 << 20, 'x'));
    QCOMPARE(answer.response.head.status, 413);
}

void TestEmulator::holdsItsAnswersBack()
{
    EmulatorSettings slow = settings(u"aisoule"_s);
    slow.latency = 250ms;
    start(slow);
    QSignalSpy answered(m_emulator.get(), &Emulator::answered);
    Http::SingleCall single(m_realTime, *m_client);
    QSignalSpy done(&single, &Http::SingleCall::done);
    const Http::Url url = *Http::readUrl(QByteArray(m_base + "/accounts"));
    single.start(url.site, {"GET", url.target(), 1, {{"X-API-Key", "ak_test"}}});
    QTRY_COMPARE(answered.size(), 1);
    m_clock->advance(249ms);
    QCoreApplication::processEvents();
    QCOMPARE(done.size(), 0);
    m_clock->advance(1ms);
    QTRY_COMPARE(done.size(), 1);
}

void TestEmulator::cutsTheConnectionWhenTold()
{
    EmulatorSettings rude = settings(u"aisoule"_s);
    rude.cutShare = 1;
    start(rude);
    const Http::SingleAnswer answer = call("GET", "/accounts");
    QCOMPARE(answer.response.head.status, 0);
    QVERIFY(answer.error.has_value());
    QVERIFY(answer.mayHaveBeenProcessed);
    QCOMPARE(m_emulator->state().usedByClient, 1); // it counted all the same
}

void TestEmulator::sendsGarbageWhenTold()
{
    EmulatorSettings rude = settings(u"aisoule"_s);
    rude.garbageShare = 1;
    start(rude);
    const Http::SingleAnswer answer = call("GET", "/accounts");
    QCOMPARE(answer.response.head.status, 200);
    QVERIFY(answer.response.body.startsWith("<html>"));
}

void TestEmulator::sharesTheKeyWithAHiddenConsumer()
{
    EmulatorSettings shared = settings(u"aisoule"_s);
    shared.otherPerMinute = 30;
    start(shared);
    std::vector<EmulatorAnswer> answers;
    connect(m_emulator.get(), &Emulator::answered, this,
            [&](const EmulatorAnswer& answer) { answers.push_back(answer); });
    m_clock->advance(20s);
    QVERIFY(answers.empty()); // nobody's key is known yet
    QCOMPARE(call("GET", "/accounts").response.head.status, 200);
    m_clock->advance(30s);
    const EmulatorState state = m_emulator->state();
    QCOMPARE(state.usedByClient, 1);
    QVERIFY2(state.usedByOther >= 13 && state.usedByOther <= 16,
             qPrintable(QString::number(state.usedByOther)));
    QCOMPARE(answers.size(), static_cast<std::size_t>(state.usedByOther + 1));
    QVERIFY(answers.back().isOther);
    const Http::SingleAnswer next = call("GET", "/accounts");
    QCOMPARE(next.response.head.headers.value("X-RateLimit-Remaining"),
             QByteArray::number(98 - state.usedByOther));
    m_clock->advance(11s); // a new minute
    QCOMPARE(m_emulator->state().usedByClient, 0);
    QVERIFY(m_emulator->state().usedByOther <= 2);
}

void TestEmulator::runsFasterThanTheClock()
{
    EmulatorSettings fast = settings(u"aisoule"_s);
    fast.timeScale = 60;
    fast.windows = {minute(1)};
    start(fast);
    QCOMPARE(call("GET", "/accounts").response.head.status, 200);
    QCOMPARE(call("GET", "/accounts").response.head.headers.value("Retry-After"), QByteArray("60"));
    m_clock->advance(1s); // a minute there
    const Http::SingleAnswer answer = call("GET", "/accounts");
    QCOMPARE(answer.response.head.status, 200);
    QCOMPARE(answer.response.head.headers.value("Date"),
             QByteArray("Wed, 19 Nov 2025 10:01:00 GMT"));
}

void TestEmulator::runsOnACalendarOfItsOwn()
{
    EmulatorSettings ahead = settings(u"aisoule"_s);
    ahead.clockOffset = 90s;
    start(ahead);
    const Http::SingleAnswer answer = call("GET", "/accounts");
    QCOMPARE(answer.response.head.headers.value("Date"),
             QByteArray("Wed, 19 Nov 2025 10:01:30 GMT"));
    QCOMPARE(answer.response.head.headers.value("X-RateLimit-Reset"), QByteArray("1763546520"));
}

void TestEmulator::takesNewLimitsWhileItRuns()
{
    start(settings(u"aisoule"_s));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(call("GET", "/accounts").response.head.status, 200);
    }
    EmulatorSettings narrow = settings(u"aisoule"_s);
    narrow.windows = {minute(3)};
    QCOMPARE(m_emulator->change(narrow)->toLatin1(), m_base);
    const Http::SingleAnswer refused = call("GET", "/accounts");
    QCOMPARE(refused.response.head.status, 429);
    QCOMPARE(refused.response.head.headers.value("X-RateLimit-Limit"), QByteArray("3"));
    QCOMPARE(m_emulator->state().limit, 3);
}

void TestEmulator::takesAnotherProfileOnTheSamePort()
{
    const QByteArray before = start(settings(u"aisoule"_s));
    QCOMPARE(call("GET", "/accounts").response.head.status, 200);
    m_base = m_emulator->change(settings(u"connexease"_s))->toLatin1();
    QCOMPARE(QByteArray(m_base).replace("/v1", "/api"), before);
    const Http::SingleAnswer answer = call("POST", "/wa/message", "{}");
    QCOMPARE(answer.response.head.status, 400);
    QCOMPARE(answer.response.head.headers.value("X-RateLimit-min-Remaining"), QByteArray("999"));
    QVERIFY(!m_emulator->change(settings(u"nobody"_s)));
    QCOMPARE(m_emulator->state().settings.profileId, u"connexease"_s);
}

void TestEmulator::startsItsCountsAnew()
{
    start(settings(u"aisoule"_s));
    QCOMPARE(call("GET", "/accounts").response.head.status, 200);
    m_emulator->resetCounters();
    QCOMPARE(m_emulator->state().answers, 0);
    QCOMPARE(m_emulator->state().usedByClient, 0);
    QCOMPARE(call("GET", "/accounts").response.head.headers.value("X-RateLimit-Remaining"),
             QByteArray("99"));
}

void TestEmulator::saysWhyItCannotStart()
{
    const Result<QString> nobody = m_emulator->start(settings(u"nobody"_s));
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, ErrorCode::NotFound);
    QVERIFY(m_emulator->state().trouble.has_value());
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    EmulatorSettings busy = settings(u"aisoule"_s);
    busy.port = taken.serverPort();
    const Result<QString> refused = m_emulator->start(busy);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    QVERIFY(!m_emulator->state().isRunning);
}

void TestEmulator::stopsAndStartsAgain()
{
    start(settings(u"aisoule"_s));
    QCOMPARE(call("GET", "/accounts").response.head.status, 200);
    m_emulator->stop();
    QVERIFY(!m_emulator->state().isRunning);
    QCOMPARE(m_emulator->state().answers, 1); // stays to be looked at
    QCOMPARE(call("GET", "/accounts").response.head.status, 0);
    start(settings(u"aisoule"_s));
    QCOMPARE(call("GET", "/accounts").response.head.status, 200);
}

QTEST_GUILESS_MAIN(TestEmulator)
#include "tst_emulator.moc"
