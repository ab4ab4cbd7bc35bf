#pragma once

namespace Pacewatch {

/// The colours of resources/themes/tokens.json, by name: BgWindow is "bg.window".
/// The order is that of the table in theme.cpp.
enum class Color
{
    BgWindow,
    BgSurface,
    BgSidebar,
    BgSunken,
    BgRaised,
    BgHover,
    BgChip,
    BgTitlebar,
    BgTooltip,
    BorderSubtle,
    BorderDefault,
    BorderInput,
    BorderFocus,
    TextPrimary,
    TextSecondary,
    TextMuted,
    TextDisabled,
    TextOnAccent,
    TextOnTooltip,
    TextLink,
    AccentBase,
    AccentHover,
    AccentPressed,
    AccentSoft,
    AccentSoftBorder,
    StateClearFg,
    StateClearFill,
    StateClearSoft,
    StateClearBorder,
    StateTightFg,
    StateTightFill,
    StateTightSoft,
    StateTightBorder,
    StateLimitedFg,
    StateLimitedFill,
    StateLimitedSoft,
    StateLimitedBorder,
    StateWaitingFg,
    StateWaitingFill,
    StateWaitingSoft,
    StateWaitingBorder,
    StateIdleFg,
    StateIdleFill,
    StateIdleSoft,
    StateIdleBorder,
    SeriesMinute,
    SeriesSecond,
    SeriesHour,
    SeriesDay,
    SeriesOther,
    SeriesCall,
    SeriesCallStrong,
    SeriesRefused,
    SeriesForecast,
    ChartGrid,
    ChartAxis,
    ChartBaseline,
    ChartPauseHatch,
    ChartPauseFill,
    ChartLimitLine,
    ChartCrosshair,
    GaugeTrack,
    GaugeTrackSide,
    GaugePaceTick,
    SelectBg,
    SelectInactive,
};

/// How many colours there are.
inline constexpr int ColorCount = static_cast<int>(Color::SelectInactive) + 1;

/// The roles of the type scale.
enum class FontRole
{
    Display,
    NumberLarge,
    Verdict,
    Title,
    Subtitle,
    Section,
    Body,
    BodyStrong,
    Label,
    Hint,
    Axis,
    Mono,
};

inline constexpr int FontRoleCount = static_cast<int>(FontRole::Mono) + 1;

} // namespace Pacewatch
