#include "ui/charts/evidencechart.h"
#include "ui/charts/scale.h"
#include "ui/wording/evidence.h"
#include "ui/wording/practice.h"
#include "ui/wording/wording.h"

#include <QLineSeries>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

/// The charts of what the gateway counts: somebody else's use, and a limit that is another one.
namespace Pacewatch {

namespace {

/// Whether its first refusal came when all that was accepted had been counted. Refusals before
/// that are those of another window, and say nothing of this limit.
bool isAtTheEnd(const LimitMarks::Mark& mark)
{
    return mark.refusedAt && *mark.refusedAt >= mark.accepted;
}

void diamond(QPainter& painter, QPointF place, const QColor& color)
{
    constexpr double Half = 5;
    const std::array<QPointF, 4> corners{place + QPointF(0, -Half), place + QPointF(Half, 0),
                                         place + QPointF(0, Half), place + QPointF(-Half, 0)};
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(corners.data(), int(corners.size()));
}

} // namespace

void EvidenceChart::fit(const UsedLines& lines)
{
    const double limit = double(std::max<qint64>(lines.limit, 1));
    fitValues(limit / 1.05);
    const WallTime start = lines.points.isEmpty() ? WallTime() : lines.points.first().at;
    const double span
        = lines.points.isEmpty() ? 1 : std::max(toSeconds(lines.points.last().at - start), 1.0);
    QList<QPointF> stated;
    QList<QPointF> seen;
    for (const UsedLines::Point& point : lines.points) {
        const double x = toSeconds(point.at - start);
        stated.append({x, std::max(limit - double(point.stated), 0.0)});
        seen.append({x, std::max(limit - double(std::min(point.seen, point.stated)), 0.0)});
    }
    m_gapUpper->replace(seen);
    m_gapLower->replace(stated);
    m_stated->replace(stated);
    m_seen->replace(seen);
    setRange(0, span, m_highest);
}

void EvidenceChart::paint(QPainter& painter, const UsedLines& lines) const
{
    if (lines.points.isEmpty()) {
        return;
    }
    dottedLine(painter, double(lines.limit), Color::ChartLimitLine,
               Wording::limitMark(lines.limit, lines.window));
    const UsedLines::Point& last = lines.points.last();
    const double limit = double(lines.limit);
    const double limitPlace = at(0, limit).y();
    double seen = at(0, limit - double(std::min(last.seen, last.stated))).y();
    double stated = at(0, limit - double(last.stated)).y();
    seen = std::max(seen, limitPlace + 17);
    stated = std::min(std::max(stated, seen + 17), plot().bottom() - 4);
    const double x = plot().right() + 10;
    label(painter, {x, std::min(seen, stated - 17)}, Qt::AlignLeft, Wording::bySeenMark(),
          FontRole::Axis, Color::SeriesMinute, true);
    label(painter, {x, stated}, Qt::AlignLeft, Wording::byHeadersMark(), FontRole::Axis,
          Color::SeriesOther, true);
    label(painter, {plot().left(), plot().top() - 22}, Qt::AlignLeft, Wording::foreignGapMark(),
          FontRole::Axis, Color::TextSecondary);
    const WallTime start = lines.points.first().at;
    clockLabels(painter, start, std::chrono::seconds(1),
                qsizetype(std::ceil(toSeconds(last.at - start))));
}

QString EvidenceChart::tip(QPointF place, const UsedLines& lines) const
{
    if (lines.points.isEmpty()) {
        return {};
    }
    const WallTime moment = lines.points.first().at + fromSeconds(xAt(place.x()));
    const auto next = std::find_if(lines.points.begin(), lines.points.end(),
                                   [moment](const auto& point) { return point.at > moment; });
    const UsedLines::Point& point = next == lines.points.begin() ? *next : *std::prev(next);
    return Wording::usedTip(point.at, lines.limit - point.stated, lines.limit - point.seen);
}

void EvidenceChart::fit(const LimitMarks& marks)
{
    qint64 most = std::max(marks.documented, marks.observed);
    for (const LimitMarks::Mark& mark : marks.marks) {
        most = std::max({most, mark.accepted, mark.refusedAt.value_or(0)});
    }
    fitValues(double(most));
    setRange(0, double(std::max<qsizetype>(marks.marks.size(), 1)), m_highest);
}

void EvidenceChart::paint(QPainter& painter, const LimitMarks& marks) const
{
    const double slot = plot().width() / double(std::max<qsizetype>(marks.marks.size(), 1));
    const double width = std::clamp(slot - 2, 1.0, 26.0);
    const double shift = (slot - width) / 2 / slot;
    double freeFrom = 0;
    for (qsizetype index = 0; index < marks.marks.size(); ++index) {
        const LimitMarks::Mark& mark = marks.marks.at(index);
        painter.setRenderHint(QPainter::Antialiasing, false);
        bar(painter, double(index) + shift, 0, double(mark.accepted), width,
            Color::SeriesCallStrong);
        painter.setRenderHint(QPainter::Antialiasing, true);
        const double center = at(double(index) + 0.5, 0).x();
        if (isAtTheEnd(mark)) {
            const double y = at(0, double(*mark.refusedAt)).y();
            diamond(painter, {center, y}, theme().color(Color::SeriesRefused));
        }
        const QString time = Wording::clock(mark.start);
        const double half = labelWidth(time, FontRole::Axis) / 2;
        if (center - half > freeFrom) {
            label(painter, {center, plot().bottom() + 13}, Qt::AlignHCenter, time, FontRole::Axis,
                  Color::ChartAxis);
            freeFrom = center + half + 16;
        }
    }
    paintLegend(painter, marks);
    dottedLine(painter, double(marks.documented), Color::ChartLimitLine,
               Wording::documentedMark(marks.documented));
    if (std::abs(at(0, double(marks.observed)).y() - at(0, double(marks.documented)).y()) > 16) {
        dottedLine(painter, double(marks.observed), Color::StateLimitedFg,
                   Wording::observedMark(marks.observed), true);
    }
}

void EvidenceChart::paintLegend(QPainter& painter, const LimitMarks& marks) const
{
    const QString accepted = Wording::acceptedMark(marks.window);
    const double y = plot().top() - 22;
    double x = plot().left();
    painter.fillRect(QRectF(x, y - 5, 10, 10), theme().color(Color::SeriesCallStrong));
    label(painter, {x + 17, y}, Qt::AlignLeft, accepted, FontRole::Axis, Color::TextSecondary);
    if (std::any_of(marks.marks.begin(), marks.marks.end(), isAtTheEnd)) {
        x += 17 + labelWidth(accepted, FontRole::Axis) + 24;
        diamond(painter, {x + 5, y}, theme().color(Color::SeriesRefused));
        label(painter, {x + 17, y}, Qt::AlignLeft, Wording::firstRefusedMark(), FontRole::Axis,
              Color::TextSecondary);
    }
}

QString EvidenceChart::tip(QPointF place, const LimitMarks& marks) const
{
    const auto index = qsizetype(xAt(place.x()));
    if (index < 0 || index >= marks.marks.size()) {
        return {};
    }
    const LimitMarks::Mark& mark = marks.marks.at(index);
    return Wording::limitTip(mark.start, mark.accepted, mark.refusedAt);
}

} // namespace Pacewatch
