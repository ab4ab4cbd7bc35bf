#include "app/callrecord.h"
#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/gatewayoptions.h"
#include "app/liveengine.h"
#include "app/shelf.h"
#include "app/stopsignal.h"
#include "app/terminal.h"
#include "core/engine/gatewayaddress.h"
#include "ui/wording/wording.h"

#include <QCoreApplication>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

CommandLine options()
{
    CommandLine line(u"proxy"_s,
                     u"Stands between a program and its gateway until it is stopped. The "
                     "first line printed is the address to give to the program."_s);
    line.addValue(u"profile"_s, u"ID"_s, u"which gateway it is; see pacewatch profiles"_s);
    line.addValue(u"upstream"_s, u"URL"_s,
                  u"the gateway's address; the profile's when not given"_s);
    line.addValue(u"port"_s, u"N"_s, u"port to listen on; a free one when not given"_s);
    line.addValue(
        u"mode"_s, u"NAME"_s,
        u"watch: pass everything on and look (the default); pace: hold a call until there "
        "is room; enforce: refuse as the gateway would"_s);
    line.addValue(u"record"_s, u"FILE"_s,
                  u"add every call to FILE: a session when it ends in .pacewatch, else JSON lines; "
                  "keys, phone numbers, addresses and names are replaced"_s);
    addGatewayOptions(line);
    line.addFlag(u"open"_s, u"other computers of this network may connect"_s);
    line.addFlag(u"websocket"_s, u"pass WebSocket connections on"_s);
    line.addFlag(u"keep-redirects"_s, u"leave redirects within the gateway as they are"_s);
    line.addValue(u"key-env"_s, u"NAME"_s, u"the environment variable that holds the key"_s);
    line.addFlag(u"inject-key"_s,
                 u"put that key into every call; the address then has a secret part, and who "
                 "does not know it is refused"_s);
    return line;
}

ProxyMode parseMode(CommandLine& line)
{
    const QString mode = line.text(u"mode"_s);
    if (mode.isEmpty() || mode == "watch"_L1) {
        return ProxyMode::Watch;
    }
    if (mode == "pace"_L1) {
        return ProxyMode::Pace;
    }
    if (mode != "enforce"_L1) {
        line.refuse(
            {ErrorCode::Invalid, u"--mode must be watch, pace or enforce, not \"%1\""_s.arg(mode)});
    }
    return ProxyMode::Enforce;
}

ConnectionSpec readSpec(CommandLine& line, const ProfileShelf& shelf)
{
    ConnectionSpec spec = gatewaySpec(line, u"upstream"_s, shelf);
    spec.way = WatchWay::Proxy;
    spec.mode = parseMode(line);
    spec.port = line.port(u"port"_s);
    spec.openToNetwork = line.has(u"open"_s);
    spec.allowWebSocket = line.has(u"websocket"_s);
    spec.keepRedirects = line.has(u"keep-redirects"_s);
    spec.injectKey = line.has(u"inject-key"_s);
    if (spec.injectKey && !line.has(u"key-env"_s)) {
        line.refuse({ErrorCode::Invalid, u"--inject-key needs --key-env"_s});
    }
    return spec;
}

/// What a recorded session says of itself, as the window has it.
SessionFacts factsOf(const ConnectionSpec& spec)
{
    const Result<GatewayAddress> address = readGatewayAddress(spec.gatewayUrl);
    return {spec.customer, spec.profileId,
            address ? QString::fromLatin1(address->site.authority()) : QString(), spec.gatewayUrl};
}

/// By a limit of the gateway, or by Pacewatch in its place (enforce); not by a guard rail.
bool isRefusal(const Exchange& exchange)
{
    constexpr int TooManyRequests = 429;
    return exchange.isRefused()
        || (exchange.outcome == Outcome::RefusedByUs
            && exchange.response.status == TooManyRequests);
}

/// Prints the address once the proxy listens, and ends the program when it cannot.
class Watch final
{
public:
    void operator()(const EngineState& state)
    {
        if (state.connections.isEmpty()) {
            return;
        }
        const ConnectionState& proxy = state.connections.first();
        if (!m_isUp && !proxy.proxyAddress.isEmpty()) {
            m_isUp = true;
            printLine(proxy.proxyAddress);
        } else if (!m_isUp && proxy.trouble) {
            const QString failure = failureText(*proxy.trouble);
            printError(proxy.trouble->code == ErrorCode::Busy
                           ? u"port %1: %2"_s.arg(proxy.spec.port).arg(failure)
                           : failure);
            QCoreApplication::exit(ExitCouldNotRun);
        }
    }

private:
    bool m_isUp = false;
};

} // namespace

int runProxy(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    const ProfileShelf shelf = loadShelf();
    const ConnectionSpec spec = readSpec(line, shelf);
    Secret key = line.key();
    if (const auto code = line.complain()) {
        return *code;
    }
    SystemClock clock;
    CallRecord record(clock);
    if (line.has(u"record"_s)) {
        if (const Result<void> opened = record.open(line.text(u"record"_s), factsOf(spec), key);
            !opened) {
            printError(opened.error().detail);
            return ExitCouldNotRun;
        }
    }

    LiveEngine live(shelf, 1, keptLimits(spec));
    Watch watch;
    qint64 calls = 0;
    qint64 refused = 0;
    QObject::connect(&live, &LiveEngine::stateChanged, &live,
                     [&](const EngineState& state) { watch(state); });
    QObject::connect(&live, &LiveEngine::exchangeArrived, &live, [&](const Exchange& exchange) {
        ++calls;
        refused += isRefusal(exchange) ? 1 : 0;
        if (const Result<void> added = record.add(exchange); !added) {
            printError(added.error().detail);
            QCoreApplication::exit(ExitCouldNotRun);
        }
    });
    const StopSignal stop([] { QCoreApplication::exit(ExitDone); });
    live.engine().addConnection(spec, std::move(key));
    const int code = QCoreApplication::exec();
    live.drain();
    if (code == ExitDone) {
        printNote(u"%1, %2 refused"_s.arg(Wording::calls(calls)).arg(refused));
    }
    return code == ExitDone && refused > 0 ? ExitBadNews : code;
}

} // namespace Pacewatch
