#include "ui/models/linediff.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

namespace {

/// "a -b +c d"
QString told(const QString& first, const QString& second)
{
    QStringList words;
    for (const DiffLine& line :
         diffLines(first.split(u' ', Qt::SkipEmptyParts), second.split(u' ', Qt::SkipEmptyParts))) {
        const QString sign = line.kind == DiffLine::Kind::Same ? u""_s
            : line.kind == DiffLine::Kind::OnlyFirst           ? u"-"_s
                                                               : u"+"_s;
        words += sign + line.text;
    }
    return words.join(u' ');
}

} // namespace

class TestLineDiff final : public QObject
{
    Q_OBJECT

private slots:
    void marksWhatDiffers_data();
    void marksWhatDiffers();
    void losesNothing();
    void isBounded();
};

void TestLineDiff::marksWhatDiffers_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<QString>("result");
    QTest::newRow("same") << u"a b c"_s << u"a b c"_s << u"a b c"_s;
    QTest::newRow("changed") << u"a b c"_s << u"a x c"_s << u"a -b +x c"_s;
    QTest::newRow("added") << u"a c"_s << u"a b c d"_s << u"a +b c +d"_s;
    QTest::newRow("gone") << u"a b c"_s << u"c"_s << u"-a -b c"_s;
    QTest::newRow("nothing") << u""_s << u"a"_s << u"+a"_s;
    QTest::newRow("moved") << u"a b c d"_s << u"b c d a"_s << u"-a b c d +a"_s;
}

void TestLineDiff::marksWhatDiffers()
{
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    QTEST(told(first, second), "result");
}

void TestLineDiff::losesNothing()
{
    QRandomGenerator dice(7);
    for (int round = 0; round < 300; ++round) {
        QStringList texts[2];
        for (QStringList& text : texts) {
            for (int number = int(dice.bounded(12)); number > 0; --number) {
                text += QString(QChar(u'a' + char16_t(dice.bounded(4))));
            }
        }
        QStringList first;
        QStringList second;
        for (const DiffLine& line : diffLines(texts[0], texts[1])) {
            if (line.kind != DiffLine::Kind::OnlySecond) {
                first += line.text;
            }
            if (line.kind != DiffLine::Kind::OnlyFirst) {
                second += line.text;
            }
        }
        QCOMPARE(first, texts[0]);
        QCOMPARE(second, texts[1]);
    }
}

void TestLineDiff::isBounded()
{
    const QStringList many(20'000, u"line"_s);
    QCOMPARE(diffLines(many, many).size(), MostDiffLines);
}

QTEST_APPLESS_MAIN(TestLineDiff)
#include "tst_linediff.moc"
