#include "ui/charts/plotview.h"

#include <QChart>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>
#include <QWheelEvent>

#include <cmath>

namespace Pacewatch {

QBrush hatchBrush(const QColor& line, qreal ratio)
{
    constexpr int Side = 8;
    constexpr qreal LineWidth = 1.2;
    QPixmap tile(qRound(Side * ratio), qRound(Side * ratio));
    tile.setDevicePixelRatio(ratio);
    tile.fill(Qt::transparent);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, LineWidth));
    for (const int shift : {-Side, 0, Side}) {
        painter.drawLine(QPointF(shift, Side), QPointF(shift + Side, 0));
    }
    return QBrush(tile);
}

PlotView::PlotView(const Theme& theme, QWidget* parent)
    : QChartView(parent)
    , m_theme(theme)
    , m_xAxis(new QValueAxis(this))
    , m_yAxis(new QValueAxis(this))
{
    setFrameShape(QFrame::NoFrame);
    setStyleSheet(QStringLiteral("background: transparent"));
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setRubberBand(QChartView::NoRubberBand);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setBackgroundVisible(false);
    chart()->setPlotAreaBackgroundVisible(false);
    chart()->setMargins(QMargins());
    chart()->legend()->hide();
    chart()->addAxis(m_xAxis, Qt::AlignBottom);
    chart()->addAxis(m_yAxis, Qt::AlignLeft);
    m_xAxis->setVisible(false);
    m_yAxis->setVisible(false);
    connect(&theme, &Theme::changed, this, [this] {
        m_hatch = QBrush();
        followTheme();
        viewport()->update();
    });
}

void PlotView::place(const QRectF& plot)
{
    const QRect outer = plot.toAlignedRect().adjusted(-Bleed, -Bleed, Bleed, Bleed);
    m_plot = QRectF(plot.topLeft() - outer.topLeft(), plot.size());
    setGeometry(outer);
    chart()->setPlotArea(m_plot);
    m_xAxis->setRange(0, m_plot.width());
}

void PlotView::showContent(const TimelineContent& content)
{
    m_content = content;
    replaceSeries(content);
    viewport()->update();
}

void PlotView::setGrid(const QList<double>& columns, const QList<double>& values)
{
    m_gridColumns = columns;
    m_gridValues = values;
}

void PlotView::addLine(QLineSeries* series)
{
    chart()->addSeries(series);
    series->attachAxis(m_xAxis);
    series->attachAxis(m_yAxis);
}

void PlotView::setValueRange(double low, double high)
{
    if (m_yAxis->min() != low || m_yAxis->max() != high) {
        m_yAxis->setRange(low, high);
    }
}

ValueScale PlotView::valueScale() const
{
    return {m_yAxis->min(), m_yAxis->max(), m_plot.top(), m_plot.bottom()};
}

void PlotView::paintWaits(QPainter& painter) const
{
    QRectF before(-9, 0, 0, 0);
    for (const Wait& wait : m_content.waits) {
        const TimeScale& scale = m_content.scale;
        const double left = std::max(scale.map(wait.from), scale.left) - scale.left;
        const double right = std::min(scale.map(wait.to), scale.right) - scale.left;
        const QRectF band(m_plot.left() + left, m_plot.top(), std::max(right - left, 2.0),
                          m_plot.height());
        // Of thousands in as many pixels each would be painted over by the next.
        if (band.left() - before.left() < 1 && band.right() <= before.right() + 1) {
            continue;
        }
        painter.fillRect(band, m_theme.color(Color::ChartPauseFill));
        painter.fillRect(band, m_hatch);
        before = band;
    }
}

void PlotView::paintGround(QPainter& painter)
{
    const qreal ratio = devicePixelRatioF();
    const QSize size = (m_plot.size() * ratio).toSize();
    if (size.isEmpty()) {
        return;
    }
    if (m_ground.size() != size) {
        m_ground = QImage(size, QImage::Format_ARGB32_Premultiplied);
    }
    m_ground.setDevicePixelRatio(ratio);
    m_ground.fill(Qt::transparent);
    QPainter ground(&m_ground);
    ground.setCompositionMode(QPainter::CompositionMode_Source);
    paintBelow(ground, m_content);
    ground.end();
    painter.drawImage(m_plot.topLeft(), m_ground);
}

void PlotView::drawBackground(QPainter* painter, const QRectF&)
{
    if (m_hatch.style() == Qt::NoBrush) {
        m_hatch = hatchBrush(m_theme.color(Color::ChartPauseHatch), devicePixelRatioF());
    }
    painter->save();
    painter->resetTransform();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setClipRect(m_plot.adjusted(0, 0, 1, 1));
    painter->setPen(QPen(m_theme.color(Color::ChartGrid), 1));
    for (const double x : m_gridColumns) {
        const double at = std::floor(m_plot.left() + x);
        painter->drawLine(QPointF(at, m_plot.top()), QPointF(at, m_plot.bottom()));
    }
    for (const double value : m_gridValues) {
        const double at = std::floor(valueScale().map(value));
        painter->drawLine(QPointF(m_plot.left(), at), QPointF(m_plot.right(), at));
    }
    paintWaits(*painter);
    paintGround(*painter);
    painter->setPen(QPen(m_theme.color(Color::ChartBaseline), 1));
    painter->drawLine(m_plot.bottomLeft(), m_plot.bottomRight());
    painter->restore();
}

void PlotView::drawForeground(QPainter* painter, const QRectF&)
{
    painter->save();
    painter->resetTransform();
    painter->translate(m_plot.topLeft());
    paintAbove(*painter, m_content);
    painter->restore();
}

void PlotView::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

} // namespace Pacewatch
