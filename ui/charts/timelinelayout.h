#pragma once

#include "ui/charts/callseries.h"
#include "ui/charts/scale.h"
#include "ui/models/history.h"

#include <QList>
#include <QRectF>
#include <QSizeF>

#include <optional>

namespace Pacewatch {

/// Where the parts of the timeline stand, in pixels of its canvas. Pure geometry.
struct TimelineLayout
{
    QRectF leftTitle;
    QRectF left; ///< plot 1
    QRectF callsTitle;
    QRectF calls; ///< plot 2
    QRectF refusals; ///< the row `429`
    QRectF waits; ///< the row `Wait`
    QRectF timeLabels;
    QRectF overview; ///< empty in a compact one

    /// The heights of the plots share what the fixed parts leave, about two to one.
    [[nodiscard]] static TimelineLayout of(QSizeF canvas);
    /// The same lower and without the strip of the whole session, for two below each other.
    [[nodiscard]] static TimelineLayout compact(QSizeF canvas);
    [[nodiscard]] static int compactHeight();
    /// The least height at which both plots can still be read.
    [[nodiscard]] static int leastHeight();

    /// From the top of plot 1 to the bottom of the rows: where the crosshair may stand.
    [[nodiscard]] QRectF crosshairArea() const;
};

/// Refusals drawn as one diamond.
struct RefusalMark
{
    double x = 0; ///< of the middle of the diamond
    qint64 count = 0;
    WallTime at{}; ///< the first second of it
    bool showsCount = true; ///< false where the next mark leaves no room

    friend bool operator==(const RefusalMark&, const RefusalMark&) = default;
};

/// Puts refusals closer than 9 pixels together; a mark stands at the mean of its refusals.
/// @p countWidth is the room the widest count needs. A mark never stretches over more than 60
/// pixels, or a steady stream of refusals would become a single diamond.
[[nodiscard]] QList<RefusalMark> mergeRefusals(const CallBars& seconds, const TimeScale& scale,
                                               double countWidth);

/// A wait as a bar in its row.
struct WaitBar
{
    Wait wait;
    double left = 0;
    double right = 0; ///< at least 3 pixels from left
    bool hasCross = false; ///< ignored, and wide enough to say so inside
    bool hasLabel = false; ///< the next bar leaves room for "25 s, kept"
};

[[nodiscard]] QList<WaitBar> placeWaits(const QList<Wait>& waits, const TimeScale& scale,
                                        double labelWidth);

/// Moves positions apart until each is at least @p gap from the next, order kept, inside
/// [@p low, @p high] as far as there is room; @p wanted need not be sorted.
[[nodiscard]] QList<double> moveApart(const QList<double>& wanted, double gap, double low,
                                      double high);

/// The labelled ticks that do not run into a label @p keptFree pixels wide at the right end and
/// stay inside the scale; each is @p labelWidth wide.
[[nodiscard]] QList<TimeTick> labelsWithRoom(const QList<TimeTick>& ticks, const TimeScale& scale,
                                             double labelWidth, double keptFree);

} // namespace Pacewatch
