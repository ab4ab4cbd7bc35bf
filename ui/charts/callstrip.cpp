#include "ui/charts/callstrip.h"

#include "ui/wording/calls.h"
#include "ui/wording/wording.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double PlotTop = 8;
constexpr double PlotBottom = 28;
constexpr double WaitTop = 38;
constexpr double WaitHeight = 14;
constexpr double TicksTop = 55;
constexpr double LabelsTop = 60;
constexpr int Height = 76;
constexpr double PointerHalf = 4.5;

} // namespace

CallStrip::CallStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"callStrip"_s);
    setAccessibleName(Wording::surroundingsName());
    setFixedHeight(Height);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CallStrip::show(const CallSurroundings& around)
{
    m_around = around;
    update();
}

TimeScale CallStrip::scale() const
{
    return {m_around.slice(), 0, static_cast<double>(width())};
}

QRectF CallStrip::waitRect() const
{
    const TimeSlice slice = m_around.slice();
    if (!m_around.wait || m_around.wait->to <= slice.from || m_around.wait->from >= slice.to) {
        return {};
    }
    const TimeScale across = scale();
    const double left = std::max(across.map(m_around.wait->from), -4.0);
    const double right = std::min(across.map(m_around.wait->to), width() + 4.0);
    return QRectF(left, WaitTop, std::max(right - left, 3.0), WaitHeight);
}

void CallStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const TimeScale across = scale();
    paintLevels(painter, across);
    paintCalls(painter, across);
    paintWait(painter);
    paintTimes(painter, across);
    paintPointer(painter, across);
}

void CallStrip::paintLevels(QPainter& painter, const TimeScale& across) const
{
    if (m_around.levels.isEmpty()) {
        return;
    }
    const ValueScale values{0, 1, PlotTop + 2, PlotBottom};
    QPolygonF steps;
    double y = 0;
    for (const CallSurroundings::Level& level : m_around.levels) {
        const double x = across.map(level.at);
        if (!steps.isEmpty()) {
            steps.append(QPointF(x, y));
        }
        y = values.map(std::clamp(level.share, 0.0, 1.0));
        steps.append(QPointF(x, y));
    }
    QPolygonF area = steps;
    area.prepend(QPointF(steps.first().x(), PlotBottom));
    area.append(QPointF(steps.last().x(), PlotBottom));
    QColor fill = m_theme.color(Color::SeriesSecond);
    fill.setAlphaF(m_theme.isDark() ? 0.22F : 0.16F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(area);
}

void CallStrip::paintCalls(QPainter& painter, const TimeScale& across) const
{
    for (const bool isRefused : {false, true}) {
        const QColor color
            = m_theme.color(isRefused ? Color::SeriesRefused : Color::SeriesCallStrong);
        for (const CallSurroundings::Neighbour& call : m_around.calls) {
            if (call.isRefused == isRefused) {
                const double x = std::floor(across.map(call.at));
                painter.fillRect(QRectF(x, PlotTop, 1.6, PlotBottom - PlotTop), color);
            }
        }
    }
    painter.fillRect(QRectF(0, PlotBottom, width(), 1), m_theme.color(Color::ChartBaseline));
}

void CallStrip::paintWait(QPainter& painter) const
{
    const QRectF bar = waitRect();
    if (bar.isEmpty()) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Color::StateWaitingBorder));
    painter.setBrush(m_theme.color(Color::StateWaitingSoft));
    painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter.setFont(m_theme.font(FontRole::Axis));
    const QString text = Wording::askedToWait(m_around.asked);
    const double wide = painter.fontMetrics().horizontalAdvance(text) + 14.0;
    const QRectF seen = bar.intersected(QRectF(rect()));
    if (wide <= seen.width()) {
        painter.setPen(m_theme.color(Color::StateWaitingFg));
        painter.drawText(seen.adjusted(7, 0, -7, 0), Qt::AlignRight | Qt::AlignVCenter, text);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void CallStrip::paintTimes(QPainter& painter, const TimeScale& across) const
{
    painter.setFont(m_theme.font(FontRole::Axis));
    const QFontMetricsF metrics(painter.font());
    for (WallTime at = std::chrono::ceil<std::chrono::seconds>(across.slice.from);
         at < across.slice.to; at += 1s) {
        const double x = std::floor(across.map(at));
        painter.fillRect(QRectF(x, TicksTop, 1, 4), m_theme.color(Color::ChartBaseline));
        const QString text = Wording::clock(at);
        const double wide = metrics.horizontalAdvance(text);
        if (x + wide <= width()) {
            painter.setPen(m_theme.color(Color::ChartAxis));
            painter.drawText(QRectF(x, LabelsTop, wide + 2, Height - LabelsTop),
                             Qt::AlignLeft | Qt::AlignTop, text);
        }
    }
}

void CallStrip::paintPointer(QPainter& painter, const TimeScale& across) const
{
    const double x = std::floor(across.map(m_around.at)) + 0.5;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::TextPrimary));
    const std::array<QPointF, 3> head{QPointF(x - PointerHalf, 0), QPointF(x + PointerHalf, 0),
                                      QPointF(x, PointerHalf + 1.5)};
    painter.drawPolygon(head.data(), int(head.size()));
    painter.fillRect(QRectF(x - 0.75, 0, 1.5, WaitTop + WaitHeight),
                     m_theme.color(Color::TextPrimary));
}

} // namespace Pacewatch
