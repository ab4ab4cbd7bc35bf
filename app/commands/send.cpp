#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/gatewayoptions.h"
#include "app/sendrun.h"
#include "app/shelf.h"
#include "app/terminal.h"
#include "app/values.h"
#include "ui/models/senddrafts.h"

#include <QFile>
#include <QUrl>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 MostItems = 100'000;
constexpr qint64 LargestData = 16 << 20;

CommandLine options()
{
    CommandLine line(u"send"_s,
                     u"Queues test sends and lets them go as the limits allow. A gateway "
                     "on this computer is free to use; any other takes --live."_s);
    line.addValue(u"profile"_s, u"ID"_s, u"which gateway it is; see pacewatch profiles"_s);
    line.addValue(u"url"_s, u"URL"_s, u"the gateway's address; the profile's when not given"_s);
    line.addValue(u"count"_s, u"N"_s, u"how many to send; every line of --data when not given"_s);
    line.addValue(u"to"_s, u"NUMBER"_s, u"who gets them; an invented number when not given"_s);
    line.addValue(u"text"_s, u"TEXT"_s, u"what they say"_s);
    line.addValue(u"data"_s, u"FILE"_s,
                  u"a table of recipients: CSV with a head line, or JSON lines"_s);
    line.addValue(u"pace"_s, u"PACE"_s, u"asap (the default), spread=10m or rate=90 (a second)"_s);
    line.addValue(u"keep-free"_s, u"N"_s, u"calls of the longest window left to others; 0"_s);
    line.addValue(u"concurrency"_s, u"N"_s, u"most calls in the air; as many as the pace needs"_s);
    line.addValue(u"time-scale"_s, u"K"_s, u"time passes K times as fast, as at the gateway"_s);
    line.addValue(u"key-env"_s, u"NAME"_s, u"the environment variable that holds the key"_s);
    line.addValue(u"cap"_s, u"N"_s, u"stop after N sends; the others wait"_s);
    line.addValue(u"allow"_s, u"FILE"_s,
                  u"send to nobody who is not in FILE, a list like that of --data"_s);
    line.addFlag(u"bulk"_s, u"create contacts, as many in one call as the gateway takes"_s);
    line.addFlag(u"dry-run"_s, u"send nothing, only plan"_s);
    line.addFlag(u"live"_s, u"send to a real gateway"_s);
    line.addValue(u"confirm"_s, u"N"_s, u"with --live: the number of sends, once more"_s);
    line.addFlag(u"no-sandbox"_s, u"leave the gateway's own test mode off: reaches real people"_s);
    addGatewayOptions(line);
    line.addValue(u"journal"_s, u"FILE"_s,
                  u"keep the run in FILE: after a crash the same command goes on with it"_s);
    line.addFlag(u"json"_s, u"the summary as one JSON object"_s);
    return line;
}

RecipientList recipients(CommandLine& line)
{
    if (!line.has(u"data"_s)) {
        // A number of the range set aside for fiction, for gateways that reach nobody.
        RecipientList list;
        const QString to = line.has(u"to"_s) ? line.text(u"to"_s) : u"+12025550100"_s;
        list.recipients
            = QList<Recipient>(line.count(u"count"_s, 1, 1, MostItems), Recipient{to, {}});
        return list;
    }
    QFile file(line.text(u"data"_s));
    if (!file.open(QIODevice::ReadOnly) || file.size() > LargestData) {
        line.refuse(
            {ErrorCode::Invalid,
             u"--data: %1 cannot be read, or is larger than 16 MiB"_s.arg(file.fileName())});
        return {};
    }
    RecipientList list = readRecipients(textOf(file.readAll()));
    const qint64 found = list.recipients.size();
    if (list.duplicates > 0) {
        printNote(u"--data: %1 lines left out, their recipients come twice"_s.arg(list.duplicates));
    }
    if (list.unreadable > 0) {
        printNote(u"--data: %1 lines left out, they name no recipient"_s.arg(list.unreadable));
    }
    if (found == 0 || found > MostItems) {
        line.refuse(
            {ErrorCode::Invalid,
             u"--data holds %1 recipients; 1 to %2 can be sent to"_s.arg(found).arg(MostItems)});
        return list;
    }
    list.recipients = list.recipients.first(line.count(u"count"_s, found, 1, found));
    return list;
}

const Endpoint* endpointWithBulk(const Profile& profile)
{
    for (const Endpoint& endpoint : profile.endpoints) {
        if (endpoint.bulk.isThere()) {
            return &endpoint;
        }
    }
    return nullptr;
}

/// Refuses the whole order when one of its recipients is not on the list.
LiveGuard readGuard(CommandLine& line, const QList<SendDraft>& drafts)
{
    LiveGuard guard;
    if (line.has(u"cap"_s)) {
        guard.cap = line.count(u"cap"_s, 1, 1, MostItems);
    }
    if (!line.has(u"allow"_s)) {
        return guard;
    }
    QFile file(line.text(u"allow"_s));
    if (!file.open(QIODevice::ReadOnly) || file.size() > LargestData) {
        line.refuse(
            {ErrorCode::Invalid,
             u"--allow: %1 cannot be read, or is larger than 16 MiB"_s.arg(file.fileName())});
        return guard;
    }
    for (const Recipient& each : readRecipients(textOf(file.readAll())).recipients) {
        guard.allowed.append(each.to);
    }
    if (guard.allowed.isEmpty()) {
        line.refuse({ErrorCode::Invalid, u"--allow: the list names nobody"_s});
    }
    QStringList recipients;
    for (const SendDraft& draft : drafts) {
        recipients.append(draft.recipient);
    }
    const qint64 others = guard.notAllowed(recipients);
    if (others > 0) {
        line.refuse(
            {ErrorCode::Refused,
             u"--allow: %1 of %2 recipients are not on the list"_s.arg(others).arg(drafts.size())});
    }
    return guard;
}

QList<SendDraft> readDrafts(CommandLine& line, const Profile& profile)
{
    const Endpoint* endpoint
        = line.has(u"bulk"_s) ? endpointWithBulk(profile) : profile.sendEndpoint();
    if (line.has(u"bulk"_s) && endpoint == nullptr) {
        line.refuse({ErrorCode::Unsupported,
                     u"--bulk: profile %1 knows no call that takes many"_s.arg(profile.id)});
        return {};
    }
    if (endpoint == nullptr) {
        endpoint = profile.statusEndpoint();
    }
    if (endpoint == nullptr) {
        line.refuse(
            {ErrorCode::Unsupported, u"profile %1 knows no call to send"_s.arg(profile.id)});
        return {};
    }
    RecipientList list = recipients(line);
    list.defaults.insert(u"text"_s, line.has(u"text"_s) ? line.text(u"text"_s) : u"Test message"_s);
    const QStringList missing = unfilledVariables(*endpoint, endpoint->sampleBody, list);
    if (!missing.isEmpty()) {
        line.refuse(
            {ErrorCode::Invalid, u"--data has no value for %1"_s.arg(missing.join(u", "_s))});
    }
    return draftsFor(*endpoint, endpoint->sampleBody, list);
}

Pace readPace(CommandLine& line)
{
    Pace pace;
    if (line.has(u"pace"_s)) {
        const Result<Pace> read = parsePace(line.text(u"pace"_s));
        read ? void(pace = *read) : line.refuse(read.error());
    }
    pace.keepFree = line.count(u"keep-free"_s, 0, 0, 1'000'000);
    pace.concurrency = static_cast<int>(line.count(u"concurrency"_s, 0, 1, 64));
    return pace;
}

/// A real gateway is never sent to unless it was asked for twice.
SendTarget readTarget(CommandLine& line, const SendOrder& order, const Profile& profile)
{
    if (line.has(u"dry-run"_s)) {
        return SendTarget::DryRun;
    }
    if (isLoopback(order.spec.gatewayUrl)) {
        return SendTarget::Practice;
    }
    if (!line.has(u"live"_s)) {
        const QString host = QUrl::fromEncoded(order.spec.gatewayUrl).host();
        line.refuse(
            {ErrorCode::Refused,
             u"%1 is a real gateway: sending there takes --live and --confirm %2"_s.arg(host).arg(
                 order.drafts.size())});
    } else if (line.count(u"confirm"_s, 0, 0, MostItems) != order.drafts.size()) {
        line.refuse({ErrorCode::Refused,
                     u"--confirm must repeat the number of sends, %1"_s.arg(order.drafts.size())});
    }
    const bool hasSandbox = !profile.sandboxQuery.isEmpty() && !line.has(u"no-sandbox"_s);
    if (!hasSandbox && !line.has(u"to"_s) && !line.has(u"data"_s)) {
        line.refuse({ErrorCode::Invalid, u"a live send takes --to or --data"_s});
    }
    return hasSandbox ? SendTarget::TestMode : SendTarget::Live;
}

SendOrder readOrder(CommandLine& line, const ProfileShelf& shelf)
{
    SendOrder order;
    order.spec = gatewaySpec(line, u"url"_s, shelf);
    // A poller would spend calls of its own; a proxy nobody calls costs nothing.
    order.spec.way = WatchWay::Proxy;
    order.spec.timeScale = line.number(u"time-scale"_s, 1, 0.001, 10'000);
    order.pace = readPace(line);
    // With time of its own a run has no calendar that a later one would share.
    if (order.spec.timeScale == 1) {
        order.files = keptLimits(order.spec);
        if (line.has(u"journal"_s) && isLoopback(order.spec.gatewayUrl)) {
            order.files.limits = line.text(u"journal"_s) + u".limits"_s;
        }
    }
    order.files.journal = line.text(u"journal"_s);
    order.asJson = line.has(u"json"_s);
    order.key = line.key();
    const Result<Profile> profile = shelf.find(order.spec.profileId);
    if (profile) {
        order.drafts = readDrafts(line, *profile);
        order.guard = readGuard(line, order.drafts);
        order.isBulk = line.has(u"bulk"_s);
        order.target = readTarget(line, order, *profile);
        order.spec.isPractice = order.target == SendTarget::Practice;
    }
    return order;
}

} // namespace

int runSend(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    const ProfileShelf shelf = loadShelf();
    SendOrder order = readOrder(line, shelf);
    if (const auto code = line.complain()) {
        return *code;
    }
    return SendRun(shelf, std::move(order)).exec();
}

} // namespace Pacewatch
