#include "app/shelf.h"

#include "app/terminal.h"

#include <QDir>
#include <QStandardPaths>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

QString dataFile(QLatin1StringView name)
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/pacewatch/"_L1
        + name;
}

QString ownProfilesFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/pacewatch/profiles"_s;
}

ProfileShelf loadShelf()
{
    ProfileShelf shelf = ProfileShelf::builtIn();
    if (QDir(ownProfilesFolder()).exists()) {
        for (const Error& error : shelf.addFolder(ownProfilesFolder())) {
            printError(printable(error.detail));
        }
    }
    return shelf;
}

} // namespace Pacewatch
