#include "ui/charts/evidencechart.h"
#include "ui/charts/scale.h"
#include "ui/wording/evidence.h"
#include "ui/wording/findingfacts.h"
#include "ui/wording/wording.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

/// The charts of time that passed: waits, and gaps between equal calls.
namespace Pacewatch {

namespace {

constexpr qsizetype MostRows = 16;
/// Closer together their dots would touch.
constexpr double LeastSlot = 9;
/// Gaps are drawn up to so many times the longest wait; longer ones stand at the edge.
constexpr double Beyond = 1.5;

double longestAsked(const QList<WaitRows::Row>& rows)
{
    Duration longest{};
    for (const WaitRows::Row& row : rows) {
        longest = std::max(longest, row.asked > Duration::zero() ? row.asked : row.gap);
    }
    return std::max(toSeconds(longest), 0.1);
}

/// 1, 2 or 5 times a power of ten, so that at most @p most of them fit into @p span.
double evenStep(double span, double most)
{
    const double least = span / std::max(most, 1.0);
    const double magnitude = std::pow(10.0, std::floor(std::log10(std::max(least, 1e-3))));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * magnitude >= least) {
            return factor * magnitude;
        }
    }
    return 10 * magnitude;
}

qsizetype rowsIn(const QRectF& area)
{
    return std::clamp(qsizetype(area.height() / LeastSlot), qsizetype(1), MostRows);
}

} // namespace

QList<WaitRows::Row> shownWaits(const WaitRows& rows, qsizetype most)
{
    return rows.rows.mid(std::max<qsizetype>(rows.rows.size() - most, 0));
}

void EvidenceChart::fit(const WaitRows& rows)
{
    m_highest = 1;
    setRange(0, longestAsked(shownWaits(rows, MostRows)) * Beyond, 1);
}

void EvidenceChart::paint(QPainter& painter, const WaitRows& rows) const
{
    const QRectF area = plot();
    const QList<WaitRows::Row> shown = shownWaits(rows, rowsIn(area));
    const double most = longestAsked(shownWaits(rows, MostRows)) * Beyond;
    const double slot = area.height() / double(std::max<qsizetype>(shown.size(), 1));
    const double thick = std::clamp(slot - 4, 3.0, 12.0);
    QColor asked = theme().color(Color::StateWaitingFill);
    asked.setAlphaF(theme().isDark() ? 0.45F : 0.35F);
    for (qsizetype index = 0; index < shown.size(); ++index) {
        const WaitRows::Row& row = shown.at(index);
        const double middle = area.top() + (double(index) + 0.5) * slot;
        const double end = at(std::min(toSeconds(row.asked), most), 0).x();
        painter.fillRect(QRectF(area.left(), middle - thick / 2, end - area.left(), thick), asked);
        const bool isEarly = row.gap < row.asked;
        const double gap = at(std::min(toSeconds(row.gap), most), 0).x();
        paintReturn(painter, {gap, middle}, isEarly);
        if (slot >= 15 || index == 0 || index + 1 == shown.size()) {
            label(painter, {area.right() + 10, middle}, Qt::AlignLeft,
                  Wording::clock(row.refusedAt), FontRole::Axis, Color::ChartAxis);
        }
    }
    const double step = evenStep(most, area.width() / 80);
    for (double second = 0; second <= most; second += step) {
        label(painter, {at(second, 0).x(), area.bottom() + 13}, Qt::AlignHCenter,
              second == 0 ? Wording::refusedMark() : Wording::roughly(fromSeconds(second)),
              FontRole::Axis, Color::ChartAxis);
    }
    const double y = area.top() - 16;
    painter.fillRect(QRectF(area.left(), y - 5, 22, 10), asked);
    label(painter, {area.left() + 29, y}, Qt::AlignLeft, Wording::askedMark(), FontRole::Axis,
          Color::TextSecondary);
    double x = area.left() + 29 + labelWidth(Wording::askedMark(), FontRole::Axis) + 24;
    for (const bool isEarly : {true, false}) {
        paintReturn(painter, {x, y}, isEarly);
        const QString text = isEarly ? Wording::earlyMark() : Wording::keptMark();
        label(painter, {x + 11, y}, Qt::AlignLeft, text, FontRole::Axis, Color::TextSecondary);
        x += 11 + labelWidth(text, FontRole::Axis) + 24;
    }
}

/// A full dot for a call that came too early, a ring for one that kept the wait: without colour
/// they differ as well.
void EvidenceChart::paintReturn(QPainter& painter, QPointF place, bool isEarly) const
{
    const QColor ground = theme().color(Color::BgSurface);
    painter.setPen(QPen(ground, 1.5));
    painter.setBrush(theme().color(isEarly ? Color::SeriesRefused : Color::StateClearFill));
    painter.drawEllipse(place, 4.5, 4.5);
    if (!isEarly) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawEllipse(place, 1.8, 1.8);
    }
}

QString EvidenceChart::tip(QPointF place, const WaitRows& rows) const
{
    const QList<WaitRows::Row> shown = shownWaits(rows, rowsIn(plot()));
    const double part = (place.y() - plot().top()) / std::max(plot().height(), 1.0);
    const auto index = qsizetype(part * double(shown.size()));
    if (index < 0 || index >= shown.size()) {
        return {};
    }
    const WaitRows::Row& row = shown.at(index);
    return Wording::waitTip(row.refusedAt, row.asked, row.gap);
}

void EvidenceChart::fit(const GapBins& bins)
{
    qint64 most = 0;
    for (const qint64 bin : bins.bins) {
        most = std::max(most, bin);
    }
    fitValues(double(most));
    setRange(0, double(std::max<qsizetype>(bins.bins.size(), 1)), m_highest);
}

void EvidenceChart::paint(QPainter& painter, const GapBins& bins) const
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRectF area = plot();
    const double slot = area.width() / double(std::max<qsizetype>(bins.bins.size(), 1));
    for (qsizetype index = 0; index < bins.bins.size(); ++index) {
        bar(painter, double(index), 0, double(bins.bins.at(index)), std::max(slot - 2, 1.0),
            Color::SeriesCallStrong);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    const double every = std::max(std::ceil(80 / slot), 1.0);
    for (double index = 0; index <= double(bins.bins.size()); index += every) {
        const Duration gap = bins.width * qint64(index);
        label(painter, {at(index, 0).x(), area.bottom() + 13}, Qt::AlignHCenter,
              index == 0 ? Wording::count(0) : Wording::roughly(gap), FontRole::Axis,
              Color::ChartAxis);
    }
    label(painter, {area.right() + 10, area.bottom() - 8}, Qt::AlignLeft, Wording::gapAxis(),
          FontRole::Axis, Color::ChartAxis);
    if (bins.width > Duration::zero()) {
        const double x
            = at(std::min(toSeconds(bins.usual) / toSeconds(bins.width), double(bins.bins.size())),
                 0)
                  .x();
        painter.setPen(QPen(theme().color(Color::TextMuted), 1, Qt::DashLine));
        painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom()));
        const QString usual = Wording::usualMark(bins.usual);
        const bool fits = x + 8 + labelWidth(usual, FontRole::Axis) < area.right();
        label(painter, {fits ? x + 8 : x - 8, area.top() + 6},
              fits ? Qt::AlignLeft : Qt::AlignRight, usual, FontRole::Axis, Color::TextSecondary);
    }
    const qint64 answers = bins.changed + bins.unchanged;
    if (answers == 0) {
        return;
    }
    const double y = area.top() - 26;
    const double part = double(bins.unchanged) / double(answers);
    constexpr double Width = 140;
    painter.fillRect(QRectF(area.left(), y - 5, Width * part, 10),
                     theme().color(Color::SeriesOther));
    painter.fillRect(QRectF(area.left() + Width * part, y - 5, Width * (1 - part), 10),
                     theme().color(Color::StateClearFill));
    label(painter, {area.left() + Width + 10, y}, Qt::AlignLeft,
          Wording::unchangedMark(bins.unchanged, answers), FontRole::Axis, Color::TextSecondary);
}

QString EvidenceChart::tip(QPointF place, const GapBins& bins) const
{
    const auto index = qsizetype(xAt(place.x()));
    if (index < 0 || index >= bins.bins.size()) {
        return {};
    }
    return Wording::gapTip(bins.width * index, bins.width * (index + 1), bins.bins.at(index),
                           index + 1 == bins.bins.size());
}

} // namespace Pacewatch
