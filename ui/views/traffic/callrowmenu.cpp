#include "ui/views/traffic/callrowmenu.h"

#include "ui/views/traffic/callcolumns.h"
#include "ui/views/traffic/inspector.h"
#include "ui/wording/calls.h"
#include "ui/wording/traffic.h"

#include <QMenu>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

void openCallRowMenu(QWidget& page, Inspector& inspector, const CallColumns& columns, bool isOne,
                     const CallRowActs& acts, const QPoint& place)
{
    auto* const menu = new QMenu(&page);
    menu->setObjectName(u"rowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    // The keys are told behind a tab: as shortcuts they would be there twice.
    const auto put = [&page, menu](const QString& text, const QString& keys, auto act) {
        QAction* const action = menu->addAction(text + u'\t' + keys);
        QObject::connect(action, &QAction::triggered, &page, act);
        return action;
    };
    put(Wording::showTimeline(), u"G"_s, [&inspector] {
        inspector.showTimeline();
    })->setEnabled(isOne);
    put(Wording::copyAsCurl(), u"Ctrl+Shift+U"_s, [&inspector] {
        inspector.copyAsCurl();
    })->setEnabled(isOne);
    put(Wording::sendAgain(), {}, [&inspector] {
        inspector.sendAgain();
    })->setEnabled(isOne && inspector.canSendAgain());
    put(Wording::copyRows(), u"Ctrl+C"_s, [&columns] { columns.copyRows(); });
    menu->addSeparator();
    put(Wording::nextRefusal(), u"N"_s, [step = acts.stepRefusal] { step(1); });
    put(Wording::previousRefusal(), u"Shift+N"_s, [step = acts.stepRefusal] { step(-1); });
    put(Wording::filterName(), u"/"_s, acts.openFilter);
    put(Wording::followLive(), u"L"_s, acts.leaveRange);
    menu->popup(place);
}

} // namespace Pacewatch
