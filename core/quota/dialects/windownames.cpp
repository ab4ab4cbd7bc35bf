#include "core/http/namememo.h"
#include "core/quota/draft.h"
#include "core/quota/limitfieldname.h"

#include <QSet>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readWindowNames(const Answer& answer, Draft& draft);

namespace {

enum class Names
{
    Nothing,
    Window, ///< the window of the fields that name none
    Type, ///< a window or an owner
    Scope, ///< whom the limit belongs to
    Hit, ///< the window that refused the call
    Flag, ///< true when the limit is everybody's
};

Names namesIn(QByteArrayView name)
{
    const QString plain = plainWord(QString::fromLatin1(name));
    const bool isFamily = plain.contains(u"ratelimit"_s) || plain.contains(u"throttl"_s)
        || plain.contains(u"quota"_s);
    const QStringList words = wordsOf(QString::fromLatin1(name).toLower());
    if (!isFamily || words.isEmpty()) {
        return Names::Nothing;
    }
    const auto isOne = [&](const QSet<QString>& of) { return of.contains(words.last()); };
    if (isOne({u"bucket"_s, u"resource"_s, u"category"_s, u"group"_s, u"class"_s, u"name"_s,
               u"rule"_s})) {
        return Names::Window;
    }
    if (isOne({u"type"_s, u"kind"_s})) {
        return Names::Type;
    }
    if (isOne({u"scope"_s, u"source"_s, u"owner"_s, u"partition"_s, u"by"_s})) {
        return Names::Scope;
    }
    if (isOne(
            {u"problem"_s, u"reason"_s, u"violated"_s, u"violation"_s, u"exceeded"_s, u"hit"_s})) {
        return Names::Hit;
    }
    return isOne({u"global"_s}) ? Names::Flag : Names::Nothing;
}

Names namesOf(const QByteArray& name)
{
    thread_local Http::NameMemo<Names> memo;
    return memo.of(name, namesIn);
}

void takeScope(const QString& value, Draft& draft)
{
    const bool isAddress = value.contains(u'.') || value.contains(u':');
    draft.setScope(isAddress ? QString(u"ip:"_s % value) : value);
    // A limit that is not this window's own refuses though this window has some left.
    if (value == u"global"_s || value == u"shared"_s) {
        draft.hit(value, Draft::Evidence::Weak);
    }
}

void takeName(Names names, const QString& value, Draft& draft)
{
    switch (names) {
    case Names::Window:
        draft.nameDefault(value);
        break;
    case Names::Type:
        isOwnerWord(value) ? draft.setScope(value) : draft.nameDefault(value);
        break;
    case Names::Scope:
        takeScope(value, draft);
        break;
    case Names::Hit:
        if (draft.isFailure() && value != u"false"_s && value != u"true"_s) {
            draft.hit(value);
        }
        break;
    case Names::Flag:
        if (value == u"true"_s) {
            draft.setScope(u"global"_s);
            draft.hit(u"global"_s, Draft::Evidence::Weak);
        }
        break;
    case Names::Nothing:
        break;
    }
}

} // namespace

/// Fields that hold a name in place of a number, such as `X-RateLimit-Bucket`, `-Scope`, `-Reason`.
bool readWindowNames(const Answer& answer, Draft& draft)
{
    bool isKnown = false;
    // The kind of a window is said behind its name: "Heavy/Daily-limit".
    for (const bool isTypes : {false, true}) {
        for (const Http::Field& field : answer.headers) {
            const Names names = namesOf(field.name);
            if (names == Names::Nothing || (names == Names::Type) != isTypes) {
                continue;
            }
            const QString value = QString::fromUtf8(field.value.trimmed());
            if (value.isEmpty()) {
                continue;
            }
            takeName(names, value, draft);
            isKnown = true;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
