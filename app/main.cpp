#include "app/commands.h"

#include <QCoreApplication>
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
    return 0;
}
