#include "ui/controls/rowground.h"

#include <QPainter>

namespace Pacewatch {

namespace {

constexpr double Radius = 6;

} // namespace

std::optional<Color> rowGround(QStyle::State state)
{
    if (state.testFlag(QStyle::State_Selected)) {
        return Color::SelectBg;
    }
    return state.testFlag(QStyle::State_MouseOver) ? std::optional(Color::BgHover) : std::nullopt;
}

void paintRowGround(QPainter& painter, const Theme& theme, const QRectF& box,
                    std::optional<Color> ground, QStyle::State state)
{
    if (ground) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(*ground));
        painter.drawRoundedRect(box, Radius, Radius);
    }
    if (state.testFlag(QStyle::State_HasFocus)) {
        painter.setPen(QPen(theme.color(Color::BorderFocus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), Radius, Radius);
    }
}

} // namespace Pacewatch
