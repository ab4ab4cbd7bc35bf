#pragma once

#include "core/exchange.h"
#include "core/instant.h"
#include "core/queue/item.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QSet>
#include <QString>

#include <array>
#include <optional>

namespace Pacewatch {

/// What became of the items of one send, and how long they took. Fed with what the engine says.
class SendReport final
{
public:
    /// @p expected items were queued.
    explicit SendReport(qint64 expected);

    void add(const SendItem& item);
    void add(const Exchange& exchange);

    /// Whether every item came to an end.
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] bool isAnyAnswered() const { return !m_statuses.isEmpty(); }
    /// Whether something is wrong: a refusal, an item that was rejected, lost or is unknown.
    [[nodiscard]] bool isBadNews() const;

    /// "120 of 1000 done, 3 refusals", and why and until when the next one waits.
    [[nodiscard]] QString progress() const;
    /// A few lines for people.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QJsonObject toJson() const;

private:
    /// What items waited for.
    struct Waited
    {
        Hold hold;
        QSet<ItemId> items;
        std::optional<WallTime> until; ///< the latest
    };

    static constexpr std::size_t StateCount = static_cast<std::size_t>(ItemState::WouldSend) + 1;

    void noteState(const SendItem& item);
    void noteHold(const SendItem& item);
    [[nodiscard]] QJsonArray waitsToJson() const;
    [[nodiscard]] qint64 count(ItemState state) const;
    [[nodiscard]] qint64 ended() const;
    /// From the first departure to the last answer; of a dry run, as planned.
    [[nodiscard]] Duration makespan() const;

    qint64 m_expected;
    QHash<ItemId, ItemState> m_states; ///< of the items; what else they are is not kept
    std::array<qint64, StateCount> m_counts{};
    std::optional<WallTime> m_firstPlanned; ///< of a dry run
    std::optional<WallTime> m_lastPlanned;
    QMap<QString, Waited> m_waited; ///< by reason, window and limit
    std::optional<SendItem> m_held; ///< the one that waits at this moment, and says why
    QMap<int, qint64> m_statuses; ///< how often each status was answered
    qint64 m_refusals = 0;
    qint64 m_retries = 0;
    std::optional<Instant> m_firstSent;
    std::optional<Instant> m_lastAnswered;
};

} // namespace Pacewatch
