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

/// Text as the reference encoder packs it.
QByteArray brotliText()
{
    return QByteArray::fromHex("1b2300f81d07ceb92b6e72d073e4682902b2d7325472794aa72f2b916496d400"
                               "978bcc61777fd427");
}

/// 50,000,000 blanks.
QByteArray brotliBomb()
{
    return QByteArray::fromHex("cbffff3f002440e2b14072effff8ffff078004401c1680eefd1fffffff009000"
                               "88c302d0bdffe3ffff1f001200715800baf77ffcffff034002200e0b40f7fe2f"
                               "ffe0f5004800c46101e8a0eb01");
}

/// Text as the reference encoder packs it.
QByteArray zstdText()
{
    return QByteArray::fromHex("28b52ffd20242101007b226d657373616765223a2254727920616761696e2069"
                               "6e2032207365636f6e6473227d");
}

/// 50,069,504 blanks: RFC 8878, 3.1.1, a frame of blocks that each say "131,072 times this byte".
QByteArray zstdBomb()
{
    QByteArray bomb = QByteArray::fromHex("28b52ffd0038");
    constexpr int Blocks = 382;
    for (int block = 0; block < Blocks; ++block) {
        bomb += QByteArray::fromHex(block + 1 < Blocks ? "02001020" : "03001020");
    }
    return bomb;
}

/// A frame that wants a window of 2 GiB to be undone in.
QByteArray zstdGlutton()
{
    return QByteArray::fromHex("28b52ffd00a8010000");
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
    void endsWithAnything_data();
    void endsWithAnything();
    void leavesTextAsItIs();
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
    QTest::newRow("br") << brotliText() << QByteArray("br");
    QTest::newRow("zstd") << zstdText() << QByteArray("zstd");
    QTest::newRow("zstd in two frames")
        << zstdText() + QByteArray::fromHex("28b52ffd2000010000") << QByteArray("zstd");
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
    const auto other = Http::decodeContent(brotliBomb(), "br", Most);
    QVERIFY(other.has_value());
    QCOMPARE(other->bytes, QByteArray(Most, ' '));
    QVERIFY(!other->isWhole);
    const auto third = Http::decodeContent(zstdBomb(), "zstd", Most);
    QVERIFY(third.has_value());
    QCOMPARE(third->bytes, QByteArray(Most, ' '));
    QVERIFY(!third->isWhole);
    QCOMPARE(Http::decodeContent(zstdBomb(), "zstd", 60'000'000)->bytes.size(), 382 * 131'072);
    QCOMPARE(Http::decodeContent(zstdGlutton(), "zstd", Most).error().code, ErrorCode::Corrupt);
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
    const auto other = Http::decodeContent("abc", "compress", Most);
    QCOMPARE(other.error().code, ErrorCode::Unsupported);
    QCOMPARE(other.error().detail, QStringLiteral("compress"));
    QCOMPARE(Http::decodeContent("abcdef", "zstd", Most).error().code, ErrorCode::Corrupt);
    QCOMPARE(Http::decodeContent("\xff\xff\xff\xff", "br", Most).error().code, ErrorCode::Corrupt);
    QCOMPARE(Http::decodeContent("abc", "gzip,gzip,gzip,gzip", Most).error().code,
             ErrorCode::Unsupported);
    QCOMPARE(Http::decodeContent(Text, "gzip", Most).error().code, ErrorCode::Corrupt);
    QCOMPARE(Http::decodeContent("\xff\xff\xff\xff", "deflate", Most).error().code,
             ErrorCode::Corrupt);
}

void TestContentCoding::endsWithAnything_data()
{
    QTest::addColumn<QByteArray>("whole");
    QTest::addColumn<QByteArray>("coding");
    QTest::newRow("gzip") << gzipOf(Text, 8, QByteArray("name\0", 5)) << QByteArray("gzip");
    QTest::newRow("br") << brotliText() << QByteArray("br");
    QTest::newRow("zstd") << zstdText() << QByteArray("zstd");
}

void TestContentCoding::endsWithAnything()
{
    QFETCH(const QByteArray, whole);
    QFETCH(const QByteArray, coding);
    for (qsizetype length = 0; length <= whole.size(); ++length) {
        const auto cut = Http::decodeContent(whole.left(length), coding, Most);
        QVERIFY(!cut || Text.startsWith(cut->bytes));
        QByteArray turned = whole;
        if (length < whole.size()) {
            turned[length] = char(turned[length] ^ 0x55);
        }
        const auto other = Http::decodeContent(turned, coding, Most);
        QVERIFY(!other || other->bytes.size() <= Most);
    }
}

void TestContentCoding::leavesTextAsItIs()
{
    for (const char* coding : {"", "gzip", "br", "deflate", "zstd"}) {
        QCOMPARE(Http::contentOf(Text, coding, Most)->bytes, Text);
    }
    QCOMPARE(Http::contentOf(gzipOf(Text), "gzip", Most)->bytes, Text);
    QCOMPARE(Http::contentOf(zlibOf(Text), "deflate", Most)->bytes, Text);
    QVERIFY(!Http::contentOf(QByteArray("\0\xff", 2), "gzip", Most));
    QVERIFY(Http::isText("Müller") && Http::isText(QByteArray("Mü").chopped(1)));
    QVERIFY(!Http::isText(QByteArray("a\0b", 3)) && !Http::isText("\xff\xfe, and more"));
}

QTEST_GUILESS_MAIN(TestContentCoding)
#include "tst_contentcoding.moc"
