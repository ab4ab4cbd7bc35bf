#include "core/engine.h"
#include "ui/models/sessionmodel.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/sessiontrafficview.h"

#include <QItemSelectionModel>
#include <QTableView>

#include <algorithm>
#include <iterator>

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
            calls.append(m_model->idAt(each.row()));
        }
    }
    return calls;
}

void SessionTrafficView::takeSelection()
{
    constexpr qsizetype Most = 2;
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
    const QModelIndex current = m_table->currentIndex();
    chooseRow(current.isValid() ? current.row() + by : 0);
}

/// Where the refusals are is known once, for the keys that step from one to the next.
void SessionTrafficView::findRefused()
{
    CallFilter refused;
    refused.isRefused = true;
    m_context.engine.findRecorded(
        m_connection, refused, {}, this,
        [this, id = m_connection](const Result<QList<ExchangeId>>& found) {
            if (found && id == m_connection) {
                m_refused = *found;
            }
        });
}

void SessionTrafficView::stepRefusal(int by)
{
    if (!m_model || m_refused.isEmpty()) {
        return;
    }
    const QModelIndex current = m_table->currentIndex();
    int row = current.isValid() ? current.row() + by : (by > 0 ? 0 : m_model->rowCount() - 1);
    for (; row >= 0 && row < m_model->rowCount(); row += by) {
        if (std::binary_search(m_refused.cbegin(), m_refused.cend(), m_model->idAt(row))) {
            chooseRow(row);
            return;
        }
    }
}

} // namespace Pacewatch
