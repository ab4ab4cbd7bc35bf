#include "ui/findingcolors.h"

namespace Pacewatch {

FindingColors findingColors(std::optional<FindingKind> kind) noexcept
{
    constexpr FindingColors Neutral{Color::StateIdleFill, Color::TextSecondary, Color::BgChip};
    if (!kind) {
        return Neutral;
    }
    switch (*kind) {
    case FindingKind::Bursts:
    case FindingKind::UnspreadLoad:
    case FindingKind::TooMuch:
    case FindingKind::IgnoresRemaining:
    case FindingKind::TooManyConnections:
        return {Color::SeriesRefused, Color::StateLimitedFg, Color::StateLimitedSoft};
    case FindingKind::EarlyRetries:
    case FindingKind::EarlyJitter:
    case FindingKind::NoBackOff:
    case FindingKind::Lockstep:
    case FindingKind::WaitKept:
    case FindingKind::PenaltyKeptFull:
    case FindingKind::ClockDifference:
        return {Color::StateWaitingFill, Color::StateWaitingFg, Color::StateWaitingSoft};
    case FindingKind::SharedQuota:
        return {Color::SeriesOther, Color::StateTightFg, Color::StateTightSoft, true};
    case FindingKind::LimitDiffers:
        return {Color::SeriesSecond, Color::SeriesSecond, Color::BgChip};
    case FindingKind::FrequentPolls:
        return {Color::SeriesMinute, Color::SeriesMinute, Color::BgChip};
    case FindingKind::BehindGateway:
        return {Color::SeriesMinute, Color::SeriesMinute, Color::BgChip, true};
    case FindingKind::Cdn:
        return {Color::SeriesDay, Color::TextSecondary, Color::BgChip, true};
    default:
        break;
    }
    return {Color::SeriesMinute, Color::TextSecondary, Color::BgChip};
}

} // namespace Pacewatch
