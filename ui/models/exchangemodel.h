#pragma once

#include "core/exchange.h"
#include "core/ring.h"
#include "core/store/callmatcher.h"

#include <QAbstractTableModel>
#include <QList>
#include <QString>

#include <array>
#include <optional>
#include <unordered_map>

namespace Pacewatch {

class Privacy;

/// The calls of one connection as a table, newest last. Lives on the window thread; fed by the
/// traffic page. Holds the last calls only: what is too old makes room.
class ExchangeModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExchangeModel)

public:
    enum Column
    {
        TimeColumn,
        CallColumn,
        StatusColumn,
        LeftMinuteColumn, ///< the longest window of calls that the answers show
        LeftSecondColumn,
        WaitColumn,
        TookColumn,
        NoteColumn,
        ClientColumn,
        SentColumn, ///< bytes of the request's body
        ReceivedColumn, ///< bytes of the answer's body
        AttemptColumn, ///< 2 for the first retry of the same send
        RequestIdColumn, ///< as the answer names the call
        FinishedColumn, ///< when its last byte came
        ColumnCount
    };
    enum Role
    {
        ValueRole = Qt::UserRole, ///< the raw number (nanoseconds for spans and moments) or text
        MethodRole, ///< QString, for the delegate
        PathRole, ///< QString, for the delegate
        ShareRole, ///< double, 0 to 1: share left
        RefusedRole, ///< bool
        ErrorRole, ///< bool: failed, but not because of a limit
        NoteToneRole, ///< NoteTone as an int
        IdRole, ///< quint64: the ExchangeId
    };
    enum NoteTone
    {
        Plain,
        Muted, ///< Pacewatch's own calls
        Early, ///< the client did not keep the wait
        Wrong ///< the call failed
    };

    static constexpr std::size_t MostCalls = 50'000;
    /// Bodies kept by one connection, in bytes; older calls leave when there are more.
    static constexpr qint64 MostBodyBytes = 100 * 1024 * 1024;

    /// @p privacy outlives the model.
    explicit ExchangeModel(const Privacy& privacy, QObject* parent = nullptr,
                           std::size_t capacity = MostCalls);

    /// The connection's base URL: paths are shown below it.
    void setBaseUrl(const QByteArray& baseUrl);
    /// One drain: at most one removal, before at most one insert.
    void append(const QList<Exchange>& arrived);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    /// What heads a column, for every model with these columns.
    [[nodiscard]] static QVariant columnData(int section, Qt::Orientation orientation, int role);

    /// The call of a row; valid until the next append().
    [[nodiscard]] const Exchange& exchangeAt(int row) const { return place(row).exchange; }
    [[nodiscard]] std::optional<int> rowOf(ExchangeId id) const;
    /// Calls are numbered as they are appended and keep their number; this is that of row 0.
    [[nodiscard]] quint64 firstNumber() const { return m_firstNumber; }
    [[nodiscard]] int refusedCount() const { return m_refused; }
    /// Calls that failed for another reason than a limit.
    [[nodiscard]] int errorCount() const { return m_errors; }

private:
    struct Row
    {
        Exchange exchange;
        mutable std::array<QString, ColumnCount> texts; ///< made when a cell is first shown
    };

    void remask();
    QString target(const Exchange& exchange) const;
    const Row& place(int row) const { return m_ring.at(std::size_t(row) + m_gone); }
    void leave(qsizetype count);
    QString text(const Row& row, int column) const;
    QString makeText(const Exchange& exchange, int column) const;
    QVariant value(const Exchange& exchange, int column) const;

    const Privacy& m_privacy;
    QByteArray m_baseUrl;
    Ring<Row> m_ring;
    std::size_t m_gone = 0; ///< places at the front of the ring that hold no row any more
    quint64 m_firstNumber = 0;
    // Not a QHash: that takes an id for its own hash, and then removing the first of neighbours
    // looks at all of them (Qt 6.4 has no qHash for an enum class and falls back to std::hash).
    std::unordered_map<ExchangeId, quint64> m_numbers;
    qint64 m_bodyBytes = 0;
    int m_refused = 0;
    int m_errors = 0;
};

/// What is left in the longest window of calls after the call, as far as it is known.
[[nodiscard]] std::optional<LeftAfter> longestLeft(const Exchange& exchange);
/// What is left in the window of a second.
[[nodiscard]] std::optional<LeftAfter> secondLeft(const Exchange& exchange);

} // namespace Pacewatch
