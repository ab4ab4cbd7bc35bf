#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/gatewayoptions.h"
#include "app/jsonlines.h"
#include "app/liveengine.h"
#include "app/shelf.h"
#include "app/stopsignal.h"
#include "app/terminal.h"
#include "ui/wording/wording.h"

#include <QCoreApplication>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

CommandLine options()
{
    CommandLine line(u"poll"_s,
                     u"Asks a gateway and prints what is left. Every question is a call "
                     "that counts."_s);
    line.addValue(u"profile"_s, u"ID"_s, u"which gateway it is; see pacewatch profiles"_s);
    line.addValue(u"url"_s, u"URL"_s, u"the gateway's address; the profile's when not given"_s);
    line.addValue(u"every"_s, u"TIME"_s, u"time between two questions; 5s when not given"_s);
    line.addValue(u"for"_s, u"TIME"_s,
                  u"end after this time; until it is stopped when not given"_s);
    line.addValue(u"key-env"_s, u"NAME"_s, u"the environment variable that holds the key"_s);
    addGatewayOptions(line);
    line.addFlag(u"json"_s, u"one JSON object an answer"_s);
    return line;
}

/// What the answers add up to.
struct Tally
{
    qint64 answers = 0;
    qint64 failures = 0;
    qint64 badNews = 0; ///< refusals and refused keys

    [[nodiscard]] int exitCode() const
    {
        if (answers == 0 && failures > 0) {
            return ExitCouldNotRun;
        }
        return badNews > 0 ? ExitBadNews : ExitDone;
    }

    void add(const Exchange& exchange)
    {
        const int status = exchange.response.status;
        if (status == 0) {
            ++failures;
            return;
        }
        ++answers;
        badNews += exchange.isRefused() || status >= 400 ? 1 : 0;
    }
};

QString windowText(const WindowReading& window)
{
    QString text = window.name + u' ';
    text += window.remaining ? QString::number(*window.remaining) : u"?"_s;
    if (window.limit) {
        text += u" of %1"_s.arg(*window.limit);
    }
    text += u" left"_s;
    if (window.resetIn) {
        text += u", resets in %1"_s.arg(Wording::duration(*window.resetIn));
    }
    return text;
}

QString line(const Exchange& exchange)
{
    QString text = utcText(exchange.answeredWall()) + u"  "_s;
    if (exchange.error) {
        return text + failureText(*exchange.error);
    }
    QStringList parts{QString::number(exchange.response.status)};
    for (const WindowReading& window : exchange.reading.windows) {
        parts.append(windowText(window));
    }
    if (exchange.isRefused()) {
        parts.append(exchange.reading.retryAfter ? u"refused, asks to wait %1"_s.arg(
                         Wording::duration(*exchange.reading.retryAfter))
                                                 : u"refused"_s);
    }
    return text + printable(parts.join(u"  "_s));
}

QJsonObject json(const Exchange& exchange)
{
    QJsonObject object = toJson(exchange);
    object.insert(u"windows"_s, windowsToJson(exchange.reading));
    return object;
}

} // namespace

int runPoll(const QStringList& arguments)
{
    CommandLine commandLine = options();
    if (const auto code = commandLine.begin(arguments)) {
        return *code;
    }
    const ProfileShelf shelf = loadShelf();
    ConnectionSpec spec = gatewaySpec(commandLine, u"url"_s, shelf);
    spec.way = WatchWay::Poll;
    spec.pollEvery = commandLine.duration(u"every"_s, std::chrono::seconds(5));
    const Duration runFor = commandLine.duration(u"for"_s, {});
    Secret key = commandLine.key();
    if (const auto code = commandLine.complain()) {
        return *code;
    }

    LiveEngine live(shelf, 1, keptLimits(spec));
    Tally tally;
    const bool asJson = commandLine.has(u"json"_s);
    QObject::connect(&live, &LiveEngine::exchangeArrived, &live, [&](const Exchange& exchange) {
        tally.add(exchange);
        asJson ? printJson(json(exchange)) : printLine(line(exchange));
    });
    QObject::connect(&live, &LiveEngine::stateChanged, &live, [&](const EngineState& state) {
        // Trouble before the first question: a profile without a status call, a bad address.
        if (!state.connections.isEmpty() && state.connections.first().trouble
            && tally.answers + tally.failures == 0) {
            printError(failureText(*state.connections.first().trouble));
            QCoreApplication::exit(ExitCouldNotRun);
        }
    });
    const auto finish = [&] { QCoreApplication::exit(tally.exitCode()); };
    const StopSignal stop(finish);
    const std::unique_ptr<Bell> end = live.engine().clock().makeBell(finish);
    if (runFor > Duration::zero()) {
        end->armAt(live.engine().clock().now() + runFor);
    }
    live.engine().addConnection(spec, std::move(key));
    return QCoreApplication::exec();
}

} // namespace Pacewatch
