#include "ui/views/traffic/callcolumns.h"

#include "ui/models/exchangemodel.h"
#include "ui/theme.h"
#include "ui/wording/traffic.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QTableView>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ColumnWidth
{
    int column;
    int width;
    bool isShown;
};
constexpr std::array<ColumnWidth, ExchangeModel::ColumnCount> Widths{{
    {ExchangeModel::TimeColumn, 110, true},
    {ExchangeModel::CallColumn, 140, true},
    {ExchangeModel::StatusColumn, 60, true},
    {ExchangeModel::LeftMinuteColumn, 88, true},
    {ExchangeModel::LeftSecondColumn, 60, true},
    {ExchangeModel::WaitColumn, 56, true},
    {ExchangeModel::TookColumn, 66, true},
    {ExchangeModel::NoteColumn, 120, true},
    {ExchangeModel::ClientColumn, 120, false},
    {ExchangeModel::SentColumn, 90, false},
    {ExchangeModel::ReceivedColumn, 110, false},
    {ExchangeModel::AttemptColumn, 70, false},
    {ExchangeModel::RequestIdColumn, 160, false},
    {ExchangeModel::FinishedColumn, 110, false},
}};

/// What a column is sorted by; empty when nothing in a file answers that.
std::optional<CallOrder::Key> keyOf(int column)
{
    using Key = CallOrder::Key;
    switch (ExchangeModel::Column(column)) {
    case ExchangeModel::TimeColumn:
        return Key::Moment;
    case ExchangeModel::CallColumn:
        return Key::Target;
    case ExchangeModel::StatusColumn:
        return Key::Status;
    case ExchangeModel::WaitColumn:
        return Key::Wait;
    case ExchangeModel::TookColumn:
        return Key::Took;
    case ExchangeModel::ClientColumn:
        return Key::Client;
    case ExchangeModel::SentColumn:
        return Key::RequestBytes;
    case ExchangeModel::ReceivedColumn:
        return Key::ResponseBytes;
    case ExchangeModel::AttemptColumn:
        return Key::Attempt;
    case ExchangeModel::FinishedColumn:
        return Key::Finished;
    default:
        return std::nullopt;
    }
}

/// A layout of fewer columns would show the new ones.
QString layoutKey(const QString& name)
{
    return u"traffic/%1columns/"_s.arg(int(ExchangeModel::ColumnCount)) + name;
}

} // namespace

CallColumns::CallColumns(QTableView& table, const Theme& theme)
    : QObject(&table)
    , m_table(table)
{
    dress(theme);
}

void CallColumns::dress(const Theme& theme)
{
    m_table.setAccessibleName(Wording::callTable());
    m_table.setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table.setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table.setShowGrid(false);
    m_table.setWordWrap(false);
    m_table.setTabKeyNavigation(false);
    m_table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    QHeaderView* const rows = m_table.verticalHeader();
    rows->hide();
    rows->setSectionResizeMode(QHeaderView::Fixed);
    rows->setMinimumSectionSize(20);
    rows->setDefaultSectionSize(theme.pixels("size.tableRow"_L1));
    QHeaderView* const header = m_table.horizontalHeader();
    header->setFixedHeight(theme.pixels("size.tableHeader"_L1));
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(40);
    header->setStretchLastSection(true);
    header->setStyleSheet(u"QHeaderView::section:first { padding-left: 19px; }"_s);
}

void CallColumns::keep() const
{
    if (!m_name.isEmpty()) {
        QSettings().setValue(layoutKey(m_name), m_table.horizontalHeader()->saveState());
    }
}

void CallColumns::leave()
{
    keep();
    m_name.clear();
}

void CallColumns::use(const QString& name)
{
    keep();
    m_name = name;
    QHeaderView* const header = m_table.horizontalHeader();
    const QByteArray kept = QSettings().value(layoutKey(name)).toByteArray();
    const bool isRestored = !name.isEmpty() && !kept.isEmpty() && header->restoreState(kept);
    clearIndicator(); // a kept layout brings its own
    if (isRestored) {
        return;
    }
    for (const ColumnWidth& each : Widths) {
        header->moveSection(header->visualIndex(each.column), each.column);
        header->setSectionHidden(each.column, !each.isShown);
        header->resizeSection(each.column, each.width);
    }
}

void CallColumns::offerSorting(Sorting sorting)
{
    m_sorting = sorting;
    QHeaderView* const header = m_table.horizontalHeader();
    header->setSectionsClickable(true);
    header->setSortIndicatorClearable(true);
    clearIndicator();
    connect(header, &QHeaderView::sortIndicatorChanged, this, &CallColumns::takeIndicator);
}

void CallColumns::clearIndicator()
{
    QHeaderView* const header = m_table.horizontalHeader();
    const QSignalBlocker quiet(header);
    header->setSortIndicatorShown(m_sorting != Sorting::Nobody);
    header->setSortIndicator(-1, Qt::AscendingOrder);
}

void CallColumns::takeIndicator(int column, Qt::SortOrder order)
{
    if (m_sorting == Sorting::Model) {
        emit sortChosen(column, order);
        return;
    }
    const std::optional<CallOrder::Key> key = keyOf(column);
    if (!key) {
        clearIndicator();
    }
    emit orderChosen(key ? CallOrder{*key, order == Qt::DescendingOrder} : CallOrder());
}

void CallColumns::fillMenu(QMenu& menu)
{
    QHeaderView* const header = m_table.horizontalHeader();
    for (int column = 1; column < ExchangeModel::ColumnCount; ++column) {
        QAction* action = menu.addAction(Wording::exchangeColumn(column));
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        connect(action, &QAction::toggled, header,
                [header, column](bool isShown) { header->setSectionHidden(column, !isShown); });
    }
    connect(&menu, &QMenu::aboutToHide, this, &CallColumns::keep);
}

void CallColumns::copyRows() const
{
    if (m_table.selectionModel() == nullptr) {
        return;
    }
    QModelIndexList rows = m_table.selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    const QHeaderView* const header = m_table.horizontalHeader();
    QStringList lines;
    for (const QModelIndex& row : std::as_const(rows)) {
        QStringList cells;
        for (int visual = 0; visual < header->count(); ++visual) {
            const int column = header->logicalIndex(visual);
            if (!header->isSectionHidden(column)) {
                cells += row.siblingAtColumn(column).data().toString();
            }
        }
        lines += cells.join(u'\t');
    }
    if (!lines.isEmpty()) {
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    }
}

} // namespace Pacewatch
