#include "ui/models/sessionmodel.h"

#include "core/engine.h"
#include "ui/models/callrows.h"
#include "ui/privacy.h"

#include <algorithm>
#include <limits>
#include <utility>

/// Which calls there are and where their pages come from; what the rows show is in
/// sessioncells.cpp.
namespace Pacewatch {

namespace {

/// While somebody scrolls on, pages that were passed are not fetched any more.
constexpr std::size_t MostWanted = 6;

} // namespace

SessionModel::SessionModel(Engine& engine, const Privacy& privacy, const Recording& recording,
                           const QByteArray& baseUrl, QObject* parent)
    : QAbstractTableModel(parent)
    , m_engine(engine)
    , m_privacy(privacy)
    , m_recording(recording)
    , m_baseUrl(baseUrl)
    , m_pages(PagesKept)
    , m_none(std::make_unique<ExchangeModel>(privacy, nullptr, 1))
{
    connect(&privacy, &Privacy::changed, this, [this] {
        if (rowCount() > 0) {
            emit dataChanged(index(0, 0), index(rowCount() - 1, ExchangeModel::ColumnCount - 1));
        }
    });
    find();
}

void SessionModel::ask(const CallFilter& filter, const CallOrder& order)
{
    m_filter = filter;
    m_order = order;
    m_isPicked = false;
    find();
}

void SessionModel::pick(const QList<ExchangeId>& calls)
{
    ++m_generation;
    m_isPicked = true;
    m_order = {};
    show(calls, true);
}

void SessionModel::find()
{
    ++m_generation;
    m_isCounted = false;
    if (asksForAll()) {
        show({}, true);
        return;
    }
    if (m_isFinding) {
        return; // asked when the answer is here: a file reads a million calls for each
    }
    m_isFinding = true;
    const auto isLate = [this, generation = m_generation] { return generation != m_generation; };
    CallsWanted first;
    first.filter = m_filter;
    first.order = m_order;
    first.most = PageRows;
    m_engine.readRecorded(m_recording.id, first, this,
                          [this, isLate](const Result<QList<Exchange>>& calls) {
                              if (isLate() || !calls) {
                                  return;
                              }
                              QList<ExchangeId> ids;
                              for (const Exchange& call : *calls) {
                                  ids.append(call.id);
                              }
                              show(ids, false);
                              takePage(0, m_source, calls);
                          });
    m_engine.findRecorded(m_recording.id, m_filter, m_order, this,
                          [this, isLate](const Result<QList<ExchangeId>>& ids) {
                              m_isFinding = false;
                              if (!isLate()) {
                                  takeIds(ids);
                              } else if (!m_isCounted) {
                                  find();
                              }
                          });
}

void SessionModel::takeIds(const Result<QList<ExchangeId>>& ids)
{
    if (ids) {
        show(*ids, true);
    } else {
        emit failed(ids.error());
    }
}

/// Rows that are there already and stay are not touched: the second answer only adds to the first.
void SessionModel::show(QList<ExchangeId> ids, bool isCounted)
{
    const bool isWhole = asksForAll() && !m_isPicked;
    const int calls = isWhole
        ? static_cast<int>(std::min<qint64>(m_recording.calls, std::numeric_limits<int>::max()))
        : static_cast<int>(ids.size());
    const bool isMore = !m_isCounted && isCounted && !m_isWhole && !isWhole && m_calls > 0
        && calls >= m_calls && std::equal(m_ids.begin(), m_ids.end(), ids.begin());
    // Folds of the first page may go on behind it: then the rows are made anew.
    const bool isInsert = isMore && calls > m_calls && !m_folds;
    const bool isReset = !isMore || (calls > m_calls && !isInsert);
    if (isInsert) {
        beginInsertRows({}, m_calls, calls - 1);
    } else if (isReset) {
        beginResetModel(); // its source is another one
    }
    if (!isMore) {
        m_pages.clear();
        m_wanted.clear();
        ++m_source;
    }
    m_ids = std::move(ids);
    m_calls = calls;
    m_isWhole = isWhole;
    m_isByTime = m_order == CallOrder();
    m_isCounted = isCounted;
    m_shown = FoldedRows(m_calls, findFolds());
    if (isInsert) {
        endInsertRows();
    } else if (isReset) {
        endResetModel();
    }
    if (isCounted) {
        emit counted();
    }
}

void SessionModel::setGrouping(std::shared_ptr<const CallGrouping> grouping)
{
    m_grouping = std::move(grouping);
    foldAnew();
}

void SessionModel::setFolding(bool folds)
{
    if (folds != m_folds) {
        m_folds = folds;
        foldAnew();
    }
}

/// The pages stay: they go by calls, not by rows.
void SessionModel::foldAnew()
{
    beginResetModel();
    m_shown = FoldedRows(m_calls, findFolds());
    endResetModel();
}

std::optional<int> SessionModel::setOpen(int row, bool isOpen)
{
    const FoldedRows::Fold* const found = m_shown.foldAround(row);
    if (found == nullptr || found->isOpen == isOpen) {
        return std::nullopt;
    }
    const FoldedRows::Fold fold = *found;
    const int first = fold.row + 1;
    const int last = fold.row + fold.count;
    if (isOpen) {
        m_open.insert(idOf(fold.first));
        beginInsertRows({}, first, last);
        m_shown.setOpen(fold.row, true);
        endInsertRows();
    } else {
        m_open.remove(idOf(fold.first));
        beginRemoveRows({}, first, last);
        m_shown.setOpen(fold.row, false);
        endRemoveRows();
    }
    emit dataChanged(index(fold.row, 0), index(fold.row, ExchangeModel::ColumnCount - 1));
    return fold.row;
}

/// Where @p id would stand, at @p place or behind it.
int SessionModel::placeBehind(int place, ExchangeId id) const
{
    if (m_isWhole) {
        return static_cast<int>(static_cast<quint64>(id)
                                - static_cast<quint64>(m_recording.firstId));
    }
    // Asked for one call behind the other: going on is cheaper than searching.
    while (place < m_calls && m_ids.at(place) < id) {
        ++place;
    }
    return place;
}

/// Neighbours of one burst that are alike, but for the first and the last of them.
std::vector<FoldedRows::Fold> SessionModel::findFolds() const
{
    constexpr int Before = CallRows::ShownBefore;
    constexpr int Least = Before + CallRows::ShownBehind + CallRows::LeastFolded;
    std::vector<FoldedRows::Fold> folds;
    if (!m_folds || !m_grouping || !m_isByTime || m_isPicked) {
        return folds;
    }
    int first = -1; // place of the first one of a run
    int next = 0; // behind its last one
    const CallGrouping::Member* before = nullptr;
    const auto end = [&] {
        if (first >= 0 && next - first >= Least) {
            const int folded = next - first - Before - int(CallRows::ShownBehind);
            folds.push_back({first + Before, folded, m_open.contains(idOf(first + Before)), 0});
        }
        first = -1;
    };
    for (const CallGrouping::Member& member : m_grouping->members()) {
        if (m_grouping->kind(member) != CallGroups::Kind::Burst) {
            continue;
        }
        const int place = placeBehind(next, member.id);
        if (place >= m_calls) {
            break;
        }
        if (idOf(place) != member.id) {
            continue; // not shown
        }
        const bool isSame = first >= 0 && place == next && before->group == member.group
            && before->alike == member.alike;
        if (!isSame) {
            end();
            first = place;
        }
        before = &member;
        next = place + 1;
    }
    end();
    return folds;
}

ExchangeId SessionModel::idOf(int place) const
{
    return m_isWhole
        ? ExchangeId(static_cast<quint64>(m_recording.firstId) + static_cast<quint64>(place))
        : m_ids.at(place);
}

std::optional<int> SessionModel::placeOf(ExchangeId id) const
{
    qint64 place = 0;
    if (m_isWhole) {
        place = static_cast<qint64>(static_cast<quint64>(id)
                                    - static_cast<quint64>(m_recording.firstId));
    } else if (m_isByTime && !m_isPicked) {
        place = std::lower_bound(m_ids.begin(), m_ids.end(), id) - m_ids.begin();
    } else {
        place = std::find(m_ids.begin(), m_ids.end(), id) - m_ids.begin();
    }
    return place >= 0 && place < m_calls ? std::optional(static_cast<int>(place)) : std::nullopt;
}

std::optional<int> SessionModel::rowOf(ExchangeId id) const
{
    const std::optional<int> place = placeOf(id);
    return place ? std::optional(m_shown.rowOf(*place)) : std::nullopt;
}

bool SessionModel::shows(ExchangeId id) const
{
    const std::optional<int> place = placeOf(id);
    return place && idOf(*place) == id;
}

QList<const Exchange*> SessionModel::heldCalls() const
{
    QList<const Exchange*> calls;
    const QList<int> pages = m_pages.keys();
    for (const int page : pages) {
        const ExchangeModel& model = m_pages.object(page)->model;
        for (int row = 0; row < model.rowCount(); ++row) {
            calls.append(&model.exchangeAt(row));
        }
    }
    return calls;
}

const SessionModel::Page* SessionModel::pageOf(int place) const
{
    const Page* const page = m_pages.object(place / PageRows);
    if (page == nullptr) {
        want(place / PageRows);
    }
    return page;
}

const Exchange* SessionModel::exchangeOf(int place) const
{
    const Page* const page = pageOf(place);
    return page != nullptr && place % PageRows < page->model.rowCount()
        ? &page->model.exchangeAt(place % PageRows)
        : nullptr;
}

const Exchange* SessionModel::exchangeAt(int row) const
{
    return row >= 0 && row < rowCount() ? exchangeOf(m_shown.placeAt(row)) : nullptr;
}

void SessionModel::want(int page) const
{
    std::erase(m_wanted, page);
    m_wanted.push_front(page);
    if (m_wanted.size() > MostWanted) {
        m_wanted.pop_back();
    }
    // A view asks while it paints; the answer comes later in any case.
    auto* const self = const_cast<SessionModel*>(this);
    QMetaObject::invokeMethod(self, &SessionModel::fetchNext, Qt::QueuedConnection);
}

void SessionModel::fetchNext()
{
    while (!m_wanted.empty() && m_pages.contains(m_wanted.front())) {
        m_wanted.pop_front();
    }
    if (m_isFetching || m_wanted.empty()) {
        return;
    }
    const int page = m_wanted.front();
    m_wanted.pop_front();
    CallsWanted wanted;
    if (m_isWhole) {
        wanted.after = ExchangeId(static_cast<quint64>(idOf(page * PageRows)) - 1);
        wanted.most = PageRows;
    } else {
        wanted.picked = m_ids.mid(page * PageRows, PageRows);
    }
    m_isFetching = true;
    m_engine.readRecorded(m_recording.id, wanted, this,
                          [this, page, source = m_source](const Result<QList<Exchange>>& calls) {
                              m_isFetching = false;
                              takePage(page, source, calls);
                              fetchNext();
                          });
}

void SessionModel::takePage(int page, quint64 source, const Result<QList<Exchange>>& calls)
{
    if (source != m_source) {
        return;
    }
    if (!calls) {
        emit failed(calls.error());
        return;
    }
    auto* const made = new Page(m_privacy);
    made->model.setBaseUrl(m_baseUrl);
    made->model.append(*calls);
    m_pages.insert(page, made);
    const int first = page * PageRows;
    const int last = std::min(first + PageRows, m_calls) - 1;
    if (last >= first) {
        emit dataChanged(index(m_shown.rowOf(first), 0),
                         index(m_shown.rowOf(last), ExchangeModel::ColumnCount - 1));
    }
}

} // namespace Pacewatch
