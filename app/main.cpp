#include "app/application.h"
#include "app/commands.h"
#include "app/commands/entries.h"
#include "core/processsetup.h"
#include "ui/views/allpages.h"

#include <QApplication>
#include <QStringList>

#include <cstdio>

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
    Pacewatch::Application application(*qApp, Pacewatch::allPages());
    application.show();
    if (options->isPractice) {
        application.play(options->scenario);
    }
    if (options->runFor) {
        application.quitAfter(*options->runFor);
    }
    return QApplication::exec();
}
