#pragma once

#include "core/exchange.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <optional>

namespace Pacewatch {

/// Pairs a call with its own previous refusal, without ids: the same method, target and body.
///
/// Too early is measured from there: refusal + wait - the time the call was sent. Bounded; the
/// oldest refusals are forgotten first. Pure arithmetic.
class RetryPairs final
{
public:
    /// Remembers a refusal that asked to wait @p wait.
    void refused(const Exchange& exchange, Duration wait);

    /// How much earlier than its own refusal allowed @p exchange was sent; empty when it is no
    /// retry. Zero when it kept the wait. Uses the pair up.
    [[nodiscard]] std::optional<Duration> retried(const Exchange& exchange);

private:
    struct Refusal
    {
        Instant answered{};
        Instant allowedAt{};
    };

    void forgetBefore(Instant instant);

    QHash<QByteArray, QList<Refusal>> m_refusals; // by identity of the call, oldest first
    qsizetype m_count = 0;
};

} // namespace Pacewatch
