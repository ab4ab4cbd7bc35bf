#include "core/profile/profile.h"

#include <QDir>
#include <QFile>

#include <algorithm>

/// Registers the profiles compiled into this static library; Qt asks for it outside a namespace.
static void registerProfiles()
{
    Q_INIT_RESOURCE(profiles);
}

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

Result<Profile> readFile(const QString& path, const QString& shownName)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::NotFound, shownName % u": " % file.errorString());
    }
    return readProfile(file.readAll(), shownName);
}

} // namespace

ProfileShelf ProfileShelf::builtIn()
{
    registerProfiles();
    ProfileShelf shelf;
    for (const QString& name :
         {u"aisoule"_s, u"aisoule-v1"_s, u"connexease"_s, u"connexease-2026"_s, u"generic"_s}) {
        const QString fileName = name % u".toml";
        if (const Result<Profile> profile = readFile(u":/profiles/"_s % fileName, fileName)) {
            shelf.m_profiles.append(*profile);
        }
    }
    return shelf;
}

QList<Error> ProfileShelf::addFolder(const QString& folder)
{
    QList<Error> troubles;
    const QDir dir(folder);
    for (const QString& name :
         dir.entryList({u"*.toml"_s}, QDir::Files | QDir::Readable, QDir::Name)) {
        const Result<Profile> profile = readFile(dir.filePath(name), name);
        if (!profile) {
            troubles.append(profile.error());
        } else if (find(profile->id)) {
            troubles.append({ErrorCode::Invalid, name % u": id is in use already: " % profile->id});
        } else {
            m_profiles.append(*profile);
        }
    }
    return troubles;
}

Result<Profile> ProfileShelf::find(const QString& id) const
{
    const auto found = std::find_if(m_profiles.begin(), m_profiles.end(),
                                    [&](const Profile& profile) { return profile.id == id; });
    if (found == m_profiles.end()) {
        return fail(ErrorCode::NotFound, u"no profile is called "_s % id);
    }
    return *found;
}

} // namespace Pacewatch
