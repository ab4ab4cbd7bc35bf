#include "tests/support/proxyrig.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

/// Plays tests/data/smuggling against the proxy: what it refuses, and what reaches a gateway.
class TestSmuggling : public QObject
{
    Q_OBJECT

private slots:
    void forwardsExactlyWhatItAccepts_data();
    void forwardsExactlyWhatItAccepts();
    void holdsAtLeastTwoHundredCases();

private:
    int m_cases = 0;
};

namespace {

QByteArray unescaped(const QByteArray& text)
{
    QByteArray bytes;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            bytes += text[at];
            continue;
        }
        const char kind = text.at(++at);
        if (kind == 'x') {
            bytes += QByteArray::fromHex(text.mid(at + 1, 2));
            at += 2;
        } else {
            bytes += kind == 'r' ? '\r'
                : kind == 'n'    ? '\n'
                : kind == 't'    ? '\t'
                : kind == '0'    ? '\0'
                                 : kind;
        }
    }
    return bytes;
}

/// `{12*ab}` becomes twelve times `ab`.
QByteArray repeated(QByteArray bytes)
{
    for (qsizetype star = bytes.indexOf('*'); star >= 0; star = bytes.indexOf('*', star + 1)) {
        const qsizetype open = bytes.lastIndexOf('{', star);
        const qsizetype close = bytes.indexOf('}', star);
        bool isNumber = false;
        const int times = open < 0 ? 0 : bytes.mid(open + 1, star - open - 1).toInt(&isNumber);
        if (isNumber && close > star) {
            const QByteArray part = bytes.mid(star + 1, close - star - 1).repeated(times);
            bytes.replace(open, close - open + 1, part);
            star = open + part.size();
        }
    }
    return bytes;
}

QByteArray withRequests(QByteArray text)
{
    const QByteArray host = "Host: {host}\\r\\n";
    const std::pair<const char*, QByteArray> meanings[]
        = {{"{get}", "GET /first HTTP/1.1\\r\\n" + host},
           {"{post}", "POST /first HTTP/1.1\\r\\n" + host},
           {"{old}", "POST /first HTTP/1.0\\r\\n" + host},
           {"{next}", "GET /next HTTP/1.1\\r\\n" + host + "\\r\\n"},
           {"{evil}", "GET /evil HTTP/1.1\\r\\n" + host + "\\r\\n"}};
    for (const auto& [name, meaning] : meanings) {
        text.replace(name, meaning);
    }
    return text;
}

/// Hands out events without a pause: three hundred cases would add up.
void spinUntil(const std::function<bool()>& isDone)
{
    const QDeadlineTimer end(std::chrono::seconds(2));
    while (!isDone() && !end.hasExpired()) {
        QCoreApplication::processEvents();
    }
}

} // namespace

void TestSmuggling::forwardsExactlyWhatItAccepts_data()
{
    QTest::addColumn<QList<int>>("statuses");
    QTest::addColumn<QByteArray>("bytes");
    const QDir folder(u"" PACEWATCH_TEST_DATA "/smuggling"_s);
    const QStringList names = folder.entryList({u"*.txt"_s}, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        while (!file.atEnd()) {
            const QByteArray line = file.readLine().chopped(1);
            if (line.isEmpty() || line.startsWith('#')) {
                continue;
            }
            const qsizetype first = line.indexOf(" | ");
            const qsizetype second = line.indexOf(" | ", first + 3);
            QVERIFY2(first > 0 && second > 0, line.constData());
            QList<int> statuses;
            for (const QByteArray& status : line.first(first).split(' ')) {
                statuses.append(status.toInt());
            }
            QTest::addRow("%s: %s", qPrintable(name),
                          line.mid(first + 3, second - first - 3).constData())
                << statuses << repeated(unescaped(withRequests(line.mid(second + 3))));
            ++m_cases;
        }
    }
}

void TestSmuggling::forwardsExactlyWhatItAccepts()
{
    QFETCH(QList<int>, statuses);
    QFETCH(QByteArray, bytes);
    ProxyRig rig;
    rig.origin.answer = [](const SeenRequest&) { return okAnswer("ok"); };
    const auto client = rig.send(bytes);
    const auto told = [&] {
        QList<int> seen;
        for (const Http::WholeResponse& answer : client->answers()) {
            seen.append(answer.head.status);
        }
        return seen;
    };
    spinUntil([&] { return told() == statuses; });
    QCOMPARE(told(), statuses);
    // A refusal of malformed bytes ends the connection: who knows where the next request begins?
    const int last = statuses.last();
    if (last == 400 || last == 414 || last == 431 || last >= 500) {
        spinUntil([&] { return !client->isOpen(); });
        QVERIFY(!client->isOpen());
        QCOMPARE(told(), statuses);
    }
    QByteArrayList whole;
    for (const SeenRequest& seen : rig.origin.seen()) {
        if (seen.isWhole) {
            whole.append(seen.head.target);
        }
    }
    QCOMPARE(whole.size(), statuses.count(200));
    QVERIFY(!whole.contains("/evil"));
    QVERIFY(!rig.origin.wasConfused());
    // One record for each answer, and every refusal is marked as ours.
    spinUntil([&] { return rig.host.exchanges.size() == statuses.size(); });
    QCOMPARE(rig.host.exchanges.size(), statuses.size());
    for (const Http::WholeResponse& answer : client->answers()) {
        QCOMPARE(answer.head.headers.contains("Proxy-Status"), answer.head.status != 200);
    }
}

void TestSmuggling::holdsAtLeastTwoHundredCases()
{
    QVERIFY2(m_cases >= 200, QByteArray::number(m_cases).constData());
}

QTEST_GUILESS_MAIN(TestSmuggling)
#include "tst_smuggling.moc"
