#pragma once

#include "ui/theme.h"

#include <QRectF>
#include <QStyle>

#include <optional>

class QPainter;

namespace Pacewatch {

/// What lies under a row of a list that is chosen or hovered; nothing for the others.
[[nodiscard]] std::optional<Color> rowGround(QStyle::State state);

/// Paints @p ground, if any, as a rounded ground in @p box, and a ring around it for the focus that
/// @p state may have.
void paintRowGround(QPainter& painter, const Theme& theme, const QRectF& box,
                    std::optional<Color> ground, QStyle::State state);

} // namespace Pacewatch
