#include "core/engine.h"
#include "ui/charts/timerange.h"
#include "ui/controls/button.h"
#include "ui/controls/filterbox.h"
#include "ui/views/calltable.h"
#include "ui/views/inspector.h"
#include "ui/views/trafficview.h"
#include "ui/wordingcalls.h"
#include "ui/wordingtraffic.h"

#include <QMenu>
#include <QShortcut>

/// The menus and the keys of the traffic page: what a key does is in a menu too.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

void TrafficView::buildKeys()
{
    const auto key = [this](const QKeySequence& sequence, auto act) {
        auto* shortcut = new QShortcut(sequence, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key(Qt::Key_Slash, [this] { m_box->open(); });
    key(Qt::Key_J, [this] { m_table->stepRow(1); });
    key(Qt::Key_K, [this] { m_table->stepRow(-1); });
    key(Qt::Key_N, [this] { m_table->stepRefusal(1); });
    key(Qt::SHIFT | Qt::Key_N, [this] { m_table->stepRefusal(-1); });
    key(Qt::Key_L, [this] { leaveRange(); });
    key(Qt::Key_Escape, [this] { stepBack(); });
    key(Qt::Key_G, [this] { m_inspector->showTimeline(); });
    key(Qt::CTRL | Qt::SHIFT | Qt::Key_U, [this] { m_inspector->copyAsCurl(); });
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &TrafficView::openRowMenu);
}

void TrafficView::openRowMenu(const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(u"rowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    // The keys are told behind a tab: as shortcuts they would be there twice.
    const auto put = [this, menu](const QString& text, const QString& keys, auto act) {
        QAction* action = menu->addAction(text + u'\t' + keys);
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    const bool isOne = m_table->selectedCalls().size() == 1;
    put(Wording::showTimeline(), u"G"_s, [this] {
        m_inspector->showTimeline();
    })->setEnabled(isOne);
    put(Wording::copyAsCurl(), u"Ctrl+Shift+U"_s, [this] {
        m_inspector->copyAsCurl();
    })->setEnabled(isOne);
    put(Wording::sendAgain(), {}, [this] {
        m_inspector->sendAgain();
    })->setEnabled(isOne && m_inspector->canSendAgain());
    put(Wording::copyRows(), u"Ctrl+C"_s, [this] { m_table->copyRows(); });
    menu->addSeparator();
    put(Wording::nextRefusal(), u"N"_s, [this] { m_table->stepRefusal(1); });
    put(Wording::previousRefusal(), u"Shift+N"_s, [this] { m_table->stepRefusal(-1); });
    put(Wording::filterName(), u"/"_s, [this] { m_box->open(); });
    put(Wording::followLive(), u"L"_s, [this] { leaveRange(); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void TrafficView::openColumnMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_table->fillColumnMenu(*menu);
    menu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height() + 4)));
}

} // namespace Pacewatch
