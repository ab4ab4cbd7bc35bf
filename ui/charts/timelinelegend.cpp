#include "ui/charts/timelinelegend.h"

#include "ui/charts/timelinemarks.h"
#include "ui/wording/charts.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace Pacewatch {

namespace {

constexpr double MarkWidth = 17;
constexpr double MarkGap = 6;
constexpr double EntryGap = 14;
constexpr int Height = 28;

} // namespace

TimelineLegend::TimelineLegend(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QString TimelineLegend::text(int entry)
{
    switch (entry) {
    case 0:
        return Wording::legendLeft();
    case 1:
        return Wording::legendRefused();
    case 2:
        return Wording::legendWaitKept();
    case 3:
        return Wording::legendWaitIgnored();
    default:
        return Wording::legendReset();
    }
}

double TimelineLegend::entryWidth(int entry) const
{
    const QFontMetricsF metrics(m_theme.font(FontRole::Hint));
    return MarkWidth + MarkGap + metrics.horizontalAdvance(text(entry)) + EntryGap;
}

QSize TimelineLegend::sizeHint() const
{
    double width = 0;
    for (int entry = 0; entry < EntryCount; ++entry) {
        width += entryWidth(entry);
    }
    return {static_cast<int>(std::ceil(width)), Height};
}

void TimelineLegend::paintMark(QPainter& painter, int entry, const QRectF& rect) const
{
    const QPointF centre = rect.center();
    const QColor line = m_theme.color(Color::SeriesMinute);
    switch (entry) {
    case 0: {
        painter.setPen(QPen(line, 1.75, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
        painter.setBrush(Qt::NoBrush);
        const QPointF steps[]
            = {centre + QPointF(-8, -3), centre + QPointF(-4, -3), centre + QPointF(-4, 3),
               centre + QPointF(3, 3),   centre + QPointF(3, -3),  centre + QPointF(8, -3)};
        painter.drawPolyline(steps, 6);
        break;
    }
    case 1:
        paintDiamond(painter, centre, 5, m_theme.color(Color::SeriesRefused));
        break;
    case 2:
    case 3:
        paintWaitBar(painter, QRectF(centre.x() - 7, centre.y() - 5.5, 14, 11), entry == 2,
                     entry == 3, m_theme);
        break;
    default: {
        const QPointF corners[]
            = {centre + QPointF(-4.5, -2.5), centre + QPointF(4.5, -2.5), centre + QPointF(0, 3)};
        painter.setPen(Qt::NoPen);
        painter.setBrush(line);
        painter.drawPolygon(corners, 3);
        break;
    }
    }
}

void TimelineLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme.font(FontRole::Hint));
    int shown = EntryCount;
    double width = sizeHint().width();
    while (shown > 0 && width - EntryGap > this->width()) {
        width -= entryWidth(--shown);
    }
    double left = this->width() - width;
    for (int entry = 0; entry < shown; ++entry) {
        paintMark(painter, entry, QRectF(left, 0, MarkWidth, height()));
        painter.setPen(m_theme.color(Color::TextSecondary));
        const double textLeft = left + MarkWidth + MarkGap;
        painter.drawText(QRectF(textLeft, 0, entryWidth(entry), height()),
                         Qt::AlignLeft | Qt::AlignVCenter, text(entry));
        left += entryWidth(entry);
    }
}

} // namespace Pacewatch
