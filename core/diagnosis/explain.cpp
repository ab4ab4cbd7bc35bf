#include "core/diagnosis/explain.h"

#include "core/diagnosis/rawanswer.h"
#include "core/quota/bodyfacts.h"
#include "core/quota/limitfieldname.h"
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

/// Whether each line is an answer of its own. A pasted body may be one line of JSON too: it lacks
/// the names only such lines have.
bool isJsonLines(const QByteArray& input)
{
    const QByteArray trimmed = input.trimmed();
    if (!trimmed.startsWith('{')) {
        return false;
    }
    const QByteArray first = trimmed.first(std::max(trimmed.indexOf('\n'), qsizetype{0}));
    const QJsonObject object = QJsonDocument::fromJson(first.isEmpty() ? trimmed : first).object();
    const bool isBare = object.size() == 1 && object.contains("status"_L1);
    return isBare || object.contains("header_lines"_L1) || object.contains("received_at"_L1)
        || (object.contains("status"_L1) && object.contains("body"_L1));
}

Result<QList<std::pair<QString, Answer>>> jsonAnswers(const QByteArray& input, WallTime receivedAt)
{
    QList<std::pair<QString, Answer>> answers;
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

bool isQuotaKey(const QString& key)
{
    const QStringList words = wordsOf(key);
    return std::any_of(words.begin(), words.end(),
                       [](const QString& word) { return limitWord(word).has_value(); });
}

bool looksLikeLimit(const QByteArray& name)
{
    const QByteArray small = name.toLower();
    return small.contains("ratelimit") || small.contains("rate-limit")
        || small.contains("retry-after") || small.contains("quota") || small.contains("throttl");
}

LineMeaning meaningOf(const Http::Field& field, const Explanation& explanation)
{
    LineMeaning meaning{field, LineMeaning::About::Nothing, {}};
    for (const WindowReading& window : explanation.reading.windows) {
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
        return meaning;
    }
    const Reading alone = readAlone(field, explanation);
    if (alone.retryAfter) {
        meaning.about = LineMeaning::About::Wait;
    } else if (alone.dialects.contains(u"window-names"_s)
               || alone.dialects.contains(u"refusal-words"_s)) {
        meaning.about = LineMeaning::About::Name;
    } else if (looksLikeLimit(field.name)) {
        meaning.about = LineMeaning::About::Unread;
    }
    return meaning;
}

constexpr qsizetype MostBodyLines = 12;
constexpr qsizetype MostBodyFacts = 400;
constexpr qsizetype LongestValue = 300;

/// What one value of the body says by itself, where the status has not said it already.
Reading readFact(const BodyFact& fact, const Answer& answer)
{
    QJsonValue inner = QJsonObject{{fact.key, fact.value}};
    const QStringList parents = fact.parents.split(u'/', Qt::SkipEmptyParts);
    for (auto parent = parents.rbegin(); parent != parents.rend(); ++parent) {
        inner = QJsonObject{{*parent, inner}};
    }
    Answer alone;
    alone.status = 400;
    alone.receivedAt = answer.receivedAt;
    alone.headers.append("Date", answer.headers.value("Date"));
    alone.body = QJsonDocument(inner.toObject()).toJson(QJsonDocument::Compact);
    return read(alone);
}

std::optional<BodyMeaning> meaningOf(const BodyFact& fact, const Answer& answer,
                                     const Reading& whole)
{
    BodyMeaning meaning;
    QString parents = fact.parents;
    meaning.path = parents.replace(u'/', u'.') % fact.key;
    meaning.value = fact.value.toVariant().toString().left(LongestValue);
    const Reading alone = readFact(fact, answer);
    meaning.wait = alone.retryAfter;
    if (alone.retryAfter) {
        meaning.about = BodyMeaning::About::Wait;
    } else if (whole.isRateLimited && !whole.hitLabel.isEmpty()
               && fact.value.toString() == whole.hitLabel) {
        meaning.about = BodyMeaning::About::Window;
    } else if (alone.isRateLimited || alone.dialects.contains(u"other-reasons"_s)) {
        meaning.about = BodyMeaning::About::Refusal;
    } else if (whole.dialects.contains(u"body-quota"_s)
               && (alone.dialects.contains(u"body-quota"_s) || isQuotaKey(fact.key))
               && fact.value.isDouble()) {
        meaning.about = BodyMeaning::About::Limits;
    } else {
        return std::nullopt;
    }
    return meaning;
}

QList<BodyMeaning> bodyMeanings(const Answer& answer, const Reading& whole)
{
    QList<BodyMeaning> meanings;
    if (whole.isEmpty() && whole.notes.isEmpty()) {
        return meanings;
    }
    const QByteArray body = answer.body.first(std::min(answer.body.size(), Answer::MostRead));
    const QList<BodyFact> facts = bodyFacts(body);
    for (const BodyFact& fact : facts.first(std::min(facts.size(), MostBodyFacts))) {
        if (meanings.size() >= MostBodyLines) {
            break;
        }
        if (const std::optional<BodyMeaning> meaning = meaningOf(fact, answer, whole)) {
            meanings.append(*meaning);
        }
    }
    if (facts.isEmpty() && !body.trimmed().isEmpty()) {
        Answer alone;
        alone.status = 400;
        alone.receivedAt = answer.receivedAt;
        alone.body = body;
        const Reading reading = read(alone);
        if (reading.retryAfter || reading.isRateLimited) {
            meanings.append(
                {{},
                 QString::fromUtf8(body.first(std::min(body.size(), LongestValue))).simplified(),
                 reading.retryAfter ? BodyMeaning::About::Wait : BodyMeaning::About::Refusal,
                 reading.retryAfter});
        }
    }
    return meanings;
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
    if (input.trimmed().isEmpty()) {
        return fail(ErrorCode::Invalid, u"there is no response to read"_s);
    }
    if (isJsonLines(input)) {
        return jsonAnswers(input, receivedAt);
    }
    QList<std::pair<QString, Answer>> answers;
    for (const Answer& answer : rawAnswers(input, receivedAt)) {
        answers.append({QString(), answer});
    }
    const bool hasHead = std::any_of(answers.begin(), answers.end(), [](const auto& each) {
        return each.second.status != 0 || !each.second.headers.isEmpty();
    });
    // A bare body counts if it is JSON or says something.
    const bool isBody = !answers.isEmpty()
        && (!bodyFacts(answers.first().second.body).isEmpty()
            || !read(answers.first().second).dialects.isEmpty());
    if (!hasHead && !isBody) {
        return fail(ErrorCode::Invalid,
                    u"There is no HTTP response in it: no status line, no header field, no word "
                    "about limits."_s);
    }
    return answers;
}

Explanation explain(const Answer& answer, const QString& id, const QString& dialect)
{
    Explanation explanation;
    explanation.id = id;
    explanation.status = answer.status;
    explanation.receivedAt = answer.receivedAt;
    explanation.hasBody = !answer.body.trimmed().isEmpty();
    explanation.reading = read(answer, {dialect});
    for (const Http::Field& field : answer.headers) {
        explanation.lines.append(meaningOf(field, explanation));
    }
    explanation.body = bodyMeanings(answer, explanation.reading);
    return explanation;
}

Reading readAlone(const Http::Field& field, const Explanation& explanation)
{
    Answer alone;
    alone.status = explanation.status;
    alone.receivedAt = explanation.reading.serverDate.value_or(explanation.receivedAt);
    alone.headers.append(field.name, field.value);
    return read(alone);
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
