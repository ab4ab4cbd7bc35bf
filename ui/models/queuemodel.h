#pragma once

#include "core/engine.h"
#include "core/queue/item.h"
#include "ui/models/queuetally.h"

#include <QAbstractTableModel>
#include <QList>
#include <QSet>

#include <optional>
#include <unordered_map>

namespace Pacewatch {

class Privacy;

/// How the state of a send item looks in the table; ui.md lists the shapes.
enum class ItemLook
{
    Queued, ///< clock
    Sending, ///< arrow
    Sent, ///< check
    Waiting, ///< pause bars
    Failed, ///< cross
    Unknown, ///< question mark
    Cancelled, ///< dash
    DryRun, ///< eye
};

/// The send items of one connection as a table, in the order they leave in. Lives on the window
/// thread; fed by the page.
class QueueModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueueModel)

public:
    enum Column
    {
        NumberColumn,
        RecipientColumn,
        StateColumn,
        TimeColumn,
        AnswerColumn,
        TookColumn,
        ColumnCount
    };
    enum Role
    {
        ValueRole = Qt::UserRole, ///< the raw number, moment or state
        LookRole, ///< ItemLook as an int
        HintRole, ///< the muted words after the text: "in 2 s"
        ProblemRole, ///< bool: failed or not known
        WaitingRole, ///< bool: still to be sent
        UnknownRole, ///< bool: the user is asked what to do
        ItemRole, ///< quint64: the ItemId
    };

    /// @p privacy outlives the model.
    explicit QueueModel(const Privacy& privacy, QObject* parent = nullptr);

    /// One drain of changes: at most one insert and a few merged ranges.
    void apply(const QList<SendItem>& changes);
    /// Moves the countdowns. @p wait is how long the gateway asked the whole queue to wait.
    void tick(WallTime now, std::optional<Duration> wait);
    /// The user leaves an unknown item as it is: its row asks no more.
    void leave(ItemId id);
    /// Forgets the items that came to an end, as Engine::clearDone() does.
    void removeDone();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    [[nodiscard]] const SendItem& itemAt(int row) const { return m_items.at(row); }
    [[nodiscard]] std::optional<int> rowOf(ItemId id) const;
    [[nodiscard]] const QueueTally& tally() const { return m_tally; }
    [[nodiscard]] const QList<SendItem>& items() const { return m_items; }

private:
    QString text(const SendItem& item, int row, int column) const;
    QString stateText(const SendItem& item, int row) const;
    QString hint(const SendItem& item) const;
    QString tip(const SendItem& item) const;
    QVariant value(const SendItem& item, int column) const;
    ItemLook look(const SendItem& item, int row) const;
    void remask();
    void renumber();
    void sortByPlace();
    void announce(QList<int> rows);

    const Privacy& m_privacy;
    QList<SendItem> m_items;
    /// Not a QHash: it takes ids as they are, and counts them into one long run of full buckets.
    std::unordered_map<ItemId, int> m_rows;
    ItemId m_newest{}; ///< ids grow: an unknown one up to here had a row once
    QSet<ItemId> m_left; ///< unknown items whose row asks no more
    WallTime m_now{};
    std::optional<Duration> m_wait;
    QueueTally m_tally;
};

} // namespace Pacewatch
