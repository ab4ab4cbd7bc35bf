#include "ui/views/calltable.h"
#include "ui/wordingtraffic.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QSettings>

#include <algorithm>
#include <array>

/// The columns of the table of calls: shown, hidden, moved and remembered for each profile;
/// and what is selected in them.
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
    {ExchangeModel::CallColumn, 148, true},
    {ExchangeModel::StatusColumn, 60, true},
    {ExchangeModel::LeftMinuteColumn, 88, true},
    {ExchangeModel::LeftSecondColumn, 60, true},
    {ExchangeModel::WaitColumn, 46, true},
    {ExchangeModel::TookColumn, 66, true},
    {ExchangeModel::NoteColumn, 120, true},
    {ExchangeModel::ClientColumn, 120, false},
    {ExchangeModel::SentColumn, 90, false},
    {ExchangeModel::ReceivedColumn, 110, false},
    {ExchangeModel::AttemptColumn, 70, false},
    {ExchangeModel::RequestIdColumn, 160, false},
    {ExchangeModel::FinishedColumn, 110, false},
}};

/// A layout of fewer columns would show the new ones.
QString layoutKey(const QString& name)
{
    return u"traffic/%1columns/"_s.arg(int(ExchangeModel::ColumnCount)) + name;
}

} // namespace

void CallTable::keepLayout() const
{
    if (!m_layoutName.isEmpty()) {
        QSettings().setValue(layoutKey(m_layoutName), horizontalHeader()->saveState());
    }
}

void CallTable::useLayout(const QString& name)
{
    keepLayout();
    m_layoutName = name;
    QHeaderView* header = horizontalHeader();
    const QByteArray kept = QSettings().value(layoutKey(name)).toByteArray();
    if (!name.isEmpty() && !kept.isEmpty() && header->restoreState(kept)) {
        return;
    }
    for (const ColumnWidth& each : Widths) {
        header->moveSection(header->visualIndex(each.column), each.column);
        header->setSectionHidden(each.column, !each.isShown);
        header->resizeSection(each.column, each.width);
    }
}

void CallTable::fillColumnMenu(QMenu& menu)
{
    QHeaderView* header = horizontalHeader();
    for (int column = 1; column < ExchangeModel::ColumnCount; ++column) {
        QAction* action = menu.addAction(Wording::exchangeColumn(column));
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        connect(action, &QAction::toggled, header,
                [header, column](bool isShown) { header->setSectionHidden(column, !isShown); });
    }
    connect(&menu, &QMenu::aboutToHide, this, &CallTable::keepLayout);
}

QList<ExchangeId> CallTable::selectedCalls() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QList<ExchangeId> calls;
    for (const QModelIndex& each : std::as_const(rows)) {
        if (const Exchange* call = m_rows.exchangeAt(each.row());
            call && !m_rows.isFold(each.row())) {
            calls.append(call->id);
        }
    }
    return calls;
}

void CallTable::copyRows() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    const QHeaderView* header = horizontalHeader();
    QStringList lines;
    for (const QModelIndex& row : std::as_const(rows)) {
        QStringList cells;
        for (int visual = 0; visual < header->count(); ++visual) {
            const int column = header->logicalIndex(visual);
            if (!header->isSectionHidden(column)) {
                cells += m_rows.index(row.row(), column).data().toString();
            }
        }
        lines += cells.join(u'\t');
    }
    if (!lines.isEmpty()) {
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    }
}

} // namespace Pacewatch
