#include "core/engine.h"
#include "ui/controls/messagebar.h"
#include "ui/models/callvalues.h"
#include "ui/models/feed.h"
#include "ui/views/traffic/callcard.h"
#include "ui/views/traffic/calltable.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/traffictools.h"
#include "ui/views/traffic/trafficview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

/// The building of the traffic page; what it does is in trafficview.cpp.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds Frame{250};
constexpr std::chrono::milliseconds DragPause{30};
constexpr int SideMargin = 20;

} // namespace

void TrafficView::build()
{
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(SideMargin, 16, SideMargin, 16);
    page->setSpacing(10);
    buildTools();
    page->addWidget(m_tools);
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
    m_tools = new TrafficTools(m_context.theme, m_context.icons, m_context.privacy, this);
    m_tools->setValues([this](const QString& token) {
        const ExchangeModel* const model = m_book != nullptr ? &m_book->model() : nullptr;
        const int rows = model != nullptr ? model->rowCount() : 0;
        return callValues(token, rows,
                          [model, rows](int at) { return &model->exchangeAt(rows - 1 - at); });
    });
    connect(m_tools, &TrafficTools::edited, this, [this](const QString& typed) {
        if (m_book != nullptr) {
            m_book->typed = typed;
        }
    });
    connect(m_tools, &TrafficTools::filterChanged, this,
            [this] { m_filter.setFilter(m_tools->filter()); });
    connect(m_tools, &TrafficTools::done, this, [this] { m_table->setFocus(); });
    connect(m_tools, &TrafficTools::choiceChanged, this, &TrafficView::showChoice);
    const bool folds = QSettings().value(u"traffic/foldBursts"_s, true).toBool();
    m_tools->offerFolding(folds);
    m_rows.setFolding(folds);
    connect(m_tools, &TrafficTools::foldingChanged, this, &TrafficView::foldBursts);
    connect(m_tools, &TrafficTools::columnsWanted, this, &TrafficView::openColumnMenu);
    connect(m_tools, &TrafficTools::exportWanted, this, [this] {
        if (m_context.exportCalls) {
            m_context.exportCalls(m_connection);
        }
    });
}

void TrafficView::buildTable()
{
    m_table = new CallTable(m_context.theme, m_context.icons, m_rows);
    connect(m_table, &CallTable::entered, this, [this] { m_inspector->setFocus(); });
    m_card = new CallCard(m_context.theme, m_context.range, m_table, this);
    connect(m_card, &CallCard::allWanted, this, &TrafficView::leaveRange);
    connect(m_card, &CallCard::actionWanted, this, &TrafficView::leaveEmpty);
    m_frames.setInterval(Frame);
    connect(&m_frames, &QTimer::timeout, this, &TrafficView::tick);
    m_dragging.setSingleShot(true);
    m_dragging.setInterval(DragPause);
    connect(&m_dragging, &QTimer::timeout, this, &TrafficView::applyRange);
}

/// What the button on the empty page does.
void TrafficView::leaveEmpty()
{
    const ConnectionState* state = m_context.feed.connection(m_connection);
    if (m_book != nullptr && m_book->model().rowCount() > 0) {
        const bool isOutside
            = m_filter.range().has_value() && m_filter.count(m_filter.choice()) > 0;
        isOutside ? leaveRange() : clearFilter();
    } else if (state != nullptr) {
        QGuiApplication::clipboard()->setText(state->proxyAddress);
    }
}

} // namespace Pacewatch
