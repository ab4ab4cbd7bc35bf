#include "core/engine.h"
#include "ui/charts/brushstrip.h"
#include "ui/controls/button.h"
#include "ui/controls/checkbox.h"
#include "ui/controls/field.h"
#include "ui/controls/filterbox.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/models/feed.h"
#include "ui/views/calltable.h"
#include "ui/views/trafficview.h"
#include "ui/wordingcalls.h"
#include "ui/wordingcharts.h"
#include "ui/wordingtraffic.h"

#include <QSettings>
#include <QStackedLayout>

#include <algorithm>

/// What the traffic page shows of all calls: what was typed, the quick choices, folding.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

void TrafficView::takeTyped(const QString& typed)
{
    if (m_book != nullptr) {
        m_book->typed = typed;
    }
    m_typing.start();
}

void TrafficView::applyTyped()
{
    m_typing.stop();
    const QString typed = m_book != nullptr ? m_book->typed : QString();
    const Result<CallFilter> filter = readCallFilter(typed);
    m_box->setWrong(!filter);
    m_note->setVisible(!filter);
    if (filter) {
        m_filter.setFilter(*filter);
    } else {
        m_note->say(FieldNote::Tone::Wrong, Wording::unreadableToken(filter.error().detail));
    }
}

void TrafficView::clearFilter()
{
    m_box->clear();
    applyTyped();
    showAllCalls();
    m_choice->setCurrent(0);
    m_filter.setChoice(ExchangeFilter::Choice::All);
}

void TrafficView::showChoice(int choice)
{
    m_filter.setChoice(ExchangeFilter::Choice(choice));
    m_table->goToEnd();
}

void TrafficView::foldBursts(bool folds)
{
    m_rows.setFolding(folds);
    QSettings().setValue(u"traffic/foldBursts"_s, folds);
}

void TrafficView::showCounts()
{
    for (int choice = 0; choice < ExchangeFilter::ChoiceCount; ++choice) {
        m_choice->setSegmentText(
            choice, Wording::callChoice(choice, m_filter.count(ExchangeFilter::Choice(choice))));
    }
    constexpr int LeastForStrip = 560; // of the page: below it the rows need the room
    m_strip->setVisible(m_book != nullptr && m_book->model().rowCount() > 0
                        && height() >= LeastForStrip);
    const bool hasRows = m_rows.rowCount() > 0;
    m_stack->setCurrentIndex(hasRows ? 1 : 0);
    hasRows ? showFooter() : showEmpty();
}

void TrafficView::showFooter()
{
    if (m_rows.callCount() > 0) {
        m_footer->setText(
            Wording::callsShown(m_rows.callCount(), m_rows.firstAt(), m_rows.lastAt()));
        m_showAll->setVisible(m_filter.range().has_value());
        m_showAll->setText(Wording::showAllCalls(m_filter.count(m_filter.choice())));
    }
}

void TrafficView::showEmpty()
{
    const bool isFiltered = m_book != nullptr && m_book->model().rowCount() > 0;
    const bool isTyped = isFiltered && m_filter.count(ExchangeFilter::Choice::All) == 0;
    const ConnectionState* state = m_context.feed.connection(m_connection);
    const bool isOutside = m_filter.range() && m_filter.count(m_filter.choice()) > 0;
    m_emptyTitle->setText(!isFiltered     ? Wording::waitingForCalls()
                              : isTyped   ? Wording::noCallMatches()
                              : isOutside ? Wording::noCallInRange()
                                          : Wording::noSuchCall(m_choice->current()));
    m_emptyText->setText(
        isFiltered || state == nullptr ? QString() : Wording::nothingArrived(state->proxyAddress));
    m_emptyAction->setText(!isFiltered     ? Wording::copyAddress()
                               : isOutside ? Wording::showAll()
                                           : Wording::clearFilter());
    m_emptyAction->setVisible(isFiltered || (state != nullptr && !state->proxyAddress.isEmpty()));
}

QStringList TrafficView::valuesOf(const QString& token) const
{
    constexpr int MostCalls = 2000;
    constexpr qsizetype MostValues = 6;
    QStringList values;
    if (m_book == nullptr) {
        return values;
    }
    const ExchangeModel& model = m_book->model();
    const int least = std::max(model.rowCount() - MostCalls, 0);
    for (int row = model.rowCount() - 1; row >= least && values.size() < MostValues; --row) {
        const Exchange& call = model.exchangeAt(row);
        QString value;
        if (token == "client"_L1 && !call.client.contains(u' ')) {
            value = call.client;
        } else if (token == "status"_L1 && call.response.status > 0) {
            value = QString::number(call.response.status);
        } else if (token == "method"_L1) {
            value = QString::fromLatin1(call.request.method);
        }
        if (!value.isEmpty() && !values.contains(value)) {
            values.append(value);
        }
    }
    return values;
}

} // namespace Pacewatch
