#include "core/quota/draft.h"
#include "core/quota/limitvalue.h"
#include "core/quota/moments.h"
#include "core/quota/structuredfields.h"

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readRateLimitFields(const Answer& answer, Draft& draft);

namespace {

/// The name of a member: its item, or limit and window for the early drafts' `100;w=60`.
QString labelOf(const FieldMember& member)
{
    const QString item = QString::fromUtf8(member.item);
    const std::optional<QByteArray> seconds = member.parameter("w");
    return !member.isQuoted && seconds && parseNumber(member.item)
        ? QString(item % u";w=" % QString::fromLatin1(*seconds))
        : item;
}

void takePartition(const FieldMember& member, Draft& draft)
{
    if (const std::optional<QByteArray> key = member.parameter("pk")) {
        draft.setScope(u"pk:"_s % QString::fromLatin1(*key));
    }
}

/// `RateLimit-Policy`: what is granted (draft-ietf-httpapi-ratelimit-headers-10, 3).
bool takePolicy(const FieldMember& member, const QByteArray& name, Draft& draft)
{
    const std::optional<double> quota
        = member.isQuoted || member.number("q") ? member.number("q") : parseNumber(member.item);
    if (!quota) {
        return false;
    }
    WindowReading& window = draft.window(labelOf(member), name);
    window.limit = *quota;
    if (const std::optional<double> seconds = member.number("w"); seconds && *seconds > 0) {
        window.window = spanOf(*seconds);
    }
    if (const std::optional<QByteArray> unit = member.parameter("qu")) {
        window.unit = QString::fromLatin1(*unit);
    }
    takePartition(member, draft);
    return true;
}

/// `RateLimit: limit=100, remaining=50, reset=5` (draft 07).
bool takePair(const FieldMember& member, const QByteArray& name, Draft& draft)
{
    const qsizetype equals = member.item.indexOf('=');
    const std::optional<LimitFieldName> meaning = equals > 0
        ? limitFieldName(QByteArray("RateLimit-" + member.item.first(equals)))
        : std::nullopt;
    return meaning && meaning->label.isEmpty()
        && takeLimitValue(draft, *meaning, name, QByteArrayView(member.item).sliced(equals + 1));
}

/// `RateLimit: "name";r=50;t=30` (draft 08 and later).
bool takeService(const FieldMember& member, const QByteArray& name, Draft& draft)
{
    if (!member.number("r") && !member.number("t")) {
        return false;
    }
    WindowReading& window = draft.window(QString::fromUtf8(member.item), name);
    if (const std::optional<double> quota = member.number("q"); quota && !window.limit) {
        window.limit = *quota;
    }
    window.remaining = member.number("r");
    if (const std::optional<double> seconds = member.number("t")) {
        window.resetIn = spanOf(*seconds);
    }
    takePartition(member, draft);
    return true;
}

} // namespace

/// The IETF's `RateLimit` and `RateLimit-Policy` in the forms of their drafts.
bool readRateLimitFields(const Answer& answer, Draft& draft)
{
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        const bool isPolicy = Http::sameName(field.name, "RateLimit-Policy");
        if (!isPolicy && !Http::sameName(field.name, "RateLimit")) {
            continue;
        }
        for (const FieldMember& member : fieldMembers(field.value)) {
            const bool took = isPolicy
                ? takePolicy(member, field.name, draft)
                : takeService(member, field.name, draft) || takePair(member, field.name, draft);
            isKnown = took || isKnown;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
