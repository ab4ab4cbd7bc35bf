#include "core/quota/quotaobjects.h"

#include "core/quota/limitfieldname.h"
#include "core/quota/moments.h"
#include "core/quota/waitkey.h"
#include "core/quota/windowwords.h"

#include <QMap>
#include <QSet>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostObjects = 64;
constexpr double Full = 100; ///< percent

/// What one object of the JSON says.
struct QuotaObject
{
    QString parents;
    QString type; ///< "REQUEST_WEIGHT"
    std::optional<double> limit;
    std::optional<double> remaining;
    std::optional<double> used;
    std::optional<double> restoredPerSecond;
    QByteArray reset;
    bool isResetSpan = false;
    std::optional<Duration> wait;
    QString interval; ///< "MINUTE", "1m" or a number of seconds
    int intervalCount = 0;
    QList<std::pair<QString, double>> measures; ///< other numbers, by name
    bool isNamed = false; ///< a key itself speaks of rates or quotas
    bool isForeign = false; ///< pages, storage: other things that have limits
};

QByteArray textOf(const QJsonValue& value)
{
    return value.isDouble() ? QByteArray::number(value.toDouble(), 'f', 6)
                            : value.toString().toUtf8();
}

bool hasWord(const QStringList& words, std::initializer_list<QLatin1StringView> wanted)
{
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](QLatin1StringView each) { return words.contains(each); });
}

bool isForeignWord(const QStringList& words)
{
    return hasWord(words,
                   {"page"_L1, "offset"_L1, "cursor"_L1, "pages"_L1, "storage"_L1, "disk"_L1,
                    "bytes"_L1, "size"_L1, "drive"_L1, "pagination"_L1, "hasmore"_L1, "next"_L1,
                    "mailbox"_L1, "inventory"_L1, "stock"_L1, "seats"_L1, "price"_L1});
}

bool takeInterval(QuotaObject& object, const QStringList& words, const QJsonValue& value)
{
    if (!hasWord(words, {"interval"_L1, "window"_L1, "period"_L1, "per"_L1})) {
        return false;
    }
    if (hasWord(words, {"num"_L1, "count"_L1, "number"_L1}) && value.isDouble()) {
        object.intervalCount = value.toInt();
    } else if (value.isDouble()) {
        const double scale = hasWord(words, {"ms"_L1, "millis"_L1, "milliseconds"_L1}) ? 0.001 : 1;
        object.interval = QString::number(value.toDouble() * scale, 'f', 3);
    } else {
        object.interval = value.toString().left(32);
    }
    return true;
}

void takeReset(QuotaObject& object, const QStringList& words, const QJsonValue& value)
{
    object.reset = textOf(value);
    object.isResetSpan = hasWord(
        words, {"in"_L1, "after"_L1, "seconds"_L1, "duration"_L1, "ms"_L1, "milliseconds"_L1});
    const std::optional<double> number = parseNumber(object.reset);
    if (number && *number < 1e11 && hasWord(words, {"ms"_L1, "milliseconds"_L1, "millis"_L1})) {
        object.reset = QByteArray::number(*number / 1000, 'f', 6);
    }
}

void takeNumber(QuotaObject& object, const QStringList& words, const QString& key, double number)
{
    if (hasWord(words, {"restore"_L1, "refill"_L1, "leak"_L1, "replenish"_L1})) {
        object.restoredPerSecond = number;
    } else if (hasWord(words, {"remaining"_L1, "left"_L1})) {
        object.remaining = number;
    } else if (hasWord(words, {"used"_L1, "consumed"_L1, "usage"_L1})
               || words == QStringList{u"count"_s}) {
        object.used = number;
    } else if (hasWord(
                   words,
                   {"limit"_L1, "max"_L1, "maximum"_L1, "capacity"_L1, "quota"_L1, "allowed"_L1})) {
        object.limit = number;
    } else if (hasWord(words, {"available"_L1})) {
        object.remaining = number;
    } else if (!hasWord({words.value(words.size() - 1)}, {"id"_L1, "code"_L1, "status"_L1})) {
        object.measures.append({key, number});
    }
}

/// The words of a key in small letters, "rate" and "limit" joined.
QStringList keyWords(const QString& key)
{
    QStringList words = wordsOf(key);
    for (QString& word : words) {
        word = word.toLower();
    }
    return words;
}

void takeFact(QuotaObject& object, const BodyFact& fact)
{
    QStringList words = keyWords(fact.key);
    object.isForeign = object.isForeign || isForeignWord(words);
    const qsizetype rate = words.indexOf(u"rate"_s);
    const bool isRateLimit = rate >= 0 && words.value(rate + 1) == u"limit"_s;
    if (isRateLimit) {
        words.remove(rate, words.size() > 2 ? 2 : 1); // "rate_limit_remaining", "rate_limit"
    }
    const qsizetype quota = words.indexOf(u"quota"_s);
    if (quota >= 0 && words.size() > 1) {
        words.removeAt(quota); // "quota_max"
    }
    const bool isNamed = isRateLimit || quota >= 0 || words.contains(u"ratelimit"_s);
    if (fact.value.isString()
        && hasWord(words,
                   {"type"_L1, "name"_L1, "resource"_L1, "policy"_L1, "bucket"_L1, "metric"_L1})) {
        object.type = object.type.isEmpty() ? fact.value.toString().left(60) : object.type;
        object.isNamed = object.isNamed || isNamed;
        return;
    }
    if (const std::optional<WaitKey> wait = waitKey(fact.key)) {
        const std::optional<double> number = parseNumber(textOf(fact.value));
        object.wait = number ? std::optional(spanOf(*number * wait->unit)) : std::nullopt;
        return;
    }
    if (hasWord(words, {"reset"_L1, "resets"_L1, "resetat"_L1, "renews"_L1})) {
        takeReset(object, words, fact.value);
        return;
    }
    if (takeInterval(object, words, fact.value)) {
        return;
    }
    const std::optional<double> number = fact.value.isBool() || fact.value.isNull()
        ? std::nullopt
        : parseNumber(textOf(fact.value));
    if (number) {
        object.isNamed = object.isNamed || isNamed;
        takeNumber(object, words, fact.key, *number);
    }
}

/// The nearest name above an object that says more than "here come limits".
QString parentName(const QString& parents)
{
    static const QSet<QString> Structural{
        u"throttlestatus"_s, u"ratelimit"_s, u"ratelimits"_s, u"rate"_s,   u"limits"_s,
        u"quota"_s,          u"quotas"_s,    u"extensions"_s, u"data"_s,   u"error"_s,
        u"errors"_s,         u"meta"_s,      u"details"_s,    u"detail"_s, u"resources"_s,
        u"result"_s,         u"params"_s,    u"status"_s,     u"info"_s,   u"usage"_s};
    const QStringList names = parents.split(u'/', Qt::SkipEmptyParts);
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        if (!Structural.contains(*name)) {
            return *name;
        }
    }
    return {};
}

QString unitOf(const QString& words)
{
    const QString small = words.toLower();
    for (const auto& [part, unit] :
         {std::pair("cost"_L1, "points"_L1), std::pair("point"_L1, "points"_L1),
          std::pair("graphql"_L1, "points"_L1), std::pair("weight"_L1, "weight"_L1),
          std::pair("token"_L1, "tokens"_L1), std::pair("order"_L1, "orders"_L1),
          std::pair("credit"_L1, "credits"_L1)}) {
        if (small.contains(part)) {
            return unit;
        }
    }
    return {};
}

bool mayCount(const QString& plainKey)
{
    for (const QLatin1StringView part : {"remaining"_L1, "left"_L1, "available"_L1, "used"_L1,
                                         "usage"_L1, "count"_L1, "consumed"_L1}) {
        if (plainKey.contains(part)) {
            return true;
        }
    }
    return false;
}

bool isAccepted(const QuotaObject& object, QuotaContext context, bool isRefused)
{
    const auto has = [&](QLatin1StringView part) { return object.parents.contains(part); };
    const bool isAbove = has("ratelimit"_L1) || has("throttl"_L1) || has("quota"_L1)
        || object.parents.endsWith("rate/"_L1);
    const bool isOther
        = object.isForeign || has("storage"_L1) || has("pagination"_L1) || has("paging"_L1);
    if (isOther) {
        return false;
    }
    const bool isSure = context != QuotaContext::Body || isAbove || object.isNamed;
    const bool hasBoth = object.limit && (object.remaining || object.used);
    return (isSure && (hasBoth || object.remaining))
        || (object.limit && object.remaining && (!object.reset.isEmpty() || isRefused));
}

void takePeriod(const QuotaObject& object, WindowReading& window)
{
    if (object.interval.isEmpty()) {
        return;
    }
    const int count = std::clamp(object.intervalCount, 1, 10'000);
    if (const std::optional<Duration> one = parsePeriod(object.interval.toLatin1());
        one && *one > Duration::zero()) {
        window.window = *one * count;
    }
}

/// What refills steadily says when it is full, and for a refused call when there is enough for it.
void takeRefill(const QuotaObject& object, const QList<BodyFact>& facts, const QString& label,
                Draft& draft)
{
    const double rate = object.restoredPerSecond.value_or(0);
    if (rate <= 0 || !object.remaining || !object.limit) {
        return;
    }
    if (draft.isRefused()) {
        for (const BodyFact& fact : facts) {
            const bool isAsked = fact.plainKey.startsWith(u"requested"_s) && fact.value.isDouble()
                && object.parents.startsWith(fact.parents);
            if (isAsked && fact.value.toDouble() > *object.remaining) {
                draft.hit(label);
                draft.addWait(Draft::Wait::Body,
                              spanOf((fact.value.toDouble() - *object.remaining) / rate));
                draft.addNote(u"the wait is worked out from the rate at which it refills"_s);
            }
        }
        return;
    }
    draft.window(label).resetIn = spanOf((*object.limit - *object.remaining) / rate);
    draft.addNote(u"the reset is worked out: when it has refilled to the full"_s);
}

void takeQuota(const QuotaObject& object, const QList<BodyFact>& facts, const QByteArray& field,
               Draft& draft)
{
    QString label = object.type.isEmpty() ? parentName(object.parents) : object.type;
    if (object.intervalCount > 0 && !object.interval.isEmpty()) {
        label += u'/' % QString::number(object.intervalCount) % object.interval.first(1);
    }
    const QString unit = unitOf(object.parents % label);
    WindowReading& window = draft.window(label, field);
    const auto take = [](std::optional<double>& known, std::optional<double> value) {
        known = known ? known : value;
    };
    take(window.limit, object.limit);
    take(window.remaining, object.remaining);
    take(window.used, object.used);
    window.unit = window.unit.isEmpty() ? unit : window.unit;
    takePeriod(object, window);
    if (!object.reset.isEmpty() && !window.resetIn) {
        draft.setReset(window, object.reset, object.isResetSpan);
    }
    takeRefill(object, facts, label, draft);
}

bool isShareName(const QString& name)
{
    const QStringList words = keyWords(name);
    return hasWord(words, {"pct"_L1, "percent"_L1, "percentage"_L1});
}

/// Counts and times on one scale below a hundred or just above are shares of limits not disclosed.
bool areShares(const QList<std::pair<QString, double>>& measures)
{
    bool hasTime = false;
    bool hasCount = false;
    for (const auto& [name, number] : measures) {
        const QStringList words = keyWords(name);
        hasTime = hasTime || (!words.isEmpty() && words.last().endsWith(u"time"_s));
        hasCount = hasCount || hasWord(words, {"count"_L1, "calls"_L1, "requests"_L1});
        if (number < 0 || number > 2 * Full) {
            return false;
        }
    }
    return hasTime && hasCount;
}

bool takeShares(const QuotaObject& object, const QByteArray& field, Draft& draft)
{
    const bool areAll = areShares(object.measures);
    QString owner = parentName(object.parents);
    owner = object.type.isEmpty() ? owner : QString(owner % u'/' % object.type);
    bool took = false;
    for (const auto& [name, number] : object.measures) {
        if (!areAll && !isShareName(name)) {
            continue;
        }
        const QString label = owner.isEmpty() ? name : QString(owner % u'/' % name);
        WindowReading& window = draft.window(label, field);
        window.limit = Full;
        window.used = number;
        window.unit = u"percent"_s;
        const bool isFull = number >= Full;
        if (!object.reset.isEmpty()) {
            draft.setReset(window, object.reset, true);
        } else if (isFull && object.wait > Duration::zero()) {
            window.resetIn = object.wait;
        }
        took = true;
    }
    if (took && object.wait > Duration::zero()) {
        draft.addWait(Draft::Wait::Field, *object.wait);
    }
    if (took && areAll) {
        draft.addNote(u"the numbers are taken as percent of limits that are not disclosed"_s);
    }
    return took;
}

} // namespace

bool takeQuotaObjects(const QList<BodyFact>& facts, QuotaContext context, const QByteArray& field,
                      Draft& draft)
{
    // Most bodies say nothing of the kind: a look at the names tells which objects are worth more.
    QSet<qsizetype> candidates;
    for (const BodyFact& fact : facts) {
        if (context != QuotaContext::Body || mayCount(fact.plainKey)) {
            candidates.insert(fact.object);
            if (candidates.size() >= MostObjects) {
                break; // what stands outermost comes first, and limits stand far out
            }
        }
    }
    QMap<qsizetype, QuotaObject> objects;
    for (const BodyFact& fact : facts) {
        if (!candidates.contains(fact.object)) {
            continue;
        }
        QuotaObject& object = objects[fact.object];
        object.parents = fact.parents;
        takeFact(object, fact);
    }
    bool took = false;
    for (const QuotaObject& object : std::as_const(objects)) {
        if (isAccepted(object, context, draft.isRefused())) {
            takeQuota(object, facts, field, draft);
            took = true;
        } else if (context == QuotaContext::UsageField && !object.isForeign) {
            took = takeShares(object, field, draft) || took;
        }
    }
    return took;
}

} // namespace Pacewatch
