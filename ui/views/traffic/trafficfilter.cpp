#include "core/engine.h"
#include "ui/models/feed.h"
#include "ui/views/traffic/callcard.h"
#include "ui/views/traffic/calltable.h"
#include "ui/views/traffic/traffictools.h"
#include "ui/views/traffic/trafficview.h"
#include "ui/wording/calls.h"
#include "ui/wording/charts.h"
#include "ui/wording/traffic.h"

#include <QSettings>

/// What the traffic page shows of all calls: what was typed, the quick choices, folding.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

void TrafficView::clearFilter()
{
    m_tools->clear();
    m_filter.setFilter({});
    showAllCalls();
    m_filter.setChoice(CallChoice::All);
}

void TrafficView::showChoice()
{
    m_filter.setChoice(m_tools->choice());
    m_table->goToEnd();
}

void TrafficView::foldBursts(bool folds)
{
    m_rows.setFolding(folds);
    QSettings().setValue(u"traffic/foldBursts"_s, folds);
}

void TrafficView::showCounts()
{
    CallTally counts{};
    for (int choice = 0; choice < CallChoices; ++choice) {
        counts.at(std::size_t(choice)) = m_filter.count(CallChoice(choice));
    }
    m_tools->showCounts(counts);
    showStrip();
    m_rows.rowCount() > 0 ? showFooter() : showEmpty();
}

void TrafficView::showStrip()
{
    m_card->showStrip(m_book != nullptr && m_book->model().rowCount() > 0
                      && height() >= CallCard::LeastPageForStrip);
}

void TrafficView::showFooter()
{
    if (m_rows.callCount() > 0) {
        m_card->showRows(m_rows.isSorted() ? Wording::calls(m_rows.callCount())
                                           : Wording::callsShown(m_rows.callCount(),
                                                                 m_rows.firstAt(), m_rows.lastAt()),
                         m_filter.range() ? Wording::showAllCalls(m_filter.count(m_filter.choice()))
                                          : QString());
    }
}

void TrafficView::showEmpty()
{
    const bool isFiltered = m_book != nullptr && m_book->model().rowCount() > 0;
    const bool isTyped = isFiltered && m_filter.count(CallChoice::All) == 0;
    const ConnectionState* state = m_context.feed.connection(m_connection);
    const bool isOutside = m_filter.range() && m_filter.count(m_filter.choice()) > 0;
    const QString title = !isFiltered ? Wording::waitingForCalls()
        : isTyped                     ? Wording::noCallMatches()
        : isOutside                   ? Wording::noCallInRange()
                                      : Wording::noSuchCall(int(m_filter.choice()));
    if (isFiltered) {
        m_card->showEmpty(title, {}, isOutside ? Wording::showAll() : Wording::clearFilter());
        return;
    }
    const QString address = state != nullptr ? state->proxyAddress : QString();
    m_card->showEmpty(title, state != nullptr ? Wording::nothingArrived(address) : QString(),
                      address.isEmpty() ? QString() : Wording::copyAddress());
}

} // namespace Pacewatch
