#include "core/seldom.h"

#include <QString>
#include <QTest>

#include <array>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestSeldom final : public QObject
{
    Q_OBJECT

private slots:
    void isEmptyAtFirst();
    void isAsWideAsAPointer();
    void sharesItsValueWithCopies();
    void comparesByValue();
};

void TestSeldom::isEmptyAtFirst()
{
    const Seldom<QString> none;
    QVERIFY(!none);
    QVERIFY(!none.has_value());
    QVERIFY(none == Seldom<QString>());
}

void TestSeldom::isAsWideAsAPointer()
{
    QCOMPARE(sizeof(Seldom<std::array<int, 100>>), sizeof(void*));
}

void TestSeldom::sharesItsValueWithCopies()
{
    Seldom<QString> one = u"value"_s;
    const Seldom<QString> copy = one;
    QCOMPARE(&*copy, &*one);
    one = u"another"_s;
    QCOMPARE(*copy, u"value"_s);
    QCOMPARE(one->size(), 7);
    one.reset();
    QVERIFY(!one);
    QCOMPARE(*copy, u"value"_s);
}

void TestSeldom::comparesByValue()
{
    QVERIFY(Seldom<QString>(u"a"_s) == Seldom<QString>(u"a"_s));
    QVERIFY(Seldom<QString>(u"a"_s) != Seldom<QString>(u"b"_s));
    QVERIFY(Seldom<QString>(u"a"_s) != Seldom<QString>());
    QVERIFY(Seldom<QString>() != Seldom<QString>(QString()));
}

QTEST_GUILESS_MAIN(TestSeldom)
#include "tst_seldom.moc"
