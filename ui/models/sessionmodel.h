#pragma once

#include "core/recorded.h"
#include "ui/models/exchangemodel.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QList>

#include <deque>
#include <memory>
#include <optional>

namespace Pacewatch {

class Engine;

/// The calls of a large recorded session as a table with the columns and roles of ExchangeModel,
/// oldest first unless another order is asked for. Rows are fetched page by page when they are
/// looked at, and a bounded number of pages is kept; a filter is answered by the file itself.
/// Window thread.
class SessionModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SessionModel)

public:
    static constexpr int PageRows = 256;
    static constexpr int PagesKept = 96;

    /// Engine and privacy outlive the model. Paths are shown below @p baseUrl.
    SessionModel(Engine& engine, const Privacy& privacy, const Recording& recording,
                 const QByteArray& baseUrl, QObject* parent = nullptr);

    /// Shows only calls that @p filter lets through, in @p order: first a page of them, then all.
    void ask(const CallFilter& filter, const CallOrder& order = {});
    /// Shows only these calls.
    void pick(const QList<ExchangeId>& calls);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    [[nodiscard]] ExchangeId idAt(int row) const;
    /// The row of @p id; in the order they were written that of the next call behind it when it is
    /// not shown. Empty behind the last.
    [[nodiscard]] std::optional<int> rowOf(ExchangeId id) const;
    /// The call of a row without heads and bodies; null while its page is not here.
    [[nodiscard]] const Exchange* exchangeAt(int row) const;
    /// The calls of the pages that are here, without asking for any.
    [[nodiscard]] QList<const Exchange*> heldCalls() const;
    /// Whether the count is final.
    [[nodiscard]] bool isCounted() const { return m_isCounted; }

signals:
    /// rowCount() is final.
    void counted();
    void failed(const Pacewatch::Error& error);

private:
    struct Page
    {
        explicit Page(const Privacy& privacy)
            : model(privacy, nullptr, PageRows)
        { }
        ExchangeModel model;
    };

    void find();
    void takeIds(const Result<QList<ExchangeId>>& ids);
    void show(QList<ExchangeId> ids, bool isCounted);
    void want(int page) const;
    void fetchNext();
    void takePage(int page, quint64 source, const Result<QList<Exchange>>& calls);
    [[nodiscard]] const Page* pageOf(int row) const;
    [[nodiscard]] bool asksForAll() const
    {
        return m_recording.isDense && m_filter.isEmpty() && m_order == CallOrder();
    }

    Engine& m_engine;
    const Privacy& m_privacy;
    Recording m_recording;
    QByteArray m_baseUrl;
    CallFilter m_filter;
    CallOrder m_order;
    bool m_isFinding = false; ///< one question at a time; those in between are never asked
    bool m_isPicked = false;
    QList<ExchangeId> m_ids; ///< of the rows, unless all calls are shown and follow each other
    int m_rows = 0;
    bool m_isWhole = false; ///< the rows are all calls, whose ids follow each other
    bool m_isByTime = true; ///< the rows stand as they were written
    quint64 m_source = 0; ///< of the rows: late pages of others are dropped
    bool m_isCounted = false;
    quint64 m_generation = 0; ///< of the filter: late answers to another are dropped
    mutable QCache<int, Page> m_pages;
    mutable std::deque<int> m_wanted; ///< the newest first
    bool m_isFetching = false;
    std::unique_ptr<ExchangeModel> m_none; ///< answers for columns while a page is fetched
};

} // namespace Pacewatch
