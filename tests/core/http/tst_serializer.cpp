#include "core/http/parser.h"
#include "core/http/serializer.h"

#include <QTest>

using namespace Pacewatch::Http;

class TestSerializer : public QObject
{
    Q_OBJECT

private slots:
    void writesWhatTheParserReadsBack();
    void writesChunksThatParseBack();
    void keepsInjectedLineEndsOutOfTheHead();
    void statesTheFramingInPlace();
    void removesHopByHopFieldsAndThoseNamed();
    void findsTokensInLists();
};

void TestSerializer::writesWhatTheParserReadsBack()
{
    const RequestHead request{"POST",
                              "/a/%2e%2E//b?x=1;y=+",
                              1,
                              {{"hOST", "a.example"},
                               {"X-Twice", "1"},
                               {"Content-Length", "0"},
                               {"x-twice", "2, 3"},
                               {"X-Empty", ""}}};
    Parser requests(Parser::Kind::Requests);
    requests.feed(writeHead(request));
    QCOMPARE(requests.next(), Parser::Step::Head);
    QCOMPARE(requests.requestHead(), request);
    QCOMPARE(requests.next(), Parser::Step::End);

    const ResponseHead response{429, "Slow down", 0, {{"Set-Cookie", "a"}, {"Set-Cookie", "b"}}};
    Parser responses(Parser::Kind::Responses);
    responses.feed(writeHead(response));
    QCOMPARE(responses.next(), Parser::Step::Head);
    QCOMPARE(responses.responseHead(), response);
}

void TestSerializer::writesChunksThatParseBack()
{
    Parser parser(Parser::Kind::Responses);
    parser.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    parser.feed(writeChunk("hello "));
    parser.feed(writeChunk({}));
    parser.feed(writeChunk(QByteArray(300, 'x')));
    parser.feed(writeLastChunk({{"X-Sum", "7"}}));
    QByteArray body;
    Parser::Step step = Parser::Step::Head;
    while ((step = parser.next()) == Parser::Step::Head || step == Parser::Step::Body) {
        body += parser.body();
    }
    QCOMPARE(step, Parser::Step::End);
    QCOMPARE(body, QByteArray("hello ") + QByteArray(300, 'x'));
    QCOMPARE(parser.trailers(), (Headers{{"X-Sum", "7"}}));
}

void TestSerializer::keepsInjectedLineEndsOutOfTheHead()
{
    const QByteArray bytes
        = writeHead(RequestHead{"GET", "/", 1, {{"X", QByteArray("a\r\nEvil: 1\0b", 12)}}});
    QCOMPARE(bytes, QByteArray("GET / HTTP/1.1\r\nX: a  Evil: 1 b\r\n\r\n"));
}

void TestSerializer::statesTheFramingInPlace()
{
    Headers headers{{"content-length", "5"}, {"A", "1"}};
    setFraming(headers, BodyLength::known(5));
    QCOMPARE(headers, (Headers{{"content-length", "5"}, {"A", "1"}}));
    setFraming(headers, BodyLength::chunked());
    QCOMPARE(headers, (Headers{{"A", "1"}, {"Transfer-Encoding", "chunked"}}));
    setFraming(headers, BodyLength::none());
    QCOMPARE(headers, (Headers{{"A", "1"}}));
}

void TestSerializer::removesHopByHopFieldsAndThoseNamed()
{
    Headers headers{{"Connection", "x-a, close"},
                    {"X-A", "1"},
                    {"Keep-Alive", "timeout=5"},
                    {"X-B", "2"},
                    {"TE", "trailers"},
                    {"Upgrade", "h2c"},
                    {"HTTP2-Settings", "AA"},
                    {"Proxy-Authorization", "Basic x"},
                    {"Connection", "Content-Length, Host"},
                    {"Content-Length", "3"},
                    {"Host", "h"}};
    removeHopByHop(headers);
    QCOMPARE(headers, (Headers{{"X-B", "2"}, {"Content-Length", "3"}, {"Host", "h"}}));
}

void TestSerializer::findsTokensInLists()
{
    QVERIFY(listHolds("a, Close ,b", "close"));
    QVERIFY(listHolds("close", "close"));
    QVERIFY(!listHolds("closed, enclose", "close"));
    QVERIFY(!listHolds("", "close"));
}

QTEST_GUILESS_MAIN(TestSerializer)
#include "tst_serializer.moc"
