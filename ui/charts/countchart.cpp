#include "ui/charts/countchart.h"

#include "ui/wording/charts.h"
#include "ui/wording/practice.h"
#include "ui/wording/wording.h"

#include <QAreaSeries>
#include <QLineSeries>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr QMargins Gutters(38, 15, 113, 20);
/// The plot reaches a little above the limit, so that its line has air.
constexpr double AboveLimit = 1.11;

} // namespace

Duration countReach(Duration window)
{
    return std::clamp<Duration>(3 * window, 1min, 1h);
}

CountChart::CountChart(const Theme& theme, QWidget* parent)
    : AxisPlot(theme, Gutters, parent)
    , m_clientUpper(new QLineSeries)
    , m_otherUpper(new QLineSeries)
    , m_otherLower(new QLineSeries)
    , m_clientArea(addArea(m_clientUpper))
    , m_otherArea(addArea(m_otherUpper, m_otherLower))
    , m_clientLine(addLine())
    , m_otherLine(addLine())
{
    setFixedHeight(190);
    setRange(-toSeconds(countReach(m_window)), 0, 1);
    CountChart::recolor();
}

void CountChart::addSample(const CountSample& sample, qint64 limit, Duration window,
                           bool sawRefusal)
{
    if (window != m_window || limit != m_limit || sawRefusal != m_isHatched) {
        m_window = window > Duration::zero() ? window : m_window;
        m_limit = limit;
        m_isHatched = sawRefusal;
        setRange(-toSeconds(countReach(m_window)), 0,
                 double(std::max<qint64>(limit, 1)) * AboveLimit);
        recolor();
    }
    m_now = sample.at;
    const bool isSame = m_samples.size() > 1 && m_samples.last().client == sample.client
        && m_samples.last().other == sample.other
        && m_samples.at(m_samples.size() - 2).client == sample.client
        && m_samples.at(m_samples.size() - 2).other == sample.other;
    if (isSame) {
        m_samples.last() = sample; // the level lasts: two points are enough for it
    } else {
        m_samples.append(sample);
    }
    const WallTime oldest = sample.at - countReach(m_window);
    const auto keep = std::find_if(m_samples.cbegin(), m_samples.cend(),
                                   [oldest](const CountSample& each) { return each.at >= oldest; });
    if (keep - m_samples.cbegin() > 1) {
        m_samples.erase(m_samples.cbegin(), keep - 1); // one before the edge, to reach it
    }
    redraw();
}

void CountChart::clearSamples()
{
    m_samples.clear();
    redraw();
}

void CountChart::redraw()
{
    QList<QPointF> client;
    QList<QPointF> both;
    const double edge = -toSeconds(countReach(m_window));
    double clientWas = 0;
    double bothWas = 0;
    for (const CountSample& sample : m_samples) {
        const double x = std::max(toSeconds(sample.at - m_now), edge);
        const auto clientIs = double(sample.client);
        const auto bothIs = double(sample.client + sample.other);
        if (!client.isEmpty()) {
            client.append({x, clientWas});
            both.append({x, bothWas});
        }
        client.append({x, clientIs});
        both.append({x, bothIs});
        clientWas = clientIs;
        bothWas = bothIs;
    }
    m_clientUpper->replace(client);
    m_clientLine->replace(client);
    m_otherLower->replace(client);
    m_otherUpper->replace(both);
    m_otherLine->replace(both);
    viewport()->update();
}

QBrush CountChart::otherBrush() const
{
    QColor fill = theme().color(Color::SeriesOther);
    fill.setAlphaF(theme().isDark() ? 0.24F : 0.30F);
    if (!m_isHatched) {
        return fill;
    }
    // A texture with a device pixel ratio: Qt's own pattern gets twice as fine at 2x.
    constexpr int Tile = 6;
    const qreal ratio = devicePixelRatioF();
    QPixmap tile(QSize(Tile, Tile) * ratio);
    tile.setDevicePixelRatio(ratio);
    QColor ground = fill;
    ground.setAlphaF(0.14F);
    tile.fill(ground);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().color(Color::SeriesOther), 1.2));
    for (const int shift : {-Tile, 0, Tile}) {
        painter.drawLine(QPointF(shift, Tile), QPointF(shift + Tile, 0));
    }
    painter.end();
    return QBrush(tile);
}

void CountChart::recolor()
{
    const QColor client = theme().color(Color::SeriesMinute);
    QColor fill = client;
    fill.setAlphaF(theme().isDark() ? 0.20F : 0.15F);
    m_clientArea->setBrush(fill);
    m_otherArea->setBrush(otherBrush());
    const double stroke = theme().metric("stroke.series"_L1);
    m_clientLine->setPen(QPen(client, stroke, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    m_otherLine->setPen(
        QPen(theme().color(Color::SeriesOther), stroke, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
}

void CountChart::drawBackground(QPainter* painter, const QRectF&)
{
    painter->setRenderHint(QPainter::Antialiasing, false);
    const QRectF area = plot();
    horizontalRule(*painter, double(m_limit) / 2, Color::ChartGrid);
    horizontalRule(*painter, 0, Color::ChartBaseline);
    for (const double part : {0.0, 0.5, 1.0}) {
        if (m_limit > 0) {
            label(*painter, {area.left() - 8, at(0, part * double(m_limit)).y()}, Qt::AlignRight,
                  Wording::axisCount(qint64(part * double(m_limit))), FontRole::Axis,
                  Color::ChartAxis);
        }
    }
}

void CountChart::drawForeground(QPainter* painter, const QRectF&)
{
    if (m_limit <= 0) {
        return;
    }
    const QRectF area = plot();
    const double limitY = std::round(at(0, double(m_limit)).y()) + 0.5;
    QPen dotted(theme().color(Color::ChartLimitLine), theme().metric("stroke.limit"_L1),
                Qt::CustomDashLine, Qt::FlatCap);
    dotted.setDashPattern({1.6, 2.4});
    painter->setPen(dotted);
    painter->drawLine(QPointF(area.left(), limitY), QPointF(area.right(), limitY));
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(theme().color(Color::TextSecondary), 1));
    const double now = std::round(area.right()) + 0.5;
    painter->drawLine(QPointF(now, area.top()), QPointF(now, area.bottom() + 4));
    painter->setRenderHint(QPainter::Antialiasing, true);

    const double x = area.right() + 10;
    label(*painter, {x, limitY}, Qt::AlignLeft, Wording::limitMark(m_limit, m_window),
          FontRole::Axis, Color::ChartLimitLine, true);
    if (m_samples.isEmpty()) {
        return;
    }
    const CountSample& last = m_samples.last();
    double clientY = std::min(at(0, double(last.client)).y(), area.bottom() - 4);
    if (last.other > 0) {
        double otherY = std::max(at(0, double(last.client + last.other)).y(), limitY + 18);
        // Labels that would touch move apart.
        otherY = std::min(otherY, clientY - 18);
        label(*painter, {x, otherY}, Qt::AlignLeft, Wording::otherCount(last.other), FontRole::Axis,
              Color::SeriesOther, true);
    }
    clientY = std::max(clientY, limitY + 18);
    label(*painter, {x, clientY}, Qt::AlignLeft, Wording::yourCount(last.client), FontRole::Axis,
          Color::SeriesMinute, true);
    const Duration step = countReach(m_window) <= 5min ? Duration(30s) : Duration(10min);
    timeLabels(*painter, m_now, step, Wording::nowMark(m_now), 14, true);
}

QString CountChart::tipAt(QPointF place) const
{
    if (!plot().contains(place) || m_samples.isEmpty()) {
        return {};
    }
    const WallTime moment = m_now + fromSeconds(xAt(place.x()));
    const auto next = std::find_if(m_samples.begin(), m_samples.end(),
                                   [moment](const CountSample& each) { return each.at > moment; });
    if (next == m_samples.begin()) {
        return {};
    }
    const CountSample& sample = *std::prev(next);
    return Wording::countedAt(sample.client, sample.other, moment);
}

} // namespace Pacewatch
