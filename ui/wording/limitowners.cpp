#include "ui/wording/limitowners.h"

#include "ui/wording/phrase.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace Pacewatch::Wording {

using namespace Qt::StringLiterals;

namespace {

struct Owner
{
    QLatin1StringView scope; ///< as a reading says it
    const char* name;
    const char* sending;
};

constexpr std::array Owners{
    Owner{"ip"_L1, "this network address", "from this network address"},
    Owner{"pair"_L1, "this sender and this recipient together", "to this recipient"},
    Owner{"recipient"_L1, "this recipient", "to this recipient"},
    Owner{"phone_number"_L1, "this phone number", "from this phone number"},
    Owner{"key"_L1, "this key", "with this key"},
    Owner{"api_key"_L1, "this key", "with this key"},
    Owner{"token"_L1, "this token", "with this token"},
    Owner{"customer"_L1, "this customer", "with any key of this customer"},
    Owner{"consumer"_L1, "this consumer", "with any key of this consumer"},
    Owner{"service"_L1, "this service", "to this service"},
    Owner{"user"_L1, "this user", "as this user"},
    Owner{"account"_L1, "this account", "with any key of this account"},
    Owner{"ad_account"_L1, "this ad account", "with any key of this ad account"},
    Owner{"waba"_L1, "the WhatsApp Business account", "from this WhatsApp Business account"},
    Owner{"app"_L1, "this application", "with any key of this application"},
    Owner{"application"_L1, "this application", "with any key of this application"},
    Owner{"client"_L1, "this client program", "from this client program"},
    Owner{"org"_L1, "this organisation", "with any key of this organisation"},
    Owner{"organization"_L1, "this organisation", "with any key of this organisation"},
    Owner{"organisation"_L1, "this organisation", "with any key of this organisation"},
    Owner{"workspace"_L1, "this workspace", "with any key of this workspace"},
    Owner{"project"_L1, "this project", "with any key of this project"},
    Owner{"tenant"_L1, "this tenant", "with any key of this tenant"},
    Owner{"team"_L1, "this team", "with any key of this team"},
    Owner{"shop"_L1, "this shop", "to this shop"},
    Owner{"store"_L1, "this shop", "to this shop"},
    Owner{"endpoint"_L1, "this endpoint", "to this endpoint"},
    Owner{"method"_L1, "this endpoint", "to this endpoint"},
    Owner{"route"_L1, "this endpoint", "to this endpoint"},
    Owner{"global"_L1, "all calls together", "with this key, to any endpoint"},
    Owner{"shared"_L1, "everybody who uses this resource", "to this resource"},
};

const Owner* ownerOf(QStringView scope)
{
    const auto* const found = std::find_if(Owners.begin(), Owners.end(), [&](const Owner& owner) {
        return scope.compare(owner.scope, Qt::CaseInsensitive) == 0;
    });
    return found == Owners.end() ? nullptr : found;
}

} // namespace

QString limitOwner(const QString& scope)
{
    if (scope.startsWith("ip:"_L1)) {
        return phrase("the network address %1", scope.sliced(3));
    }
    if (scope.startsWith("pk:"_L1)) {
        return phrase("the partition %1", scope.sliced(3));
    }
    QStringList names;
    for (const QString& part : scope.split(u'+', Qt::SkipEmptyParts)) {
        const Owner* owner = ownerOf(part);
        names.append(owner ? phrase(owner->name) : part);
    }
    return names.join(phrase(" and "));
}

QString sendingUnder(const QString& scope)
{
    const Owner* owner = scope.startsWith("ip:"_L1) ? ownerOf(u"ip") : ownerOf(scope);
    return owner ? phrase(owner->sending) : phrase("with this key");
}

} // namespace Pacewatch::Wording
