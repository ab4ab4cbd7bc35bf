#include "ui/charts/forecastchart.h"

#include "ui/charts/labelplace.h"
#include "ui/wording/charts.h"
#include "ui/wording/queue.h"

#include <QAreaSeries>
#include <QLineSeries>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double Reach = 90; // seconds back and ahead
constexpr QMargins Gutters(42, 16, 133, 46);
constexpr double SendsBelow = 15; // middle of the row of ticks, below the zero line
constexpr double TickHeight = 11;
constexpr double LabelHeight = 16;

double valueAt(const QList<QPointF>& line, double x)
{
    const auto next = std::upper_bound(
        line.begin(), line.end(), x, [](double value, QPointF point) { return value < point.x(); });
    return next == line.begin() ? next->y() : std::prev(next)->y();
}

} // namespace

ForecastChart::ForecastChart(const Theme& theme, QWidget* parent)
    : AxisPlot(theme, Gutters, parent)
    , m_bandUpper(new QLineSeries)
    , m_bandLower(new QLineSeries)
    , m_band(addArea(m_bandUpper, m_bandLower))
    , m_pastUpper(new QLineSeries)
    , m_pastFill(addArea(m_pastUpper))
    , m_keep(addLine())
    , m_expected(addLine())
    , m_past(addLine())
{
    setFixedHeight(186);
    setRange(-Reach, Reach, 1);
    ForecastChart::recolor();
}

void ForecastChart::setPicture(const ForecastPicture& picture)
{
    const bool isOtherWindow = picture.window != m_picture.window;
    m_picture = picture;
    m_past->replace(picture.past);
    m_pastUpper->replace(picture.past);
    m_expected->replace(picture.forecast.expected);
    m_bandUpper->replace(picture.forecast.upper);
    m_bandLower->replace(picture.forecast.lower);
    m_keep->replace(picture.keepShare > 0
                        ? QList<QPointF>{{-Reach, picture.keepShare}, {Reach, picture.keepShare}}
                        : QList<QPointF>());
    if (isOtherWindow) {
        recolor();
    }
    viewport()->update();
}

void ForecastChart::recolor()
{
    const QColor line = theme().color(windowColor(m_picture.window));
    QColor fill = line;
    fill.setAlphaF(theme().isDark() ? 0.13F : 0.09F);
    QColor band = line;
    band.setAlphaF(theme().isDark() ? 0.18F : 0.16F);
    m_past->setPen(
        QPen(line, theme().metric("stroke.series"_L1), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    m_pastFill->setBrush(fill);
    m_band->setBrush(band);
    QPen dashed(line, 1.6, Qt::CustomDashLine, Qt::FlatCap);
    dashed.setDashPattern({2.6, 2.0});
    m_expected->setPen(dashed);
    QPen dotted(theme().color(Color::StateTightFill), theme().metric("stroke.limit"_L1),
                Qt::CustomDashLine, Qt::FlatCap);
    dotted.setDashPattern({1.6, 2.4});
    m_keep->setPen(dotted);
}

void ForecastChart::drawBackground(QPainter* painter, const QRectF&)
{
    painter->setRenderHint(QPainter::Antialiasing, false);
    const QRectF area = plot();
    const QRectF ahead(QPointF(at(0, 0).x(), area.top()), area.bottomRight());
    painter->fillRect(ahead, theme().color(Color::BgSunken));
    horizontalRule(*painter, 1, Color::ChartGrid);
    horizontalRule(*painter, 0.5, Color::ChartGrid);
    horizontalRule(*painter, 0, Color::ChartBaseline);
    for (const double share : {0.0, 0.5, 1.0}) {
        label(*painter, {area.left() - 8, at(0, share).y()}, Qt::AlignRight,
              share > 0 ? Wording::share(share) : u"0%"_s, FontRole::Axis, Color::ChartAxis);
    }
}

void ForecastChart::drawForeground(QPainter* painter, const QRectF&)
{
    const QRectF area = plot();
    const double now = std::round(at(0, 0).x()) + 0.5;
    drawSends(*painter);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(theme().color(Color::TextSecondary), 1));
    painter->drawLine(QPointF(now, area.top() - 8), QPointF(now, area.bottom() + 22));
    painter->setRenderHint(QPainter::Antialiasing, true);
    label(*painter, {now + 8, area.top() - 10}, Qt::AlignLeft, Wording::expected(), FontRole::Axis,
          Color::TextMuted);
    label(*painter, {area.left() - 8, area.bottom() + SendsBelow}, Qt::AlignRight,
          Wording::sendsRow(), FontRole::Axis, Color::ChartAxis);
    timeLabels(*painter, m_picture.now, 30s, Wording::nowMark(m_picture.now), 36, false);
    drawEndLabels(*painter);
    drawLowest(*painter);
}

void ForecastChart::drawSends(QPainter& painter) const
{
    const double middle = plot().bottom() + SendsBelow;
    const double top = middle - TickHeight / 2;
    painter.setPen(Qt::NoPen);
    for (const SendMark& mark : m_picture.sends) {
        const double x = at(mark.at, 0).x();
        if (mark.kind == SendMark::Kind::Sent && mark.at >= -Reach) {
            painter.fillRect(QRectF(x - 1, top, 2, TickHeight),
                             theme().color(Color::SeriesCallStrong));
        } else if (mark.kind == SendMark::Kind::Wait && mark.until >= -Reach) {
            const double from = at(std::max(mark.at, -Reach), 0).x();
            painter.fillRect(QRectF(from, middle - 2, at(mark.until, 0).x() - from, 4),
                             theme().color(Color::StateWaitingFill));
        }
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().color(Color::SeriesCall), 1));
    for (const double send : m_picture.forecast.sends) {
        const double x = at(send, 0).x();
        painter.drawRect(QRectF(x - 1, top + 0.5, 2, TickHeight - 1));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().color(Color::SeriesRefused));
    for (const SendMark& mark : m_picture.sends) {
        if (mark.kind == SendMark::Kind::Refused && mark.at >= -Reach) {
            const double x = at(mark.at, 0).x();
            const std::array<QPointF, 4> diamond{QPointF(x, middle - 5.5), QPointF(x + 5.5, middle),
                                                 QPointF(x, middle + 5.5),
                                                 QPointF(x - 5.5, middle)};
            painter.drawPolygon(diamond.data(), int(diamond.size()));
        }
    }
    const auto& done = m_picture.forecast.done;
    if (done && *done <= Reach && m_picture.doneAt) {
        label(painter, {at(*done, 0).x() + 6, middle}, Qt::AlignLeft,
              Wording::doneMark(*m_picture.doneAt), FontRole::Axis, Color::TextPrimary, true);
    }
}

void ForecastChart::drawEndLabels(QPainter& painter) const
{
    const double x = plot().right() + 10;
    const double keepY = at(0, m_picture.keepShare).y();
    if (!m_picture.forecast.expected.isEmpty()) {
        double y = at(0, m_picture.forecast.expected.last().y()).y();
        if (m_picture.keepShare > 0 && std::abs(y - keepY) < 18) {
            y = keepY - 18;
        }
        label(painter, {x, y}, Qt::AlignLeft, m_picture.windowLabel, FontRole::Axis,
              windowColor(m_picture.window), true);
    }
    if (m_picture.keepShare > 0) {
        label(painter, {x, keepY}, Qt::AlignLeft, m_picture.keepLabel, FontRole::Axis,
              Color::StateTightFg, true);
    }
}

void ForecastChart::drawLowest(QPainter& painter) const
{
    if (!m_picture.forecast.lowest || !m_picture.lowest) {
        return;
    }
    const QPointF place = at(m_picture.forecast.lowest->x(), m_picture.forecast.lowest->y());
    painter.setPen(QPen(theme().color(windowColor(m_picture.window)), 1.75));
    painter.setBrush(theme().color(Color::BgSurface));
    painter.drawEllipse(place, 3.5, 3.5);

    const Wording::Sentence& words = *m_picture.lowest;
    const QString strong = words.text.mid(words.strongFrom, words.strongLength);
    const QString rest = words.text.mid(words.strongFrom + words.strongLength);
    const double width
        = labelWidth(strong, FontRole::Axis, true) + labelWidth(rest, FontRole::Axis);
    const LabelPlace found = labelPlace(place, {width, LabelHeight}, plot(), obstacles());
    if (!found.isFree) {
        QColor plate = theme().color(Color::BgSunken);
        plate.setAlphaF(0.85F);
        painter.fillRect(found.box.adjusted(-3, 0, 3, 0), plate);
    }
    const double x = found.box.left();
    const double y = found.box.center().y();
    label(painter, {x, y}, Qt::AlignLeft, strong, FontRole::Axis, Color::TextPrimary, true);
    label(painter, {x + labelWidth(strong, FontRole::Axis, true), y}, Qt::AlignLeft, rest,
          FontRole::Axis, Color::TextSecondary);
}

/// The lines that no label should lie on.
QList<QPolygonF> ForecastChart::obstacles() const
{
    QPolygonF expected;
    for (const QPointF& point : m_picture.forecast.expected) {
        expected.append(at(point.x(), point.y()));
    }
    QList<QPolygonF> lines{expected, QPolygonF({at(0, 0), at(0, 1)})};
    if (m_picture.keepShare > 0) {
        lines.append(QPolygonF({at(0, m_picture.keepShare), at(Reach, m_picture.keepShare)}));
    }
    return lines;
}

QString ForecastChart::tipAt(QPointF place) const
{
    const double x = xAt(place.x());
    const QList<QPointF>& line = x <= 0 ? m_picture.past : m_picture.forecast.expected;
    if (!plot().contains(place) || line.isEmpty() || x < line.first().x()) {
        return {};
    }
    const auto left = qint64(std::lround(valueAt(line, x) * double(m_picture.limit)));
    return Wording::leftAt(left, m_picture.limit, m_picture.now + fromSeconds(x), x > 0);
}

} // namespace Pacewatch
