#pragma once

#include <QList>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QSizeF>

namespace Pacewatch {

/// Where a label goes.
struct LabelPlace
{
    QRectF box;
    bool isFree = true; ///< false: every place near is crossed by something
};

/// Looks for a place beside @p point for a label of that size, inside @p area, that neither a line
/// crosses nor a box touches: to its right and a little above where it can be.
[[nodiscard]] LabelPlace labelPlace(QPointF point, QSizeF size, const QRectF& area,
                                    const QList<QPolygonF>& lines, const QList<QRectF>& boxes = {});

} // namespace Pacewatch
