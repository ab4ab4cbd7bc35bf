#include "app/gatewayoptions.h"

#include "app/shelf.h"
#include "app/terminal.h"
#include "app/values.h"
#include "ui/wording/wording.h"

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

void addGatewayOptions(CommandLine& line)
{
    line.addFlag(u"allow-private"_s, u"the gateway may be in a private network"_s);
    line.addValue(u"ca-file"_s, u"FILE"_s,
                  u"trust the certificates in FILE (PEM) too, besides the system's"_s);
}

ConnectionSpec gatewaySpec(CommandLine& line, const QString& urlOption, const ProfileShelf& shelf)
{
    ConnectionSpec spec;
    spec.profileId = line.required(u"profile"_s);
    const Result<Profile> profile = shelf.find(spec.profileId);
    if (!profile) {
        line.refuse(profile.error());
        return spec;
    }
    if (!line.has(urlOption) && !profile->baseUrl.isEmpty()) {
        spec.gatewayUrl = profile->baseUrl;
    } else if (const Result<QByteArray> url = parseGatewayUrl(line.required(urlOption))) {
        spec.gatewayUrl = *url;
    } else {
        line.refuse(url.error());
    }
    spec.allowPrivateHosts = line.has(u"allow-private"_s) || isLoopback(spec.gatewayUrl);
    spec.caFile = line.text(u"ca-file"_s);
    return spec;
}

EngineFiles keptLimits(const ConnectionSpec& spec)
{
    return {{}, isLoopback(spec.gatewayUrl) ? QString() : dataFile("limits"_L1)};
}

QString failureText(const Error& error)
{
    const QString sentence = Wording::sentence(error.code);
    return error.detail.isEmpty() ? sentence : printable(sentence + u' ' + error.detail);
}

} // namespace Pacewatch
