#pragma once

#include "tests/sim/customers.h"

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace Pacewatch {

/// A session in the making: the world, and the limits one thinks in. Closures of the world point
/// to it, so it must outlive finish().
struct Play
{
    Play(const Stand& where, const WorldRules& rules);
    explicit Play(const Stand& where);
    Play(const Play&) = delete;
    Play& operator=(const Play&) = delete;

    /// Ordinary traffic beside the fault: @p share of what the minute grants. After a refusal all
    /// of it waits as asked, and what gathered meanwhile leaves one by one.
    void background(double share);
    /// @p happen every @p every, a hundredth earlier or later.
    void regularly(Duration every, const std::function<void()>& happen);
    /// @p count ordinary sends, evenly over @p within.
    void batch(int count, Duration within, const RetryHabit& habit);
    [[nodiscard]] WorldCall message();
    /// More than the second grants, every half a minute.
    void bursts(const RetryHabit& habit);
    /// About twice what the minute grants for most of a minute, then a rest.
    void peaks(Duration every, const RetryHabit& habit);
    /// A function that can name itself while it is made.
    [[nodiscard]] std::function<void()>* makeLoop();
    [[nodiscard]] CallLog finish();

    Stand stand;
    TrafficWorld world;
    double second; ///< what the gateway grants in one
    double minute;

private:
    void drain();

    std::deque<WorldCall> m_queue;
    Duration m_pausedUntil{};
    std::vector<std::unique_ptr<std::function<void()>>> m_loops;
};

} // namespace Pacewatch
