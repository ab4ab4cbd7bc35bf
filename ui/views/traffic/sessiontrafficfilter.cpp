#include "core/engine.h"
#include "ui/charts/brushstrip.h"
#include "ui/charts/timerange.h"
#include "ui/controls/messagebar.h"
#include "ui/models/callvalues.h"
#include "ui/models/feed.h"
#include "ui/models/sessionmodel.h"
#include "ui/models/sessionoverview.h"
#include "ui/views/traffic/callcard.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/sessiontrafficview.h"
#include "ui/views/traffic/traffictools.h"
#include "ui/wording/calls.h"
#include "ui/wording/sessions.h"
#include "ui/wording/traffic.h"

#include <QTableView>

/// What of a large session the page shows: what is typed, chosen, sorted by, and of which time.
namespace Pacewatch {

using namespace std::chrono_literals;

void SessionTrafficView::ask()
{
    if (!m_model) {
        return;
    }
    CallFilter filter = this->filter();
    filter.choice = m_tools->choice();
    if (m_piece) {
        filter.from = m_piece->from;
        if (m_piece->to < WallTime::max()) {
            filter.until = m_piece->to;
        }
    }
    m_picked->hide();
    m_model->ask(filter, m_order);
    showRows();
}

/// What is typed; which calls a burst is made of the file does not know.
CallFilter SessionTrafficView::filter() const
{
    CallFilter filter = m_tools->filter();
    if (filter.burst && m_model && m_model->grouping() != nullptr) {
        filter.among = m_model->grouping()->callsOf(*filter.burst);
    }
    return filter;
}

void SessionTrafficView::applyRange()
{
    m_dragging.stop();
    if (m_model && m_picked->isHidden() && m_piece != m_context.range.piece()) {
        m_piece = m_context.range.piece();
        ask();
    }
}

void SessionTrafficView::leaveRange()
{
    m_context.range.reset();
    applyRange();
}

void SessionTrafficView::stepBack()
{
    if (!m_picked->isHidden()) {
        showAllCalls();
    } else if (!m_context.range.isPreset()) {
        leaveRange();
    }
}

void SessionTrafficView::showAllCalls()
{
    m_piece = m_context.range.piece();
    ask();
}

void SessionTrafficView::clearFilter()
{
    m_tools->clear();
    m_overview->count({});
    showCounts();
    showAllCalls();
}

void SessionTrafficView::leaveEmpty()
{
    m_piece && !isTyped() ? leaveRange() : clearFilter();
}

bool SessionTrafficView::isTyped() const
{
    return m_overview->counts().front() == 0;
}

void SessionTrafficView::showCounts()
{
    CallTally counts = m_overview->counts();
    const ConnectionState* const state = m_context.feed.connection(m_connection);
    if (counts.front() < 0 && m_tools->filter().isEmpty() && state != nullptr) {
        counts.front() = state->calls; // known before anything is counted
        counts.at(std::size_t(CallChoice::Refused)) = state->refused;
    }
    m_tools->showCounts(counts);
}

void SessionTrafficView::showStrip()
{
    const Recording* const recording = m_context.feed.recording(m_connection);
    if (!m_overview || recording == nullptr) {
        return;
    }
    if (isVisible()) {
        m_context.range.setSession({recording->first, recording->last});
    }
    m_card->strip().refresh(&m_overview->series(), m_overview->revision());
    m_card->showStrip(recording->calls > 0 && height() >= CallCard::LeastPageForStrip);
}

void SessionTrafficView::showRows()
{
    const int rows = m_model ? m_model->rowCount() : 0;
    if (rows == 0) {
        showEmpty();
        return;
    }
    const Exchange* const first = m_model->exchangeAt(0);
    const Exchange* const last = m_model->exchangeAt(rows - 1);
    const bool isByTime = m_order == CallOrder();
    const QString footer = !m_model->isCounted() ? Wording::searching()
        : isByTime && first != nullptr && last != nullptr
        ? Wording::callsShown(m_model->callCount(), first->arrivedWall, last->arrivedWall)
        : Wording::calls(m_model->callCount());
    const qint64 all = m_overview->counts().at(std::size_t(m_tools->choice()));
    const bool isPart = m_piece && m_picked->isHidden();
    m_card->showRows(footer,
                     !isPart       ? QString()
                         : all < 0 ? Wording::showAll()
                                   : Wording::showAllCalls(all));
}

void SessionTrafficView::showEmpty()
{
    const bool isGrouping = m_tools->filter().burst && m_model && m_model->grouping() == nullptr;
    if (!m_model || !m_model->isCounted() || isGrouping) {
        m_card->showEmpty(Wording::searching(), {}, {});
    } else if (isTyped()) {
        m_card->showEmpty(Wording::noCallMatches(), {}, Wording::clearFilter());
    } else if (m_piece) {
        m_card->showEmpty(Wording::noCallInRange(), {}, Wording::showAll());
    } else {
        m_card->showEmpty(Wording::noSuchCall(int(m_tools->choice())), {}, Wording::clearFilter());
    }
}

void SessionTrafficView::showOnTimeline(WallTime at)
{
    constexpr Duration Around = 30s;
    if (!m_context.range.slice().contains(at)) {
        m_context.range.select({at - Around, at + Around});
    }
    m_context.openPage(Page::Monitor);
}

QStringList SessionTrafficView::valuesOf(const QString& token) const
{
    const QList<const Exchange*> held = m_model ? m_model->heldCalls() : QList<const Exchange*>();
    return callValues(token, static_cast<int>(held.size()),
                      [&held](int at) { return held.at(at); });
}

} // namespace Pacewatch
