#include "core/engine.h"
#include "ui/controls/card.h"
#include "ui/controls/field.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/models/sessionmodel.h"
#include "ui/views/inspector.h"
#include "ui/views/sessiontrafficview.h"
#include "ui/views/trafficdelegate.h"
#include "ui/wordingsessions.h"
#include "ui/wordingtraffic.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
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
    m_filter->setObjectName(u"sessionFilter"_s);
    m_filter->setAccessibleName(Wording::filterHint());
    m_filter->setPlaceholderText(Wording::filterHint());
    m_filter->setClearButtonEnabled(true);
    m_note->setObjectName(u"sessionFilterNote"_s);
    m_note->setWrapping(false);
    m_choice->setObjectName(u"sessionCallChoice"_s);
    m_choice->setAccessibleName(Wording::callChoice());
    m_choice->setCompact(false);
    m_choice->addSegment(Wording::callChoice(0, 0));
    m_choice->addSegment(Wording::callChoice(1, 0));
    auto* const tools = new QHBoxLayout;
    tools->setSpacing(12);
    tools->addWidget(m_filter, 1);
    tools->addWidget(m_choice);
    page->addLayout(tools);
    page->addWidget(m_note);
    m_picked->setObjectName(u"pickedCalls"_s);
    m_picked->hide();
    page->addWidget(m_picked);
    buildTable();
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(13);
    m_splitter->setStyleSheet(u"QSplitter::handle { background: transparent; }"_s);
    m_splitter->addWidget(m_card);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    page->addWidget(m_splitter, 1);
}

void SessionTrafficView::buildTable()
{
    m_table->setObjectName(u"sessionCallTable"_s);
    m_table->setAccessibleName(Wording::callTable());
    m_table->setItemDelegate(new TrafficDelegate(m_context.theme, m_context.icons, m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(20);
    m_table->verticalHeader()->setDefaultSectionSize(m_context.theme.pixels("size.tableRow"_L1));
    QHeaderView* const header = m_table->horizontalHeader();
    header->setFixedHeight(m_context.theme.pixels("size.tableHeader"_L1));
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setStyleSheet(u"QHeaderView::section:first { padding-left: 19px; }"_s);
    m_table->installEventFilter(this);
    m_footer->setObjectName(u"sessionFooter"_s);
    m_footer->setContentsMargins(19, 0, 19, 0);
    m_footer->setFixedHeight(30);
    auto* const column = new QVBoxLayout(m_card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_footer);
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
    key(Qt::Key_Slash, [this] { m_filter->setFocus(); });
    key(Qt::Key_G, [this] { m_context.openPage(Page::Monitor); });
    key(Qt::CTRL | Qt::SHIFT | Qt::Key_U, [this] { m_inspector->copyAsCurl(); });
}

} // namespace Pacewatch
