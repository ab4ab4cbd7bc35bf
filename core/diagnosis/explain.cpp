#include "core/diagnosis/explain.h"

#include "core/diagnosis/rawanswer.h"
#include "core/quota/reader.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostAnswers = 100'000;

Result<Answer> answerOf(const QJsonObject& object, qsizetype line, WallTime receivedAt)
{
    const QJsonValue lines = object.value("header_lines"_L1);
    if (!lines.isArray() && !lines.isNull() && !lines.isUndefined()) {
        return fail(ErrorCode::Invalid,
                    u"line %1: header_lines must be a list of texts"_s.arg(line));
    }
    Answer answer;
    answer.receivedAt = receivedAt;
    const QJsonArray headLines = lines.toArray();
    for (const QJsonValue& headLine : headLines) {
        takeHeadLine(answer, headLine.toString().toUtf8());
    }
    answer.status = object.value("status"_L1).toInt(answer.status);
    const QJsonValue body = object.value("body"_L1);
    if (body.isString()) {
        answer.body = body.toString().toUtf8();
    } else if (body.isObject()) {
        answer.body = QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
    } else if (body.isArray()) {
        answer.body = QJsonDocument(body.toArray()).toJson(QJsonDocument::Compact);
    }
    const double seconds = object.value("received_at"_L1).toDouble(-1);
    // Beyond these bounds nanoseconds since 1970 do not fit 64 bits.
    if (seconds >= 0 && seconds < 7e9) {
        answer.receivedAt = WallTime(fromSeconds(seconds));
    }
    return answer;
}

bool looksLikeLimit(const QByteArray& name)
{
    const QByteArray small = name.toLower();
    return small.contains("ratelimit") || small.contains("rate-limit")
        || small.contains("retry-after");
}

LineMeaning meaningOf(const Http::Field& field, const Reading& reading)
{
    LineMeaning meaning{field, LineMeaning::About::Nothing, {}};
    for (const WindowReading& window : reading.windows) {
        if (window.fields.contains(field.name)) {
            meaning.about = LineMeaning::About::Limits;
            meaning.windows.append(window.label);
        }
    }
    if (meaning.about == LineMeaning::About::Limits) {
        return meaning;
    }
    if (Http::sameName(field.name, "Date")) {
        meaning.about = LineMeaning::About::Date;
    } else if (field.name.toLower().contains("retry-after")) {
        meaning.about = reading.dialects.contains(u"retry-after"_s) ? LineMeaning::About::Wait
                                                                    : LineMeaning::About::Unread;
    } else if (looksLikeLimit(field.name)) {
        meaning.about = LineMeaning::About::Unread;
    }
    return meaning;
}

QJsonValue numberOrNull(const std::optional<double>& number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

QJsonValue secondsOrNull(const std::optional<Duration>& span)
{
    return span ? QJsonValue(toSeconds(*span)) : QJsonValue(QJsonValue::Null);
}

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonObject windowJson(const WindowReading& window)
{
    return {
        {u"name"_s, window.label},
        {u"limit"_s, numberOrNull(window.limit)},
        {u"remaining"_s, numberOrNull(window.remaining)},
        {u"used"_s, numberOrNull(window.used)},
        {u"unit"_s, window.unit.isEmpty() ? u"requests"_s : window.unit},
        {u"window_seconds"_s, secondsOrNull(window.window)},
        {u"reset_seconds_from_now"_s, secondsOrNull(window.resetIn)},
    };
}

} // namespace

Result<QList<std::pair<QString, Answer>>> answersFrom(const QByteArray& input, WallTime receivedAt)
{
    QList<std::pair<QString, Answer>> answers;
    if (!input.trimmed().startsWith('{')) {
        if (input.trimmed().isEmpty()) {
            return fail(ErrorCode::Invalid, u"there is no response to read"_s);
        }
        answers.append({QString(), rawAnswer(input, receivedAt)});
        return answers;
    }
    qsizetype number = 0;
    for (const QByteArray& line : input.split('\n')) {
        ++number;
        if (line.trimmed().isEmpty()) {
            continue;
        }
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (!document.isObject() || answers.size() >= MostAnswers) {
            return fail(ErrorCode::Invalid, u"line %1: not a JSON object"_s.arg(number));
        }
        const Result<Answer> answer = answerOf(document.object(), number, receivedAt);
        if (!answer) {
            return fail(answer.error());
        }
        answers.append({document.object().value("id"_L1).toVariant().toString(), *answer});
    }
    return answers;
}

Explanation explain(const Answer& answer, const QString& id, const QString& dialect)
{
    Explanation explanation{id, answer.status, {}, read(answer, {dialect})};
    for (const Http::Field& field : answer.headers) {
        explanation.lines.append(meaningOf(field, explanation.reading));
    }
    return explanation;
}

QJsonObject explainJson(const Explanation& explanation)
{
    const Reading& reading = explanation.reading;
    QJsonArray windows;
    for (const WindowReading& window : reading.windows) {
        windows.append(windowJson(window));
    }
    QJsonObject json{
        {u"windows"_s, windows},
        {u"retry_after_seconds"_s, secondsOrNull(reading.retryAfter)},
        {u"is_rate_limited"_s, reading.isRateLimited},
        {u"hit_window"_s, textOrNull(reading.hitLabel)},
        {u"scope"_s, textOrNull(reading.scope)},
        {u"dialects"_s, QJsonArray::fromStringList(reading.dialects)},
        {u"notes"_s, QJsonArray::fromStringList(reading.notes)},
    };
    if (!explanation.id.isEmpty()) {
        json.insert(u"id"_s, explanation.id);
    }
    return json;
}

} // namespace Pacewatch
