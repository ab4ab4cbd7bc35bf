#include "core/http/parser.h"

#include <QTest>

using namespace Pacewatch;
using namespace Pacewatch::Http;

namespace {

/// Everything a parser said, as text.
QByteArray tellSteps(Parser& parser, bool isRequest, QByteArray& body, QByteArray& told)
{
    for (;;) {
        switch (parser.next()) {
        case Parser::Step::NeedMore:
            return told;
        case Parser::Step::Head:
            if (isRequest) {
                const RequestHead& head = parser.requestHead();
                told += "head " + head.method + ' ' + head.target + ' '
                    + QByteArray::number(head.minorVersion);
                for (const Field& field : head.headers) {
                    told += " [" + field.name + '=' + field.value + ']';
                }
            } else {
                const ResponseHead& head = parser.responseHead();
                told += "head " + QByteArray::number(head.status) + ' ' + head.reason;
                for (const Field& field : head.headers) {
                    told += " [" + field.name + '=' + field.value + ']';
                }
            }
            told += '\n';
            continue;
        case Parser::Step::Body:
            body += parser.body();
            continue;
        case Parser::Step::End:
            told += "body " + body + '\n';
            for (const Field& field : parser.trailers()) {
                told += "trailer " + field.name + '=' + field.value + '\n';
            }
            told += "end\n";
            body.clear();
            parser.restart();
            continue;
        case Parser::Step::Failed:
            told += "failed " + QByteArray::number(parser.failure().status) + ' '
                + parser.failure().reason + '\n';
            return told;
        }
    }
}

QByteArray tell(bool isRequest, const QList<QByteArray>& pieces, bool isInputOver = false)
{
    Parser parser(isRequest ? Parser::Kind::Requests : Parser::Kind::Responses);
    QByteArray body;
    QByteArray told;
    for (const QByteArray& piece : pieces) {
        parser.feed(piece);
        tellSteps(parser, isRequest, body, told);
        if (told.contains("failed")) {
            return told;
        }
    }
    if (isInputOver) {
        parser.endOfInput();
        tellSteps(parser, isRequest, body, told);
    }
    return told;
}

QList<QByteArray> bytewise(const QByteArray& bytes)
{
    QList<QByteArray> pieces;
    for (const char c : bytes) {
        pieces.append(QByteArray(1, c));
    }
    return pieces;
}

const QByteArray h = "Host: a\r\n";

} // namespace

class TestParser : public QObject
{
    Q_OBJECT

private slots:
    void agreesHoweverTheBytesAreCut_data();
    void agreesHoweverTheBytesAreCut();
    void refusesMalformedRequests_data();
    void refusesMalformedRequests();
    void refusesMalformedResponses_data();
    void refusesMalformedResponses();
    void takesUnusualRequests_data();
    void takesUnusualRequests();
    void keepsOrderCaseAndDuplicates();
    void answersToHeadHaveNoBody();
    void bodilessStatusesHaveNoBody_data();
    void bodilessStatusesHaveNoBody();
    void passesInformationalAnswersBeforeTheFinalOne();
    void mendsWhatResponsesMayGetWrong();
    void endsWithTheConnectionWhenNoLengthIsStated();
    void tellsCutShortFromWhole_data();
    void tellsCutShortFromWhole();
    void keepsTrailersApartFromTheHead();
    void boundsChunkLinesAndTrailers();
    void tellsWhetherTheConnectionStays_data();
    void tellsWhetherTheConnectionStays();
    void readsPastedResponses_data();
    void readsPastedResponses();
    void refusesPastedNonsense();
};

void TestParser::agreesHoweverTheBytesAreCut_data()
{
    QTest::addColumn<bool>("isRequest");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("get") << true << QByteArray("GET /a?b=%2f HTTP/1.1\r\nhOst: x\r\n\r\n")
                         << QByteArray("head GET /a?b=%2f 1 [hOst=x]\nbody \nend\n");
    QTest::newRow("empty line first") << true << QByteArray("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
                                      << QByteArray("head GET / 1 [Host=x]\nbody \nend\n");
    QTest::newRow("three pipelined")
        << true
        << QByteArray("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
                      "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                      "GET /3 HTTP/1.0\r\n\r\n")
        << QByteArray("head GET /1 1 [Host=x]\nbody \nend\n"
                      "head POST /2 1 [Host=x] [Content-Length=3]\nbody abc\nend\n"
                      "head GET /3 0\nbody \nend\n");
    QTest::newRow("chunked with extensions and trailers")
        << true
        << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
                      "3;a=b;c=\"d e\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\nx-sum:  2 "
                      "\r\n\r\nGET / HTTP/1.1\r\nHost: y\r\n\r\n")
        << QByteArray("head POST / 1 [Host=x] [Transfer-Encoding=Chunked]\nbody "
                      "abc0123456789\ntrailer X-Sum=1\ntrailer x-sum=2\nend\n"
                      "head GET / 1 [Host=y]\nbody \nend\n");
    QTest::newRow("trailers, then chunks again")
        << true
        << QByteArray("POST /1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "0\r\nX-Sum: 0123456789\r\n\r\n"
                      "POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "1\r\na\r\n0\r\n\r\n")
        << QByteArray("head POST /1 1 [Host=x] [Transfer-Encoding=chunked]\nbody \n"
                      "trailer X-Sum=0123456789\nend\n"
                      "head POST /2 1 [Host=x] [Transfer-Encoding=chunked]\nbody a\nend\n");
    QTest::newRow("smuggled request")
        << true
        << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: "
                      "chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n")
        << QByteArray("failed 400 Content-Length together with Transfer-Encoding\n");
    QTest::newRow("bare line feed") << true << QByteArray("GET / HTTP/1.1\nHost: x\r\n\r\n")
                                    << QByteArray("failed 400 line ends without CR LF\n");
    QTest::newRow("response with a length")
        << false
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 204 \r\n\r\n")
        << QByteArray("head 200 OK [Content-Length=2]\nbody ok\nend\nhead 204 \nbody \nend\n");
    QTest::newRow("early hints")
        << false
        << QByteArray("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")
        << QByteArray("head 103 Early Hints [Link=a]\nbody \nend\n"
                      "head 200 OK [Transfer-Encoding=chunked]\nbody x\nend\n");
    QTest::newRow("bad chunk after a good one")
        << false
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\nzz\r\n")
        << QByteArray("head 200 OK [Transfer-Encoding=chunked]\nfailed 400 malformed chunk\n");
}

void TestParser::agreesHoweverTheBytesAreCut()
{
    QFETCH(bool, isRequest);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(tell(isRequest, {bytes}), expected);
    QCOMPARE(tell(isRequest, bytewise(bytes)), expected);
    for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
        QCOMPARE(tell(isRequest, {bytes.first(cut), bytes.sliced(cut)}), expected);
    }
}

void TestParser::refusesMalformedRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");

    const auto row = [](const char* name, const QByteArray& bytes, int status = 400) {
        QTest::newRow(name) << bytes << status;
    };
    const QByteArray post = "POST / HTTP/1.1\r\n" + h;
    const QByteArray chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    const auto withHost
        = [](const QByteArray& lines) { return QByteArray("GET / HTTP/1.1\r\n" + lines + "\r\n"); };
    const auto target = [](const QByteArray& bytes) {
        return QByteArray("GET " + bytes + " HTTP/1.1\r\n" + h + "\r\n");
    };

    // Start line
    row("no version", "GET /\r\n" + h + "\r\n");
    row("lower-case http", "GET / http/1.1\r\n" + h + "\r\n");
    row("version 2.0", "GET / HTTP/2.0\r\n" + h + "\r\n", 505);
    row("version 1.2", "GET / HTTP/1.2\r\n" + h + "\r\n", 505);
    row("version 1.10", "GET / HTTP/1.10\r\n" + h + "\r\n");
    row("the HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n", 505);
    row("two spaces", "GET  / HTTP/1.1\r\n" + h + "\r\n");
    row("space at the end", "GET / HTTP/1.1 \r\n" + h + "\r\n");
    row("tab for a space", "GET\t/ HTTP/1.1\r\n" + h + "\r\n");
    row("method is no token", "G@T / HTTP/1.1\r\n" + h + "\r\n");
    row("no method", " / HTTP/1.1\r\n" + h + "\r\n");
    row("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\n" + h + "\r\n");
    row("bare LF in the start line", "GET / HTTP/1.1\n" + h + "\r\n");
    row("bare LF alone", "\n");
    row("TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01\n", 7));
    row("start line too long", "GET /" + QByteArray(9000, 'a') + " HTTP/1.1\r\n" + h + "\r\n", 414);
    row("endless start line", QByteArray(9000, 'a'), 414);

    // Target
    row("raw 8-bit byte in the target", target("/\xc3\xa4"));
    row("space in the target", target("/a b"));
    row("fragment", target("/a#b"));
    row("target without a slash", target("a"));
    row("other scheme", target("ftp://a/"));
    row("user name in the target", target("http://u@a/"));
    row("star with GET", target("*"));
    row("authority with GET", target("a:80"));
    row("CONNECT with a path", "CONNECT /a HTTP/1.1\r\n" + h + "\r\n");
    row("control byte in the target", target("/\x01"));

    // Host: RFC 9112, 3.2
    row("no Host", withHost({}));
    row("two Hosts", withHost("Host: a\r\nHost: b\r\n"));
    row("two equal Hosts", withHost("Host: a\r\nhost: a\r\n"));
    row("empty Host", withHost("Host:\r\n"));
    row("blank Host", withHost("Host:  \t\r\n"));
    row("Host with a user", withHost("Host: u@a\r\n"));
    row("Host with a path", withHost("Host: a/b\r\n"));
    row("Host with a comma", withHost("Host: a,b\r\n"));
    row("Host with a space", withHost("Host: a b\r\n"));
    row("Host with a bad port", withHost("Host: a:x\r\n"));
    row("Host with a query", withHost("Host: a?b\r\n"));
    row("Host with brackets open", withHost("Host: [::1\r\n"));
    row("two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n");

    // Field lines: RFC 9112, 5
    row("space before the colon", withHost(h + "X : 1\r\n"));
    row("space before the first name", withHost(" " + h));
    row("folded line", withHost(h + "X: 1\r\n 2\r\n"));
    row("line without a colon", withHost(h + "X\r\n"));
    row("empty name", withHost(h + ": 1\r\n"));
    row("name is no token", withHost(h + "X(: 1\r\n"));
    row("NUL in a value", withHost(h + QByteArray("X: a\0b\r\n", 8)));
    row("CR in a value", withHost(h + "X: a\rb\r\n"));
    row("DEL in a value", withHost(h + "X: a\x7f\r\n"));
    row("bare LF in the fields", withHost(h + "X: 1\n"));
    row("fields too large", withHost(h + "X: " + QByteArray(70'000, 'x') + "\r\n"), 431);
    row("endless field", "GET / HTTP/1.1\r\nX: " + QByteArray(70'000, 'x'), 431);
    row("too many fields", withHost(h + QByteArray("A: 1\r\n").repeated(201)), 431);

    // Lengths and codings: RFC 9112, 6
    row("sign in the length", post + "Content-Length: +3\r\n\r\nabc");
    row("negative length", post + "Content-Length: -3\r\n\r\nabc");
    row("hexadecimal length", post + "Content-Length: 0x3\r\n\r\nabc");
    row("length is no number", post + "Content-Length: abc\r\n\r\n");
    row("empty length", post + "Content-Length:\r\n\r\n");
    row("length overflows", post + "Content-Length: 99999999999999999999\r\n\r\n");
    row("two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc");
    row("two equal lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc");
    row("list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc");
    row("length, then coding", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("coding, then length", post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n");
    row("gzip", post + "Transfer-Encoding: gzip\r\n\r\n");
    row("identity", post + "Transfer-Encoding: identity\r\n\r\n");
    row("unknown coding", post + "Transfer-Encoding: xchunked\r\n\r\n", 501);
    row("empty coding", post + "Transfer-Encoding:\r\n\r\n");
    row("chunked, gzip", post + "Transfer-Encoding: chunked, gzip\r\n\r\n");
    row("gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n");
    row("chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n");
    row("two coding lines",
        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n");
    row("quoted chunked", post + "Transfer-Encoding: \"chunked\"\r\n\r\n");
    row("chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

    // Chunks: RFC 9112, 7.1
    row("chunk size empty", chunked + "\r\nabc\r\n");
    row("chunk size signed", chunked + "+3\r\nabc\r\n");
    row("chunk size prefixed", chunked + "0x3\r\nabc\r\n");
    row("chunk size of 17 digits", chunked + "10000000000000003\r\nabc\r\n");
    row("chunk size ends in LF", chunked + "3\nabc\r\n");
    row("chunk size with a space first", chunked + " 3\r\nabc\r\n");
    row("chunk longer than its size", chunked + "3\r\nabcd\r\n");
    row("chunk without its CRLF", chunked + "3\r\nabc3\r\nabc\r\n");
    row("chunk line too long", chunked + "3;" + QByteArray(2000, 'x') + "\r\nabc\r\n");
    row("endless chunk line", chunked + "3;" + QByteArray(2000, 'x'));
    row("trailer is no field", chunked + "0\r\nX\r\n\r\n");
    row("trailer with a length", chunked + "0\r\nContent-Length: 5\r\n\r\n");
    row("trailer folded", chunked + "0\r\nX: 1\r\n 2\r\n\r\n");
    row("trailer with a space before the colon", chunked + "0\r\nX : 1\r\n\r\n");
}

void TestParser::refusesMalformedRequests()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const QByteArray whole = tell(true, {bytes});
    QVERIFY2(whole.contains(QByteArray("failed " + QByteArray::number(status))),
             whole.left(300).constData());
    QVERIFY2(!whole.contains("end\n"), whole.left(300).constData());
    QCOMPARE(tell(true, bytewise(bytes)), whole);
}

void TestParser::refusesMalformedResponses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    QTest::newRow("no version") << QByteArray("200 OK\r\n\r\n");
    QTest::newRow("a greeting that waits") << QByteArray("220 mail.example ESMTP\r\n");
    QTest::newRow("an alert of TLS") << QByteArray("\x15\x03\x01", 3);
    QTest::newRow("text") << QByteArray("hello, who are you?\r\n\r\n");
    QTest::newRow("status of two digits") << QByteArray("HTTP/1.1 20 OK\r\n\r\n");
    QTest::newRow("status of four digits") << QByteArray("HTTP/1.1 2000 OK\r\n\r\n");
    QTest::newRow("status 0xx") << QByteArray("HTTP/1.1 099 OK\r\n\r\n");
    QTest::newRow("length with a coding")
        << ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("two lengths") << ok + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n";
    QTest::newRow("unknown coding") << ok + "Transfer-Encoding: br\r\n\r\n";
    QTest::newRow("folded line") << ok + "A: 1\r\n\tb\r\n\r\n";
    QTest::newRow("bare LF") << ok + "A: 1\n\r\n";
    QTest::newRow("chunked in 1.0")
        << QByteArray("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void TestParser::refusesMalformedResponses()
{
    QFETCH(QByteArray, bytes);
    const QByteArray whole = tell(false, {bytes});
    QVERIFY2(whole.startsWith("failed "), whole.constData());
    QCOMPARE(tell(false, bytewise(bytes)), whole);
}

void TestParser::takesUnusualRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char* name, const QByteArray& method, const QByteArray& target) {
        QTest::newRow(name) << QByteArray(method + ' ' + target + " HTTP/1.1\r\n" + h + "\r\n")
                            << method << target;
    };
    row("dots and double slashes", "GET", "//a/../b/./%2e%2E;x=1?y=/+%00");
    row("absolute form", "GET", "http://a.example/x");
    row("star", "OPTIONS", "*");
    row("authority", "CONNECT", "a.example:443");
    row("own method", "PURGE-ALL", "/");
    row("pipe in the query", "GET", "/?a|b");
}

void TestParser::takesUnusualRequests()
{
    QFETCH(QByteArray, bytes);
    Parser parser(Parser::Kind::Requests);
    parser.feed(bytes);
    QCOMPARE(parser.next(), Parser::Step::Head);
    QTEST(parser.requestHead().method, "method");
    QTEST(parser.requestHead().target, "target");
    QCOMPARE(parser.next(), Parser::Step::End);
}

void TestParser::keepsOrderCaseAndDuplicates()
{
    Parser parser(Parser::Kind::Responses);
    parser.feed("HTTP/1.1 200 fine, thanks\r\nset-COOKIE: a=1\r\nX: \xff\r\nSet-Cookie: b=2\r\n"
                "X-Empty:\r\nContent-Length: 0\r\n\r\n");
    QCOMPARE(parser.next(), Parser::Step::Head);
    QCOMPARE(parser.responseHead().reason, QByteArray("fine, thanks"));
    QCOMPARE(parser.responseHead().headers,
             (Headers{{"set-COOKIE", "a=1"},
                      {"X", "\xff"},
                      {"Set-Cookie", "b=2"},
                      {"X-Empty", ""},
                      {"Content-Length", "0"}}));
}

void TestParser::answersToHeadHaveNoBody()
{
    Parser parser(Parser::Kind::Responses);
    parser.expectNoBody();
    parser.feed("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
    for (int answers = 0; answers < 2; ++answers) { // the hint, then the answer to HEAD
        QCOMPARE(parser.next(), Parser::Step::Head);
        QCOMPARE(parser.next(), Parser::Step::End);
        parser.restart();
    }
    QCOMPARE(parser.next(), Parser::Step::Head); // the next call is no HEAD
    QCOMPARE(parser.next(), Parser::Step::Body);
    QCOMPARE(parser.body(), QByteArrayView("x"));
}

void TestParser::bodilessStatusesHaveNoBody_data()
{
    QTest::addColumn<QByteArray>("head");
    for (const char* status : {"100", "103", "199", "204", "304"}) {
        for (const char* field : {"Content-Length: 5", "Transfer-Encoding: chunked", "X-None: 1"}) {
            QTest::addRow("%s %s", status, field)
                << QByteArray("HTTP/1.1 " + QByteArray(status) + " x\r\n" + field + "\r\n\r\n");
        }
    }
}

void TestParser::bodilessStatusesHaveNoBody()
{
    QFETCH(QByteArray, head);
    Parser parser(Parser::Kind::Responses);
    parser.feed(head);
    QCOMPARE(parser.next(), Parser::Step::Head);
    QCOMPARE(parser.next(), Parser::Step::End);
    QVERIFY(parser.keepsAlive());
}

void TestParser::passesInformationalAnswersBeforeTheFinalOne()
{
    QCOMPARE(tell(false,
                  {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\n\r\n"
                   "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}),
             QByteArray("head 100 Continue\nbody \nend\nhead 103 x\nbody \nend\n"
                        "head 200 OK [Content-Length=0]\nbody \nend\n"));
}

void TestParser::mendsWhatResponsesMayGetWrong()
{
    QCOMPARE(tell(false, {"HTTP/1.1 200\r\nX-Limit : 5\r\nContent-Length: 0\r\n\r\n"}),
             QByteArray("head 200  [X-Limit=5] [Content-Length=0]\nbody \nend\n"));
}

void TestParser::endsWithTheConnectionWhenNoLengthIsStated()
{
    Parser parser(Parser::Kind::Responses);
    parser.feed("HTTP/1.1 200 OK\r\n\r\nabc");
    QCOMPARE(parser.next(), Parser::Step::Head);
    QVERIFY(parser.endsWithConnection());
    QVERIFY(!parser.keepsAlive());
    QCOMPARE(parser.next(), Parser::Step::Body);
    QCOMPARE(parser.next(), Parser::Step::NeedMore);
    parser.endOfInput();
    QCOMPARE(parser.next(), Parser::Step::End);
}

void TestParser::tellsCutShortFromWhole_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("inside the head") << QByteArray("HTTP/1.1 200 OK\r\nA: ");
    QTest::newRow("inside a stated length")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc");
    QTest::newRow("before any body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    QTest::newRow("inside a chunk")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc");
    QTest::newRow("before the last chunk")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    QTest::newRow("inside the trailers")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: 1\r\n");
}

void TestParser::tellsCutShortFromWhole()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!tell(false, {bytes}).contains("failed"));
    QVERIFY(tell(false, {bytes}, true).contains("cut short"));
}

void TestParser::keepsTrailersApartFromTheHead()
{
    Parser parser(Parser::Kind::Requests);
    parser.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                "0\r\nHost: b\r\nAuthorization: x\r\n\r\n");
    QCOMPARE(parser.next(), Parser::Step::Head);
    QCOMPARE(parser.next(), Parser::Step::End);
    QCOMPARE(parser.requestHead().headers.values("Host"), (QList<QByteArray>{"a"}));
    QVERIFY(!parser.requestHead().headers.contains("Authorization"));
    QCOMPARE(parser.trailers(), (Headers{{"Host", "b"}, {"Authorization", "x"}}));
}

void TestParser::boundsChunkLinesAndTrailers()
{
    const QByteArray start
        = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n";
    const QByteArray large = start + "X: " + QByteArray(70'000, 'x') + "\r\n\r\n";
    QVERIFY(tell(true, {large}).contains("failed 431"));
    QVERIFY(tell(true, bytewise(large)).contains("failed 431"));
    QVERIFY(
        tell(true, {start + QByteArray("A: 1\r\n").repeated(201) + "\r\n"}).contains("failed 431"));
    QVERIFY(tell(true, {start + QByteArray("A: 1\r\n").repeated(200) + "\r\n"}).contains("end\n"));
}

void TestParser::tellsWhetherTheConnectionStays_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("keeps");
    QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << true;
    QTest::newRow("1.1 close") << QByteArray(
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")
                               << false;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
    QTest::newRow("1.0 keep-alive")
        << QByteArray("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n") << true;
    QTest::newRow("both words") << QByteArray(
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, close\r\n\r\n")
                                << false;
}

void TestParser::tellsWhetherTheConnectionStays()
{
    QFETCH(QByteArray, bytes);
    Parser parser(Parser::Kind::Requests);
    parser.feed(bytes);
    QCOMPARE(parser.next(), Parser::Step::Head);
    QTEST(parser.keepsAlive(), "keeps");
}

void TestParser::readsPastedResponses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("as received") << QByteArray(
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nContent-Length: 2\r\n"
        "\r\n{}") << 429 << QByteArray("{}");
    QTest::newRow("line feeds only")
        << QByteArray("\nHTTP/1.1 429 Too Many Requests\nRetry-After: 3\n\n{\"a\":\n1}\n") << 429
        << QByteArray("{\"a\":\n1}\n");
    QTest::newRow("HTTP/2 status line")
        << QByteArray("HTTP/2 429 \nretry-after: 3\n\nx") << 429 << QByteArray("x");
    QTest::newRow("head alone") << QByteArray("HTTP/1.1 200 OK\nretry-after: 3") << 200
                                << QByteArray();
    QTest::newRow("length does not fit")
        << QByteArray("HTTP/1.1 200 OK\nRetry-After: 3\nContent-Length: 99\n\nshort") << 200
        << QByteArray("short");
    QTest::newRow("chunked as received")
        << QByteArray("HTTP/1.1 200 OK\r\nRetry-After: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "2\r\nok\r\n0\r\n\r\n")
        << 200 << QByteArray("ok");
    QTest::newRow("chunked, shown decoded")
        << QByteArray("HTTP/1.1 200 OK\nRetry-After: 3\nTransfer-Encoding: chunked\n\n{\"a\":1}")
        << 200 << QByteArray("{\"a\":1}");
    QTest::newRow("behind a 100") << QByteArray(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nRetry-After: 3\r\n\r\nb")
                                  << 200 << QByteArray("b");
}

void TestParser::readsPastedResponses()
{
    QFETCH(QByteArray, text);
    const Result<WholeResponse> whole = parseResponse(text);
    QVERIFY(whole.has_value());
    QTEST(whole->head.status, "status");
    QTEST(whole->body, "body");
    QCOMPARE(whole->head.headers.value("Retry-After"), QByteArray("3"));
}

void TestParser::refusesPastedNonsense()
{
    for (const char* text : {"", "\n\n", "hello", "GET / HTTP/1.1\n\n", "HTTP/1.1 abc\n\n",
                             "HTTP/1.1 200 OK\nno colon here\n\n"}) {
        const Result<WholeResponse> whole = parseResponse(text);
        QVERIFY2(!whole, text);
        QCOMPARE(whole.error().code, ErrorCode::Corrupt);
    }
    // Megabytes of interim answers must not be cut off the text one by one.
    const QByteArray endless = QByteArray("HTTP/1.1 100 Continue\n\n").repeated(200'000);
    QCOMPARE(parseResponse(endless).error().code, ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestParser)
#include "tst_parser.moc"
