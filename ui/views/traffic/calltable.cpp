#include "ui/views/traffic/calltable.h"

#include "ui/controls/button.h"
#include "ui/views/traffic/callcolumns.h"
#include "ui/views/traffic/trafficdelegate.h"
#include "ui/wording/traffic.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

CallTable::CallTable(const Theme& theme, const Icons& icons, CallRows& rows, QWidget* parent)
    : QTableView(parent)
    , m_rows(rows)
    , m_columns(new CallColumns(*this, theme))
    , m_newCalls(new Button(Wording::newCalls(0), Button::Kind::Tinted, this))
{
    setObjectName(u"callTable"_s);
    // Before the view's own connections: it selects another row when that of the choice goes.
    connect(&rows, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this] { m_isChanging = true; });
    setModel(&rows);
    setItemDelegate(new TrafficDelegate(theme, icons, this));
    build();
    connect(&rows, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { takeRowsRemoved(first, last); });
    m_columns->offerSorting(CallColumns::Sorting::Model);
    connect(m_columns, &CallColumns::sortChosen, this, &CallTable::sort);
    connect(&rows, &CallRows::grown, this, &CallTable::takeGrown);
    connect(&rows, &CallRows::settled, this, &CallTable::takeSettled);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &CallTable::takeScrolled);
    connect(this, &QAbstractItemView::clicked, this,
            [this](const QModelIndex& index) { toggleFold(index.row()); });
    m_newCalls->setObjectName(u"newCallsButton"_s);
    m_newCalls->setCompact(true);
    m_newCalls->hide();
    connect(m_newCalls, &QPushButton::clicked, this, &CallTable::takeNewCalls);
}

/// Sorted rows have their best at the top, those by time their newest at the end.
void CallTable::sort(int column, Qt::SortOrder order)
{
    m_rows.setSort(column, order);
    if (m_rows.isSorted()) {
        m_isFollowing = false;
        m_unseen = 0;
        placeNewCalls();
        scrollToTop();
    } else {
        goToEnd();
    }
    emit scrolled();
}

void CallTable::unsort()
{
    m_columns->clearIndicator();
    m_rows.setSort(-1, Qt::AscendingOrder);
}

void CallTable::takeNewCalls()
{
    if (m_rows.isSorted()) {
        m_rows.sortAnew();
        m_unseen = 0;
        placeNewCalls();
    } else {
        goToEnd();
    }
}

void CallTable::build()
{
    const QHeaderView* const header = horizontalHeader();
    // A fold is painted across all columns.
    connect(header, &QHeaderView::sectionResized, viewport(), qOverload<>(&QWidget::update));
    connect(header, &QHeaderView::sectionMoved, viewport(), qOverload<>(&QWidget::update));
}

void CallTable::takeGrown(qsizetype calls)
{
    if (m_isFollowing) {
        scrollToBottom();
    } else {
        m_unseen += calls;
    }
    placeNewCalls();
}

void CallTable::takeRowsRemoved(int first, int last)
{
    // Rows that leave at the top must not move what is being read.
    if (first == 0 && !m_isFollowing && !m_rows.isSorted()) {
        QScrollBar* bar = verticalScrollBar();
        bar->setValue(bar->value() - (last + 1) * verticalHeader()->defaultSectionSize());
    }
}

std::optional<int> CallTable::rowOfChoice() const
{
    const std::optional<int> row = m_chosen ? m_rows.rowOf(*m_chosen) : std::nullopt;
    // The first call of an open fold stands right below it.
    const bool isBelowFold
        = row && *row > 0 && m_isOnFold && !m_rows.isFold(*row) && m_rows.isFold(*row - 1);
    return isBelowFold ? std::optional(*row - 1) : row;
}

void CallTable::takeSettled()
{
    m_isChanging = false;
    if (m_isFollowing) {
        scrollToBottom();
    }
    const std::optional<int> row = rowOfChoice();
    const QModelIndexList selected = selectionModel()->selectedRows();
    const bool isKept = row
        && std::any_of(selected.begin(), selected.end(),
                       [row](const QModelIndex& each) { return each.row() == *row; });
    if (isKept || (!row && selected.isEmpty())) {
        return;
    }
    // Its row was made anew, or it is behind a fold now, or it is not wanted any more.
    m_isChanging = true;
    if (row) {
        selectionModel()->setCurrentIndex(
            m_rows.index(*row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    } else {
        selectionModel()->clear();
    }
    m_isChanging = false;
}

void CallTable::takeScrolled()
{
    m_isFollowing = !m_rows.isSorted() && isAtEnd();
    if (m_isFollowing) {
        m_unseen = 0;
    }
    placeNewCalls();
    emit scrolled();
}

bool CallTable::isAtEnd() const
{
    const QScrollBar* bar = verticalScrollBar();
    return bar->value() >= bar->maximum() - 2;
}

void CallTable::goToEnd()
{
    m_isFollowing = !m_rows.isSorted();
    if (m_isFollowing) {
        m_unseen = 0;
        scrollToBottom();
    }
    placeNewCalls();
}

void CallTable::placeNewCalls()
{
    m_newCalls->setVisible(m_unseen > 0);
    if (m_unseen > 0) {
        m_newCalls->setText(Wording::newCalls(m_unseen));
        m_newCalls->adjustSize();
        const QRect view = viewport()->geometry();
        m_newCalls->move(view.center().x() - m_newCalls->width() / 2,
                         view.bottom() - m_newCalls->height() - 10);
        m_newCalls->raise();
    }
}

bool CallTable::choose(ExchangeId id)
{
    std::optional<int> row = m_rows.rowOf(id);
    if (row && m_rows.isFold(*row)) {
        m_rows.setOpen(*row, true);
        row = m_rows.rowOf(id);
    }
    if (row) {
        chooseRow(*row);
    }
    return row.has_value();
}

void CallTable::chooseRow(int row)
{
    const QModelIndex index = m_rows.index(row, 0);
    if (index.isValid()) {
        setCurrentIndex(index);
        scrollTo(index);
    }
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

void CallTable::forgetChoice()
{
    m_chosen.reset();
    selectionModel()->clear();
    emit choiceChanged();
}

/// A view that gets the keyboard calls its first row the current one, which nobody chose.
std::optional<int> CallTable::currentRow() const
{
    const QModelIndex current = currentIndex();
    const bool isChosen = current.isValid() && selectionModel()->hasSelection();
    return isChosen ? std::optional(current.row()) : std::nullopt;
}

void CallTable::stepRow(int by)
{
    const std::optional<int> current = currentRow();
    chooseRow(current ? *current + by : m_rows.rowCount() - 1);
}

void CallTable::stepRefusal(int by)
{
    const std::optional<int> current = currentRow();
    int row = current ? *current + by : (by > 0 ? 0 : m_rows.rowCount() - 1);
    while (row >= 0 && row < m_rows.rowCount()) {
        if (m_rows.index(row, 0).data(ExchangeModel::RefusedRole).toBool()) {
            chooseRow(row);
            return;
        }
        row += by;
    }
}

void CallTable::openFold(bool isOpen)
{
    const QModelIndex current = currentIndex();
    if (!current.isValid()) {
        return;
    }
    if (const std::optional<int> fold = m_rows.setOpen(current.row(), isOpen); fold && !isOpen) {
        chooseRow(*fold);
    }
}

void CallTable::toggleFold(int row)
{
    if (m_rows.isFold(row)) {
        const bool isOpen = m_rows.index(row, 0).data(CallRows::OpenRole).toBool();
        m_rows.setOpen(row, !isOpen);
    }
}

void CallTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (m_isChanging || !current.isValid()) {
        return;
    }
    const Exchange* call = m_rows.exchangeAt(current.row());
    m_chosen = call != nullptr ? std::optional(call->id) : std::nullopt;
    m_isOnFold = m_rows.isFold(current.row());
    emit choiceChanged();
}

void CallTable::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QTableView::selectionChanged(selected, deselected);
    if (!m_isChanging) {
        emit choiceChanged();
    }
}

void CallTable::keyPressEvent(QKeyEvent* event)
{
    const QModelIndex current = currentIndex();
    if (event->matches(QKeySequence::Copy)) {
        m_columns->copyRows();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        openFold(event->key() == Qt::Key_Right);
        return;
    case Qt::Key_Home:
        chooseRow(0);
        return;
    case Qt::Key_End:
        chooseRow(m_rows.rowCount() - 1);
        goToEnd();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current.isValid() && m_rows.isFold(current.row())) {
            toggleFold(current.row());
        } else if (current.isValid()) {
            emit entered();
        }
        return;
    default:
        QTableView::keyPressEvent(event);
    }
}

void CallTable::resizeEvent(QResizeEvent* event)
{
    // Ahead of the scroll bar, which would take a smaller view for somebody reading back.
    const bool wasFollowing = m_isFollowing;
    QTableView::resizeEvent(event);
    placeNewCalls();
    if (wasFollowing) {
        goToEnd();
    }
}

} // namespace Pacewatch
