#include "ui/views/sessiontrafficview.h"

#include "core/engine.h"
#include "ui/controls/card.h"
#include "ui/controls/field.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/models/feed.h"
#include "ui/models/sessionmodel.h"
#include "ui/views/inspector.h"
#include "ui/wordingsessions.h"
#include "ui/wordingtraffic.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSplitter>
#include <QTableView>

#include <algorithm>
#include <iterator>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// In a window below this width the inspector moves under the table.
constexpr int NarrowBelow = 1180;
constexpr int RefusedChoice = 1;
/// Of the columns of ExchangeModel; the call takes what is left.
constexpr int Widths[] = {111, 162, 60, 92, 63, 46, 66, 120, 120, 90, 110, 70, 160, 110};
static_assert(std::size(Widths) == ExchangeModel::ColumnCount);
constexpr std::chrono::milliseconds AfterTyping{250};

} // namespace

SessionTrafficView::SessionTrafficView(PageContext& context, QWidget* parent)
    : ConnectionView(parent)
    , m_context(context)
    , m_choice(new SegmentedControl(context.theme, context.icons))
    , m_filter(new QLineEdit)
    , m_note(new FieldNote(context.theme, context.icons))
    , m_picked(new MessageBar(context.theme, context.icons))
    , m_splitter(new QSplitter)
    , m_card(new Card(context.theme))
    , m_table(new QTableView)
    , m_footer(new TextLabel(context.theme, FontRole::Body, Color::TextSecondary))
    , m_inspector(new Inspector(context))
{
    setObjectName(u"sessionTrafficView"_s);
    build();
    buildKeys();
    m_typing.setSingleShot(true);
    m_typing.setInterval(AfterTyping);
    connect(&m_typing, &QTimer::timeout, this, &SessionTrafficView::applyTyped);
    connect(m_filter, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_filter, &QLineEdit::returnPressed, this, &SessionTrafficView::applyTyped);
    connect(m_choice, &SegmentedControl::chosen, this, &SessionTrafficView::showChoice);
    connect(m_picked, &MessageBar::actionTriggered, this, &SessionTrafficView::showAllCalls);
    connect(m_inspector, &Inspector::stepped, this, &SessionTrafficView::stepRow);
}

SessionTrafficView::~SessionTrafficView()
{
    m_table->setModel(nullptr);
}

void SessionTrafficView::showConnection(ConnectionId id)
{
    const Recording* const recording = m_context.feed.recording(id);
    const ConnectionState* const state = m_context.feed.connection(id);
    if ((id == m_connection && m_model) || recording == nullptr || state == nullptr) {
        return;
    }
    m_connection = id;
    m_selected.reset();
    m_inspector->clear();
    m_inspector->setConnection(*state);
    m_picked->hide();
    const QSignalBlocker quiet(m_filter);
    m_filter->clear();
    m_note->clear();
    m_table->setModel(nullptr);
    m_model = std::make_unique<SessionModel>(m_context.engine, m_context.privacy, *recording,
                                             state->spec.gatewayUrl);
    m_table->setModel(m_model.get());
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &SessionTrafficView::showSelected);
    connect(m_model.get(), &SessionModel::counted, this, &SessionTrafficView::showFooter);
    connect(m_model.get(), &QAbstractItemModel::dataChanged, this, &SessionTrafficView::showFooter);
    connect(m_model.get(), &SessionModel::failed, this, [this](const Error& error) {
        m_note->say(FieldNote::Tone::Wrong, Wording::fileFailure(error));
    });
    for (int column = 0; column < ExchangeModel::ColumnCount; ++column) {
        m_table->setColumnHidden(column, column >= ExchangeModel::ClientColumn);
        m_table->setColumnWidth(column, Widths[column]);
    }
    m_table->horizontalHeader()->setSectionResizeMode(ExchangeModel::CallColumn,
                                                      QHeaderView::Stretch);
    m_refused.clear();
    findRefused();
    m_choice->setSegmentText(0, Wording::callChoice(0, static_cast<int>(state->calls)));
    m_choice->setSegmentText(RefusedChoice,
                             Wording::callChoice(1, static_cast<int>(state->refused)));
    m_choice->setCurrent(0);
    showFooter();
}

void SessionTrafficView::showCalls(const QString& title, const QList<ExchangeId>& calls)
{
    if (!m_model || calls.isEmpty()) {
        return;
    }
    m_picked->say(MessageBar::Kind::Accent, title, {}, Wording::showAll());
    m_picked->setIcon(Icon::Filter);
    m_model->pick(calls);
    m_table->selectRow(0);
}

void SessionTrafficView::showAllCalls()
{
    m_picked->hide();
    applyTyped();
}

void SessionTrafficView::showChoice(int)
{
    applyTyped();
}

void SessionTrafficView::applyTyped()
{
    m_typing.stop();
    Result<CallFilter> filter = readCallFilter(m_filter->text());
    setWrong(*m_filter, !filter);
    if (!filter || !m_model) {
        m_note->say(FieldNote::Tone::Wrong,
                    filter ? QString() : Wording::notUnderstood(filter.error().detail));
        return;
    }
    m_note->clear();
    m_picked->hide();
    filter->isRefused = filter->isRefused || m_choice->current() == RefusedChoice;
    m_inspector->clear();
    m_selected.reset();
    m_model->setFilter(*filter);
    showFooter();
}

void SessionTrafficView::showFooter()
{
    const int rows = m_model ? m_model->rowCount() : 0;
    if (rows == 0) {
        m_footer->setText(m_model && m_model->isCounted() ? Wording::noSuchCall(0)
                                                          : Wording::searching());
        return;
    }
    const Exchange* const first = m_model->exchangeAt(0);
    const Exchange* const last = m_model->exchangeAt(rows - 1);
    m_footer->setText(first != nullptr && last != nullptr
                          ? Wording::callsShown(rows, first->arrivedWall, last->arrivedWall)
                          : Wording::calls(rows));
}

void SessionTrafficView::showSelected()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        return;
    }
    const ExchangeId id = m_model->idAt(current.row());
    m_selected = id;
    CallsWanted wanted;
    wanted.picked = {id};
    wanted.isWhole = true;
    m_context.engine.readRecorded(m_connection, wanted, this,
                                  [this, id](const Result<QList<Exchange>>& calls) {
                                      if (calls && !calls->isEmpty() && m_selected == id) {
                                          m_inspector->showExchange(calls->first());
                                      }
                                  });
}

void SessionTrafficView::stepRow(int by)
{
    const int row = std::clamp(m_table->currentIndex().row() + by, 0, m_model->rowCount() - 1);
    if (m_model->rowCount() > 0) {
        m_table->setCurrentIndex(m_model->index(row, 0));
        m_table->scrollTo(m_model->index(row, 0));
    }
}

/// Where the refusals are is known once, for the keys that step from one to the next.
void SessionTrafficView::findRefused()
{
    CallFilter refused;
    refused.isRefused = true;
    m_context.engine.findRecorded(
        m_connection, refused, this,
        [this, id = m_connection](const Result<QList<ExchangeId>>& found) {
            if (found && id == m_connection) {
                m_refused = *found;
            }
        });
}

void SessionTrafficView::stepRefusal(int by)
{
    const int current = std::max(m_table->currentIndex().row(), 0);
    if (!m_model || m_model->rowCount() == 0 || m_refused.isEmpty()) {
        return;
    }
    const ExchangeId at = m_model->idAt(current);
    const auto next = by > 0 ? std::upper_bound(m_refused.cbegin(), m_refused.cend(), at)
                             : std::lower_bound(m_refused.cbegin(), m_refused.cend(), at);
    if (by > 0 ? next == m_refused.cend() : next == m_refused.cbegin()) {
        return;
    }
    if (const std::optional<int> row = m_model->rowOf(by > 0 ? *next : *std::prev(next))) {
        m_table->setCurrentIndex(m_model->index(*row, 0));
        m_table->scrollTo(m_model->index(*row, 0));
    }
}

void SessionTrafficView::copyRow() const
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        return;
    }
    QStringList cells;
    for (int column = 0; column < ExchangeModel::ColumnCount; ++column) {
        if (!m_table->isColumnHidden(column)) {
            cells += m_model->index(current.row(), column).data().toString();
        }
    }
    QGuiApplication::clipboard()->setText(cells.join(u'\t'));
}

void SessionTrafficView::resizeEvent(QResizeEvent* event)
{
    ConnectionView::resizeEvent(event);
    const bool isNarrow = window()->width() < NarrowBelow;
    const int inspector = m_context.theme.pixels("size.inspector"_L1);
    const int all = isNarrow ? m_splitter->height() : width() - 40 - m_splitter->handleWidth();
    m_splitter->setOrientation(isNarrow ? Qt::Vertical : Qt::Horizontal);
    m_splitter->setSizes(isNarrow ? QList<int>{all / 2, all / 2}
                                  : QList<int>{all - inspector, inspector});
}

bool SessionTrafficView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        copyRow();
        return true;
    }
    return ConnectionView::eventFilter(watched, event);
}

} // namespace Pacewatch
