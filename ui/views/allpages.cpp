#include "ui/views/allpages.h"

#include "ui/views/diagnosis/diagnosisview.h"
#include "ui/views/monitor/monitorview.h"
#include "ui/views/practice/practiceview.h"
#include "ui/views/queue/sendqueueview.h"
#include "ui/views/report/reportview.h"
#include "ui/views/traffic/traffictab.h"

namespace Pacewatch {

namespace {

template<typename View>
View* make(PageContext& context, QWidget* parent)
{
    return new View(context, parent);
}

} // namespace

Pages allPages()
{
    return {.monitor = makeMonitorView,
            .traffic = make<TrafficTab>,
            .diagnosis = make<DiagnosisView>,
            .sendQueue = make<SendQueueView>,
            .report = make<ReportView>,
            .practice = make<PracticeView>};
}

} // namespace Pacewatch
