#include "ui/wording/answers.h"

#include "ui/wording/limitowners.h"
#include "ui/wording/phrase.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch::Wording {

namespace {

constexpr qsizetype LongestValue = 200;

QString capitalised(const QString& text)
{
    return text.isEmpty() ? text : QString(text.front().toUpper() % text.sliced(1));
}

/// A clause as a sentence.
QString sentenceOf(const QString& note)
{
    return note.isEmpty() ? note : QString(capitalised(note) % u'.');
}

QString number(double value)
{
    return value == static_cast<double>(static_cast<qint64>(value))
        ? count(static_cast<qint64>(value))
        : QString::number(value, 'g', 6);
}

/// What the numbers count: "calls" unless the answer says otherwise.
QString units(const WindowReading& window)
{
    if (window.unit.isEmpty() || window.unit == "requests"_L1) {
        return phrase("calls");
    }
    if (window.unit == "percent"_L1) {
        return phrase("percent");
    }
    return window.unit == "concurrent_requests"_L1 ? phrase("calls at the same time") : window.unit;
}

bool isNamed(const WindowReading& window)
{
    return window.label != "default"_L1;
}

/// "a minute", "in 15 min"; empty when the period is not told.
QString period(const WindowReading& window)
{
    if (!window.window) {
        return {};
    }
    using namespace std::chrono_literals;
    if (*window.window == 1s) {
        return phrase("a second");
    }
    if (*window.window == 1min) {
        return phrase("a minute");
    }
    if (*window.window == 1h) {
        return phrase("an hour");
    }
    return *window.window == 24h ? phrase("a day") : phrase("in %1", duration(*window.window));
}

/// "in this minute"; empty when the period is not told.
QString current(const WindowReading& window)
{
    if (!window.window) {
        return {};
    }
    using namespace std::chrono_literals;
    if (*window.window == 1s) {
        return phrase("in this second");
    }
    if (*window.window == 1min) {
        return phrase("in this minute");
    }
    if (*window.window == 1h) {
        return phrase("in this hour");
    }
    return *window.window == 24h ? phrase("today") : phrase("in %1", duration(*window.window));
}

QString limitMeaning(const WindowReading& window)
{
    const QString often = period(window);
    return often.isEmpty()
        ? phrase("%1 %2 are allowed", number(*window.limit), units(window))
        : phrase("%1 %2 are allowed %3", number(*window.limit), units(window), often);
}

QString resetMeaning(const WindowReading& window)
{
    return window.resetAt
        ? phrase("resets in %1, at %2", duration(*window.resetIn), clock(*window.resetAt))
        : phrase("resets in %1", duration(*window.resetIn));
}

/// What one field said of one window.
QString windowMeaning(const WindowReading& window)
{
    QStringList parts;
    if (window.unit == "percent"_L1 && window.remaining) {
        parts.append(phrase("%1 percent left", number(*window.remaining)));
    } else if (window.limit && window.remaining) {
        parts.append(phrase("%1 of %2 %3 left", number(*window.remaining), number(*window.limit),
                            units(window)));
    } else if (window.remaining) {
        const QString when = current(window);
        parts.append(when.isEmpty()
                         ? phrase("%1 %2 left", number(*window.remaining), units(window))
                         : phrase("%1 %2 left %3", number(*window.remaining), units(window), when));
    } else if (window.limit) {
        parts.append(limitMeaning(window));
    } else if (window.used) {
        parts.append(phrase("%1 %2 used", number(*window.used), units(window)));
    }
    if (window.resetIn) {
        parts.append(resetMeaning(window));
    }
    if (parts.isEmpty() && window.window) {
        parts.append(phrase("the limit counts over %1", duration(*window.window)));
    }
    return parts.join(u", "_s);
}

QString meaningOfWindows(const LineMeaning& line, const Explanation& explanation)
{
    const Reading alone = readAlone(line.field, explanation);
    QStringList parts;
    for (const WindowReading& window : alone.windows) {
        const QString meaning = windowMeaning(window);
        if (meaning.isEmpty()) {
            continue;
        }
        parts.append(alone.windows.size() > 1 && isNamed(window)
                         ? phrase("%1: %2", window.label, meaning)
                         : capitalised(meaning));
    }
    if (parts.isEmpty()) {
        parts.append(phrase("Belongs to the limit %1", line.windows.join(u", "_s)));
    }
    return parts.join(u"; "_s);
}

QString meaningOfName(const LineMeaning& line, const Explanation& explanation)
{
    const Reading alone = readAlone(line.field, explanation);
    if (!alone.scope.isEmpty()) {
        return phrase("Whose limit it is");
    }
    return explanation.reading.hitLabel == QString::fromUtf8(line.field.value)
        ? phrase("The limit that refused the call")
        : phrase("What this limit is called");
}

AnswerLine lineText(const LineMeaning& line, const Explanation& explanation)
{
    AnswerLine text;
    text.name = QString::fromUtf8(line.field.name);
    text.value = QString::fromUtf8(line.field.value.left(LongestValue));
    switch (line.about) {
    case LineMeaning::About::Nothing:
        break;
    case LineMeaning::About::Limits:
        text.meaning = meaningOfWindows(line, explanation);
        break;
    case LineMeaning::About::Wait:
        if (const auto wait = readAlone(line.field, explanation).retryAfter) {
            text.meaning = phrase("Asks to wait %1", duration(*wait));
        }
        break;
    case LineMeaning::About::Name:
        text.meaning = meaningOfName(line, explanation);
        break;
    case LineMeaning::About::Date:
        text.meaning = phrase("The server’s clock when it answered");
        break;
    case LineMeaning::About::Unread:
        text.meaning = phrase("Looks like a limit, but cannot be read");
        text.isDoubtful = true;
        break;
    }
    return text;
}

AnswerLine bodyText(const BodyMeaning& body, const Explanation& explanation)
{
    AnswerLine text{body.path.isEmpty() ? phrase("Body") : body.path, body.value, {}, true, false};
    switch (body.about) {
    case BodyMeaning::About::Limits:
        text.meaning = phrase("A number of the limit");
        break;
    case BodyMeaning::About::Wait:
        text.meaning = phrase("Asks to wait %1", duration(body.wait.value_or(Duration::zero())));
        break;
    case BodyMeaning::About::Window:
        text.meaning = phrase("The limit that refused the call");
        break;
    case BodyMeaning::About::Refusal:
        text.meaning = explanation.reading.isRateLimited ? phrase("Says that a limit is reached")
                                                         : phrase("Says why it was refused");
        break;
    }
    return text;
}

/// The field or the value the wait stands in; empty when it is worked out.
QString sourceOfWait(const Explanation& explanation)
{
    for (const LineMeaning& line : explanation.lines) {
        if (line.about == LineMeaning::About::Wait
            && readAlone(line.field, explanation).retryAfter == explanation.reading.retryAfter) {
            return QString::fromUtf8(line.field.name);
        }
    }
    const auto body = std::find_if(
        explanation.body.begin(), explanation.body.end(),
        [&](const BodyMeaning& each) { return each.wait == explanation.reading.retryAfter; });
    return body == explanation.body.end() ? QString()
        : body->path.isEmpty()            ? phrase("a sentence of the body")
                                          : body->path;
}

QString waitSentence(const Explanation& explanation)
{
    const Reading& reading = explanation.reading;
    if (!reading.retryAfter) {
        return phrase("The answer does not say how long to wait.");
    }
    const QString source = sourceOfWait(explanation);
    return source.isEmpty()
        ? phrase("A wait of %1 is worked out from the reset; the answer does not ask for it.",
                 duration(*reading.retryAfter))
        : phrase("The gateway asks to wait %1, in %2.", duration(*reading.retryAfter), source);
}

QString hitSentence(const Explanation& explanation)
{
    const Reading& reading = explanation.reading;
    if (reading.hitLabel.isEmpty()) {
        return phrase("It does not say which limit was reached.");
    }
    for (const WindowReading& window : reading.windows) {
        if (window.label != reading.hitLabel) {
            continue;
        }
        if (window.limit && window.window) {
            return phrase("The limit of %1 %2 %3 was reached.", number(*window.limit),
                          units(window), period(window));
        }
        if (window.limit) {
            return phrase("The limit of %1 %2 was reached. The answer does not say over how long.",
                          number(*window.limit), units(window));
        }
    }
    return reading.hitLabel == "default"_L1
        ? phrase("The only limit it shows was reached.")
        : phrase("The limit called %1 was reached.", reading.hitLabel);
}

QString leftSentence(const WindowReading& window)
{
    const QString meaning = windowMeaning(window);
    return isNamed(window) ? phrase("%1: %2.", window.label, meaning) : sentenceOf(meaning);
}

/// The window with the least share left.
const WindowReading* tightest(const Reading& reading)
{
    const WindowReading* found = nullptr;
    double least = 2;
    for (const WindowReading& window : reading.windows) {
        const double share = window.remaining && window.limit && *window.limit > 0
            ? *window.remaining / *window.limit
            : window.remaining == 0.0 ? 0
                                      : 2;
        if (share < least) {
            least = share;
            found = &window;
        }
    }
    return found;
}

QStringList stepsOfRefusal(const Explanation& explanation)
{
    const Reading& reading = explanation.reading;
    const QString whom = sendingUnder(reading.scope);
    QStringList steps;
    if (reading.retryAfter) {
        steps.append(phrase("Send nothing %1 for %2, then one call to see.", whom,
                            duration(*reading.retryAfter)));
    } else {
        steps.append(phrase("Send nothing %1 for 30 s, then one call to see; wait longer each time "
                            "it is refused.",
                            whom));
    }
    const auto hit = std::find_if(
        reading.windows.begin(), reading.windows.end(),
        [&](const WindowReading& window) { return window.label == reading.hitLabel; });
    if (hit != reading.windows.end() && hit->limit && hit->window && *hit->limit > 0) {
        steps.append(phrase("Spread the calls: at most %1 %2 %3.", number(*hit->limit), units(*hit),
                            period(*hit)));
    } else {
        steps.append(phrase("Spread the calls, so that this limit is not reached again."));
    }
    return steps;
}

QStringList steps(const Explanation& explanation)
{
    const Reading& reading = explanation.reading;
    if (reading.isRateLimited) {
        return stepsOfRefusal(explanation);
    }
    if (explanation.status == 429) {
        return {phrase("Settle what the body names. A slower pace does not help.")};
    }
    const WindowReading* window = tightest(reading);
    if (window != nullptr && window->remaining == 0.0) {
        return {window->resetIn
                    ? phrase("Hold the next call until the reset in %1; it would be refused.",
                             duration(*window->resetIn))
                    : phrase("Hold the next call; nothing is left, and it would be refused.")};
    }
    if (window != nullptr && window->limit && *window->remaining < 0.1 * *window->limit) {
        return {phrase("Slow down: less than a tenth is left.")};
    }
    if (explanation.status >= 400) {
        return {phrase("Look for another cause. Limits have no part in this answer.")};
    }
    return {phrase("Nothing. Go on at this pace.")};
}

void setTitle(AnswerText& text, const Explanation& explanation)
{
    const Reading& reading = explanation.reading;
    const WindowReading* window = tightest(reading);
    const bool isTight = window != nullptr && window->limit && window->remaining
        && *window->remaining < 0.1 * *window->limit;
    if (reading.isRateLimited) {
        text.title = phrase("Refused because of a limit");
        text.tone = Standing::Limited;
    } else if (explanation.status == 429) {
        text.title = phrase("Refused, but not because of a limit");
        text.tone = Standing::Tight;
    } else if (explanation.status >= 400) {
        text.title = phrase("Failed, but not because of a limit");
        text.tone = Standing::Quiet;
    } else if (isTight || (window != nullptr && window->remaining == 0.0)) {
        text.title = phrase("Not refused, but little is left");
        text.tone = Standing::Tight;
    } else if (reading.windows.isEmpty()) {
        text.title = phrase("Says nothing about limits");
        text.tone = Standing::Quiet;
    } else {
        text.title = phrase("Not refused");
        text.tone = Standing::Clear;
    }
}

} // namespace

AnswerText answerText(const Explanation& explanation)
{
    AnswerText text;
    const Reading& reading = explanation.reading;
    setTitle(text, explanation);
    for (const LineMeaning& line : explanation.lines) {
        text.lines.append(lineText(line, explanation));
    }
    for (const BodyMeaning& body : explanation.body) {
        text.lines.append(bodyText(body, explanation));
    }
    if (reading.isRateLimited) {
        text.sentences = {waitSentence(explanation), hitSentence(explanation)};
    } else if (reading.retryAfter && *reading.retryAfter > Duration::zero()) {
        text.sentences.append(phrase("It names a wait of %1 for a call that was not refused.",
                                     duration(*reading.retryAfter)));
    }
    for (const WindowReading& window : reading.windows) {
        if (!reading.isRateLimited && text.sentences.size() < 6) {
            text.sentences.append(leftSentence(window));
        }
    }
    if (!reading.scope.isEmpty()) {
        text.sentences.append(phrase("The limit is that of %1.", limitOwner(reading.scope)));
    }
    text.steps = steps(explanation);
    for (const QString& note : reading.notes) {
        text.doubts.append(sentenceOf(note));
    }
    return text;
}

QString answerName(const Explanation& explanation)
{
    const QString status
        = explanation.status == 0 ? phrase("no status") : QString::number(explanation.status);
    return phrase("%1: %2", explanation.id.isEmpty() ? status : explanation.id,
                  answerText(explanation).title);
}

QString leftOut(qint64 looked, qint64 whole)
{
    return phrase("The first %1 are looked at; %2 are left out.", size(looked),
                  size(whole - looked));
}

QString otherLines(qint64 lines)
{
    return counted(lines, "1 other line has nothing to do with limits.",
                   "%1 other lines have nothing to do with limits.");
}

QString noAnswer()
{
    return phrase("This is no HTTP answer: there is no status line, no header field and no word "
                  "about limits.");
}

QString answerHint()
{
    return phrase("Paste an answer on the left. What it says about limits shows here.");
}

QString answerExample()
{
    return phrase("HTTP/1.1 429 Too Many Requests\nRetry-After: 12\n\n{\"message\": \"…\"}\n\n"
                  "Headers and body as curl -i or curl -v print them, headers only, or the body "
                  "only.");
}

} // namespace Pacewatch::Wording
