#include "core/quota/inference/fixedmodel.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

namespace {

constexpr int Guesses = 48;
/// Most gateways that count by the clock start at its full minutes, hours, days.
constexpr double AlignedShare = 0.7;
/// While no Date tells where full periods lie, a start next to our own first call is no such
/// coincidence: programs start at full minutes as well.
constexpr double CoincidenceShare = 2;
constexpr double Hopeless = 30;
/// Guesses that much lighter than the best are no part of the answer.
constexpr double Negligible = 5;
constexpr Duration Finest = std::chrono::milliseconds(2);

qint64 floorDivide(Duration span, Duration by)
{
    const qint64 whole = span / by;
    return span % by < Duration::zero() ? whole - 1 : whole;
}

} // namespace

FixedModel::FixedModel(Kind kind, Duration window)
    : m_kind(kind)
    , m_window(window)
{
    const Duration width = window / Guesses;
    for (int number = 0; number < Guesses; ++number) {
        Guess guess;
        guess.start = Instant(number * width);
        guess.width = number + 1 == Guesses ? window - number * width : width;
        guess.track.weight = std::log(CoincidenceShare / Guesses);
        m_guesses.push_back(guess);
    }
}

void FixedModel::place(const Observation& seen)
{
    if (!seen.clockLow || !seen.clockHigh) {
        return;
    }
    if (!m_aligned) {
        m_aligned = Guess{};
        m_aligned->track.weight = std::log(AlignedShare);
        for (Guess& guess : m_guesses) {
            guess.track.weight += std::log((1 - AlignedShare) / CoincidenceShare);
        }
    }
    // The gateway's clock shows zero at `-offset` of ours.
    m_aligned->start = Instant(-*seen.clockHigh);
    m_aligned->width = *seen.clockHigh - *seen.clockLow;
}

Span FixedModel::expect(const Guess& guess, const Observation& seen,
                        const CallHistory& history) const
{
    const Instant earliest = guess.start + guess.epoch * m_window;
    const Instant latest = earliest + guess.width;
    Span own = history.since(earliest, latest, seen);
    if (m_kind == Kind::Blended) {
        const Span last = history.windowUntil(earliest, latest);
        const double window = toSeconds(m_window);
        const double least = std::clamp(1 - toSeconds(seen.received - earliest) / window, 0.0, 1.0);
        const double most = std::clamp(1 - toSeconds(seen.sent - latest) / window, 0.0, 1.0);
        const auto before = static_cast<double>(guess.foreignBefore);
        own.low
            += static_cast<qint64>(std::floor(least * (static_cast<double>(last.low) + before)));
        own.high
            += static_cast<qint64>(std::ceil(most * (static_cast<double>(last.high) + before)));
    }
    return own;
}

void FixedModel::matchReset(Guess& guess, const Observation& seen) const
{
    if (!m_isNewReset) {
        return;
    }
    // Both are whole seconds, rounded either way.
    const Duration second = std::chrono::seconds(1);
    const Instant low = seen.sent + *seen.untilReset - second;
    const Instant high = seen.received + *seen.untilReset + second;
    const Duration behind
        = (high - guess.start) - floorDivide(high - guess.start, m_window) * m_window;
    if (behind > high - low + guess.width) {
        guess.track.weight += std::max(std::log(3 * toSeconds(second) / toSeconds(m_window)), -4.0);
    }
}

void FixedModel::rollTo(Guess& guess, qint64 epoch)
{
    guess.foreignBefore = epoch == guess.epoch + 1 ? guess.track.foreign : 0;
    guess.track.foreign = 0;
    guess.epoch = epoch;
}

void FixedModel::weighOne(Guess& guess, const Observation& seen, const CallHistory& history,
                          Duration since)
{
    // The epoch the call was counted in for sure, or the one before if it came at the edge.
    const qint64 last = floorDivide(seen.received - guess.start, m_window);
    const qint64 sure = floorDivide(seen.sent - guess.width - guess.start, m_window);
    if (!guess.isSeen) {
        guess.epoch = sure;
    } else if (sure > guess.epoch) {
        rollTo(guess, sure);
        since = std::min(
            since, std::max<Duration>(seen.received - (guess.start + sure * m_window), Finest));
    }
    Span own = expect(guess, seen, history);
    if (!guess.isSeen) {
        guess.isSeen = true;
        guess.track.foreign = std::max<qint64>(seen.used - own.high, 0);
        return;
    }
    if (last > guess.epoch && seen.used < own.low + guess.track.foreign) {
        // Few units: the window started anew before this call arrived, here in the stretch.
        Guess anew = guess;
        rollTo(anew, last);
        const Span fresh = expect(anew, seen, history);
        if (seen.used >= fresh.low) {
            guess = anew;
            own = fresh;
            guess.track.weight += std::log(
                std::clamp(toSeconds(since) / std::max(toSeconds(guess.width), 1e-9), 0.02, 1.0));
        }
    }
    guess.track.take(seen.used, own, since, seen.limit, m_window);
}

void FixedModel::weigh(const Observation& seen, const CallHistory& history, Duration since)
{
    m_isNewReset = false;
    if (seen.untilReset) {
        const Duration reset = seen.received.time_since_epoch() + *seen.untilReset;
        m_isNewReset = !m_lastReset
            || std::chrono::abs(reset - *m_lastReset) > std::chrono::milliseconds(2500);
        m_lastReset = m_isNewReset ? reset : *m_lastReset;
    }
    place(seen);
    m_lastSent = seen.sent;
    const double best = weight();
    const auto each = [&](Guess& guess) {
        if (guess.isSeen && guess.track.weight < best - Hopeless) {
            return;
        }
        weighOne(guess, seen, history, since);
        matchReset(guess, seen);
    };
    std::for_each(m_guesses.begin(), m_guesses.end(), each);
    if (m_aligned) {
        each(*m_aligned);
    }
}

double FixedModel::weight() const
{
    double sum = m_aligned ? m_aligned->track.weight : -1e300;
    for (const Guess& guess : m_guesses) {
        sum = logOfSum(sum, guess.track.weight);
    }
    return sum;
}

const Track& FixedModel::best() const
{
    const Track* best = m_aligned ? &m_aligned->track : &m_guesses.front().track;
    for (const Guess& guess : m_guesses) {
        best = guess.track.weight > best->weight ? &guess.track : best;
    }
    return *best;
}

bool FixedModel::isAligned() const
{
    if (!m_aligned) {
        return false;
    }
    return m_aligned->track.weight > best().weight - 1;
}

std::optional<std::pair<Instant, Instant>> FixedModel::startBefore(Instant at) const
{
    const double best = this->best().weight;
    if (isAligned()) {
        const Instant start
            = m_aligned->start + floorDivide(at - m_aligned->start, m_window) * m_window;
        return std::pair(start, start + m_aligned->width);
    }
    // Stretches around the best one, over the end of the window if they must be.
    std::optional<Instant> anchor;
    for (const Guess& guess : m_guesses) {
        if (guess.track.weight == best) {
            anchor = guess.start;
        }
    }
    if (!anchor) {
        return std::nullopt;
    }
    Duration low{};
    Duration high{};
    for (const Guess& guess : m_guesses) {
        if (guess.track.weight < best - Negligible) {
            continue;
        }
        Duration from = guess.start - *anchor;
        from -= floorDivide(from + m_window / 2, m_window) * m_window;
        low = std::min(low, from);
        high = std::max(high, from + guess.width);
    }
    if (high - low > m_window / 2) {
        return std::nullopt;
    }
    const Instant first = *anchor + low;
    const Instant start = first + floorDivide(at - first, m_window) * m_window;
    return std::pair(start, start + (high - low));
}

void FixedModel::refine()
{
    const double best = this->best().weight;
    std::vector<Guess> left;
    for (const Guess& guess : m_guesses) {
        if (guess.track.weight >= best - Hopeless / 2) {
            left.push_back(guess);
        }
    }
    if (left.empty() || left.size() * 2 > static_cast<std::size_t>(Guesses)
        || left.front().width < 2 * std::max(Finest, m_window / 8192)) {
        return;
    }
    m_guesses.clear();
    for (Guess& guess : left) {
        guess.width /= 2;
        guess.track.weight -= std::log(2.0);
        guess.epoch = floorDivide(m_lastSent - guess.width - guess.start, m_window);
        m_guesses.push_back(guess);
        guess.start += guess.width;
        guess.epoch = floorDivide(m_lastSent - guess.width - guess.start, m_window);
        m_guesses.push_back(guess);
    }
}

} // namespace Pacewatch
