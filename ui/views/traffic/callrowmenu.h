#pragma once

#include <QPoint>

#include <functional>

class QWidget;

namespace Pacewatch {

class CallColumns;
class Inspector;

/// What the menu of a row asks its page to do.
struct CallRowActs
{
    std::function<void(int by)> stepRefusal;
    std::function<void()> openFilter;
    std::function<void()> leaveRange;
};

/// Opens the menu of the selected rows at @p place, in global coordinates: what the keys of a page
/// of calls do. @p isOne when one call is selected, which is then that of the inspector.
void openCallRowMenu(QWidget& page, Inspector& inspector, const CallColumns& columns, bool isOne,
                     const CallRowActs& acts, const QPoint& place);

} // namespace Pacewatch
