#include "ui/models/sessionmodel.h"

#include "core/engine.h"
#include "ui/privacy.h"

#include <algorithm>
#include <utility>

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
        if (m_rows > 0) {
            emit dataChanged(index(0, 0), index(m_rows - 1, ExchangeModel::ColumnCount - 1));
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
    const int rows = isWhole
        ? static_cast<int>(std::min<qint64>(m_recording.calls, std::numeric_limits<int>::max()))
        : static_cast<int>(ids.size());
    const bool isMore = !m_isCounted && isCounted && !m_isWhole && !isWhole && m_rows > 0
        && rows >= m_rows && std::equal(m_ids.begin(), m_ids.end(), ids.begin());
    if (isMore && rows > m_rows) {
        beginInsertRows({}, m_rows, rows - 1);
    } else if (!isMore) {
        beginResetModel(); // its source is another one
        m_pages.clear();
        m_wanted.clear();
        ++m_source;
    }
    const bool isInsert = isMore && rows > m_rows;
    m_ids = std::move(ids);
    m_rows = rows;
    m_isWhole = isWhole;
    m_isByTime = m_order == CallOrder();
    m_isCounted = isCounted;
    if (isInsert) {
        endInsertRows();
    } else if (!isMore) {
        endResetModel();
    }
    if (isCounted) {
        emit counted();
    }
}

int SessionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int SessionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ExchangeModel::ColumnCount;
}

QVariant SessionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_none->headerData(section, orientation, role);
}

ExchangeId SessionModel::idAt(int row) const
{
    return m_isWhole
        ? ExchangeId(static_cast<quint64>(m_recording.firstId) + static_cast<quint64>(row))
        : m_ids.at(row);
}

std::optional<int> SessionModel::rowOf(ExchangeId id) const
{
    qint64 row = 0;
    if (m_isWhole) {
        row = static_cast<qint64>(static_cast<quint64>(id)
                                  - static_cast<quint64>(m_recording.firstId));
    } else if (m_isByTime) {
        row = std::lower_bound(m_ids.begin(), m_ids.end(), id) - m_ids.begin();
    } else {
        row = std::find(m_ids.begin(), m_ids.end(), id) - m_ids.begin();
    }
    return row >= 0 && row < m_rows ? std::optional(static_cast<int>(row)) : std::nullopt;
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

const SessionModel::Page* SessionModel::pageOf(int row) const
{
    const Page* const page = m_pages.object(row / PageRows);
    if (page == nullptr) {
        want(row / PageRows);
    }
    return page;
}

const Exchange* SessionModel::exchangeAt(int row) const
{
    const Page* const page = row >= 0 && row < m_rows ? pageOf(row) : nullptr;
    return page != nullptr && row % PageRows < page->model.rowCount()
        ? &page->model.exchangeAt(row % PageRows)
        : nullptr;
}

QVariant SessionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    if (role == ExchangeModel::IdRole) {
        return QVariant::fromValue(static_cast<quint64>(idAt(index.row())));
    }
    const Page* const page = pageOf(index.row());
    return page == nullptr
        ? QVariant()
        : page->model.data(page->model.index(index.row() % PageRows, index.column()), role);
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
        wanted.after = ExchangeId(static_cast<quint64>(idAt(page * PageRows)) - 1);
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
    const int last = std::min(first + PageRows, m_rows) - 1;
    if (last >= first) {
        emit dataChanged(index(first, 0), index(last, ExchangeModel::ColumnCount - 1));
    }
}

} // namespace Pacewatch
