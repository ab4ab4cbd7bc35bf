#include "ui/views/traffic/sessiontrafficview.h"

#include "core/engine.h"
#include "ui/charts/brushstrip.h"
#include "ui/charts/timerange.h"
#include "ui/controls/messagebar.h"
#include "ui/models/feed.h"
#include "ui/models/sessionmodel.h"
#include "ui/models/sessionoverview.h"
#include "ui/views/traffic/callcard.h"
#include "ui/views/traffic/callcolumns.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/traffictools.h"
#include "ui/wording/sessions.h"
#include "ui/wording/traffic.h"

#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QSettings>
#include <QSplitter>
#include <QTableView>

/// Which session the page shows; what of it in sessiontrafficfilter.cpp, the chosen call in
/// sessiontrafficchoice.cpp, and sessiontrafficbuild.cpp puts its parts together.
namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// In a window below this width the inspector moves under the table.
constexpr int NarrowBelow = 1180;
constexpr std::chrono::milliseconds DragPause{60};

} // namespace

SessionTrafficView::SessionTrafficView(PageContext& context, QWidget* parent)
    : ConnectionView(parent)
    , m_context(context)
    , m_tools(new TrafficTools(context.theme, context.icons, context.privacy, this))
    , m_trouble(new MessageBar(context.theme, context.icons, this))
    , m_picked(new MessageBar(context.theme, context.icons, this))
    , m_splitter(new QSplitter(this))
    , m_table(new QTableView)
    , m_columns(new CallColumns(*m_table, context.theme))
    , m_card(new CallCard(context.theme, context.range, m_table))
    , m_inspector(new Inspector(context))
{
    setObjectName(u"sessionTrafficView"_s);
    build();
    buildKeys();
    m_dragging.setSingleShot(true);
    m_dragging.setInterval(DragPause);
    connect(&m_dragging, &QTimer::timeout, this, &SessionTrafficView::applyRange);
    connect(&context.range, &TimeRange::chosen, this, [this] {
        if (isVisible() && !m_dragging.isActive()) {
            m_dragging.start();
        }
    });
}

SessionTrafficView::~SessionTrafficView()
{
    m_columns->leave();
    m_card->strip().refresh(nullptr, 0);
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
    m_chosen.clear();
    m_refused.reset();
    m_step = 0;
    m_order = {};
    m_picked->hide();
    m_trouble->hide();
    m_inspector->clear();
    m_inspector->setConnection(*state);
    open(*recording, *state);
    m_tools->setTyped(m_typed.value(id));
    m_tools->setChoice(CallChoice::All);
    m_overview->count(filter());
    m_piece = m_context.range.piece();
    ask();
    findRefused();
    group();
    showCounts();
    showStrip();
}

void SessionTrafficView::open(const Recording& recording, const ConnectionState& state)
{
    m_columns->leave();
    m_card->strip().refresh(nullptr, 0);
    m_table->setModel(nullptr);
    m_overview = std::make_unique<SessionOverview>(m_context.engine, recording.id);
    m_model = std::make_unique<SessionModel>(m_context.engine, m_context.privacy, recording,
                                             state.spec.gatewayUrl);
    m_model->setFolding(QSettings().value(u"traffic/foldBursts"_s, true).toBool());
    m_table->setModel(m_model.get());
    m_columns->use(state.spec.profileId);
    connect(m_model.get(), &QAbstractItemModel::modelAboutToBeReset, this,
            &SessionTrafficView::keepPlace);
    connect(m_model.get(), &QAbstractItemModel::modelReset, this, &SessionTrafficView::chooseAgain);
    connect(m_model.get(), &SessionModel::counted, this, &SessionTrafficView::chooseAgain);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SessionTrafficView::takeSelection);
    connect(m_model.get(), &SessionModel::counted, this, &SessionTrafficView::showRows);
    connect(m_model.get(), &QAbstractItemModel::modelReset, this, &SessionTrafficView::showRows);
    connect(m_model.get(), &QAbstractItemModel::dataChanged, this, &SessionTrafficView::showRows);
    connect(m_overview.get(), &SessionOverview::counted, this, [this] {
        showCounts();
        showRows();
    });
    connect(m_overview.get(), &SessionOverview::grown, this, &SessionTrafficView::showStrip);
    const auto tell = [this](const Error& error) {
        m_trouble->say(MessageBar::Kind::Tight, Wording::fileFailure(error), {});
    };
    connect(m_model.get(), &SessionModel::failed, this, tell);
    connect(m_overview.get(), &SessionOverview::failed, this, tell);
}

void SessionTrafficView::group()
{
    m_context.engine.groupRecorded(
        m_connection, this,
        [this, id = m_connection](const Result<std::shared_ptr<const CallGrouping>>& grouping) {
            if (id != m_connection || !m_model || !grouping) {
                return; // what is wrong with the file the pages say
            }
            m_model->setGrouping(*grouping);
            if (m_tools->filter().burst) {
                m_overview->count(filter());
                ask();
            }
        });
}

void SessionTrafficView::foldBursts(bool folds)
{
    QSettings().setValue(u"traffic/foldBursts"_s, folds);
    if (m_model) {
        m_model->setFolding(folds);
    }
}

void SessionTrafficView::showCalls(const QString& title, const QList<ExchangeId>& calls)
{
    if (!m_model || calls.isEmpty()) {
        return;
    }
    m_order = {};
    m_columns->clearIndicator();
    clearFilter();
    m_picked->say(MessageBar::Kind::Accent, title, {}, Wording::showAll());
    m_picked->setIcon(Icon::Filter);
    m_model->pick(calls);
    showRows();
    chooseRow(0);
}

void SessionTrafficView::showEvent(QShowEvent* event)
{
    ConnectionView::showEvent(event);
    showStrip();
    applyRange();
}

void SessionTrafficView::resizeEvent(QResizeEvent* event)
{
    ConnectionView::resizeEvent(event);
    showStrip();
    const Qt::Orientation orientation
        = window()->width() < NarrowBelow ? Qt::Vertical : Qt::Horizontal;
    const bool isFirst = !event->oldSize().isValid();
    if (orientation == m_splitter->orientation() && !isFirst) {
        return;
    }
    m_splitter->setOrientation(orientation);
    const int inspector = m_context.theme.pixels("size.inspector"_L1);
    const bool isNarrow = orientation == Qt::Vertical;
    const int all = isNarrow ? m_splitter->height() : width() - 40 - m_splitter->handleWidth();
    m_splitter->setSizes(isNarrow ? QList<int>{all * 9 / 20, all * 11 / 20}
                                  : QList<int>{all - inspector, inspector});
}

bool SessionTrafficView::takeTableKey(int key)
{
    const int row = m_table->currentIndex().row();
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        stepFold(key == Qt::Key_Right);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (row >= 0 && m_model->isFold(row)) {
            toggleFold(row);
        } else {
            m_inspector->setFocus();
        }
        return true;
    case Qt::Key_Home:
        chooseRow(0);
        return true;
    case Qt::Key_End:
        chooseRow(m_model->rowCount() - 1);
        return true;
    default:
        return false;
    }
}

bool SessionTrafficView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress && m_model) {
        auto* const key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Copy)) {
            m_columns->copyRows();
            return true;
        }
        if (takeTableKey(key->key())) {
            return true;
        }
    }
    return ConnectionView::eventFilter(watched, event);
}

} // namespace Pacewatch
