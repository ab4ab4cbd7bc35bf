#include "ui/views/traffic/trafficview.h"

#include "core/engine.h"
#include "ui/charts/brushstrip.h"
#include "ui/charts/timerange.h"
#include "ui/controls/messagebar.h"
#include "ui/models/feed.h"
#include "ui/views/traffic/callcard.h"
#include "ui/views/traffic/callcolumns.h"
#include "ui/views/traffic/calltable.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/traffictools.h"
#include "ui/wording/traffic.h"

#include <QResizeEvent>
#include <QSplitter>

#include <algorithm>

/// Which calls the page shows of which connection; its filter is in trafficfilter.cpp, the range
/// in trafficrange.cpp, and trafficbuild.cpp puts its parts together.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// In a window below this width the inspector moves under the table.
constexpr int NarrowBelow = 1180;

} // namespace

TrafficView::TrafficView(PageContext& context, QWidget* parent)
    : ConnectionView(parent)
    , m_context(context)
    , m_rows(m_filter)
{
    setObjectName(u"trafficView"_s);
    build();
    buildKeys();
    connect(m_table, &CallTable::choiceChanged, this, &TrafficView::showSelected);
    connect(m_table, &CallTable::scrolled, this, &TrafficView::showFooter);
    connect(&m_rows, &CallRows::settled, this, &TrafficView::showCounts);
    connect(&context.range, &TimeRange::chosen, this, [this] {
        if (isVisible() && !m_dragging.isActive()) {
            m_dragging.start();
        }
    });
    connect(&context.feed, &Feed::exchangesArrived, this, &TrafficView::takeExchanges);
    connect(&context.feed, &Feed::stateArrived, this, &TrafficView::takeState);
}

TrafficView::~TrafficView()
{
    m_card->strip().refresh(nullptr, 0); // the books go first
    m_table->columns().keep();
}

TrafficBook& TrafficView::bookOf(ConnectionId id)
{
    auto& book = m_books[id];
    if (!book) {
        book = std::make_unique<TrafficBook>(m_context.privacy);
        if (const ConnectionState* state = m_context.feed.connection(id)) {
            book->model().setBaseUrl(state->spec.gatewayUrl);
        }
    }
    return *book;
}

void TrafficView::showConnection(ConnectionId id)
{
    if (id == m_connection && m_book != nullptr) {
        return;
    }
    m_connection = id;
    m_book = &bookOf(id);
    m_picked->hide();
    m_table->forgetChoice();
    m_table->unsort();
    m_filter.setModel(nullptr);
    m_rows.setGroups(&m_book->groups());
    m_tools->setTyped(m_book->typed);
    m_filter.setFilter(m_tools->filter());
    m_filter.setModel(&m_book->model());
    applyRange();
    const ConnectionState* state = m_context.feed.connection(id);
    m_table->columns().use(state != nullptr ? state->spec.profileId : QString());
    m_inspector->clear();
    showCounts();
    m_table->goToEnd();
    tick(); // at once: the strip still has the calls of the connection before
}

void TrafficView::showCalls(const QString& title, const QList<ExchangeId>& calls)
{
    if (calls.isEmpty()) {
        return;
    }
    clearFilter();
    m_filter.pick(calls);
    applyRange();
    const qsizetype shown = m_rows.callCount();
    m_picked->say(MessageBar::Kind::Accent, title,
                  shown == calls.size() ? QString() : Wording::keptOf(shown, calls.size()),
                  Wording::showAll());
    m_picked->setIcon(Icon::Filter);
    m_table->stopFollowing();
    m_table->chooseRow(0);
}

void TrafficView::showAllCalls()
{
    m_picked->hide();
    m_filter.pick({});
    applyRange();
}

bool TrafficView::showCall(ExchangeId id)
{
    if (m_book == nullptr || !m_book->model().rowOf(id)) {
        return false;
    }
    if (!m_rows.rowOf(id)) {
        clearFilter();
    }
    if (!m_rows.rowOf(id)) {
        leaveRange();
    }
    return m_table->choose(id);
}

void TrafficView::takeExchanges(const QList<Exchange>& exchanges)
{
    std::map<ConnectionId, QList<Exchange>> sorted;
    for (const Exchange& exchange : exchanges) {
        sorted[exchange.connection].append(exchange);
    }
    for (const auto& [id, arrived] : sorted) {
        bookOf(id).append(arrived);
    }
    if (m_book != nullptr && sorted.contains(m_connection)) {
        showCounts();
    }
}

void TrafficView::takeState(const EngineState& state)
{
    std::erase_if(m_books, [this, &state](const auto& each) {
        return each.first != m_connection
            && std::none_of(state.connections.begin(), state.connections.end(),
                            [&each](const ConnectionState& one) { return one.id == each.first; });
    });
    for (const ConnectionState& each : state.connections) {
        if (const auto book = m_books.find(each.id); book != m_books.end()) {
            book->second->model().setBaseUrl(each.spec.gatewayUrl);
        }
    }
    if (m_book != nullptr && m_rows.rowCount() == 0) {
        showEmpty();
    }
    if (const ConnectionState* shown = m_context.feed.connection(m_connection)) {
        m_inspector->setConnection(*shown);
        if (shown->spec.profileId != m_table->columns().name()) {
            m_table->columns().use(shown->spec.profileId);
        }
    }
}

void TrafficView::showSelected()
{
    const QList<ExchangeId> selected = m_table->selectedCalls();
    if (selected.size() == 2 && m_book != nullptr) {
        const std::optional<int> first = m_book->model().rowOf(selected.first());
        const std::optional<int> second = m_book->model().rowOf(selected.last());
        if (first && second) {
            m_inspector->compare(m_book->model().exchangeAt(*first),
                                 m_book->model().exchangeAt(*second));
            return;
        }
    }
    const std::optional<ExchangeId> id = m_table->chosen();
    const std::optional<int> row
        = id && m_book != nullptr ? m_book->model().rowOf(*id) : std::nullopt;
    if (row) {
        m_inspector->showExchange(m_book->model().exchangeAt(*row),
                                  surroundingsOf(m_book->model(), *row));
    } else {
        m_inspector->clear();
    }
}

void TrafficView::resizeEvent(QResizeEvent* event)
{
    ConnectionView::resizeEvent(event);
    showStrip();
    const bool isNarrow = window()->width() < NarrowBelow;
    const Qt::Orientation orientation = isNarrow ? Qt::Vertical : Qt::Horizontal;
    const bool isFirst = !event->oldSize().isValid();
    if (orientation != m_splitter->orientation() || isFirst) {
        m_splitter->setOrientation(orientation);
        const int inspector = m_context.theme.pixels("size.inspector"_L1);
        const int all = isNarrow ? m_splitter->height() : event->size().width() - 40 - 13;
        m_splitter->setSizes(isNarrow ? QList<int>{all * 9 / 20, all * 11 / 20}
                                      : QList<int>{all - inspector, inspector});
    }
}

} // namespace Pacewatch
