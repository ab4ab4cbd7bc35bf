#include "core/http/url.h"

#include <QTest>

using namespace Pacewatch;
using namespace Pacewatch::Http;

class TestUrl : public QObject
{
    Q_OBJECT

private slots:
    void takesAnAddressApart_data();
    void takesAnAddressApart();
    void refusesWhatIsNoWebAddress_data();
    void refusesWhatIsNoWebAddress();
    void knowsLoopback();
};

void TestUrl::takesAnAddressApart_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isTls");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<quint16>("port");
    QTest::addColumn<QByteArray>("authority");
    QTest::addColumn<QByteArray>("target");

    const auto row = [](const char* name, const char* text, bool isTls, const char* host,
                        quint16 port, const char* authority, const char* target) {
        QTest::newRow(name) << QByteArray(text) << isTls << QByteArray(host) << port
                            << QByteArray(authority) << QByteArray(target);
    };
    row("host only", "https://App.Example", true, "app.example", 443, "app.example", "/");
    row("base path", "https://a.example/api", true, "a.example", 443, "a.example", "/api");
    row("own port", "http://a.example:8080/x?y=%2F", false, "a.example", 8080, "a.example:8080",
        "/x?y=%2F");
    row("usual port named", "HTTP://a.example:80/", false, "a.example", 80, "a.example", "/");
    row("IPv4", "http://127.0.0.1:9/", false, "127.0.0.1", 9, "127.0.0.1:9", "/");
    row("IPv6", "http://[::1]:9/a//b", false, "::1", 9, "[::1]:9", "/a//b");
    row("IPv6, usual port", "https://[::1]", true, "::1", 443, "[::1]", "/");
    row("query without a path", "http://a.example?q", false, "a.example", 80, "a.example", "/?q");
    row("fragment dropped", "http://a.example/p#f", false, "a.example", 80, "a.example", "/p");
}

void TestUrl::takesAnAddressApart()
{
    QFETCH(QByteArray, text);
    const Result<Url> url = readUrl(text);
    QVERIFY(url.has_value());
    QTEST(url->site.isTls, "isTls");
    QTEST(url->site.host, "host");
    QTEST(url->site.port, "port");
    QTEST(url->site.authority(), "authority");
    QTEST(url->target(), "target");
}

void TestUrl::refusesWhatIsNoWebAddress_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", "a.example", "ftp://a.example", "http://", "http:///x", "http://user@a.example/",
          "http://a b/", "http://a.example/x y", "http://a.example:0/", "http://a.example:70000/",
          "http://a.example:x/", "http://[::1", "http://[1.2.3.4]/", "http://a\xc3\xa4.example/",
          "http://a.example\\@b.example/", "http://a,b/", "https:a.example",
          "http://a.example:+80/", "http://[::1]:-1/"}) {
        QTest::newRow(*text ? text : "nothing") << QByteArray(text);
    }
}

void TestUrl::refusesWhatIsNoWebAddress()
{
    QFETCH(QByteArray, text);
    const Result<Url> url = readUrl(text);
    QVERIFY(!url);
    QCOMPARE(url.error().code, ErrorCode::Invalid);
}

void TestUrl::knowsLoopback()
{
    QVERIFY(readUrl("http://127.0.0.1/")->site.isLoopback());
    QVERIFY(readUrl("http://127.8.9.1/")->site.isLoopback());
    QVERIFY(readUrl("http://[::1]/")->site.isLoopback());
    QVERIFY(readUrl("http://localhost/")->site.isLoopback());
    QVERIFY(!readUrl("http://localhost.example/")->site.isLoopback());
    QVERIFY(!readUrl("http://10.0.0.1/")->site.isLoopback());
}

QTEST_GUILESS_MAIN(TestUrl)
#include "tst_url.moc"
