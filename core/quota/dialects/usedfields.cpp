#include "core/http/namememo.h"
#include "core/quota/bodyfacts.h"
#include "core/quota/draft.h"
#include "core/quota/moments.h"
#include "core/quota/windowwords.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readUsedFields(const Answer& answer, Draft& draft);

namespace {

/// "x-acme-used-weight-1m": its words without the leading x and the vendor's.
QStringList wordsWithoutVendor(const QByteArray& name)
{
    QStringList words = QString::fromLatin1(name).split(u'-', Qt::SkipEmptyParts);
    if (!words.isEmpty() && words.first().compare("x"_L1, Qt::CaseInsensitive) == 0) {
        words.removeFirst();
        words.isEmpty() ? void() : words.removeFirst();
    }
    return words;
}

bool isRequests(const QString& noun)
{
    return noun == u"request"_s || noun == u"requests"_s || noun == u"call"_s || noun == u"calls"_s;
}

/// `x-acme-order-count-10s: 1`: how much is used of a window whose length ends the name.
bool takeInterval(const Http::Field& field, double number, Draft& draft)
{
    const QStringList words = wordsWithoutVendor(field.name);
    if (words.size() < 2 || words.size() > 5) {
        return false;
    }
    const QString last = words.last();
    const std::optional<WindowWord> length
        = !last.isEmpty() && last.front().isDigit() ? windowWord(last) : std::nullopt;
    QString noun;
    bool isUsed = false;
    for (const QString& word : words.first(words.size() - 1)) {
        const QString small = word.toLower();
        const bool says = small == u"used"_s || small == u"count"_s || small == u"usage"_s;
        isUsed = isUsed || says;
        noun = says ? noun : small;
    }
    if (!length || !isUsed) {
        return false;
    }
    WindowReading& window = draft.window(words.join(u'-').toLower(), field.name);
    window.used = number;
    window.window = length->window;
    const bool isCounted = words.contains(u"count"_s, Qt::CaseInsensitive);
    window.unit = noun.isEmpty() || isRequests(noun) ? u"requests"_s
                                                     : QString(noun % (isCounted ? u"s" : u""));
    return true;
}

/// `Acme-Concurrent-Requests: 3`, `X-Concurrency-Limit: 10`: calls at the same time, not in a time.
bool takeConcurrent(const Http::Field& field, double number, Draft& draft)
{
    const QString plain = plainWord(QString::fromLatin1(field.name));
    const bool isConcurrent = plain.contains(u"concurren"_s) || plain.contains(u"inflight"_s);
    if (!isConcurrent || plain.contains(u"ratelimit"_s)) {
        return false;
    }
    WindowReading& window = draft.window(u"concurrent"_s, field.name);
    window.unit = u"concurrent_requests"_s;
    if (plain.endsWith(u"limit"_s) || plain.contains(u"max"_s)) {
        window.limit = number;
    } else if (plain.contains(u"remaining"_s) || plain.contains(u"available"_s)) {
        window.remaining = number;
    } else {
        window.used = number;
    }
    return true;
}

} // namespace

/// Whether the name of a field may be one of these; most are not.
bool mayTellUse(QByteArrayView name)
{
    const QByteArray small = name.toByteArray().toLower();
    return small.contains("used") || small.contains("count") || small.contains("usage")
        || plainWord(QString::fromLatin1(small)).contains(u"concurren"_s)
        || plainWord(QString::fromLatin1(small)).contains(u"inflight"_s);
}

/// Fields that tell how much is used and leave the limit to the documentation.
bool readUsedFields(const Answer& answer, Draft& draft)
{
    thread_local Http::NameMemo<bool> memo;
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        const std::optional<double> number
            = memo.of(field.name, mayTellUse) ? parseNumber(field.value) : std::nullopt;
        if (number && *number >= 0) {
            isKnown = takeInterval(field, *number, draft) || takeConcurrent(field, *number, draft)
                || isKnown;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
