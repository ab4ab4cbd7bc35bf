#include "ui/charts/labelplace.h"

#include <QLineF>

#include <algorithm>
#include <array>

namespace Pacewatch {

namespace {

constexpr double Aside = 10; ///< from the point to the label
constexpr double Near = 14; ///< from the point's height to the middle of the label
constexpr double Far = 30;

bool crosses(const QLineF& line, const QRectF& box)
{
    if (box.contains(line.p1()) || box.contains(line.p2())) {
        return true;
    }
    const std::array sides{
        QLineF(box.topLeft(), box.topRight()), QLineF(box.topRight(), box.bottomRight()),
        QLineF(box.bottomRight(), box.bottomLeft()), QLineF(box.bottomLeft(), box.topLeft())};
    return std::any_of(sides.begin(), sides.end(), [&line](const QLineF& side) {
        return line.intersects(side, nullptr) == QLineF::BoundedIntersection;
    });
}

bool crosses(const QPolygonF& line, const QRectF& box)
{
    for (qsizetype at = 1; at < line.size(); ++at) {
        if (crosses(QLineF(line.at(at - 1), line.at(at)), box)) {
            return true;
        }
    }
    return false;
}

} // namespace

LabelPlace labelPlace(QPointF point, QSizeF size, const QRectF& area, const QList<QPolygonF>& lines,
                      const QList<QRectF>& boxes)
{
    const double right = point.x() + Aside;
    const double left = point.x() - Aside - size.width();
    const std::array middles{QPointF(right, -Near), QPointF(right, Near), QPointF(left, Near),
                             QPointF(left, -Near),  QPointF(right, -Far), QPointF(right, Far),
                             QPointF(left, Far),    QPointF(left, -Far)};
    LabelPlace best{{}, false};
    for (const QPointF& middle : middles) {
        const QRectF box(QPointF(middle.x(), point.y() + middle.y() - size.height() / 2), size);
        if (!area.contains(box)) {
            continue;
        }
        const bool isFree
            = std::none_of(lines.begin(), lines.end(),
                           [&box](const QPolygonF& line) { return crosses(line, box); })
            && std::none_of(boxes.begin(), boxes.end(),
                            [&box](const QRectF& other) { return other.intersects(box); });
        if (isFree) {
            return {box, true};
        }
        best.box = best.box.isNull() ? box : best.box;
    }
    if (best.box.isNull()) {
        best.box = QRectF(QPointF(left, point.y() - size.height() / 2), size);
    }
    return best;
}

} // namespace Pacewatch
