#include "ui/charts/evidencechart.h"
#include "ui/charts/scale.h"
#include "ui/wording/charts.h"
#include "ui/wording/evidence.h"
#include "ui/wording/practice.h"
#include "ui/wording/wording.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

/// The charts of calls that came in heaps: bursts and creates.
namespace Pacewatch {

namespace {

/// Of the groups of creates that are drawn: more would be too thin to compare.
constexpr qsizetype MostGroups = 24;

/// A label beside the top of a heap, and how near a line it may stand.
constexpr double LabelRise = 8;
constexpr double LabelHalf = 9;
constexpr double BesideThePlot = 60;

double placeOf(const CallSteps& steps, WallTime moment)
{
    return toSeconds(moment - steps.start) / toSeconds(steps.step);
}

bool hasLimitLine(const CallSteps& steps)
{
    return steps.limit > 0 && steps.window <= steps.step;
}

qsizetype groupsShown(const CreateGroups& groups)
{
    return std::min(groups.groups.size(), MostGroups);
}

} // namespace

void EvidenceChart::fit(const CallSteps& steps)
{
    qint64 most = 0;
    for (const CallSteps::Step& step : steps.steps) {
        most = std::max<qint64>(most, step.calls);
    }
    if (hasLimitLine(steps)) {
        most = std::max(most, steps.limit);
    }
    fitValues(double(most));
    setRange(0, double(std::max<qsizetype>(steps.steps.size(), 1)), m_highest);
}

void EvidenceChart::paint(QPainter& painter, const CallSteps& steps) const
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double slot = plot().width() / double(std::max<qsizetype>(steps.steps.size(), 1));
    const double width = std::max(std::floor(slot) - (slot > 3 ? 1 : 0), 1.0);
    for (qsizetype index = 0; index < steps.steps.size(); ++index) {
        const CallSteps::Step& step = steps.steps.at(index);
        const double allowed = step.calls - step.refused;
        bar(painter, double(index), 0, allowed, width, Color::SeriesCallStrong);
        bar(painter, double(index), allowed, step.calls, width, Color::SeriesRefused);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    double limitPlace = -100;
    if (hasLimitLine(steps)) {
        limitPlace = at(0, double(steps.limit)).y();
        dottedLine(painter, double(steps.limit), Color::ChartLimitLine,
                   Wording::limitMark(steps.limit, steps.window));
    }
    if (steps.average > 0 && std::abs(at(0, steps.average).y() - limitPlace) > 16) {
        dottedLine(painter, steps.average, Color::TextMuted,
                   Wording::averageMark(steps.average, steps.step), true);
    }
    paintMarks(painter, steps);
    paintDistances(painter, steps);
    clockLabels(painter, steps.start, steps.step, steps.steps.size());
}

void EvidenceChart::paintMarks(QPainter& painter, const CallSteps& steps) const
{
    double freeFrom = plot().left();
    for (qsizetype index = 0; index < steps.marks.size(); ++index) {
        const CallSteps::Mark& mark = steps.marks.at(index);
        const double x = placeOf(steps, mark.at);
        const auto first = std::clamp<qsizetype>(qsizetype(x), 0, steps.steps.size() - 1);
        const qsizetype behind = qsizetype(placeOf(steps, mark.at + mark.length)) + 1;
        double top = 0;
        for (qsizetype step = first; step < std::min(behind, steps.steps.size()); ++step) {
            top = std::max(top, double(steps.steps.at(step).calls));
        }
        const QString number = Wording::count(mark.calls);
        const QString refused = mark.refused > 0 ? Wording::refusedCount(mark.refused) : QString();
        const double numberWidth = labelWidth(number, FontRole::Axis, true);
        const double whole = numberWidth + 5 + labelWidth(refused, FontRole::Axis);
        double left = at(double(first), 0).x() + 8;
        double y = at(0, top).y() - LabelRise;
        const bool isOnLine
            = hasLimitLine(steps) && std::abs(y - at(0, double(steps.limit)).y()) < LabelHalf;
        if (isOnLine) {
            y = at(0, double(steps.limit)).y() - LabelHalf;
        }
        // Beside the plot stands the name of the line.
        if (left + whole > plot().right() + (isOnLine ? 0 : BesideThePlot)) {
            left = at(double(first), 0).x() - 8 - whole;
        }
        if (left < freeFrom || crossesBars(steps, {left, y}, whole)) {
            continue; // it would touch the last one or a bar; the tooltip has it
        }
        label(painter, {left, y}, Qt::AlignLeft, number, FontRole::Axis, Color::TextPrimary, true);
        label(painter, {left + numberWidth + 5, y}, Qt::AlignLeft, refused, FontRole::Axis,
              Color::StateLimitedFg);
        freeFrom = left + whole + 8;
    }
}

/// Whether a label at @p place would stand on a bar.
bool EvidenceChart::crossesBars(const CallSteps& steps, QPointF place, double width) const
{
    const auto end = std::min(steps.steps.size(), qsizetype(xAt(place.x() + width)) + 1);
    for (qsizetype step = std::max<qsizetype>(qsizetype(xAt(place.x())), 0); step < end; ++step) {
        // A bar that ends below the line of the text is no harm.
        if (at(0, double(steps.steps.at(step).calls)).y() < place.y()) {
            return true;
        }
    }
    return false;
}

void EvidenceChart::paintDistances(QPainter& painter, const CallSteps& steps) const
{
    for (qsizetype index = 1; steps.between > Duration::zero() && index < steps.marks.size();
         ++index) {
        bracket(painter, placeOf(steps, steps.marks.at(index - 1).at),
                placeOf(steps, steps.marks.at(index).at), Wording::duration(steps.between));
    }
}

QString EvidenceChart::tip(QPointF place, const CallSteps& steps) const
{
    const auto index = qsizetype(xAt(place.x()));
    if (index < 0 || index >= steps.steps.size()) {
        return {};
    }
    const CallSteps::Step& step = steps.steps.at(index);
    return Wording::stepTip(steps.start + index * steps.step, step.calls, step.refused);
}

void EvidenceChart::fit(const CreateGroups& groups)
{
    qint64 most = 0;
    for (qsizetype index = 0; index < groupsShown(groups); ++index) {
        most = std::max(most, groups.groups.at(index).creates);
    }
    fitValues(double(most));
    setRange(0, double(std::max<qsizetype>(groupsShown(groups), 1)), m_highest);
}

void EvidenceChart::paint(QPainter& painter, const CreateGroups& groups) const
{
    const qsizetype shown = groupsShown(groups);
    const double slot = plot().width() / double(std::max<qsizetype>(shown, 1));
    const double width = std::clamp(slot / 3, 2.0, 22.0);
    double freeFrom = 0;
    for (qsizetype index = 0; index < shown; ++index) {
        const CreateGroups::Group& group = groups.groups.at(index);
        const double middle = double(index) + 0.5;
        const double shift = width / slot;
        painter.setRenderHint(QPainter::Antialiasing, false);
        bar(painter, middle - shift, 0, double(group.creates), width - 2, Color::SeriesCallStrong);
        bar(painter, middle, 0, 1, width - 2, Color::StateClearFill);
        painter.setRenderHint(QPainter::Antialiasing, true);
        const QString time = Wording::clock(group.at);
        const double half = labelWidth(time, FontRole::Axis) / 2;
        const double center = at(middle, 0).x();
        if (center - half > freeFrom) {
            label(painter, {center, plot().bottom() + 13}, Qt::AlignHCenter, time, FontRole::Axis,
                  Color::ChartAxis);
            freeFrom = center + half + 12;
        }
    }
    label(painter, {plot().right() + 10, plot().top() + 8}, Qt::AlignLeft, Wording::createsMark(),
          FontRole::Axis, Color::SeriesCallStrong, true);
    label(painter, {plot().right() + 10, plot().bottom() - 8}, Qt::AlignLeft, Wording::bulkMark(),
          FontRole::Axis, Color::StateClearFg, true);
}

QString EvidenceChart::tip(QPointF place, const CreateGroups& groups) const
{
    const auto index = qsizetype(xAt(place.x()));
    if (index < 0 || index >= groupsShown(groups)) {
        return {};
    }
    const CreateGroups::Group& group = groups.groups.at(index);
    return Wording::createTip(group.at, group.creates);
}

} // namespace Pacewatch
