#include "ui/charts/labelplace.h"

#include <QTest>

using namespace Pacewatch;

namespace {

const QRectF Area(0, 0, 400, 120);
constexpr QSizeF Size(100, 16);

} // namespace

class TestLabelPlace final : public QObject
{
    Q_OBJECT

private slots:
    void goesToTheRightAndAbove();
    void goesToTheLeftAtTheEdge();
    void keepsClearOfALine_data();
    void keepsClearOfALine();
    void keepsClearOfABox();
    void saysThatThereIsNoPlace();
};

void TestLabelPlace::goesToTheRightAndAbove()
{
    const LabelPlace place = labelPlace({100, 60}, Size, Area, {});
    QVERIFY(place.isFree);
    QCOMPARE(place.box, QRectF(110, 38, 100, 16));
}

void TestLabelPlace::goesToTheLeftAtTheEdge()
{
    const LabelPlace place = labelPlace({380, 60}, Size, Area, {});
    QVERIFY(place.isFree);
    QVERIFY(place.box.right() < 380);
    QVERIFY(Area.contains(place.box));
}

void TestLabelPlace::keepsClearOfALine_data()
{
    QTest::addColumn<QPointF>("point");
    QTest::addColumn<QPolygonF>("line");
    QTest::newRow("falls and rises straight")
        << QPointF(200, 100) << QPolygonF(QList<QPointF>{{0, 10}, {200, 100}, {200, 0}, {400, 40}});
    QTest::newRow("falls and goes on level")
        << QPointF(200, 80) << QPolygonF(QList<QPointF>{{0, 10}, {200, 80}, {400, 80}});
    QTest::newRow("falls to the edge")
        << QPointF(396, 90) << QPolygonF(QList<QPointF>{{0, 10}, {396, 90}});
    QTest::newRow("rises slowly") << QPointF(150, 90)
                                  << QPolygonF(QList<QPointF>{{0, 10}, {150, 90}, {400, 20}});
    QTest::newRow("passes through without a point near")
        << QPointF(200, 60) << QPolygonF(QList<QPointF>{{0, 60}, {400, 34}});
}

void TestLabelPlace::keepsClearOfALine()
{
    QFETCH(const QPointF, point);
    QFETCH(const QPolygonF, line);
    const LabelPlace place = labelPlace(point, Size, Area, {line});
    QVERIFY(place.isFree);
    QVERIFY(Area.contains(place.box));
    // Sampled, not by the same arithmetic.
    for (qsizetype at = 1; at < line.size(); ++at) {
        for (int step = 0; step <= 1000; ++step) {
            const QPointF on
                = line.at(at - 1) + (line.at(at) - line.at(at - 1)) * (double(step) / 1000);
            QVERIFY(!place.box.contains(on));
        }
    }
}

void TestLabelPlace::keepsClearOfABox()
{
    const QRectF other(110, 30, 60, 20);
    const LabelPlace place = labelPlace({100, 60}, Size, Area, {}, {other});
    QVERIFY(place.isFree);
    QVERIFY(!place.box.intersects(other));
}

void TestLabelPlace::saysThatThereIsNoPlace()
{
    QVERIFY(!labelPlace({100, 60}, Size, Area, {}, {Area}).isFree);
    QVERIFY(!labelPlace({100, 60}, {500, 16}, Area, {}).isFree);
}

QTEST_MAIN(TestLabelPlace)
#include "tst_labelplace.moc"
