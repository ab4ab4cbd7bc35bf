#include "core/engine.h"
#include "ui/controls/messagebar.h"
#include "ui/models/callrows.h"
#include "ui/models/sessionmodel.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/sessiontrafficview.h"

#include <QItemSelectionModel>
#include <QScopedValueRollback>
#include <QTableView>

#include <algorithm>
#include <iterator>
#include <utility>

/// The chosen call of a large session: read with its bodies, and with the calls around it.
namespace Pacewatch {

namespace {

/// Rows come in the order of their answers, so a neighbour may be some rows further away.
constexpr quint64 RowsBefore = 2'000;
constexpr int RowsAround = 4'000;

} // namespace

QList<ExchangeId> SessionTrafficView::selectedCalls() const
{
    QList<ExchangeId> calls;
    if (m_table->selectionModel() != nullptr) {
        QModelIndexList rows = m_table->selectionModel()->selectedRows();
        std::sort(rows.begin(), rows.end());
        for (const QModelIndex& each : std::as_const(rows)) {
            if (!m_model->isFold(each.row())) {
                calls.append(m_model->idAt(each.row()));
            }
        }
    }
    return calls;
}

void SessionTrafficView::takeSelection()
{
    constexpr qsizetype Most = 2;
    if (m_isChoosing) {
        return;
    }
    const QList<ExchangeId> selected = selectedCalls();
    const QModelIndex current = m_table->currentIndex();
    m_chosen = selected.size() <= Most || !current.isValid()
        ? selected.first(std::min(selected.size(), Most))
        : QList<ExchangeId>{m_model->idAt(current.row())};
    if (m_chosen.isEmpty()) {
        m_inspector->clear();
    } else if (!m_isReading) {
        readChosen();
    }
}

/// The rows are about to be others; what is read stays in its place.
void SessionTrafficView::keepPlace()
{
    const int top = m_table->rowAt(0);
    m_top = top > 0 ? m_model->idAt(top) : ExchangeId{};
}

/// What was chosen stays so where it is still shown, also when its row is known only later.
void SessionTrafficView::chooseAgain()
{
    const auto rowOf
        = [this](ExchangeId id) { return m_model->shows(id) ? m_model->rowOf(id) : std::nullopt; };
    for (const ExchangeId id : std::as_const(m_chosen)) {
        if (const std::optional<int> row = rowOf(id); row && m_model->isFold(*row)) {
            m_model->setOpen(*row, true); // it is read, and stays in sight
        }
    }
    QItemSelection rows;
    QModelIndex current;
    for (const ExchangeId id : std::as_const(m_chosen)) {
        if (const std::optional<int> row = rowOf(id)) {
            current = m_model->index(*row, 0);
            rows.select(current, current);
        }
    }
    if (rows.isEmpty()) {
        if (m_model->isCounted() && !m_chosen.isEmpty()) {
            m_chosen.clear();
            m_inspector->clear();
        }
    } else {
        const QScopedValueRollback<bool> chooses(m_isChoosing, true);
        QItemSelectionModel* const selection = m_table->selectionModel();
        selection->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
        selection->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    if (m_top != ExchangeId{} && m_model->shows(m_top)) {
        m_table->scrollTo(m_model->index(*m_model->rowOf(m_top), 0),
                          QAbstractItemView::PositionAtTop);
        m_top = {};
    } else if (current.isValid()) {
        m_table->scrollTo(current);
    }
}

void SessionTrafficView::stepFold(bool isOpen)
{
    const int row = m_table->currentIndex().row();
    if (row < 0) {
        return;
    }
    if (const std::optional<int> fold = m_model->setOpen(row, isOpen); fold && !isOpen) {
        chooseRow(*fold);
    }
}

void SessionTrafficView::toggleFold(int row)
{
    if (m_model->isFold(row)) {
        m_model->setOpen(row, !m_model->index(row, 0).data(CallRows::OpenRole).toBool());
    }
}

/// One after the other, so that somebody who steps through the rows gets the last one first.
void SessionTrafficView::readChosen()
{
    CallsWanted wanted;
    wanted.picked = m_chosen;
    wanted.isWhole = true;
    m_isReading = true;
    if (m_chosen.size() == 1) {
        readAround(m_chosen.first());
        return;
    }
    m_context.engine.readRecorded(m_connection, wanted, this,
                                  [this, asked = m_chosen](const Result<QList<Exchange>>& calls) {
                                      m_isReading = false;
                                      if (asked != m_chosen) {
                                          takeSelection();
                                      } else if (calls && calls->size() == 2) {
                                          m_inspector->compare(calls->first(), calls->last());
                                      }
                                  });
}

void SessionTrafficView::readAround(ExchangeId id)
{
    CallsWanted around;
    const auto number = static_cast<quint64>(id);
    around.after = ExchangeId(number > RowsBefore ? number - RowsBefore : 0);
    around.most = RowsAround;
    auto near = std::make_shared<QList<Exchange>>();
    m_context.engine.readRecorded(m_connection, around, this,
                                  [near](const Result<QList<Exchange>>& calls) {
                                      *near = calls.value_or(QList<Exchange>());
                                  });
    CallsWanted wanted;
    wanted.picked = {id};
    wanted.isWhole = true;
    m_context.engine.readRecorded(
        m_connection, wanted, this,
        [this, near, asked = m_chosen](const Result<QList<Exchange>>& calls) {
            m_isReading = false;
            if (asked != m_chosen) {
                takeSelection();
            } else if (calls && !calls->isEmpty()) {
                m_inspector->showExchange(calls->first(), surroundingsOf(calls->first(), *near));
            }
        });
}

void SessionTrafficView::chooseRow(int row)
{
    if (m_model && m_model->rowCount() > 0) {
        const QModelIndex index = m_model->index(std::clamp(row, 0, m_model->rowCount() - 1), 0);
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index);
    }
}

void SessionTrafficView::stepRow(int by)
{
    const std::optional<int> current = currentRow();
    chooseRow(current ? *current + by : 0);
}

/// A view that gets the keyboard calls its first row the current one, which nobody chose.
std::optional<int> SessionTrafficView::currentRow() const
{
    const QModelIndex current = m_table->currentIndex();
    const bool isChosen = current.isValid() && m_table->selectionModel()->hasSelection();
    return isChosen ? std::optional(current.row()) : std::nullopt;
}

/// Where the refusals are is known once, for the keys that step from one to the next.
void SessionTrafficView::findRefused()
{
    CallFilter refused;
    refused.isRefused = true;
    m_context.engine.findRecorded(
        m_connection, refused, {}, this,
        [this, id = m_connection](const Result<QList<ExchangeId>>& found) {
            if (!found || id != m_connection) {
                return;
            }
            m_refused = *found;
            if (m_step != 0) {
                stepRefusal(std::exchange(m_step, 0));
            }
        });
}

void SessionTrafficView::stepRefusal(int by)
{
    if (!m_refused) {
        m_step = by; // the file is asked where they are; then it is gone there
        return;
    }
    if (m_model->rowCount() == 0) {
        return;
    }
    const bool isByTime = m_order == CallOrder() && m_picked->isHidden();
    if (const std::optional<int> row = isByTime ? nextRefusal(by) : nextRefusedRow(by)) {
        chooseRow(*row);
    }
}

/// The row of the next refusal by their ids, of which most rows have none.
std::optional<int> SessionTrafficView::nextRefusal(int by) const
{
    const std::optional<int> current = currentRow();
    const int next = current ? *current + (by > 0 ? 1 : 0) : 0;
    if (by > 0 && next >= m_model->rowCount()) {
        return std::nullopt;
    }
    auto refused = by < 0 && !current
        ? m_refused->cend()
        : std::lower_bound(m_refused->cbegin(), m_refused->cend(), m_model->idAt(next));
    while (by > 0 ? refused != m_refused->cend() : refused != m_refused->cbegin()) {
        refused -= by > 0 ? 0 : 1;
        if (m_model->shows(*refused)) {
            return m_model->rowOf(*refused);
        }
        refused += by > 0 ? 1 : 0;
    }
    return std::nullopt;
}

/// The same where the rows stand in another order.
std::optional<int> SessionTrafficView::nextRefusedRow(int by) const
{
    const std::optional<int> current = currentRow();
    const int from = current ? *current + by : (by > 0 ? 0 : m_model->rowCount() - 1);
    for (int row = from; row >= 0 && row < m_model->rowCount(); row += by) {
        if (std::binary_search(m_refused->cbegin(), m_refused->cend(), m_model->idAt(row))) {
            return row;
        }
    }
    return std::nullopt;
}

} // namespace Pacewatch
