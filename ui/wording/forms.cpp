#include "ui/wording/forms.h"

#include "ui/wording/phrase.h"
#include "ui/wording/words.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Pacewatch::Wording {

namespace {

QString capitalised(const QString& text)
{
    return text.left(1).toUpper() + text.mid(1);
}

/// The longest window of all calls, which is what people quote.
const Policy* quoted(const Profile& profile)
{
    const auto isGeneral = [](const Policy& policy) { return policy.routes.isEmpty(); };
    const auto found = std::find_if(profile.windows.rbegin(), profile.windows.rend(), isGeneral);
    return found == profile.windows.rend() ? nullptr : &*found;
}

QString status(const Exchange& exchange)
{
    return exchange.response.reason.isEmpty()
        ? QString::number(exchange.response.status)
        : phrase("%1 %2", QString::number(exchange.response.status),
                 QString::fromLatin1(exchange.response.reason));
}

QString path(const Exchange& exchange)
{
    // The query may hold what is private; the path alone says which call it was.
    return QString::fromUtf8(exchange.request.target).section(u'?', 0, 0);
}

} // namespace

QString windowTitle(const QString& customer)
{
    return phrase("%1 — Pacewatch", customer);
}

QString hiddenCustomer(qsizetype number)
{
    return phrase("Customer %1", count(number));
}

QString watchingLine(const ConnectionState& state)
{
    if (!state.isWatching) {
        return say(Words::Paused);
    }
    if (state.spec.way == WatchWay::Poll) {
        return phrase("Asking every %1", duration(state.spec.pollEvery));
    }
    if (state.proxyAddress.isEmpty()) {
        return phrase("Proxy not running");
    }
    return phrase("Proxy on %1", QUrl(state.proxyAddress).authority());
}

QString practiceLine(const EmulatorState& state)
{
    return phrase("Practice gateway on %1", QUrl(state.address).authority());
}

QString recordingLine(const ConnectionState& state, Instant now)
{
    return phrase("Recording %1, %2", length(now - state.started), calls(state.calls));
}

QString serverClockLine(const ConnectionState& state)
{
    if (!state.serverClockAhead) {
        return {};
    }
    const Duration ahead = *state.serverClockAhead;
    const Duration tenths
        = std::chrono::round<std::chrono::duration<int, std::deci>>(ahead < 0s ? -ahead : ahead);
    const QString seconds
        = tenths < 1s ? phrase("%1 s", rateNumber(toSeconds(tenths))) : duration(tenths);
    if (tenths == 0s) {
        return phrase("Server clock equal");
    }
    return ahead < 0s ? phrase("Server clock %1 behind", seconds)
                      : phrase("Server clock %1 ahead", seconds);
}

QString lastCallLine(const ConnectionState& state, Instant now)
{
    if (!state.lastCall) {
        return phrase("No call yet");
    }
    const Duration ago = now - *state.lastCall;
    if (ago < 10s) {
        return phrase("Last call %1 s ago", rateNumber(std::max(0.0, toSeconds(ago))));
    }
    return phrase("Last call %1 ago", age(ago));
}

QString droppedLine(quint64 events)
{
    return counted(static_cast<qint64>(events), "1 event not shown, too many at once",
                   "%1 events not shown, too many at once");
}

QString practiceLine(const EmulatorState& state, bool hasConnections)
{
    if (state.trouble) {
        return phrase("It could not start.");
    }
    if (!state.isRunning) {
        return say(hasConnections ? Words::OffNothingIsCalled : Words::Off);
    }
    const QString address = QUrl(state.address).authority();
    if (state.limit <= 0 || state.window <= 0s) {
        return address;
    }
    Policy policy;
    policy.limit = state.limit;
    policy.window = state.window;
    return phrase("%1, %2", limitLine(policy), address);
}

QString noticeLine(const QString& customer, Standing standing, WallTime at)
{
    return phrase("%1: %2, %3", customer, word(standing), clock(at));
}

QString removeQuestion(const QString& customer)
{
    return phrase("Remove %1?", customer);
}

QString removeConsequence()
{
    return phrase("Its recording and its key are forgotten. Programs that use its address get no "
                  "answer any more.");
}

QString usePort(quint16 port)
{
    return phrase("Use %1", QString::number(port));
}

QString aboutText()
{
    return phrase("Pacewatch %1. It shows how many calls are left, when they come back, and why "
                  "some are refused.",
                  QString::fromLatin1(PACEWATCH_VERSION));
}

QString addressCopied()
{
    return phrase("The proxy address is on the clipboard.");
}

QString editionLine(const Profile& profile, const Profile* sibling)
{
    if (profile.edition.isEmpty()) {
        return phrase("Limits are read from the answers, or set by you.");
    }
    const Policy* other = sibling == nullptr ? nullptr : quoted(*sibling);
    if (other == nullptr) {
        return phrase("As in the %1.", profile.edition);
    }
    const Policy* own = quoted(profile);
    if (own != nullptr && own->limit == other->limit && own->window == other->window) {
        return phrase("As in the %1. The %2 differs elsewhere.", profile.edition, sibling->edition);
    }
    return phrase("As in the %1. The %2 say %3.", profile.edition, sibling->edition,
                  limitLine(*other));
}

QString editionName(const Profile& profile)
{
    return capitalised(profile.edition);
}

QString limitField(const Policy& policy)
{
    const QString name = perWindow(policy);
    if (policy.routes.isEmpty() || policy.unit != Unit::Requests) {
        return name;
    }
    return phrase("%1, %2", name, QString::fromLatin1(policy.routes.first()));
}

QString portTaken(quint16 port, quint16 next)
{
    return next == 0 ? phrase("%1 is used by another program.", QString::number(port))
                     : phrase("%1 is used by another program. Use %2", QString::number(port),
                              QString::number(next));
}

QString portAlone()
{
    return phrase("Choose a port from 1024 to 65535.");
}

QString pollPrice(Duration every, const Policy& policy)
{
    const qint64 used = every <= 0s ? 0 : (policy.window + every - Duration(1)) / every;
    return phrase("Uses %1 of %2.", count(used),
                  phrase("%1 calls a %2", count(policy.limit), windowNoun(policy)));
}

QString testPrice(const Policy* minute)
{
    return minute == nullptr
        ? phrase("Uses 1 call.")
        : phrase("Uses 1 of %1 this %2.", count(minute->limit), windowNoun(*minute));
}

QString testAnswer(const Exchange& exchange)
{
    return phrase("%1, %2 in %3", path(exchange), status(exchange), duration(exchange.took));
}

QString nothingArrived(quint16 port)
{
    return phrase("Nothing has arrived on port %1 yet.", QString::number(port));
}

QString firstCallReceived(Duration ago)
{
    return ago < 10s
        ? phrase("First call received, %1 s ago", rateNumber(std::max(0.0, toSeconds(ago))))
        : phrase("First call received, %1 ago", age(ago));
}

QString firstCallLine(const Exchange& exchange)
{
    const QString call
        = phrase("%1 %2", QString::fromLatin1(exchange.request.method), path(exchange));
    return exchange.response.status == 0 ? call : phrase("%1, %2", call, status(exchange));
}

QString notReachable(const Error& error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
        return phrase("Name not found");
    case ErrorCode::Refused:
        return phrase("Refuses connections");
    case ErrorCode::Untrusted:
        return phrase("Certificate not trusted");
    case ErrorCode::TimedOut:
        return phrase("No answer");
    case ErrorCode::Invalid:
    case ErrorCode::Unreachable:
    case ErrorCode::Cancelled:
    case ErrorCode::TooLarge:
    case ErrorCode::Unsupported:
    case ErrorCode::Corrupt:
    case ErrorCode::Busy:
    case ErrorCode::StorageFailed:
        break;
    }
    return phrase("Not reachable");
}

} // namespace Pacewatch::Wording
