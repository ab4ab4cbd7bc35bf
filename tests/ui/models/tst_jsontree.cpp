#include "ui/models/jsontree.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

namespace {

/// One line a node, two spaces for each level.
QString told(const JsonTree& tree, const QModelIndex& parent = {}, int depth = 0)
{
    QString lines;
    for (int row = 0; row < tree.rowCount(parent); ++row) {
        const QModelIndex name = tree.index(row, JsonTree::NameColumn, parent);
        lines += QString(2 * depth, u' ') + name.data().toString() + u'='
            + name.siblingAtColumn(JsonTree::ValueColumn).data().toString() + u'\n';
        lines += told(tree, name, depth + 1);
    }
    return lines;
}

} // namespace

class TestJsonTree final : public QObject
{
    Q_OBJECT

private slots:
    void keepsOrderAndSpelling();
    void takesAnyValueAtTheTop();
    void staysEmptyWithoutJson();
    void endsWithDeepOnes();
    void masksValues();

private:
    Privacy m_privacy;
};

void TestJsonTree::keepsOrderAndSpelling()
{
    JsonTree tree(m_privacy);
    const QAbstractItemModelTester tester(&tree);
    QVERIFY(
        tree.read(R"({"z": 1.50, "a": [true, null, {"b\"}": "x, \"y\": z"}], "e": {}, "l":[]})"));
    QCOMPARE(told(tree),
             u"={ 4 fields }\n"
             "  z=1.50\n"
             "  a=[ 3 items ]\n"
             "    0=true\n"
             "    1=null\n"
             "    2={ 1 field }\n"
             "      b\\\"}=\"x, \\\"y\\\": z\"\n"
             "  e={ 0 fields }\n"
             "  l=[ 0 items ]\n"_s);
}

void TestJsonTree::takesAnyValueAtTheTop()
{
    JsonTree tree(m_privacy);
    QVERIFY(tree.read("[1,2]"));
    QCOMPARE(told(tree), u"=[ 2 items ]\n  0=1\n  1=2\n"_s);
}

void TestJsonTree::staysEmptyWithoutJson()
{
    JsonTree tree(m_privacy);
    QVERIFY(tree.read("{}"));
    for (const QByteArray& text : {QByteArray("{\"a\":"), QByteArray("hello"), QByteArray()}) {
        QVERIFY(!tree.read(text));
        QCOMPARE(tree.rowCount(), 0);
    }
}

void TestJsonTree::endsWithDeepOnes()
{
    JsonTree tree(m_privacy);
    QVERIFY(!tree.read(QByteArray(100'000, '[') + QByteArray(100'000, ']')));
    QVERIFY(tree.read(QByteArray(500, '[') + QByteArray(500, ']')));
    QModelIndex deepest;
    int depth = 0;
    for (; tree.rowCount(deepest) > 0; ++depth) {
        deepest = tree.index(0, 0, deepest);
    }
    QCOMPARE(depth, 500);
}

void TestJsonTree::masksValues()
{
    JsonTree tree(m_privacy);
    QVERIFY(tree.read(R"({"phone":"+34600000027"})"));
    QVERIFY(told(tree).contains("+34600000027"_L1));
    m_privacy.setOn(true);
    QVERIFY(!told(tree).contains("600000027"_L1));
    m_privacy.setOn(false);
}

QTEST_GUILESS_MAIN(TestJsonTree)
#include "tst_jsontree.moc"
