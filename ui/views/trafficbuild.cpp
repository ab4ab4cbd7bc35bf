#include "core/engine.h"
#include "ui/charts/brushstrip.h"
#include "ui/charts/timerange.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/checkbox.h"
#include "ui/controls/field.h"
#include "ui/controls/filterbox.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/models/feed.h"
#include "ui/views/calltable.h"
#include "ui/views/inspector.h"
#include "ui/views/trafficview.h"
#include "ui/wordingcalls.h"
#include "ui/wordingcharts.h"
#include "ui/wordingtraffic.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QSettings>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

/// The building of the traffic page; what it does is in trafficview.cpp.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A pause in typing that long is the end of a word.
constexpr std::chrono::milliseconds TypingPause{120};
constexpr std::chrono::milliseconds Frame{250};
constexpr std::chrono::milliseconds DragPause{30};
constexpr int SideMargin = 20;
/// In a narrower page the quick choices have a row of their own.
constexpr int OneRowFrom = 1030;

} // namespace

void TrafficView::build()
{
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(SideMargin, 16, SideMargin, 16);
    page->setSpacing(10);
    buildTools();
    page->addLayout(m_tools);
    m_note = new FieldNote(m_context.theme, m_context.icons, this);
    m_note->setObjectName(u"filterNote"_s);
    m_note->hide();
    page->addWidget(m_note);
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
    connect(m_inspector, &Inspector::stepped, m_table, &CallTable::stepRow);
    connect(m_inspector, &Inspector::timelineWanted, this, &TrafficView::showOnTimeline);
    m_splitter->addWidget(m_card);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    page->addWidget(m_splitter, 1);
}

void TrafficView::buildTools()
{
    m_box = new FilterBox(m_context.theme, m_context.icons, this);
    m_box->setObjectName(u"filterBox"_s);
    m_box->setValues([this](const QString& token) { return valuesOf(token); });
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingPause);
    connect(&m_typing, &QTimer::timeout, this, &TrafficView::applyTyped);
    connect(m_box, &FilterBox::edited, this, &TrafficView::takeTyped);
    connect(m_box, &FilterBox::done, this, [this] { m_table->setFocus(); });

    m_choice = new SegmentedControl(m_context.theme, m_context.icons, this);
    m_choice->setObjectName(u"callChoice"_s);
    m_choice->setAccessibleName(Wording::callChoice());
    for (int choice = 0; choice < ExchangeFilter::ChoiceCount; ++choice) {
        m_choice->addSegment(Wording::callChoice(choice, 0));
    }
    m_choice->setCompact(false);
    connect(m_choice, &SegmentedControl::chosen, this, &TrafficView::showChoice);

    m_fold = new CheckBox(m_context.theme, m_context.icons, Wording::foldBursts(),
                          CheckBox::Shape::Box, this);
    m_fold->setObjectName(u"foldBursts"_s);
    m_fold->setCheckable(true);
    m_fold->setChecked(QSettings().value(u"traffic/foldBursts"_s, true).toBool());
    m_rows.setFolding(m_fold->isChecked());
    connect(m_fold, &QAbstractButton::toggled, this, &TrafficView::foldBursts);

    m_columns = new Button(Wording::columns(), Button::Kind::Default, this);
    m_columns->setObjectName(u"columnsButton"_s);
    m_columns->setIcon(m_context.icons.icon(Icon::Sliders));
    connect(m_columns, &QPushButton::clicked, this, &TrafficView::openColumnMenu);

    auto* const exporting = new Button(Wording::exportCalls(), Button::Kind::Default, this);
    exporting->setObjectName(u"exportButton"_s);
    exporting->setIcon(m_context.icons.icon(Icon::Download));
    connect(exporting, &QPushButton::clicked, this, [this] {
        if (m_context.exportCalls) {
            m_context.exportCalls(m_connection);
        }
    });

    m_tools = new QGridLayout;
    m_tools->setHorizontalSpacing(10);
    m_tools->setVerticalSpacing(8);
    m_tools->setColumnStretch(0, 1000); // up to its greatest width
    m_tools->setColumnStretch(2, 1);
    m_tools->addWidget(m_box, 0, 0);
    m_tools->addWidget(m_choice, 0, 1);
    m_tools->addWidget(m_fold, 0, 3);
    m_tools->addWidget(m_columns, 0, 4);
    m_tools->addWidget(exporting, 0, 5);
}

void TrafficView::placeTools()
{
    const bool isOneRow = width() >= OneRowFrom;
    m_tools->removeWidget(m_choice);
    m_tools->removeWidget(m_box);
    m_tools->addWidget(m_box, 0, 0, 1, isOneRow ? 1 : 3);
    m_tools->addWidget(m_choice, isOneRow ? 0 : 1, isOneRow ? 1 : 0, 1, isOneRow ? 1 : 6,
                       Qt::AlignLeft);
    m_box->setMaximumWidth(isOneRow ? m_box->sizeHint().width() : QWIDGETSIZE_MAX);
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
    m_table = new CallTable(m_context.theme, m_context.icons, m_rows, filled);
    connect(m_table, &CallTable::entered, this, [this] { m_inspector->setFocus(); });
    rows->addWidget(m_table, 1);
    m_footer = new TextLabel(m_context.theme, FontRole::Body, Color::TextSecondary);
    m_footer->setObjectName(u"callsFooter"_s);
    m_showAll = new Button(Wording::showAll(), Button::Kind::Flat, filled);
    m_showAll->setObjectName(u"showAllButton"_s);
    m_showAll->setCompact(true);
    m_showAll->hide();
    connect(m_showAll, &QPushButton::clicked, this, &TrafficView::leaveRange);
    auto* foot = new QWidget(filled);
    foot->setFixedHeight(30);
    auto* line = new QHBoxLayout(foot);
    line->setContentsMargins(19, 0, 8, 0);
    line->addWidget(m_footer, 1);
    line->addWidget(m_showAll);
    rows->addWidget(foot);

    m_stack = new QStackedLayout;
    buildEmpty();
    m_stack->addWidget(filled);
    m_strip = new BrushStrip(m_context.theme, m_context.range, m_card);
    auto* rule = new QFrame(m_card);
    rule->setFixedHeight(1);
    rule->setObjectName(u"inspectorRule"_s);
    column->addWidget(m_strip);
    column->addWidget(rule);
    column->addLayout(m_stack, 1);
    m_frames.setInterval(Frame);
    connect(&m_frames, &QTimer::timeout, this, &TrafficView::tick);
    m_dragging.setSingleShot(true);
    m_dragging.setInterval(DragPause);
    connect(&m_dragging, &QTimer::timeout, this, &TrafficView::applyRange);
}

void TrafficView::buildEmpty()
{
    auto* empty = new QWidget(m_card);
    auto* words = new QVBoxLayout(empty);
    words->setSpacing(6);
    m_emptyTitle = new TextLabel(m_context.theme, FontRole::Subtitle, Color::TextPrimary);
    m_emptyTitle->setObjectName(u"emptyTitle"_s);
    m_emptyText = new TextLabel(m_context.theme, FontRole::Body, Color::TextSecondary);
    m_emptyAction = new Button(Wording::copyAddress(), Button::Kind::Default, empty);
    m_emptyAction->setObjectName(u"emptyAction"_s);
    connect(m_emptyAction, &QPushButton::clicked, this, [this] {
        const ConnectionState* state = m_context.feed.connection(m_connection);
        if (m_book != nullptr && m_book->model().rowCount() > 0) {
            const bool isOutside
                = m_filter.range().has_value() && m_filter.count(m_filter.choice()) > 0;
            isOutside ? leaveRange() : clearFilter();
        } else if (state != nullptr) {
            QGuiApplication::clipboard()->setText(state->proxyAddress);
        }
    });
    words->addStretch();
    words->addWidget(m_emptyTitle, 0, Qt::AlignHCenter);
    words->addWidget(m_emptyText, 0, Qt::AlignHCenter);
    words->addSpacing(6);
    words->addWidget(m_emptyAction, 0, Qt::AlignHCenter);
    words->addStretch();
    m_stack->addWidget(empty);
}

} // namespace Pacewatch
