#include "app/application.h"
#include "app/commands.h"
#include "app/commands/entries.h"
#include "core/processsetup.h"
#include "ui/views/diagnosis/diagnosisview.h"
#include "ui/views/monitor/monitorview.h"
#include "ui/views/practice/practiceview.h"
#include "ui/views/queue/sendqueueview.h"
#include "ui/views/report/reportview.h"
#include "ui/views/traffic/traffictab.h"

#include <QApplication>
#include <QStringList>

#include <cstdio>

namespace {

template<typename View>
View* make(Pacewatch::PageContext& context, QWidget* parent)
{
    return new View(context, parent);
}

} // namespace

int main(int argc, char** argv)
{
    Pacewatch::setUpProcess();
    QStringList arguments;
    for (int i = 1; i < argc; ++i) {
        arguments.append(QString::fromLocal8Bit(argv[i]));
    }
    if (Pacewatch::drawsWithoutWindow(arguments)) {
        // The charts of a report need fonts, but no screen.
        if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
            qputenv("QT_QPA_PLATFORM", "offscreen");
        }
        const QApplication application(argc, argv);
        return Pacewatch::runCommand(arguments);
    }
    if (Pacewatch::isForTerminal(arguments)) {
        const QCoreApplication application(argc, argv);
        return Pacewatch::runCommand(arguments);
    }
    const Pacewatch::Result<Pacewatch::WindowOptions> options
        = Pacewatch::readWindowOptions(arguments);
    if (!options) {
        std::fprintf(stderr, "pacewatch: %s\n", qPrintable(options.error().detail));
        return Pacewatch::ExitBadInput;
    }
    const QApplication qt(argc, argv);
    const Pacewatch::Pages pages{.monitor = Pacewatch::makeMonitorView,
                                 .traffic = make<Pacewatch::TrafficTab>,
                                 .diagnosis = make<Pacewatch::DiagnosisView>,
                                 .sendQueue = make<Pacewatch::SendQueueView>,
                                 .report = make<Pacewatch::ReportView>,
                                 .practice = make<Pacewatch::PracticeView>};
    Pacewatch::Application application(*qApp, pages);
    application.show();
    if (options->isPractice) {
        application.play(options->scenario);
    }
    if (options->runFor) {
        application.quitAfter(*options->runFor);
    }
    return QApplication::exec();
}
