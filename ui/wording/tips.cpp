#include "ui/wording/charts.h"
#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

namespace Pacewatch::Wording {

namespace {

/// The bar with the most calls that touches [at - reach, at + reach].
const CallBar* loudestNear(const TimelineContent& content, WallTime at, Duration reach)
{
    const CallBar* loudest = nullptr;
    for (const CallBar& bar : content.bars.bars) {
        const bool touches = bar.from + content.bars.bucket > at - reach && bar.from <= at + reach;
        if (touches && (!loudest || bar.busiest.total() > loudest->busiest.total())) {
            loudest = &bar;
        }
    }
    return loudest;
}

const LeftLine* lineEmptiedNear(const TimelineContent& content, WallTime at, Duration reach)
{
    for (const LeftLine& line : content.lines) {
        for (const TimeSlice& empty : line.empty) {
            if (empty.from <= at + reach && empty.from >= at - reach) {
                return &line;
            }
        }
    }
    return nullptr;
}

const Wait* waitNear(const TimelineContent& content, WallTime at, Duration reach)
{
    for (const Wait& wait : content.waits) {
        if (wait.from <= at + reach && wait.to > at - reach) {
            return &wait;
        }
    }
    return nullptr;
}

qint64 refusedNear(const TimelineContent& content, WallTime at, Duration reach)
{
    qint64 refused = 0;
    for (const CallBar& bar : content.refusals.bars) {
        if (bar.from + content.refusals.bucket > at - reach && bar.from <= at + reach) {
            refused += bar.all.refused;
        }
    }
    return refused;
}

/// "38 of 100 left this minute", from the line under the crosshair.
QString leftLine(const TimelineContent& content, WallTime at)
{
    for (const LeftLine& line : content.lines) {
        if (line.isDashed || line.points.isEmpty()) {
            continue;
        }
        const double x = content.scale.map(at);
        double share = line.points.first().y();
        for (const QPointF& point : line.points) {
            if (point.x() > x) {
                break;
            }
            share = point.y();
        }
        const qint64 left = std::llround(share * static_cast<double>(line.last.limit));
        return phrase("%1 in the %2", leftOf(left, line.last.limit), windowNoun(line.policy));
    }
    return {};
}

QString fateOf(const Wait& wait)
{
    if (!wait.isKept()) {
        return counted(wait.early, "Ignored. 1 call was sent too early.",
                       "Ignored. %1 calls were sent too early.");
    }
    return wait.nextCall ? phrase("Kept. Next call at %1", clock(*wait.nextCall))
                         : phrase("Nothing was sent since.");
}

/// What the calls around @p at did.
TimelineTip callsTip(const TimelineContent& content, WallTime at, Duration reach)
{
    TimelineTip tip;
    tip.time = clock(at);
    const CallBar* bar = loudestNear(content, at, reach);
    const LeftLine* emptied = lineEmptiedNear(content, at, reach);
    const Wait* wait = waitNear(content, at, reach);
    const qint64 refused = refusedNear(content, at, reach);
    const bool isBurst = bar && content.secondLimit && bar->busiest.total() > *content.secondLimit;
    if (isBurst) {
        tip.lines.append(
            counted(bar->busiest.total(), "1 call in this second", "%1 calls in this second"));
        tip.lines.append(phrase("%1 allowed, %2 refused", count(bar->busiest.allowed),
                                count(bar->busiest.refused)));
        tip.dim = leftLine(content, at);
        return tip;
    }
    if (emptied) {
        QString noun = windowNoun(emptied->policy);
        noun = noun.left(1).toUpper() + noun.mid(1);
        tip.lines.append(phrase("%1 used up: %2", noun, leftOf(0, emptied->last.limit)));
    }
    if (refused > 0 && wait) {
        tip.lines.append(
            phrase("%1, asked to wait %2", refusedCount(refused),
                   duration(std::chrono::round<std::chrono::seconds>(wait->length()))));
    } else if (refused > 0) {
        tip.lines.append(refusedCount(refused));
    } else if (wait) {
        tip.lines.append(phrase("Asked to wait until %1", clock(wait->to)));
    }
    if (tip.lines.isEmpty()) {
        tip.lines.append(bar ? counted(bar->busiest.total(), "1 call in the busiest second",
                                       "%1 calls in the busiest second")
                             : phrase("No calls"));
    }
    tip.dim = wait ? fateOf(*wait) : leftLine(content, at);
    return tip;
}

/// A note in one line: it may be a whole paragraph.
QString noteLine(const QString& text)
{
    constexpr qsizetype Longest = 60;
    const QString line = text.simplified();
    return phrase("Note: %1",
                  line.size() > Longest ? line.left(Longest - 1) + QChar(0x2026) : line);
}

} // namespace

TimelineTip timelineTip(const TimelineContent& content, WallTime at, Duration reach)
{
    TimelineTip tip = callsTip(content, at, reach);
    for (const MomentNote& note : content.notes) {
        if (note.at >= at - reach && note.at <= at + reach) {
            tip.lines.append(noteLine(note.text));
        }
    }
    return tip;
}

} // namespace Pacewatch::Wording
