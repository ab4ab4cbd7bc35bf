#pragma once

#include "core/recorded.h"
#include "core/store/callgrouping.h"
#include "ui/models/exchangemodel.h"
#include "ui/models/foldedrows.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QList>
#include <QSet>

#include <deque>
#include <memory>
#include <optional>

namespace Pacewatch {

class Engine;

/// The calls of a large recorded session as a table with the columns and roles of CallRows, oldest
/// first unless another order is asked for. Rows are fetched page by page when they are looked at,
/// and a bounded number of pages is kept; a filter is answered by the file itself. Once it is known
/// which calls belong together, alike neighbours of one burst are folded while the rows stand as
/// they were written. Window thread.
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
    /// Which calls belong together; null for not known.
    void setGrouping(std::shared_ptr<const CallGrouping> grouping);
    [[nodiscard]] const CallGrouping* grouping() const { return m_grouping.get(); }
    void setFolding(bool folds);
    /// Opens or closes the fold that @p row is, or whose call it shows; the row of the fold, or
    /// nothing when there is none or it is so already.
    std::optional<int> setOpen(int row, bool isOpen);
    [[nodiscard]] bool isFold(int row) const { return m_shown.foldAt(row) != nullptr; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// Of calls that are shown, those behind folds included.
    [[nodiscard]] int callCount() const { return m_calls; }
    /// The call of a row, the first one of a fold.
    [[nodiscard]] ExchangeId idAt(int row) const { return idOf(m_shown.placeAt(row)); }
    /// The row of @p id, or of the fold it is behind; in the order they were written that of the
    /// next call behind it when it is not shown. Empty behind the last.
    [[nodiscard]] std::optional<int> rowOf(ExchangeId id) const;
    /// Whether @p id is among the calls that are shown.
    [[nodiscard]] bool shows(ExchangeId id) const;
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
    [[nodiscard]] ExchangeId idOf(int place) const;
    [[nodiscard]] std::optional<int> placeOf(ExchangeId id) const;
    [[nodiscard]] std::vector<FoldedRows::Fold> findFolds() const;
    [[nodiscard]] int placeBehind(int place, ExchangeId id) const;
    void foldAnew();
    [[nodiscard]] const CallGrouping::Member* memberAt(int row) const;
    [[nodiscard]] bool areTied(int row, int other) const;
    [[nodiscard]] QVariant foldData(const FoldedRows::Fold& fold, int column, int role) const;
    [[nodiscard]] QVariant tieData(int row, int role) const;
    void takeIds(const Result<QList<ExchangeId>>& ids);
    void show(QList<ExchangeId> ids, bool isCounted);
    void want(int page) const;
    void fetchNext();
    void takePage(int page, quint64 source, const Result<QList<Exchange>>& calls);
    [[nodiscard]] const Page* pageOf(int place) const;
    [[nodiscard]] const Exchange* exchangeOf(int place) const;
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
    QList<ExchangeId> m_ids; ///< of the calls, unless all are shown and follow each other
    int m_calls = 0;
    FoldedRows m_shown; ///< the calls as rows
    std::shared_ptr<const CallGrouping> m_grouping;
    QSet<ExchangeId> m_open; ///< first calls of the folds that are open
    bool m_folds = false;
    bool m_isWhole = false; ///< they are all calls, whose ids follow each other
    bool m_isByTime = true; ///< they stand as they were written
    quint64 m_source = 0; ///< of the rows: late pages of others are dropped
    bool m_isCounted = false;
    quint64 m_generation = 0; ///< of the filter: late answers to another are dropped
    mutable QCache<int, Page> m_pages;
    mutable std::deque<int> m_wanted; ///< the newest first
    bool m_isFetching = false;
    std::unique_ptr<ExchangeModel> m_none; ///< answers for columns while a page is fetched
};

} // namespace Pacewatch
