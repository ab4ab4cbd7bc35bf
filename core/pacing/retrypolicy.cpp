#include "core/pacing/retrypolicy.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

constexpr int MostRetries = 3;
constexpr int TooManyRequests = 429; // RFC 6585, 4
constexpr int RequestTimeout = 408; // RFC 9110, 15.5.9

bool isNeverRetried(int status)
{
    switch (status) {
    case 400:
    case 401:
    case 403:
    case 404:
    case 409:
    case 413:
    case 422:
        return true;
    default:
        return false;
    }
}

} // namespace

RetryPolicy::RetryPolicy(RetryHints hints)
    : m_hints(std::move(hints))
{
    m_hints.maxRetries = std::clamp(m_hints.maxRetries, 0, MostRetries);
    if (m_hints.backoff.isEmpty()) {
        m_hints.backoff = {std::chrono::seconds(1), std::chrono::seconds(2),
                           std::chrono::seconds(4), std::chrono::seconds(8)};
    }
}

NextStep RetryPolicy::afterAnswer(int status, const Reading& reading, int attempt,
                                  bool isRepeatable) const
{
    if (status >= 200 && status < 300 && !reading.isRateLimited) {
        return {NextStep::Kind::Done, {}};
    }
    if (isNeverRetried(status) || m_hints.neverRetry.contains(status)) {
        return {NextStep::Kind::GiveUp, {}};
    }
    // Only a 429 says by itself that the call was not taken.
    if (status == TooManyRequests) {
        if (attempt > m_hints.maxRetries) {
            return {NextStep::Kind::GiveUp, {}};
        }
        return {NextStep::Kind::SendAgain, reading.retryAfter.value_or(m_hints.fallbackWait)};
    }
    if (status >= 500 || status == RequestTimeout) {
        if (!isRepeatable) {
            return {NextStep::Kind::Unknown, {}};
        }
        NextStep step = backOff(attempt);
        if (step.kind == NextStep::Kind::SendAgain && reading.retryAfter) {
            step.wait = std::max(step.wait, *reading.retryAfter);
        }
        return step;
    }
    return {NextStep::Kind::GiveUp, {}};
}

NextStep RetryPolicy::afterFailure(bool mayHaveBeenProcessed, int attempt, bool isRepeatable) const
{
    if (mayHaveBeenProcessed && !isRepeatable) {
        return {NextStep::Kind::Unknown, {}};
    }
    return backOff(attempt);
}

NextStep RetryPolicy::backOff(int attempt) const
{
    if (attempt > m_hints.maxRetries) {
        return {NextStep::Kind::GiveUp, {}};
    }
    const qsizetype step = std::clamp<qsizetype>(attempt - 1, 0, m_hints.backoff.size() - 1);
    return {NextStep::Kind::SendAgain, m_hints.backoff.at(step)};
}

} // namespace Pacewatch
