#include "core/diagnosis/retrypairs.h"

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype MostKept = 5'000;
/// A call that comes back later than this after its wait is a new call, not a retry.
constexpr Duration Memory = 2min;

QByteArray identity(const Exchange& exchange)
{
    return exchange.request.method + ' ' + exchange.request.target + ' '
        + exchange.requestBody.sha256;
}

} // namespace

void RetryPairs::refused(const Exchange& exchange, Duration wait)
{
    if (m_count >= MostKept) {
        forgetBefore(exchange.answered());
        if (m_count >= MostKept) {
            m_refusals.clear();
            m_count = 0;
        }
    }
    m_refusals[identity(exchange)].append({exchange.answered(), exchange.answered() + wait});
    ++m_count;
}

std::optional<Duration> RetryPairs::retried(const Exchange& exchange)
{
    const auto found = m_refusals.find(identity(exchange));
    if (found == m_refusals.end()) {
        return std::nullopt;
    }
    std::optional<Duration> early;
    // The oldest refusal that was answered before this call left is the one it repeats.
    while (!found->isEmpty()) {
        const Refusal refusal = found->first();
        if (refusal.answered > exchange.sent()) {
            break;
        }
        found->removeFirst();
        --m_count;
        if (exchange.sent() < refusal.allowedAt + Memory) {
            early = std::max(refusal.allowedAt - exchange.sent(), Duration::zero());
            break;
        }
    }
    if (found->isEmpty()) {
        m_refusals.erase(found);
    }
    return early;
}

void RetryPairs::forgetBefore(Instant instant)
{
    m_refusals.removeIf([&](std::pair<const QByteArray&, QList<Refusal>&> entry) {
        const qsizetype before = entry.second.size();
        entry.second.removeIf(
            [&](const Refusal& refusal) { return refusal.allowedAt + Memory < instant; });
        m_count -= before - entry.second.size();
        return entry.second.isEmpty();
    });
}

} // namespace Pacewatch
