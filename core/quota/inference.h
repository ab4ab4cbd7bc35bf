#pragma once

#include "core/quota/inference/anchoredmodel.h"
#include "core/quota/inference/bucketmodel.h"
#include "core/quota/inference/callhistory.h"
#include "core/quota/inference/fixedmodel.h"
#include "core/quota/inference/slidingmodel.h"
#include "core/quota/inferred.h"
#include "core/quota/serverclock.h"

#include <array>
#include <optional>

namespace Pacewatch {

/// What an answer said of the window it counted in.
struct CountedAnswer
{
    Instant sent{};
    Instant received{};
    qint64 cost = 1;
    std::optional<qint64> used; ///< as the gateway counted
    qint64 limit = 0;
    std::optional<Duration> untilReset; ///< stated reset minus Date
    bool isRefused = false; ///< by this window
};

/// Finds out from ordinary traffic how a gateway counts one window.
///
/// Every explanation of Counting says of each answer how many of our own units it must have
/// counted, at least and at most; what is beyond that is laid to others. The likeliest explanation
/// is given out above 95 %, and given up at the first answer that contradicts it. Pure arithmetic,
/// a value: time is an argument and answers come in the order in which they were received. An
/// answer costs a few microseconds, and no window is weighed more often than 1,024 times.
class Inference final
{
public:
    static constexpr double Decided = 0.95;

    explicit Inference(Duration window = {});

    void departed(Instant at, qint64 cost, qint64 limit);
    /// A call came to an end. @p isDoubtful: refused or without an answer.
    void finished(Instant departed, Instant at, qint64 cost, qint64 limit, bool isDoubtful);
    /// Told after finished(), when the answer stated the window or the window refused the call.
    void learn(const CountedAnswer& answer, const ServerClock& clock);

    [[nodiscard]] Inferred inferred(Instant now) const;
    /// How often a decided kind was given up again.
    [[nodiscard]] int contradictions() const { return m_contradictions; }
    [[nodiscard]] Counting decided() const { return m_decided; }
    /// Whether units were seen to come back all at once: fixed or anchored, and no more than one
    /// chance in a thousand that it is anything else.
    [[nodiscard]] bool restarts() const;
    /// Between which moments the window that runs at @p now started, once Fixed is decided.
    [[nodiscard]] std::optional<std::pair<Instant, Instant>> startOfFixed(Instant now) const;

private:
    static constexpr std::size_t Kinds = 6;
    using Weights = std::array<double, Kinds>;

    void begin();
    void weigh(const Observation& seen);
    void weighUnknown(const Observation& seen);
    void noteLimits(const CountedAnswer& answer);
    void noteRivals(const Observation& seen, const Weights& before, const Weights& after);
    void decide(const Observation& seen, const Weights& before, const Weights& after);
    [[nodiscard]] Weights weights() const;
    [[nodiscard]] bool isClearOfOthers(Counting kind, qint64 limit) const;
    [[nodiscard]] const Track& trackOf(Counting kind) const;
    [[nodiscard]] Counting likeliest(const Weights& weights) const;

    Duration m_window;
    CallHistory m_history;
    FixedModel m_fixed;
    FixedModel m_blended;
    AnchoredModel m_anchored;
    SlidingModel m_sliding;
    BucketModel m_bucket;
    Track m_unknown;

    Weights m_chances{}; ///< of each Counting, one in all
    Counting m_decided = Counting::Unknown;
    int m_answers = 0;
    int m_contradictions = 0;
    bool m_hasBegun = false;
    Instant m_begun{};
    Instant m_lastSent{};
    Instant m_lastReceived{};
    Instant m_refined{};
    qint64 m_lastUsed = 0;
    std::array<std::optional<Clue>, Kinds> m_clues; ///< what each lost most by
    Weights m_losses{};
    std::optional<Duration> m_clockLow;
    std::optional<Duration> m_clockHigh;
    qint64 m_leastLimit = 0;
    std::optional<qint64> m_mostLimit;
};

} // namespace Pacewatch
