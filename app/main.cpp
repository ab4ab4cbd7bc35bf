#include "app/application.h"
#include "app/commands.h"
#include "ui/views/monitorview.h"

#include <QApplication>
#include <QStringList>

#include <sys/stat.h>

int main(int argc, char** argv)
{
    ::umask(S_IRWXG | S_IRWXO); // files of ours hold what customers send
    QStringList arguments;
    for (int i = 1; i < argc; ++i) {
        arguments.append(QString::fromLocal8Bit(argv[i]));
    }
    if (Pacewatch::isForTerminal(arguments)) {
        const QCoreApplication application(argc, argv);
        return Pacewatch::runCommand(arguments);
    }
    QApplication qt(argc, argv);
    const Pacewatch::Pages pages{
        .monitor = Pacewatch::makeMonitorView, .traffic = {}, .sendQueue = {}, .practice = {}};
    Pacewatch::Application application(qt, pages);
    application.show();
    return QApplication::exec();
}
