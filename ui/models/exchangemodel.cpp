#include "ui/models/exchangemodel.h"

#include "ui/curlcommand.h"
#include "ui/privacy.h"
#include "ui/wording/traffic.h"
#include "ui/wording/wording.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int FirstNumberColumn = ExchangeModel::LeftMinuteColumn;

bool isNumber(int column)
{
    return (column >= FirstNumberColumn && column <= ExchangeModel::TookColumn
            && column != ExchangeModel::LeftMinuteColumn)
        || (column >= ExchangeModel::SentColumn && column <= ExchangeModel::AttemptColumn);
}

qint64 bodyBytes(const Exchange& exchange)
{
    return exchange.requestBody.head.size() + exchange.responseBody.head.size();
}

ExchangeModel::NoteTone noteTone(const Exchange& exchange)
{
    if (exchange.tooEarlyBy) {
        return ExchangeModel::Early;
    }
    if (exchange.outcome != Outcome::Answered) {
        return ExchangeModel::Wrong;
    }
    return exchange.origin == Origin::Client ? ExchangeModel::Plain : ExchangeModel::Muted;
}

QVariant leftValue(const std::optional<LeftAfter>& left)
{
    return left ? QVariant(left->remaining) : QVariant();
}

} // namespace

std::optional<LeftAfter> longestLeft(const Exchange& exchange)
{
    for (auto left = exchange.left.crbegin(); left != exchange.left.crend(); ++left) {
        if (left->window != "second"_L1) {
            return *left;
        }
    }
    return std::nullopt;
}

std::optional<LeftAfter> secondLeft(const Exchange& exchange)
{
    for (const LeftAfter& left : exchange.left) {
        if (left.window == "second"_L1) {
            return left;
        }
    }
    return std::nullopt;
}

ExchangeModel::ExchangeModel(const Privacy& privacy, QObject* parent, std::size_t capacity)
    : QAbstractTableModel(parent)
    , m_privacy(privacy)
    , m_ring(capacity)
{
    connect(&privacy, &Privacy::changed, this, &ExchangeModel::remask);
}

void ExchangeModel::append(const QList<Exchange>& arrived)
{
    const auto capacity = qsizetype(m_ring.capacity());
    const auto kept = arrived.last(std::min(arrived.size(), capacity));
    if (kept.isEmpty()) {
        return;
    }
    qint64 bytes = m_bodyBytes;
    for (const Exchange& exchange : kept) {
        bytes += bodyBytes(exchange);
    }
    qsizetype leaving = std::max<qsizetype>(rowCount() + kept.size() - capacity, 0);
    for (int row = 0; row < rowCount() && (row < leaving || bytes > MostBodyBytes); ++row) {
        bytes -= bodyBytes(exchangeAt(row));
        leaving = std::max<qsizetype>(leaving, row + 1);
    }
    // Room is made first: a view that is told of both at once would see rows that are gone.
    if (leaving > 0) {
        leave(leaving);
    }
    beginInsertRows({}, rowCount(), rowCount() + int(kept.size()) - 1);
    quint64 number = m_firstNumber + quint64(rowCount());
    for (const Exchange& exchange : kept) {
        m_refused += exchange.isRefused() ? 1 : 0;
        m_errors += isOtherError(exchange) ? 1 : 0;
        m_bodyBytes += bodyBytes(exchange);
        m_numbers.insert_or_assign(exchange.id, number++);
        if (m_ring.append({exchange, {}})) {
            --m_gone; // it took the place of a row that had left
        }
    }
    endInsertRows();
}

void ExchangeModel::leave(qsizetype count)
{
    beginRemoveRows({}, 0, int(count) - 1);
    for (int row = 0; row < count; ++row) {
        Row& old = m_ring.at(m_gone + std::size_t(row));
        m_refused -= old.exchange.isRefused() ? 1 : 0;
        m_errors -= isOtherError(old.exchange) ? 1 : 0;
        m_bodyBytes -= bodyBytes(old.exchange);
        m_numbers.erase(old.exchange.id);
        old = {}; // its bodies are freed now, its place is reused later
    }
    m_gone += std::size_t(count);
    m_firstNumber += quint64(count);
    endRemoveRows();
}

void ExchangeModel::clear()
{
    if (rowCount() > 0) {
        leave(rowCount());
    }
}

void ExchangeModel::setBaseUrl(const QByteArray& baseUrl)
{
    if (baseUrl != m_baseUrl) {
        m_baseUrl = baseUrl;
        remask();
    }
}

void ExchangeModel::remask()
{
    for (int row = 0; row < rowCount(); ++row) {
        place(row).texts.fill({});
    }
    if (rowCount() > 0) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1),
                         {Qt::DisplayRole, MethodRole, PathRole});
    }
}

int ExchangeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_ring.size() - m_gone);
}

int ExchangeModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ExchangeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = place(index.row());
    const Exchange& exchange = row.exchange;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(isNumber(index.column()) ? Qt::AlignRight | Qt::AlignVCenter
                                                 : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return index.column() == StatusColumn ? Wording::statusForReader(exchange)
                                              : text(row, index.column());
    case ValueRole:
        return value(exchange, index.column());
    case MethodRole:
        return QString::fromUtf8(exchange.request.method);
    case PathRole:
        return target(exchange);
    case ShareRole: {
        const auto left = longestLeft(exchange);
        return left && left->limit > 0 ? QVariant(double(left->remaining) / double(left->limit))
                                       : QVariant();
    }
    case RefusedRole:
        return exchange.isRefused();
    case ErrorRole:
        return isOtherError(exchange);
    case NoteToneRole:
        return noteTone(exchange);
    case IdRole:
        return QVariant::fromValue(quint64(exchange.id));
    default:
        return {};
    }
}

QVariant ExchangeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnData(section, orientation, role);
}

QVariant ExchangeModel::columnData(int section, Qt::Orientation orientation, int role)
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return Wording::exchangeColumn(section);
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant(isNumber(section) ? Qt::AlignRight | Qt::AlignVCenter
                                          : Qt::AlignLeft | Qt::AlignVCenter);
    }
    return {};
}

std::optional<int> ExchangeModel::rowOf(ExchangeId id) const
{
    const auto number = m_numbers.find(id);
    if (number == m_numbers.end()) {
        return std::nullopt;
    }
    return int(number->second - m_firstNumber);
}

QString ExchangeModel::target(const Exchange& exchange) const
{
    return m_privacy.shownBody(QString::fromUtf8(pathBelow(m_baseUrl, exchange.request.target)));
}

QString ExchangeModel::text(const Row& row, int column) const
{
    QString& kept = row.texts.at(std::size_t(column));
    if (kept.isNull()) {
        kept = makeText(row.exchange, column);
    }
    return kept;
}

QString ExchangeModel::makeText(const Exchange& exchange, int column) const
{
    switch (Column(column)) {
    case TimeColumn:
        return Wording::clockWithMilliseconds(exchange.arrivedWall);
    case CallColumn:
        return QString::fromUtf8(exchange.request.method) + u' ' + target(exchange);
    case StatusColumn:
        return Wording::statusCell(exchange);
    case LeftMinuteColumn:
        return Wording::leftCell(longestLeft(exchange));
    case LeftSecondColumn:
        return Wording::leftCell(secondLeft(exchange));
    case WaitColumn:
        return Wording::waitCell(exchange);
    case TookColumn:
        return Wording::tookCell(exchange);
    case NoteColumn:
        return Wording::note(exchange);
    case ClientColumn:
        return exchange.client;
    case SentColumn:
        return Wording::size(exchange.requestBody.size);
    case ReceivedColumn:
        return Wording::size(exchange.responseBody.size);
    case AttemptColumn:
        return Wording::count(exchange.attempt);
    case RequestIdColumn:
        return Wording::requestIdCell(exchange);
    case FinishedColumn:
        return Wording::finishedCell(exchange);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant ExchangeModel::value(const Exchange& exchange, int column) const
{
    switch (Column(column)) {
    case TimeColumn:
        return QVariant::fromValue(qint64(exchange.arrivedWall.time_since_epoch().count()));
    case CallColumn:
        return QString::fromUtf8(exchange.request.target);
    case StatusColumn:
        return exchange.response.status;
    case LeftMinuteColumn:
        return leftValue(longestLeft(exchange));
    case LeftSecondColumn:
        return leftValue(secondLeft(exchange));
    case WaitColumn:
        return exchange.reading.retryAfter
            ? QVariant::fromValue(qint64(exchange.reading.retryAfter->count()))
            : QVariant();
    case TookColumn:
        return QVariant::fromValue(qint64(exchange.took.count()));
    case NoteColumn:
        return Wording::note(exchange);
    case ClientColumn:
        return exchange.client;
    case SentColumn:
        return exchange.requestBody.size;
    case ReceivedColumn:
        return exchange.responseBody.size;
    case AttemptColumn:
        return exchange.attempt;
    case RequestIdColumn:
        return Wording::requestIdCell(exchange);
    case FinishedColumn:
        return QVariant::fromValue(qint64(exchange.answeredWall().time_since_epoch().count()));
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace Pacewatch
