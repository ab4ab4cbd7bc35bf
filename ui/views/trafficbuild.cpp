#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/models/feed.h"
#include "ui/views/inspector.h"
#include "ui/views/trafficdelegate.h"
#include "ui/views/trafficview.h"
#include "ui/wordingcharts.h"
#include "ui/wordingtraffic.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

/// The building of the traffic page; what it does is in trafficview.cpp.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

void TrafficView::build()
{
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(20, 16, 20, 16);
    page->setSpacing(10);

    auto* tools = new QHBoxLayout;
    m_choice = new SegmentedControl(m_context.theme, m_context.icons, this);
    m_choice->setObjectName(u"callChoice"_s);
    m_choice->setAccessibleName(Wording::callChoice());
    for (int choice = 0; choice < 3; ++choice) {
        m_choice->addSegment(Wording::callChoice(choice, 0));
    }
    m_choice->setCompact(false);
    connect(m_choice, &SegmentedControl::chosen, this, &TrafficView::showChoice);
    m_columns = new Button(Wording::columns(), Button::Kind::Default, this);
    m_columns->setObjectName(u"columnsButton"_s);
    m_columns->setIcon(m_context.icons.icon(Icon::Sliders));
    connect(m_columns, &QPushButton::clicked, this, &TrafficView::openColumnMenu);
    tools->addWidget(m_choice);
    tools->addStretch();
    tools->addWidget(m_columns);
    page->addLayout(tools);
    m_picked = new MessageBar(m_context.theme, m_context.icons, this);
    m_picked->setObjectName(u"pickedCalls"_s);
    m_picked->hide();
    connect(m_picked, &MessageBar::actionTriggered, this, &TrafficView::showAllCalls);
    page->addWidget(m_picked);

    m_splitter = new QSplitter(this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(13);
    m_splitter->setStyleSheet(u"QSplitter::handle { background: transparent; }"_s);
    m_splitter->setObjectName(u"trafficSplitter"_s);
    buildTable();
    m_inspector = new Inspector(m_context, this);
    connect(m_inspector, &Inspector::stepped, this, &TrafficView::stepRow);
    m_splitter->addWidget(m_card);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    page->addWidget(m_splitter, 1);
}

void TrafficView::buildTable()
{
    m_card = new Card(m_context.theme, this);
    auto* column = new QVBoxLayout(m_card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);

    auto* filled = new QWidget(m_card);
    auto* rows = new QVBoxLayout(filled);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    m_table = new QTableView(filled);
    m_table->setObjectName(u"callTable"_s);
    m_table->setAccessibleName(Wording::callTable());
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new TrafficDelegate(m_context.theme, m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(20);
    m_table->verticalHeader()->setDefaultSectionSize(m_context.theme.pixels("size.tableRow"_L1));
    QHeaderView* header = m_table->horizontalHeader();
    header->setFixedHeight(m_context.theme.pixels("size.tableHeader"_L1));
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(40);
    header->setStretchLastSection(true);
    header->setStyleSheet(u"QHeaderView::section:first { padding-left: 19px; }"_s);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        m_isFollowing = isAtEnd();
        if (m_isFollowing) {
            m_unseen = 0;
        }
        placeNewCalls();
        showCounts();
    });
    rows->addWidget(m_table, 1);
    m_footer = new TextLabel(m_context.theme, FontRole::Body, Color::TextSecondary);
    m_footer->setContentsMargins(19, 0, 19, 0);
    m_footer->setFixedHeight(30);
    rows->addWidget(m_footer);

    auto* empty = new QWidget(m_card);
    auto* words = new QVBoxLayout(empty);
    words->setSpacing(6);
    m_emptyTitle = new TextLabel(m_context.theme, FontRole::Subtitle, Color::TextPrimary);
    m_emptyText = new TextLabel(m_context.theme, FontRole::Body, Color::TextSecondary);
    m_emptyAction = new Button(Wording::copyAddress(), Button::Kind::Default, empty);
    m_emptyAction->setObjectName(u"copyAddressButton"_s);
    connect(m_emptyAction, &QPushButton::clicked, this, [this] {
        if (const ConnectionState* state = m_context.feed.connection(m_connection)) {
            QGuiApplication::clipboard()->setText(state->proxyAddress);
        }
    });
    words->addStretch();
    words->addWidget(m_emptyTitle, 0, Qt::AlignHCenter);
    words->addWidget(m_emptyText, 0, Qt::AlignHCenter);
    words->addSpacing(6);
    words->addWidget(m_emptyAction, 0, Qt::AlignHCenter);
    words->addStretch();

    m_stack = new QStackedLayout;
    m_stack->addWidget(empty);
    m_stack->addWidget(filled);
    column->addLayout(m_stack, 1);

    m_newCalls = new Button(Wording::newCalls(0), Button::Kind::Tinted, m_table);
    m_newCalls->setObjectName(u"newCallsButton"_s);
    m_newCalls->setCompact(true);
    m_newCalls->hide();
    connect(m_newCalls, &QPushButton::clicked, this, &TrafficView::goToEnd);
}

void TrafficView::buildKeys()
{
    const auto key = [this](const QKeySequence& sequence, auto act) {
        auto* shortcut = new QShortcut(sequence, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key(Qt::Key_J, [this] { stepRow(1); });
    key(Qt::Key_K, [this] { stepRow(-1); });
    key(Qt::Key_N, [this] { stepRefusal(1); });
    key(Qt::SHIFT | Qt::Key_N, [this] { stepRefusal(-1); });
    key(Qt::Key_G, [this] { m_context.openPage(Page::Monitor); });
    key(Qt::CTRL | Qt::SHIFT | Qt::Key_U, [this] { m_inspector->copyAsCurl(); });
}

} // namespace Pacewatch
