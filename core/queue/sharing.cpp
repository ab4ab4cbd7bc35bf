#include "core/queue/bulkbody.h"
#include "core/queue/dispatcher.h"

#include <algorithm>

namespace Pacewatch {

// How items share a call: where the rules know one that takes many, and the user wants it. Each
// keeps its own row and its own state.

const BulkCall* Dispatcher::bulkOf(const SendDraft& draft) const
{
    for (const Endpoint& endpoint : m_rules.endpoints) {
        if (endpoint.bulk.isThere() && endpoint.method == draft.method
            && endpoint.path == draft.path) {
            return &endpoint.bulk;
        }
    }
    return nullptr;
}

QList<ItemId> Dispatcher::together(const SendItem& first,
                                   const std::function<bool(const SendItem&)>& mayGo) const
{
    const BulkCall* bulk = m_isBulk ? bulkOf(first.draft) : nullptr;
    if (!bulk || !canShareACall(first.draft.body.bytes())) {
        return {first.id};
    }
    const qint64 most = m_guard.cap
        ? std::min<qint64>(bulk->most, std::max<qint64>(*m_guard.cap - m_sentInRun, 1))
        : bulk->most;
    QList<ItemId> items;
    qint64 bytes = 0;
    m_queue.forEachReady([&](const SendItem& item) {
        const qint64 size = bytes + item.draft.body.size();
        const bool fits = m_rules.bodyLimit == 0
            || bulkBodySize(*bulk, items.size() + 1, size) <= m_rules.bodyLimit;
        if (bulkOf(item.draft) == bulk && mayGo(item) && canShareACall(item.draft.body.bytes())) {
            if (!fits) {
                return false;
            }
            items.append(item.id);
            bytes = size;
        }
        return items.size() < most;
    });
    return items.isEmpty() ? QList<ItemId>{first.id} : items; // alone it is small enough
}

SendItem Dispatcher::callFor(const Load& load) const
{
    SendItem call = *m_queue.find(load.items.first());
    const BulkCall* bulk = load.items.size() > 1 ? bulkOf(call.draft) : nullptr;
    if (bulk) {
        QList<QByteArray> bodies;
        for (const ItemId id : load.items) {
            bodies.append(m_queue.find(id)->draft.body.bytes());
        }
        call.draft = {"POST", bulk->path, bulkBody(*bulk, bodies), {}};
    }
    return call;
}

qint64 Dispatcher::callsAhead() const
{
    const qint64 waiting = m_queue.waiting();
    return m_isBulk ? callsInBulk().value_or(waiting) : waiting;
}

/// Calls for what waits if all that may share one do; empty when none may.
std::optional<qint64> Dispatcher::callsInBulk() const
{
    QHash<const BulkCall*, qint64> sharing;
    qint64 alone = 0;
    const bool isAny = std::any_of(m_rules.endpoints.begin(), m_rules.endpoints.end(),
                                   [](const Endpoint& each) { return each.bulk.isThere(); });
    if (!isAny) {
        return std::nullopt;
    }
    for (const SendItem& item : m_queue.items()) {
        if (item.state == ItemState::Ready || item.state == ItemState::Paused
            || item.state == ItemState::WouldSend) {
            const BulkCall* bulk = bulkOf(item.draft);
            bulk ? ++sharing[bulk] : ++alone;
        }
    }
    qint64 calls = alone;
    bool isWorthIt = false;
    for (auto each = sharing.cbegin(); each != sharing.cend(); ++each) {
        calls += (each.value() + each.key()->most - 1) / each.key()->most;
        isWorthIt = isWorthIt || each.value() > 1;
    }
    return isWorthIt ? std::optional(calls) : std::nullopt;
}

} // namespace Pacewatch
