#include "ui/wording/traffic.h"

#include "ui/models/exchangemodel.h"
#include "ui/wording/phrase.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace Pacewatch::Wording {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Less is the way through the proxy, not a decision.
constexpr Duration ShortestHold = std::chrono::milliseconds(10);

/// Splits @p marked at *strong* and _early_ parts. The marks come from our own patterns only.
QList<Piece> pieces(const QString& marked)
{
    QList<Piece> all;
    Piece current;
    for (const QChar each : marked) {
        const Piece::Tone tone = each == u'*' ? Piece::Tone::Strong
            : each == u'_'                    ? Piece::Tone::Early
                                              : Piece::Tone::Plain;
        if (tone == Piece::Tone::Plain) {
            current.text += each;
            continue;
        }
        if (!current.text.isEmpty()) {
            all.append(current);
        }
        current = {{}, current.tone == tone ? Piece::Tone::Plain : tone};
    }
    if (!current.text.isEmpty()) {
        all.append(current);
    }
    return all;
}

/// The window that refused a call, and whether the answer said so itself.
struct Refusal
{
    const WindowState* window = nullptr;
    bool isStated = false;
};

Refusal refusalOf(const Exchange& exchange, const QList<WindowState>& windows)
{
    const auto named = [&windows](const QString& name) -> const WindowState* {
        const auto found
            = std::find_if(windows.begin(), windows.end(),
                           [&name](const WindowState& each) { return each.policy.name == name; });
        return found == windows.end() ? nullptr : &*found;
    };
    if (const WindowState* window = named(exchange.reading.hitWindow)) {
        return {window, true};
    }
    for (auto left = exchange.left.crbegin(); left != exchange.left.crend(); ++left) {
        if (left->remaining == 0) {
            return {named(left->window), false};
        }
    }
    // Something is left in every window that shows: it was the one that never does.
    const auto hidden = std::find_if(windows.begin(), windows.end(), [](const WindowState& each) {
        return each.policy.unit == Unit::Requests && !each.policy.inHeaders;
    });
    return {hidden == windows.end() ? nullptr : &*hidden, false};
}

QString refusalText(const Exchange& exchange, const QList<WindowState>& windows)
{
    const Refusal refusal = refusalOf(exchange, windows);
    if (refusal.window == nullptr) {
        return phrase("The gateway refused the call because of a limit. The answer does not say "
                      "which one.");
    }
    const QString limit = limitLine(refusal.window->policy);
    if (refusal.isStated) {
        return phrase("The gateway refused the call. It allows %1 and names this limit in its "
                      "answer.",
                      limit);
    }
    return phrase("The gateway allows %1 and all were used. The answer does not name the limit, "
                  "this is worked out from what was left.",
                  limit);
}

QString failureText(const Exchange& exchange)
{
    switch (exchange.outcome) {
    case Outcome::Incomplete:
        return phrase("The answer was cut short. Nobody can say whether the gateway did what was "
                      "asked.");
    case Outcome::ClientLeft:
        return phrase("The customer’s client went away before the answer was complete.");
    case Outcome::RefusedByUs:
        return phrase("Pacewatch answered this call itself. It never reached the gateway.");
    case Outcome::Failed:
        return exchange.error ? sentence(exchange.error->code)
                              : phrase("The gateway did not answer.");
    case Outcome::Answered:
        break;
    }
    return {};
}

QString answerText(const Exchange& exchange)
{
    const int status = exchange.response.status;
    if (status >= 500) {
        return phrase("The gateway failed. This has nothing to do with a limit.");
    }
    if (status == 401 || status == 403) {
        return phrase("The gateway did not accept the key. This has nothing to do with a limit.");
    }
    if (status >= 400) {
        return phrase("The gateway did not accept the call as it was sent. This has nothing to do "
                      "with a limit.");
    }
    const auto left = longestLeft(exchange);
    if (!left) {
        return phrase("The gateway took the call. It does not say how many are left.");
    }
    return phrase("The gateway took the call. *%1 of %2* are left in the %3.",
                  count(left->remaining), count(left->limit), left->window);
}

bool isLimitField(const Exchange& exchange, const QByteArray& name)
{
    const QByteArray lower = name.toLower();
    if (lower.contains("ratelimit") || lower.contains("rate-limit") || lower.startsWith("retry-")) {
        return true;
    }
    const auto& windows = exchange.reading.windows;
    return std::any_of(windows.begin(), windows.end(), [&name](const WindowReading& window) {
        return std::any_of(
            window.fields.begin(), window.fields.end(),
            [&name](const QByteArray& field) { return Http::sameName(field, name); });
    });
}

const WindowReading* windowOf(const Exchange& exchange, const QByteArray& name)
{
    for (const WindowReading& window : exchange.reading.windows) {
        for (const QByteArray& field : window.fields) {
            if (Http::sameName(field, name)) {
                return &window;
            }
        }
    }
    return exchange.reading.windows.isEmpty() ? nullptr : &exchange.reading.windows.first();
}

QString meaningOf(const Exchange& exchange, const QByteArray& name)
{
    const QByteArray lower = name.toLower();
    if (lower.startsWith("retry-after")) {
        return exchange.reading.retryAfter
            ? phrase("wait %1", duration(*exchange.reading.retryAfter))
            : QString();
    }
    const WindowReading* window = windowOf(exchange, name);
    if (window == nullptr) {
        return {};
    }
    const auto left = longestLeft(exchange);
    const QString noun = window->name == "default"_L1 && left ? left->window : window->name;
    if (lower.contains("remaining")) {
        return noun == "second"_L1 ? phrase("left in this second") : phrase("left this %1", noun);
    }
    if (lower.contains("reset")) {
        if (window->resetAt) {
            return phrase("at %1", clock(*window->resetAt));
        }
        return window->resetIn ? phrase("in %1", duration(*window->resetIn)) : QString();
    }
    return lower.contains("limit") ? phrase("a %1", noun) : QString();
}

/// The hint an answer's body gives, one or two levels deep.
void addBodyLines(const QJsonObject& object, QList<FieldLine>& lines)
{
    for (const QLatin1StringView name :
         {"message"_L1, "detail"_L1, "limit_type"_L1, "retry_after"_L1}) {
        const QJsonValue value = object.value(name);
        if (value.isString() || value.isDouble()) {
            lines.append({name, value.toVariant().toString(), {}});
        }
    }
}

} // namespace

QString exchangeColumn(int column)
{
    switch (ExchangeModel::Column(column)) {
    case ExchangeModel::TimeColumn:
        return phrase("Time");
    case ExchangeModel::CallColumn:
        return phrase("Call");
    case ExchangeModel::StatusColumn:
        return phrase("Status");
    case ExchangeModel::LeftMinuteColumn:
        return phrase("Left (min)");
    case ExchangeModel::LeftSecondColumn:
        return phrase("Left (s)");
    case ExchangeModel::WaitColumn:
        return phrase("Wait");
    case ExchangeModel::TookColumn:
        return phrase("Took");
    case ExchangeModel::NoteColumn:
        return phrase("Note");
    case ExchangeModel::ClientColumn:
        return phrase("Client");
    case ExchangeModel::SentColumn:
        return phrase("Bytes sent");
    case ExchangeModel::ReceivedColumn:
        return phrase("Bytes received");
    case ExchangeModel::AttemptColumn:
        return phrase("Attempt");
    case ExchangeModel::RequestIdColumn:
        return phrase("Request id");
    case ExchangeModel::FinishedColumn:
        return phrase("Finished");
    case ExchangeModel::ColumnCount:
        break;
    }
    return {};
}

QString statusCell(const Exchange& exchange)
{
    return exchange.response.status > 0 ? QString::number(exchange.response.status) : missing();
}

QString statusForReader(const Exchange& exchange)
{
    if (exchange.isRefused()) {
        return phrase("%1, refused", statusCell(exchange));
    }
    return exchange.response.status == 0
        ? phrase("no answer")
        : (exchange.response.status >= 400 ? phrase("%1, failed", statusCell(exchange))
                                           : phrase("%1, allowed", statusCell(exchange)));
}

QString leftCell(const std::optional<LeftAfter>& left)
{
    return left ? count(left->remaining) : missing();
}

QString waitCell(const Exchange& exchange)
{
    return exchange.reading.retryAfter ? duration(*exchange.reading.retryAfter) : u""_s;
}

QString tookCell(const Exchange& exchange)
{
    const bool isMissing = exchange.outcome == Outcome::Failed || exchange.took == Duration::zero();
    return isMissing ? missing() : duration(exchange.took);
}

QString finishedCell(const Exchange& exchange)
{
    return exchange.took > Duration::zero() ? clockWithMilliseconds(exchange.answeredWall())
                                            : missing();
}

QString requestIdCell(const Exchange& exchange)
{
    constexpr std::array Names{"X-Request-Id",   "Request-Id", "X-Correlation-Id",
                               "Correlation-Id", "X-Trace-Id", "X-Amzn-RequestId"};
    for (const char* const name : Names) {
        if (exchange.response.headers.contains(name)) {
            return QString::fromUtf8(exchange.response.headers.value(name));
        }
    }
    return {};
}

QString note(const Exchange& exchange)
{
    if (exchange.tooEarlyBy) {
        return phrase("%1 too early", duration(*exchange.tooEarlyBy));
    }
    switch (exchange.outcome) {
    case Outcome::Incomplete:
        return phrase("Answer cut short");
    case Outcome::ClientLeft:
        return phrase("The client left");
    case Outcome::Failed:
        return phrase("No answer");
    case Outcome::RefusedByUs:
        return phrase("Answered by Pacewatch");
    case Outcome::Answered:
        break;
    }
    if (exchange.origin == Origin::Poll) {
        return phrase("Asked what is left");
    }
    if (exchange.origin == Origin::TestSend) {
        return exchange.attempt > 1 ? phrase("Test send, try %1", count(exchange.attempt))
                                    : phrase("Test send");
    }
    if (exchange.held >= ShortestHold) {
        return phrase("Held back %1", duration(exchange.held));
    }
    return u""_s;
}

QString statusTitle(const Exchange& exchange)
{
    switch (exchange.response.status) {
    case 0:
        return phrase("No answer");
    case 200:
        return phrase("OK");
    case 201:
        return phrase("Created");
    case 202:
        return phrase("Accepted");
    case 204:
        return phrase("Done, no content");
    case 400:
        return phrase("Bad request");
    case 401:
        return phrase("Key not accepted");
    case 403:
        return phrase("Not allowed");
    case 404:
        return phrase("Not found");
    case 409:
        return phrase("Conflict");
    case 422:
        return phrase("Not valid");
    case 429:
        return phrase("Too many requests");
    case 500:
        return phrase("Gateway error");
    case 502:
        return phrase("Bad gateway");
    case 503:
        return phrase("Not available");
    case 504:
        return phrase("Gateway timed out");
    default:
        return QString::fromUtf8(exchange.response.reason).simplified();
    }
}

QList<Piece> explanation(const Exchange& exchange, const QList<WindowState>& windows)
{
    QStringList sentences;
    if (exchange.outcome != Outcome::Answered) {
        sentences += failureText(exchange);
    } else if (exchange.isRefused()) {
        sentences += refusalText(exchange, windows);
    } else {
        sentences += answerText(exchange);
    }
    if (exchange.tooEarlyBy) {
        sentences += phrase("The client did not keep the wait it was asked for before: this call "
                            "came _%1 too early_.",
                            duration(*exchange.tooEarlyBy));
    }
    if (exchange.isRefused() && exchange.reading.retryAfter) {
        sentences += phrase("It asks to wait *%1*.", duration(*exchange.reading.retryAfter));
    }
    if (exchange.held >= ShortestHold) {
        sentences += phrase("Pacewatch held the call back for *%1*.", duration(exchange.held));
    }
    return pieces(sentences.join(u' '));
}

QList<FieldLine> limitLines(const Exchange& exchange)
{
    QList<FieldLine> lines;
    for (const Http::Field& field : exchange.response.headers) {
        if (isLimitField(exchange, field.name)) {
            lines.append({QString::fromUtf8(field.name), QString::fromUtf8(field.value.trimmed()),
                          meaningOf(exchange, field.name)});
        }
    }
    if (exchange.response.status >= 400) {
        const QJsonObject body = QJsonDocument::fromJson(exchange.responseBody.head).object();
        addBodyLines(body, lines);
        addBodyLines(body.value("error"_L1).toObject(), lines);
    }
    return lines;
}

} // namespace Pacewatch::Wording
