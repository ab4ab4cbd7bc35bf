#include "core/profile/profile.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestProfileReader final : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryKindOfFact();
    void namesLineAndFault_data();
    void namesLineAndFault();
    void survivesEveryCutOfAProfile();
};

void TestProfileReader::readsEveryKindOfFact()
{
    const Result<Profile> profile = readProfile(R"(
id = "mine"
name = "Mine"
base_url = "https://api.example.com/v2"
header_window = "minute"
body_limit = 1000
sandbox_query = "test=1"
[auth]
header = "Authorization"
prefix = "Bearer "
partition = "key"
[[window]]
name = "minute"
limit = 60
seconds = 60
in_headers = true
[[window]]
name = "second"
limit = 2
seconds = 0.5
algorithm = "bucket"
routes = ["/a", "/b"]
[[quota]]
name = "people"
limit = 1000
seconds = 86400
[retry]
max_retries = 1
fallback_seconds = 2.5
backoff_seconds = [0.5, 1]
never = [400]
[[endpoint]]
name = "Ping"
method = "GET"
path = "/ping"
status = true
[[endpoint]]
name = "Create"
method = "POST"
path = "/things"
[endpoint.bulk]
path = "/things/many"
field = "things"
most = 50
count = "data.made"
[recipient_limit]
limit = 1
seconds = 6
[confirm]
path = "/things?to={{to}}"
found = "data.0"
absent_means_not_sent = true
[[source]]
fact = "all"
url = "https://example.com"
date = "2025-01-31"
)",
                                                u"mine.toml"_s);
    QVERIFY2(profile, profile ? "" : qPrintable(profile.error().detail));
    QCOMPARE(profile->windows.first().name, u"second"_s); // shortest first
    QCOMPARE(profile->windows.first().window, fromSeconds(0.5));
    QCOMPARE(profile->windows.first().routes, (QList<QByteArray>{"/a", "/b"}));
    QVERIFY(profile->windows.first().algorithm == Algorithm::Bucket);
    QVERIFY(profile->windows.last().inHeaders);
    QVERIFY(profile->quotas.first().unit == Unit::People);
    QCOMPARE(profile->retry.fallbackWait, fromSeconds(2.5));
    QCOMPARE(profile->retry.backoff, (QList<Duration>{fromSeconds(0.5), fromSeconds(1)}));
    QCOMPARE(profile->statusEndpoint()->name, u"Ping"_s);
    QCOMPARE(profile->sources.first().date, u"2025-01-31"_s);
    QVERIFY(!profile->endpoints.first().bulk.isThere());
    const BulkCall& bulk = profile->endpoints.last().bulk;
    QCOMPARE(bulk.path, "/things/many");
    QCOMPARE(bulk.field, "things");
    QCOMPARE(bulk.most, 50);
    QCOMPARE(bulk.countField, "data.made");
    QCOMPARE(profile->recipientLimit->limit, 1);
    QCOMPARE(profile->recipientLimit->window, Duration(std::chrono::seconds(6)));
    QCOMPARE(profile->confirm.path, "/things?to={{to}}");
    QCOMPARE(profile->confirm.found, "data.0");
    QVERIFY(profile->confirm.absentMeansNotSent);
}

void TestProfileReader::namesLineAndFault_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QString>("complaint");

    const QByteArray head = "id = \"x\"\nname = \"X\"\n";
    const QByteArray window = "[[window]]\nname = \"minute\"\nlimit = 5\nseconds = 60\n";
    QTest::newRow("not TOML") << QByteArray("id = ") << u"x.toml:1: "_s;
    QTest::newRow("a table without a name") << head + "[ = 3\n" << u"x.toml:3: "_s;
    QTest::newRow("a letter outside of quotes")
        << head + "# \xc3\xa4\nedition = \"\xc3\xa4\"\nn\xc3\xa4me = 1\n"
        << u"x.toml:5: a letter that is not ASCII"_s;
    QTest::newRow("a letter behind a quote in a number") << head
            + "header_window = 1-'\xcf\xb6\n" << u"x.toml:3: a letter that is not ASCII"_s;
    QTest::newRow("a letter in an array") << head + "header_window = [1,\n\xcc\xa3]\n"
                                          << u"x.toml:4: a letter that is not ASCII"_s;
    QTest::newRow("a letter behind a swallowed line end") << head
            + "edition = \"\"\"a\\\n \xc3\xa4\"\"\"\n" << u"x.toml:4: a letter that is not ASCII"_s;
    QTest::newRow("a string that begins inside a bare value") << head
            + "edition = x=\"\xc3\xa4\"\n" << u"x.toml:3: a letter that is not ASCII"_s;
    QTest::newRow("no name") << QByteArray("id = \"x\"\n") << u"x.toml:1: name is missing"_s;
    QTest::newRow("an id with a space")
        << QByteArray("id = \"a b\"\nname = \"X\"\n") << u"x.toml:1: id must be of small letters"_s;
    QTest::newRow("an unknown key") << head + "limitt = 3\n" << u"x.toml:3: limitt is not known"_s;
    QTest::newRow("an unknown key of a window") << head + window + "secnods = 1\n"
                                                << u"x.toml:7: window[0].secnods is not known"_s;
    QTest::newRow("a limit of zero") << head + "[[window]]\nname = \"m\"\nlimit = 0\nseconds = 1\n"
                                     << u"x.toml:5: window[0].limit must be at least 1"_s;
    QTest::newRow("a limit with a fraction")
        << head + "[[window]]\nname = \"m\"\nlimit = 1.5\nseconds = 1\n"
        << u"x.toml:5: window[0].limit must be a whole number"_s;
    QTest::newRow("a window of no time")
        << head + "[[window]]\nname = \"m\"\nlimit = 1\nseconds = 0\n"
        << u"x.toml:6: window[0].seconds must be between"_s;
    QTest::newRow("a window that is not a number")
        << head + "[[window]]\nname = \"m\"\nlimit = 1\nseconds = nan\n"
        << u"x.toml:6: window[0].seconds must be between"_s;
    QTest::newRow("a name used twice")
        << head + window + window << u"x.toml:8: window[1].name is used twice: minute"_s;
    QTest::newRow("a quota named like a window")
        << head + window + "[[quota]]\nname = \"minute\"\nlimit = 5\nseconds = 60\n"
        << u"x.toml:8: quota[0].name is used twice: minute"_s;
    QTest::newRow("a header window that is none") << head + "header_window = \"hour\"\n"
            + window << u"x.toml:3: header_window is not the name of a window: hour"_s;
    QTest::newRow("a word that is not a choice") << head + window
            + "algorithm = \"leaky\"\n" << u"x.toml:7: window[0].algorithm must be one of: fixed"_s;
    QTest::newRow("windows as a number") << head + "window = 3\n"
                                         << u"x.toml:3: window must be a list of tables"_s;
    QTest::newRow("a route without its slash") << head + window + "routes = [\"a\"]\n"
                                               << u"x.toml:7: window[0].routes must hold paths"_s;
    QTest::newRow("a polled call that reaches people") << head
            + "[[endpoint]]\nname = \"S\"\nmethod = \"POST\"\npath = \"/s\"\nsends = true\n"
              "status = true\n" << u"x.toml:8: endpoint[0].status must not be set"_s;
    QTest::newRow("a status that does not exist") << head + "[retry]\nnever = [42]\n"
                                                  << u"x.toml:4: retry.never must hold numbers"_s;
    QTest::newRow("a source without a day")
        << head + "[[source]]\nfact = \"f\"\nurl = \"u\"\ndate = \"soon\"\n"
        << u"x.toml:6: source[0].date must be a day"_s;
    QTest::newRow("a bare host as base address") << head + "base_url = \"api.example.com\"\n"
                                                 << u"x.toml:3: base_url must start"_s;
}

void TestProfileReader::namesLineAndFault()
{
    QFETCH(QByteArray, toml);
    QFETCH(QString, complaint);
    const Result<Profile> profile = readProfile(toml, u"x.toml"_s);
    QVERIFY(!profile);
    QVERIFY2(profile.error().detail.startsWith(complaint), qPrintable(profile.error().detail));
}

void TestProfileReader::survivesEveryCutOfAProfile()
{
    const QByteArray whole = "id = \"x\"\nname = \"X\"\n[[window]]\nname = \"m\"\nlimit = 5\n"
                             "seconds = 60\n[refusal.words]\nm = \"min\"\n";
    QVERIFY(readProfile(whole, u"x.toml"_s));
    for (qsizetype length = 0; length < whole.size(); ++length) {
        const Result<Profile> cut = readProfile(whole.first(length), u"x.toml"_s);
        QVERIFY(cut || cut.error().detail.startsWith(u"x.toml:"));
    }
}

QTEST_GUILESS_MAIN(TestProfileReader)
#include "tst_profilereader.moc"
