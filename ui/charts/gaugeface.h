#pragma once

#include "core/connection.h"
#include "ui/icon.h"
#include "ui/tokens.h"
#include "ui/wording/wording.h"

#include <QString>

#include <optional>

namespace Pacewatch {

/// What one gauge shows, as values: made from the state of a window, drawn by Gauge.
struct GaugeFace
{
    QString label; ///< "Left this minute"
    QString source; ///< "from headers"
    QString sourceTip;
    QString number; ///< "72", or a dash
    QString ofLimit; ///< "of 100"
    double share = 0; ///< of the limit that is left
    int pips = 0; ///< above zero: drawn as so many pips
    int pipsLeft = 0;
    std::optional<double> pace; ///< share of the window's time that is left
    QString paceTip;
    std::optional<double> ring; ///< share of the countdown that is left
    std::optional<Icon> icon; ///< in place of the ring
    QString counting; ///< "Fixed minutes from :00, 96% sure"; may be empty
    QString countingTip;
    Wording::Sentence line; ///< "Resets in 24 s  at 14:32:00"
    Color fill = Color::SeriesMinute;
    Color numberColor = Color::TextPrimary;
    Color ringColor = Color::SeriesMinute;
    Color iconColor = Color::TextMuted;
    bool isKnown = true;
    bool isStale = false;
    bool isEmpty = false; ///< nothing is left
};

/// What the face of a window depends on beside the window itself.
struct GaugeMoment
{
    Instant now{};
    WallTime wallNow{};
    bool isTight = false; ///< the connection is tight because of this window
    bool callsExpected = false; ///< so values that stay old are stale
};

[[nodiscard]] GaugeFace gaugeFace(const WindowState& window, const GaugeMoment& moment);

/// Whether the window ended since it was last heard of: it is full again, worked out.
[[nodiscard]] bool hasResetSince(const WindowState& window, Instant now);

} // namespace Pacewatch
