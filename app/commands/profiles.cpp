#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/shelf.h"
#include "app/terminal.h"
#include "ui/wording/wording.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 LargestProfile = 1 << 20;

QString unitName(Unit unit)
{
    switch (unit) {
    case Unit::Requests:
        return u"requests"_s;
    case Unit::People:
        return u"people"_s;
    case Unit::Templates:
        return u"templates"_s;
    case Unit::Uploads:
        return u"uploads"_s;
    }
    return {};
}

QJsonArray windowsToJson(const QList<Policy>& windows)
{
    QJsonArray array;
    for (const Policy& policy : windows) {
        QJsonArray routes;
        for (const QByteArray& route : policy.routes) {
            routes.append(QString::fromUtf8(route));
        }
        array.append(QJsonObject{{u"name"_s, policy.name},
                                 {u"limit"_s, policy.limit},
                                 {u"window_seconds"_s, toSeconds(policy.window)},
                                 {u"unit"_s, unitName(policy.unit)},
                                 {u"in_headers"_s, policy.inHeaders},
                                 {u"routes"_s, routes},
                                 {u"note"_s, policy.note}});
    }
    return array;
}

QJsonObject toJson(const Profile& profile)
{
    QJsonArray endpoints;
    for (const Endpoint& endpoint : profile.endpoints) {
        endpoints.append(QJsonObject{{u"name"_s, endpoint.name},
                                     {u"method"_s, QString::fromLatin1(endpoint.method)},
                                     {u"path"_s, QString::fromUtf8(endpoint.path)},
                                     {u"sends"_s, endpoint.sends},
                                     {u"status"_s, endpoint.status}});
    }
    QJsonArray sources;
    for (const FactSource& source : profile.sources) {
        sources.append(QJsonObject{
            {u"fact"_s, source.fact}, {u"url"_s, source.url}, {u"date"_s, source.date}});
    }
    return {{u"id"_s, profile.id},
            {u"name"_s, profile.name},
            {u"edition"_s, profile.edition},
            {u"base_url"_s, QString::fromUtf8(profile.baseUrl)},
            {u"auth_header"_s, QString::fromLatin1(profile.auth.header)},
            {u"partition"_s, profile.auth.partition},
            {u"windows"_s, windowsToJson(profile.windows)},
            {u"quotas"_s, windowsToJson(profile.quotas)},
            {u"sandbox_query"_s, QString::fromUtf8(profile.sandboxQuery)},
            {u"endpoints"_s, endpoints},
            {u"sources"_s, sources}};
}

QString policyText(const Policy& policy)
{
    return u"%1 %2 in %3"_s.arg(policy.limit)
        .arg(unitName(policy.unit), Wording::duration(policy.window));
}

QString limitsText(const Profile& profile)
{
    QStringList limits;
    for (const Policy& policy : profile.windows) {
        limits.append(policyText(policy));
    }
    return limits.join(u", "_s);
}

int list(const ProfileShelf& shelf, bool asJson)
{
    for (const Profile& profile : shelf.all()) {
        if (asJson) {
            printJson(toJson(profile));
        } else {
            printLine(printable(u"%1  %2, %3: %4"_s.arg(profile.id, -18)
                                    .arg(profile.name, profile.edition, limitsText(profile))));
        }
    }
    return ExitDone;
}

void printPolicies(const QString& title, const QList<Policy>& policies)
{
    for (const Policy& policy : policies) {
        const QString shown = policy.inHeaders ? u"shown in headers"_s : u"not shown in headers"_s;
        printLine(printable(
            u"%1 %2: %3, %4%5"_s.arg(title, policy.name, policyText(policy), shown,
                                     policy.note.isEmpty() ? QString() : u"; "_s + policy.note)));
    }
}

int show(const ProfileShelf& shelf, const QString& id, bool asJson)
{
    const Result<Profile> profile = shelf.find(id);
    if (!profile) {
        printError(printable(profile.error().detail));
        return ExitBadInput;
    }
    if (asJson) {
        printJson(toJson(*profile));
        return ExitDone;
    }
    printLine(
        printable(u"%1: %2, as in the %3"_s.arg(profile->id, profile->name, profile->edition)));
    printLine(printable(u"address %1, limits belong to the %2"_s.arg(
        QString::fromUtf8(profile->baseUrl), profile->auth.partition)));
    printPolicies(u"window"_s, profile->windows);
    printPolicies(u"quota"_s, profile->quotas);
    if (!profile->sandboxQuery.isEmpty()) {
        printLine(u"test mode: "_s + QString::fromUtf8(profile->sandboxQuery));
    }
    for (const Endpoint& endpoint : profile->endpoints) {
        printLine(
            printable(u"call %1 %2: %3"_s.arg(QString::fromLatin1(endpoint.method),
                                              QString::fromUtf8(endpoint.path), endpoint.name)));
    }
    for (const FactSource& source : profile->sources) {
        printLine(
            printable(u"source of %1: %2, read %3"_s.arg(source.fact, source.url, source.date)));
    }
    return ExitDone;
}

int check(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        printError(printable(u"%1: %2"_s.arg(path, file.errorString())));
        return ExitBadInput;
    }
    if (file.size() > LargestProfile) {
        printError(printable(u"%1: larger than a profile may be (1 MiB)"_s.arg(path)));
        return ExitBadInput;
    }
    const Result<Profile> profile = readProfile(file.readAll(), path);
    if (!profile) {
        printError(printable(profile.error().detail));
        return ExitBadInput;
    }
    printLine(
        printable(u"%1: profile %2 is good: %3"_s.arg(path, profile->id, limitsText(*profile))));
    return ExitDone;
}

} // namespace

int runProfiles(const QStringList& arguments)
{
    CommandLine line(
        u"profiles"_s,
        u"Lists the gateway profiles, shows one, or checks a file. Own profiles lie in "_s
            + ownProfilesFolder());
    line.addOperand(u"[list | show ID | check FILE]"_s, u"list when not given"_s);
    line.addFlag(u"json"_s, u"one JSON object a profile"_s);
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    const QStringList words = line.operands();
    const QString verb = words.value(0, u"list"_s);
    if (verb == "list"_L1 && words.size() <= 1) {
        return list(loadShelf(), line.has(u"json"_s));
    }
    if (verb == "show"_L1 && words.size() == 2) {
        return show(loadShelf(), words.last(), line.has(u"json"_s));
    }
    if (verb == "check"_L1 && words.size() == 2) {
        return check(words.last());
    }
    printError(u"profiles takes list, show ID or check FILE"_s);
    return ExitBadInput;
}

} // namespace Pacewatch
