#include "core/engine.h"
#include "ui/controls/messagebar.h"
#include "ui/models/sessionmodel.h"
#include "ui/models/sessionoverview.h"
#include "ui/views/traffic/callcard.h"
#include "ui/views/traffic/callcolumns.h"
#include "ui/views/traffic/callrowmenu.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/sessiontrafficview.h"
#include "ui/views/traffic/trafficdelegate.h"
#include "ui/views/traffic/traffictools.h"

#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

/// The building of the traffic page of large sessions; what it does is in sessiontrafficview.cpp.
namespace Pacewatch {

void SessionTrafficView::build()
{
    auto* const page = new QVBoxLayout(this);
    page->setContentsMargins(20, 16, 20, 16);
    page->setSpacing(10);
    buildTools();
    page->addWidget(m_tools);
    m_trouble->setObjectName(u"sessionTrouble"_s);
    m_trouble->hide();
    page->addWidget(m_trouble);
    m_picked->setObjectName(u"pickedCalls"_s);
    m_picked->hide();
    connect(m_picked, &MessageBar::actionTriggered, this, &SessionTrafficView::showAllCalls);
    page->addWidget(m_picked);
    buildTable();
    connect(m_inspector, &Inspector::stepped, this, &SessionTrafficView::stepRow);
    connect(m_inspector, &Inspector::timelineWanted, this, &SessionTrafficView::showOnTimeline);
    m_splitter->setObjectName(u"trafficSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(13);
    m_splitter->setStyleSheet(u"QSplitter::handle { background: transparent; }"_s);
    m_splitter->addWidget(m_card);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    page->addWidget(m_splitter, 1);
}

void SessionTrafficView::buildTools()
{
    m_tools->setValues([this](const QString& token) { return valuesOf(token); });
    connect(m_tools, &TrafficTools::edited, this,
            [this](const QString& typed) { m_typed.insert(m_connection, typed); });
    connect(m_tools, &TrafficTools::filterChanged, this, [this] {
        if (m_overview) {
            m_overview->count(filter());
            showCounts();
            showAllCalls();
        }
    });
    connect(m_tools, &TrafficTools::choiceChanged, this, &SessionTrafficView::showAllCalls);
    m_tools->offerFolding(QSettings().value(u"traffic/foldBursts"_s, true).toBool());
    connect(m_tools, &TrafficTools::foldingChanged, this, &SessionTrafficView::foldBursts);
    connect(m_tools, &TrafficTools::done, this, [this] { m_table->setFocus(); });
    connect(m_tools, &TrafficTools::columnsWanted, this, &SessionTrafficView::openColumnMenu);
    connect(m_tools, &TrafficTools::exportWanted, this, [this] {
        if (m_context.exportCalls) {
            m_context.exportCalls(m_connection);
        }
    });
}

void SessionTrafficView::buildTable()
{
    m_table->setObjectName(u"sessionCallTable"_s);
    m_table->setItemDelegate(new TrafficDelegate(m_context.theme, m_context.icons, m_table));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &SessionTrafficView::openRowMenu);
    m_table->installEventFilter(this);
    connect(m_table, &QAbstractItemView::clicked, this,
            [this](const QModelIndex& index) { toggleFold(index.row()); });
    // A fold is painted across all columns.
    const QHeaderView* const header = m_table->horizontalHeader();
    connect(header, &QHeaderView::sectionResized, m_table->viewport(),
            qOverload<>(&QWidget::update));
    connect(header, &QHeaderView::sectionMoved, m_table->viewport(), qOverload<>(&QWidget::update));
    m_columns->offerSorting(CallColumns::Sorting::File);
    connect(m_columns, &CallColumns::orderChosen, this, [this](const CallOrder& order) {
        m_order = order;
        ask();
    });
    connect(m_card, &CallCard::allWanted, this, &SessionTrafficView::leaveRange);
    connect(m_card, &CallCard::actionWanted, this, &SessionTrafficView::leaveEmpty);
}

void SessionTrafficView::buildKeys()
{
    const auto key = [this](const QKeySequence& sequence, auto act) {
        auto* const shortcut = new QShortcut(sequence, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key(Qt::Key_J, [this] { stepRow(1); });
    key(Qt::Key_K, [this] { stepRow(-1); });
    key(Qt::Key_N, [this] { stepRefusal(1); });
    key(Qt::SHIFT | Qt::Key_N, [this] { stepRefusal(-1); });
    key(Qt::Key_Slash, [this] { m_tools->open(); });
    key(Qt::Key_L, [this] { leaveRange(); });
    key(Qt::Key_Escape, [this] { stepBack(); });
    key(Qt::Key_G, [this] { m_inspector->showTimeline(); });
    key(Qt::CTRL | Qt::SHIFT | Qt::Key_U, [this] { m_inspector->copyAsCurl(); });
}

void SessionTrafficView::openColumnMenu()
{
    auto* const menu = new QMenu(this);
    menu->setObjectName(u"columnMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_columns->fillMenu(*menu);
    menu->popup(m_tools->menuPlace());
}

void SessionTrafficView::openRowMenu(const QPoint& at)
{
    const CallRowActs acts{
        .stepRefusal = [this](int by) { stepRefusal(by); },
        .openFilter = [this] { m_tools->open(); },
        .leaveRange = [this] { leaveRange(); },
    };
    openCallRowMenu(*this, *m_inspector, *m_columns, selectedCalls().size() == 1, acts,
                    m_table->viewport()->mapToGlobal(at));
}

} // namespace Pacewatch
