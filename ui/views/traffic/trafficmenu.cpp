#include "core/engine.h"
#include "ui/views/traffic/callcolumns.h"
#include "ui/views/traffic/callrowmenu.h"
#include "ui/views/traffic/calltable.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/traffictools.h"
#include "ui/views/traffic/trafficview.h"

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
    key(Qt::Key_Slash, [this] { m_tools->open(); });
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
    const CallRowActs acts{
        .stepRefusal = [this](int by) { m_table->stepRefusal(by); },
        .openFilter = [this] { m_tools->open(); },
        .leaveRange = [this] { leaveRange(); },
    };
    openCallRowMenu(*this, *m_inspector, m_table->columns(), m_table->selectedCalls().size() == 1,
                    acts, m_table->viewport()->mapToGlobal(at));
}

void TrafficView::openColumnMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_table->columns().fillMenu(*menu);
    menu->popup(m_tools->menuPlace());
}

} // namespace Pacewatch
