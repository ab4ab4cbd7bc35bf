#include "ui/views/connectionview.h"

namespace Pacewatch {

void ConnectionView::showCalls(const QString&, const QList<ExchangeId>&)
{ }

void ConnectionView::addComparison(const ReportTable&)
{ }

} // namespace Pacewatch
