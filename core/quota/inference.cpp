#include "core/quota/inference.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

namespace {

/// Chances before anything was seen, in the order of Counting.
constexpr std::array<double, 6> Priors{0.05, 0.28, 0.20, 0.22, 0.07, 0.18};
constexpr int FewestAnswers = 8;
constexpr int WeighedInAWindow = 1024;
/// That much better than the decided kind another one explains an answer that contradicts it.
constexpr double GiveUp = 6;
/// With more than that share of the limit used by others one way of counting looks like another.
constexpr double MostForeign = 0.3;
constexpr int AnswersForASurprise = 50;
/// Without an explanation the count mostly goes on from where it was, or it may be anything.
constexpr double GoesOn = 0.3;

constexpr std::size_t at(Counting kind)
{
    return static_cast<std::size_t>(kind);
}

} // namespace

Inference::Inference(Duration window)
    : m_window(window)
    , m_history(window)
    , m_fixed(FixedModel::Kind::Plain, window)
    , m_blended(FixedModel::Kind::Blended, window)
    , m_anchored(window)
    , m_sliding(window)
    , m_bucket(window)
    , m_chances(Priors)
{ }

void Inference::begin()
{
    m_fixed = FixedModel(FixedModel::Kind::Plain, m_window);
    m_blended = FixedModel(FixedModel::Kind::Blended, m_window);
    m_anchored = AnchoredModel(m_window);
    m_sliding = SlidingModel(m_window);
    m_bucket = BucketModel(m_window);
    m_unknown = {};
    m_chances = Priors;
    m_losses = {};
    m_clues = {};
    m_decided = Counting::Unknown;
    m_answers = 0;
    m_hasBegun = false;
}

void Inference::departed(Instant at, qint64 cost, qint64 limit)
{
    m_history.departed(at, cost);
    m_bucket.departed(at, cost, limit);
}

void Inference::finished(Instant departed, Instant at, qint64 cost, qint64 limit, bool isDoubtful)
{
    m_history.finished(departed, at, cost, isDoubtful);
    m_bucket.finished(at, cost, limit, isDoubtful);
}

void Inference::learn(const CountedAnswer& answer, const ServerClock& clock)
{
    noteLimits(answer);
    if (!answer.used || answer.limit <= 0 || m_window <= Duration::zero()) {
        return;
    }
    if (m_hasBegun && answer.received - m_lastReceived < m_window / WeighedInAWindow) {
        return;
    }
    Observation seen{answer.sent,  answer.received,   answer.cost, *answer.used,
                     answer.limit, answer.untilReset, {},          {}};
    if (const std::optional<WallTime> wall = clock.wallAt(answer.received)) {
        const Duration middle = *wall - WallTime(answer.received.time_since_epoch());
        seen.clockLow = m_clockLow = middle - clock.doubt();
        seen.clockHigh = m_clockHigh = middle + clock.doubt();
    }
    weigh(seen);
}

void Inference::noteLimits(const CountedAnswer& answer)
{
    const Observation seen{answer.sent, answer.received, answer.cost, 0, answer.limit, {}, {}, {}};
    const Span own = m_history.since(answer.sent - m_window, answer.received - m_window, seen);
    if (answer.isRefused) {
        // This call did not fit any more, however the gateway counts; others only made it less.
        const qint64 most = std::max(answer.used.value_or(0), own.high) - answer.cost;
        m_mostLimit = std::min(m_mostLimit.value_or(most), most);
        m_mostLimit = std::max(*m_mostLimit, m_leastLimit);
    } else {
        // Calls within one period fall into no more than two windows.
        const qint64 least = std::max(answer.used.value_or(0), (own.low + answer.cost + 1) / 2);
        m_leastLimit = std::max(m_leastLimit, least);
    }
}

void Inference::weigh(const Observation& seen)
{
    if (!m_hasBegun) {
        m_hasBegun = true;
        m_begun = seen.sent;
        m_refined = seen.received;
        m_lastReceived = seen.received;
    }
    const Duration since = std::max(seen.received - m_lastReceived, Duration(1));
    const Weights before = weights();
    m_fixed.weigh(seen, m_history, since);
    m_blended.weigh(seen, m_history, since);
    m_anchored.weigh(seen, m_history, since);
    m_sliding.weigh(seen, m_history, since);
    m_bucket.weigh(seen, m_history, since);
    weighUnknown(seen);
    ++m_answers;
    m_lastUsed = seen.used;
    m_lastSent = seen.sent;
    m_lastReceived = seen.received;
    const Weights after = weights();
    if (m_answers > 1) {
        noteRivals(seen, before, after);
    }
    decide(seen, before, after);
    if (seen.received - m_refined > m_window / 2) {
        m_refined = seen.received;
        m_fixed.refine();
        m_blended.refine();
    }
}

void Inference::weighUnknown(const Observation& seen)
{
    if (m_answers == 0) {
        return;
    }
    const Span own = m_history.since(m_lastSent, m_lastReceived, seen);
    const bool goesOn = seen.used >= m_lastUsed + own.low && seen.used <= m_lastUsed + own.high;
    m_unknown.weight
        += goesOn ? std::log(GoesOn) : std::log((1 - GoesOn) / static_cast<double>(seen.limit + 1));
}

Inference::Weights Inference::weights() const
{
    return {m_unknown.weight,   m_fixed.weight(),   m_anchored.weight(),
            m_sliding.weight(), m_blended.weight(), m_bucket.weight()};
}

const Track& Inference::trackOf(Counting kind) const
{
    switch (kind) {
    case Counting::Unknown:
        return m_unknown;
    case Counting::Fixed:
        return m_fixed.best();
    case Counting::Anchored:
        return m_anchored.best();
    case Counting::Sliding:
        return m_sliding.best();
    case Counting::Blended:
        return m_blended.best();
    case Counting::Bucket:
        break;
    }
    return m_bucket.best();
}

void Inference::noteRivals(const Observation& seen, const Weights& before, const Weights& after)
{
    double best = after[0] - before[0];
    for (std::size_t kind = 1; kind < Kinds; ++kind) {
        best = std::max(best, after[kind] - before[kind]);
    }
    for (std::size_t kind = 1; kind < Kinds; ++kind) {
        const double loss = best - (after[kind] - before[kind]);
        if (loss > m_losses[kind]) {
            const auto rival = static_cast<Counting>(kind);
            const Span& own = trackOf(rival).expected;
            m_losses[kind] = loss;
            m_clues[kind] = Clue{seen.received, rival, seen.used, own.low, own.high};
        }
    }
}

Counting Inference::likeliest(const Weights& chances) const
{
    const auto best = std::max_element(chances.begin(), chances.end());
    return static_cast<Counting>(best - chances.begin());
}

void Inference::decide(const Observation& seen, const Weights& before, const Weights& after)
{
    if (m_decided != Counting::Unknown) {
        const double gain = after[at(m_decided)] - before[at(m_decided)];
        double other = -ContradictionCost;
        for (std::size_t kind = 0; kind < Kinds; ++kind) {
            other = kind == at(m_decided) ? other : std::max(other, after[kind] - before[kind]);
        }
        if (gain < -SurpriseCost && gain < other - GiveUp) {
            ++m_contradictions;
            begin();
            weigh(seen);
            return;
        }
    }
    double sum = after[0] + std::log(Priors[0]);
    for (std::size_t kind = 1; kind < Kinds; ++kind) {
        sum = logOfSum(sum, after[kind] + std::log(Priors[kind]));
    }
    for (std::size_t kind = 0; kind < Kinds; ++kind) {
        m_chances[kind] = std::exp(after[kind] + std::log(Priors[kind]) - sum);
    }
    const Counting likely = likeliest(m_chances);
    const bool isSure = m_chances[at(likely)] > Decided && m_answers >= FewestAnswers
        && isClearOfOthers(likely, seen.limit)
        && (m_contradictions == 0 || seen.received - m_begun > m_window);
    m_decided = isSure ? likely : Counting::Unknown;
}

bool Inference::isClearOfOthers(Counting kind, qint64 limit) const
{
    const Track& track = trackOf(kind);
    const double windows = toSeconds(track.watched + m_window / 2) / toSeconds(m_window);
    const bool isSurprising = track.surprises * AnswersForASurprise > m_answers;
    if (isSurprising || track.foreignEver / windows > MostForeign * static_cast<double>(limit)) {
        return false;
    }
    // With others about nobody knows whose call started an anchored window, and its edges may look
    // like those of a clock; full minutes are no chance.
    switch (kind) {
    case Counting::Fixed:
        return m_fixed.isAligned() || m_fixed.best().foreignEver == 0;
    case Counting::Anchored:
        return m_anchored.best().foreignEver == 0;
    case Counting::Blended: // The rounded share of the last window leaves room to hide calls in.
        return m_blended.best().foreignEver == 0;
    case Counting::Unknown:
    case Counting::Sliding:
    case Counting::Bucket:
        break;
    }
    return true;
}

bool Inference::restarts() const
{
    const double chance = m_chances[at(Counting::Fixed)] + m_chances[at(Counting::Anchored)];
    return m_answers >= FewestAnswers && chance > 0.999;
}

std::optional<std::pair<Instant, Instant>> Inference::startOfFixed(Instant now) const
{
    return m_decided == Counting::Fixed ? m_fixed.startBefore(now) : std::nullopt;
}

Inferred Inference::inferred(Instant now) const
{
    Inferred told;
    told.kind = likeliest(m_chances);
    told.confidence = m_chances[at(told.kind)];
    told.isDecided = m_decided != Counting::Unknown;
    told.answers = m_answers;
    told.contradictions = m_contradictions;
    told.leastLimit = m_leastLimit;
    told.mostLimit = m_mostLimit;
    const Instant ready = m_begun + m_window + m_window / 20;
    if (m_hasBegun && now < ready) {
        told.readyAt = ready;
    }
    if (!m_hasBegun) {
        return told;
    }
    std::optional<std::pair<Instant, Instant>> start;
    if (told.kind == Counting::Fixed || told.kind == Counting::Anchored) {
        start = told.kind == Counting::Fixed ? m_fixed.startBefore(now) : m_anchored.start();
    }
    if (start) {
        told.startsAfter = start->first;
        told.startsBefore = start->second;
    }
    if (start && told.kind == Counting::Fixed && m_clockLow) {
        const Duration clock = start->first.time_since_epoch() + (start->second - start->first) / 2
            + (*m_clockLow + *m_clockHigh) / 2;
        told.phase = m_fixed.isAligned() ? Duration::zero() : clock % m_window;
    }
    double heaviest = -1e300;
    const Weights all = weights();
    for (std::size_t kind = 1; kind < Kinds; ++kind) {
        if (kind != at(told.kind) && m_clues[kind] && all[kind] > heaviest) {
            heaviest = all[kind];
            told.clue = m_clues[kind];
        }
    }
    const Track& track = trackOf(told.kind);
    if (track.watched >= m_window) {
        const double windows = toSeconds(track.watched) / toSeconds(m_window);
        const double doubt = 1.96 * std::sqrt(track.foreignEver + 1);
        told.foreign = Between{std::max(track.foreignEver - doubt, 0.0) / windows,
                               (track.foreignEver + doubt) / windows};
    }
    return told;
}

} // namespace Pacewatch
