#include "core/http/contentcoding.h"

#include <QTest>

using namespace Pacewatch;

namespace {

/// qCompress() writes a length of four bytes, then RFC 1950.
QByteArray zlibOf(const QByteArray& text)
{
    return qCompress(text).sliced(4);
}

/// RFC 1951 alone: without the head of two bytes and the sum of four.
QByteArray rawOf(const QByteArray& text)
{
    const QByteArray zlib = zlibOf(text);
    return zlib.sliced(2, zlib.size() - 6);
}

QByteArray gzipOf(const QByteArray& text, char flags = 0, const QByteArray& fields = {})
{
    QByteArray head = QByteArray::fromHex("1f8b08000000000000ff");
    head[3] = flags;
    return head + fields + rawOf(text) + QByteArray(8, '\0');
}

const QByteArray Text = "{\"message\":\"Try again in 2 seconds\"}";
constexpr qsizetype Most = 100'000;

} // namespace

class TestContentCoding final : public QObject
{
    Q_OBJECT

private slots:
    void undoes_data();
    void undoes();
    void stopsAtTheBound();
    void saysWhatIsCutOff();
    void namesWhatItDoesNotKnow();
    void endsWithAnything();
};

void TestContentCoding::undoes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("coding");
    QTest::newRow("nothing") << Text << QByteArray();
    QTest::newRow("identity") << Text << QByteArray("identity");
    QTest::newRow("gzip") << gzipOf(Text) << QByteArray("gzip");
    QTest::newRow("another case") << gzipOf(Text) << QByteArray(" X-GZIP ");
    QTest::newRow("gzip with a name")
        << gzipOf(Text, 8, QByteArray("a.json\0", 7)) << QByteArray("gzip");
    QTest::newRow("gzip with all fields") << gzipOf(Text, 2 | 4 | 8 | 16,
                                                    QByteArray("\2\0ab"
                                                               "n\0"
                                                               "c\0"
                                                               "12",
                                                               10))
                                          << QByteArray("gzip");
    QTest::newRow("deflate with a head") << zlibOf(Text) << QByteArray("deflate");
    QTest::newRow("deflate without") << rawOf(Text) << QByteArray("deflate");
    QTest::newRow("twice") << gzipOf(zlibOf(Text)) << QByteArray("deflate, gzip");
}

void TestContentCoding::undoes()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, coding);
    const auto body = Http::decodeContent(bytes, coding, Most);
    QVERIFY2(body.has_value(), body ? "" : qPrintable(body.error().detail));
    QCOMPARE(body->bytes, Text);
    QVERIFY(body->isWhole);
}

void TestContentCoding::stopsAtTheBound()
{
    const QByteArray bomb = gzipOf(QByteArray(50'000'000, ' ')); // 50 kB that want to be 50 MB
    const auto body = Http::decodeContent(bomb, "gzip", Most);
    QVERIFY(body.has_value());
    QCOMPARE(body->bytes, QByteArray(Most, ' '));
    QVERIFY(!body->isWhole);
    const auto plain = Http::decodeContent(QByteArray(2 * Most, 'x'), {}, Most);
    QCOMPARE(plain->bytes.size(), Most);
    QVERIFY(!plain->isWhole);
}

void TestContentCoding::saysWhatIsCutOff()
{
    QByteArray numbers;
    for (int number = 0; number < 5000; ++number) {
        numbers += QByteArray::number(number * 7919) + ',';
    }
    const QByteArray whole = gzipOf(numbers);
    const auto body = Http::decodeContent(whole.left(whole.size() / 2), "gzip", Most);
    QVERIFY(body.has_value());
    QVERIFY(!body->isWhole);
    QVERIFY(body->bytes.size() > 1000);
    QVERIFY(numbers.startsWith(body->bytes));
}

void TestContentCoding::namesWhatItDoesNotKnow()
{
    const auto brotli = Http::decodeContent("abc", "br", Most);
    QCOMPARE(brotli.error().code, ErrorCode::Unsupported);
    QCOMPARE(brotli.error().detail, QStringLiteral("br"));
    QCOMPARE(Http::decodeContent("abc", "gzip,gzip,gzip,gzip", Most).error().code,
             ErrorCode::Unsupported);
    QCOMPARE(Http::decodeContent(Text, "gzip", Most).error().code, ErrorCode::Corrupt);
    QCOMPARE(Http::decodeContent("\xff\xff\xff\xff", "deflate", Most).error().code,
             ErrorCode::Corrupt);
}

void TestContentCoding::endsWithAnything()
{
    const QByteArray whole = gzipOf(Text, 8, QByteArray("name\0", 5));
    for (qsizetype length = 0; length <= whole.size(); ++length) {
        const auto cut = Http::decodeContent(whole.left(length), "gzip", Most);
        QVERIFY(!cut || Text.startsWith(cut->bytes));
        QByteArray turned = whole;
        if (length < whole.size()) {
            turned[length] = char(turned[length] ^ 0x55);
        }
        const auto other = Http::decodeContent(turned, "gzip", Most);
        QVERIFY(!other || other->bytes.size() <= Most);
    }
}

QTEST_GUILESS_MAIN(TestContentCoding)
#include "tst_contentcoding.moc"
