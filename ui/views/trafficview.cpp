#include "ui/views/trafficview.h"

#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/models/exchangemodel.h"
#include "ui/models/feed.h"
#include "ui/views/inspector.h"
#include "ui/views/trafficdelegate.h"
#include "ui/wordingcharts.h"
#include "ui/wordingtraffic.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QResizeEvent>
#include <QScrollBar>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// In a window below this width the inspector moves under the table.
constexpr int NarrowBelow = 1180;

struct ColumnWidth
{
    int column;
    int width;
    bool isShown;
};
constexpr std::array<ColumnWidth, ExchangeModel::ColumnCount> Widths{{
    {ExchangeModel::TimeColumn, 111, true},
    {ExchangeModel::CallColumn, 162, true},
    {ExchangeModel::StatusColumn, 60, true},
    {ExchangeModel::LeftMinuteColumn, 92, true},
    {ExchangeModel::LeftSecondColumn, 63, true},
    {ExchangeModel::WaitColumn, 46, true},
    {ExchangeModel::TookColumn, 66, true},
    {ExchangeModel::NoteColumn, 120, true},
    {ExchangeModel::ClientColumn, 120, false},
    {ExchangeModel::SentColumn, 90, false},
    {ExchangeModel::ReceivedColumn, 110, false},
}};

QString layoutKey(const QString& profile)
{
    return u"traffic/columns/"_s + profile;
}

} // namespace

TrafficView::TrafficView(PageContext& context, QWidget* parent)
    : ConnectionView(parent)
    , m_context(context)
    , m_filter(new ExchangeFilter(this))
{
    setObjectName(u"trafficView"_s);
    build();
    buildKeys();
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TrafficView::showSelected);
    connect(
        m_filter, &QAbstractItemModel::rowsRemoved, this,
        [this](const QModelIndex&, int first, int last) { holdPlace(first == 0 ? last + 1 : 0); });
    connect(&context.feed, &Feed::exchangesArrived, this, &TrafficView::takeExchanges);
    connect(&context.feed, &Feed::stateArrived, this, &TrafficView::takeState);
}

TrafficView::~TrafficView()
{
    keepLayout();
}

ExchangeModel& TrafficView::modelOf(ConnectionId id)
{
    auto& model = m_models[id];
    if (!model) {
        model = std::make_unique<ExchangeModel>(m_context.privacy);
        if (const ConnectionState* state = m_context.feed.connection(id)) {
            model->setBaseUrl(state->spec.gatewayUrl);
        }
    }
    return *model;
}

void TrafficView::showConnection(ConnectionId id)
{
    if (id == m_connection && m_model != nullptr) {
        return;
    }
    keepLayout();
    m_connection = id;
    m_model = &modelOf(id);
    m_filter->setSourceModel(m_model);
    showAllCalls();
    restoreLayout();
    m_isFollowing = true;
    m_unseen = 0;
    m_inspector->clear();
    showCounts();
    goToEnd();
}

void TrafficView::showCalls(const QString& title, const QList<ExchangeId>& calls)
{
    if (calls.isEmpty()) {
        return;
    }
    m_choice->setCurrent(0);
    m_filter->setChoice(ExchangeFilter::Choice::All);
    m_filter->pick(calls);
    const int shown = m_filter->rowCount();
    m_picked->say(MessageBar::Kind::Accent, title,
                  shown == calls.size() ? QString() : Wording::keptOf(shown, calls.size()),
                  Wording::showAll());
    m_picked->setIcon(Icon::Filter);
    m_isFollowing = false;
    showCounts();
    selectRow(0);
}

void TrafficView::showAllCalls()
{
    m_picked->hide();
    if (m_filter->isPicked()) {
        m_filter->pick({});
        showCounts();
    }
}

bool TrafficView::showCall(ExchangeId id)
{
    const std::optional<int> row = m_model != nullptr ? m_model->rowOf(id) : std::nullopt;
    if (!row) {
        return false;
    }
    QModelIndex index = m_filter->mapFromSource(m_model->index(*row, 0));
    if (!index.isValid()) {
        showAllCalls();
        m_choice->setCurrent(0);
        showChoice(0);
        index = m_filter->mapFromSource(m_model->index(*row, 0));
    }
    selectRow(index.row());
    return true;
}

void TrafficView::takeExchanges(const QList<Exchange>& exchanges)
{
    std::map<ConnectionId, QList<Exchange>> sorted;
    for (const Exchange& exchange : exchanges) {
        sorted[exchange.connection].append(exchange);
    }
    for (const auto& [id, arrived] : sorted) {
        const int before = m_filter->rowCount();
        const int leaving = modelOf(id).rowCount();
        modelOf(id).append(arrived);
        if (id == m_connection && m_model != nullptr) {
            const int gone = std::max(leaving + int(arrived.size()) - m_model->rowCount(), 0);
            follow(std::max(m_filter->rowCount() - before + gone, 0));
        }
    }
}

void TrafficView::takeState(const EngineState& state)
{
    std::erase_if(m_models, [this, &state](const auto& each) {
        return each.first != m_connection
            && std::none_of(state.connections.begin(), state.connections.end(),
                            [&each](const ConnectionState& one) { return one.id == each.first; });
    });
    for (const ConnectionState& each : state.connections) {
        if (const auto model = m_models.find(each.id); model != m_models.end()) {
            model->second->setBaseUrl(each.spec.gatewayUrl);
        }
    }
    if (m_model != nullptr && m_model->rowCount() == 0) {
        showCounts();
    }
    if (const ConnectionState* shown = m_context.feed.connection(m_connection)) {
        m_inspector->setConnection(*shown);
        if (shown->spec.profileId != m_layoutName) {
            restoreLayout();
        }
    }
}

void TrafficView::follow(qsizetype arrived)
{
    if (m_isFollowing) {
        m_table->scrollToBottom();
    } else {
        m_unseen += arrived;
    }
    showCounts();
    placeNewCalls();
}

void TrafficView::holdPlace(int rowsGone)
{
    // Rows that leave at the top must not move what is being read.
    if (!m_isFollowing && rowsGone > 0) {
        QScrollBar* bar = m_table->verticalScrollBar();
        bar->setValue(bar->value() - rowsGone * m_table->verticalHeader()->defaultSectionSize());
    }
}

bool TrafficView::isAtEnd() const
{
    const QScrollBar* bar = m_table->verticalScrollBar();
    return bar->value() >= bar->maximum() - 2;
}

void TrafficView::goToEnd()
{
    m_isFollowing = true;
    m_unseen = 0;
    m_table->scrollToBottom();
    placeNewCalls();
}

void TrafficView::placeNewCalls()
{
    m_newCalls->setVisible(m_unseen > 0);
    if (m_unseen > 0) {
        m_newCalls->setText(Wording::newCalls(m_unseen));
        m_newCalls->adjustSize();
        const QRect view = m_table->viewport()->geometry();
        m_newCalls->move(view.center().x() - m_newCalls->width() / 2,
                         view.bottom() - m_newCalls->height() - 10);
        m_newCalls->raise();
    }
}

void TrafficView::showChoice(int choice)
{
    m_filter->setChoice(ExchangeFilter::Choice(choice));
    showCounts();
    goToEnd();
}

void TrafficView::showCounts()
{
    if (m_model == nullptr) {
        return;
    }
    const std::array counts{m_model->rowCount(), m_model->refusedCount(), m_model->errorCount()};
    for (int choice = 0; choice < 3; ++choice) {
        m_choice->setSegmentText(choice,
                                 Wording::callChoice(choice, counts.at(std::size_t(choice))));
    }
    const int rows = m_filter->rowCount();
    m_stack->setCurrentIndex(rows > 0 ? 1 : 0);
    if (rows > 0) {
        const auto row = [this](int at) -> const Exchange& {
            return m_model->exchangeAt(m_filter->mapToSource(m_filter->index(at, 0)).row());
        };
        m_footer->setText(Wording::callsShown(rows, row(0).arrivedWall, row(rows - 1).arrivedWall));
        return;
    }
    const bool isFiltered = m_model->rowCount() > 0;
    const ConnectionState* state = m_context.feed.connection(m_connection);
    m_emptyTitle->setText(isFiltered ? Wording::noSuchCall(m_choice->current())
                                     : Wording::waitingForCalls());
    m_emptyText->setText(
        isFiltered || state == nullptr ? QString() : Wording::nothingArrived(state->proxyAddress));
    m_emptyAction->setVisible(!isFiltered && state != nullptr && !state->proxyAddress.isEmpty());
}

void TrafficView::showSelected()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        m_inspector->clear();
        return;
    }
    m_inspector->showExchange(m_model->exchangeAt(m_filter->mapToSource(current).row()));
}

void TrafficView::selectRow(int row)
{
    const QModelIndex index = m_filter->index(row, 0);
    if (index.isValid()) {
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index);
    }
}

void TrafficView::stepRow(int by)
{
    const QModelIndex current = m_table->currentIndex();
    selectRow(current.isValid() ? current.row() + by : m_filter->rowCount() - 1);
}

void TrafficView::stepRefusal(int by)
{
    const QModelIndex current = m_table->currentIndex();
    int row = current.isValid() ? current.row() + by : (by > 0 ? 0 : m_filter->rowCount() - 1);
    while (row >= 0 && row < m_filter->rowCount()) {
        if (m_filter->index(row, 0).data(ExchangeModel::RefusedRole).toBool()) {
            selectRow(row);
            return;
        }
        row += by;
    }
}

void TrafficView::copyRow() const
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        return;
    }
    const QHeaderView* header = m_table->horizontalHeader();
    QStringList cells;
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        if (!header->isSectionHidden(column)) {
            cells += m_filter->index(current.row(), column).data().toString();
        }
    }
    QGuiApplication::clipboard()->setText(cells.join(u'\t'));
}

void TrafficView::openColumnMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QHeaderView* header = m_table->horizontalHeader();
    for (int column = 1; column < ExchangeModel::ColumnCount; ++column) {
        QAction* action = menu->addAction(Wording::exchangeColumn(column));
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        connect(action, &QAction::toggled, header,
                [header, column](bool isShown) { header->setSectionHidden(column, !isShown); });
    }
    connect(menu, &QMenu::aboutToHide, this, &TrafficView::keepLayout);
    menu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height() + 4)));
}

void TrafficView::keepLayout() const
{
    if (!m_layoutName.isEmpty()) {
        QSettings().setValue(layoutKey(m_layoutName), m_table->horizontalHeader()->saveState());
    }
}

void TrafficView::restoreLayout()
{
    const ConnectionState* state = m_context.feed.connection(m_connection);
    m_layoutName = state != nullptr ? state->spec.profileId : QString();
    QHeaderView* header = m_table->horizontalHeader();
    const QByteArray kept = QSettings().value(layoutKey(m_layoutName)).toByteArray();
    if (!m_layoutName.isEmpty() && !kept.isEmpty() && header->restoreState(kept)) {
        return;
    }
    for (const ColumnWidth& each : Widths) {
        header->setSectionHidden(each.column, !each.isShown);
        header->resizeSection(each.column, each.width);
    }
}

void TrafficView::resizeEvent(QResizeEvent* event)
{
    ConnectionView::resizeEvent(event);
    const bool isNarrow = window()->width() < NarrowBelow;
    const Qt::Orientation orientation = isNarrow ? Qt::Vertical : Qt::Horizontal;
    const bool isFirst = !event->oldSize().isValid();
    if (orientation != m_splitter->orientation() || isFirst) {
        m_splitter->setOrientation(orientation);
        const int inspector = m_context.theme.pixels("size.inspector"_L1);
        const int all = isNarrow ? m_splitter->height() : event->size().width() - 40 - 13;
        m_splitter->setSizes(isNarrow ? QList<int>{all / 2, all / 2}
                                      : QList<int>{all - inspector, inspector});
    }
    placeNewCalls();
}

bool TrafficView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        auto* press = static_cast<QKeyEvent*>(event);
        if (press->matches(QKeySequence::Copy)) {
            copyRow();
            return true;
        }
    }
    if (watched == m_table->viewport() && event->type() == QEvent::Resize) {
        placeNewCalls();
        if (m_isFollowing) {
            m_table->scrollToBottom();
        }
    }
    return ConnectionView::eventFilter(watched, event);
}

} // namespace Pacewatch
