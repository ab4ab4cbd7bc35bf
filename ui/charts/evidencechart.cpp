#include "ui/charts/evidencechart.h"

#include "ui/charts/plotview.h"
#include "ui/charts/scale.h"
#include "ui/wording/wording.h"

#include <QAreaSeries>
#include <QLineSeries>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr QMargins Gutters(46, 40, 104, 24);
/// Room for the numbers above the highest bar.
constexpr double Headroom = 1.12;

} // namespace

EvidenceChart::EvidenceChart(const Theme& theme, QWidget* parent)
    : AxisPlot(theme, Gutters, parent)
    , m_gap(nullptr)
    , m_gapUpper(new QLineSeries)
    , m_gapLower(new QLineSeries)
    , m_stated(nullptr)
    , m_seen(nullptr)
{
    setObjectName(u"evidenceChart"_s);
    m_gap = addArea(m_gapUpper, m_gapLower);
    m_stated = addLine();
    m_seen = addLine();
    setRange(0, 1, 1);
    EvidenceChart::recolor();
}

void EvidenceChart::showEvidence(const Finding& finding)
{
    m_finding = finding;
    for (QLineSeries* line : {m_gapUpper, m_gapLower, m_stated, m_seen}) {
        line->clear();
    }
    std::visit([this](const auto& evidence) { fit(evidence); }, m_finding.evidence);
    viewport()->update();
}

bool EvidenceChart::hasPicture() const
{
    return !std::holds_alternative<std::monostate>(m_finding.evidence);
}

void EvidenceChart::recolor()
{
    QColor other = theme().color(Color::SeriesOther);
    m_gap->setBrush(hatchBrush(other, devicePixelRatioF()));
    const double stroke = theme().metric("stroke.series"_L1);
    m_stated->setPen(QPen(other, stroke, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    m_seen->setPen(QPen(theme().color(Color::SeriesMinute), stroke, Qt::SolidLine, Qt::FlatCap,
                        Qt::MiterJoin));
}

void EvidenceChart::fitValues(double highest)
{
    const double most = std::max(highest, 1.0) * Headroom;
    const double magnitude = std::pow(10.0, std::floor(std::log10(most)));
    m_highest = most;
    for (const double factor : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0}) {
        if (factor * magnitude >= most) {
            m_highest = factor * magnitude;
            break;
        }
    }
}

void EvidenceChart::drawBackground(QPainter* painter, const QRectF&)
{
    if (!hasPicture()) {
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    horizontalRule(*painter, 0, Color::ChartBaseline);
    if (!std::holds_alternative<WaitRows>(m_finding.evidence)) {
        valueLabels(*painter);
    }
}

void EvidenceChart::valueLabels(QPainter& painter) const
{
    // Whole numbers only: there is no half call.
    const double step = std::max(std::floor(m_highest / 3), 1.0);
    const double magnitude = std::pow(10.0, std::floor(std::log10(step)));
    const double even = std::max(std::floor(step / magnitude) * magnitude, 1.0);
    for (double value = 0; value <= m_highest; value += even) {
        if (value > 0) {
            horizontalRule(painter, value, Color::ChartGrid);
        }
        label(painter, {plot().left() - 8, at(0, value).y()}, Qt::AlignRight,
              Wording::axisCount(qint64(value)), FontRole::Axis, Color::ChartAxis);
    }
}

void EvidenceChart::drawForeground(QPainter* painter, const QRectF&)
{
    painter->setRenderHint(QPainter::Antialiasing, true);
    std::visit([this, painter](const auto& evidence) { paint(*painter, evidence); },
               m_finding.evidence);
}

QString EvidenceChart::tipAt(QPointF place) const
{
    if (!plot().contains(place)) {
        return {};
    }
    return std::visit([this, place](const auto& evidence) { return tip(place, evidence); },
                      m_finding.evidence);
}

void EvidenceChart::dottedLine(QPainter& painter, double y, Color color, const QString& text,
                               bool isDashed) const
{
    const QRectF area = plot();
    const double place = std::round(at(0, y).y()) + 0.5;
    QPen pen(theme().color(color), theme().metric("stroke.limit"_L1), Qt::CustomDashLine,
             Qt::FlatCap);
    pen.setDashPattern(isDashed ? QList<qreal>{4, 3} : QList<qreal>{1.6, 2.4});
    painter.setPen(pen);
    painter.drawLine(QPointF(area.left(), place), QPointF(area.right(), place));
    label(painter, {area.right() + 10, place}, Qt::AlignLeft, text, FontRole::Axis, color,
          !isDashed);
}

void EvidenceChart::clockLabels(QPainter& painter, WallTime start, Duration step,
                                qsizetype steps) const
{
    const double seconds = toSeconds(step) * double(std::max<qsizetype>(steps, 1));
    constexpr std::array Distances{1s, 2s, 5s, 10s, 15s, 30s, 60s, 120s, 300s, 600s, 1800s, 3600s};
    const double wide = labelWidth(u"00:00:00"_s, FontRole::Axis) + 24;
    const double most = std::max(plot().width() / wide, 1.0);
    Duration distance = 6h;
    for (const std::chrono::seconds each : Distances) {
        if (seconds / double(each.count()) <= most) {
            distance = each;
            break;
        }
    }
    const WallTime end = start + fromSeconds(seconds);
    const auto sinceStep = start.time_since_epoch() % distance;
    for (WallTime each
         = start + (sinceStep == Duration::zero() ? Duration::zero() : distance) - sinceStep;
         each <= end; each += distance) {
        const double x = toSeconds(each - start) / toSeconds(step);
        label(painter, {at(x, 0).x(), plot().bottom() + 13}, Qt::AlignHCenter, Wording::clock(each),
              FontRole::Axis, Color::ChartAxis);
    }
}

void EvidenceChart::bar(QPainter& painter, double x, double from, double to, double width,
                        Color color) const
{
    const QPointF top = at(x, to);
    const QPointF bottom = at(x, from);
    const double height = std::max(bottom.y() - top.y(), to > from ? 1.0 : 0.0);
    const QRectF area(std::round(top.x()), top.y(), std::max(width, 1.0), height);
    painter.fillRect(area, theme().color(color));
    if (m_isForPrint && color == Color::SeriesRefused && height > 0) {
        constexpr double Hair = 0.5; // what is printed in colour keeps it
        painter.setPen(QPen(Qt::black, Hair));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area.adjusted(Hair / 2, Hair / 2, -Hair / 2, -Hair / 2));
    }
}

void EvidenceChart::bracket(QPainter& painter, double from, double to, const QString& text) const
{
    const double y = plot().top() - 27;
    const double left = std::round(at(from, 0).x()) + 0.5;
    const double right = std::round(at(to, 0).x()) - 2.5;
    const double half = labelWidth(text, FontRole::Axis) / 2 + 7;
    const double middle = (left + right) / 2;
    if (right - left < 2 * half + 12) {
        return;
    }
    painter.setPen(QPen(theme().color(Color::TextMuted), 1));
    painter.drawLine(QPointF(left, y - 4), QPointF(left, y + 4));
    painter.drawLine(QPointF(right, y - 4), QPointF(right, y + 4));
    painter.drawLine(QPointF(left, y), QPointF(middle - half, y));
    painter.drawLine(QPointF(middle + half, y), QPointF(right, y));
    label(painter, {middle, y}, Qt::AlignHCenter, text, FontRole::Axis, Color::TextSecondary);
}

void EvidenceChart::fit(const std::monostate&)
{
    setRange(0, 1, 1);
}

void EvidenceChart::paint(QPainter&, const std::monostate&) const
{ }

QString EvidenceChart::tip(QPointF, const std::monostate&) const
{
    return {};
}

} // namespace Pacewatch
