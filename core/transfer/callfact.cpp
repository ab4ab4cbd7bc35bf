#include "core/transfer/callfact.h"

#include <QHash>
#include <QList>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace Pacewatch {

namespace {

struct Known
{
    const char* name;
    CallFact fact;
    SpanUnit unit = SpanUnit::Guess;
};

/// Names without case and separators, as the record, nginx, Caddy, Traefik, pino, ECS and ordinary
/// spreadsheets write them.
constexpr std::array Names{
    Known{"at", CallFact::Arrived},
    Known{"time", CallFact::Arrived},
    Known{"timestamp", CallFact::Arrived},
    Known{"ts", CallFact::Arrived},
    Known{"date", CallFact::Arrived},
    Known{"datetime", CallFact::Arrived},
    Known{"start", CallFact::Arrived},
    Known{"starttime", CallFact::Arrived},
    Known{"startedat", CallFact::Arrived},
    Known{"starteddatetime", CallFact::Arrived},
    Known{"startutc", CallFact::Arrived},
    Known{"requesttimestamp", CallFact::Arrived},
    Known{"arrivedat", CallFact::Arrived},
    Known{"sentat", CallFact::Arrived},
    Known{"timelocal", CallFact::Ended},
    Known{"timeiso8601", CallFact::Ended},
    Known{"msec", CallFact::Ended},
    Known{"end", CallFact::Ended},
    Known{"endtime", CallFact::Ended},
    Known{"finishedat", CallFact::Ended},
    Known{"method", CallFact::Method},
    Known{"requestmethod", CallFact::Method},
    Known{"httpmethod", CallFact::Method},
    Known{"verb", CallFact::Method},
    Known{"url", CallFact::Target},
    Known{"uri", CallFact::Target},
    Known{"target", CallFact::Target},
    Known{"path", CallFact::Target},
    Known{"requesturi", CallFact::Target},
    Known{"requesturl", CallFact::Target},
    Known{"requestpath", CallFact::Target},
    Known{"urlpath", CallFact::Target},
    Known{"urloriginal", CallFact::Target},
    Known{"endpoint", CallFact::Target},
    Known{"call", CallFact::RequestLine},
    Known{"request", CallFact::RequestLine},
    Known{"requestline", CallFact::RequestLine},
    Known{"host", CallFact::Host},
    Known{"status", CallFact::Status},
    Known{"statuscode", CallFact::Status},
    Known{"httpstatus", CallFact::Status},
    Known{"httpstatuscode", CallFact::Status},
    Known{"responsestatus", CallFact::Status},
    Known{"responsestatuscode", CallFact::Status},
    Known{"responsecode", CallFact::Status},
    Known{"downstreamstatus", CallFact::Status},
    Known{"code", CallFact::Status},
    Known{"headerlines", CallFact::ResponseLine},
    Known{"responseheaderlines", CallFact::ResponseLine},
    Known{"requestheaderlines", CallFact::RequestLineOfHead},
    Known{"client", CallFact::Client},
    Known{"clientip", CallFact::Client},
    Known{"remoteaddr", CallFact::Client},
    Known{"remoteip", CallFact::Client},
    Known{"clienthost", CallFact::Client},
    Known{"useragent", CallFact::Agent},
    Known{"useragentoriginal", CallFact::Agent},
    Known{"httpuseragent", CallFact::Agent},
    Known{"requestbody", CallFact::RequestBody},
    Known{"body", CallFact::ResponseBody},
    Known{"responsebody", CallFact::ResponseBody},
    Known{"requestdigest", CallFact::RequestDigest},
    Known{"responsedigest", CallFact::ResponseDigest},
    Known{"requestbytes", CallFact::RequestBytes},
    Known{"bytesread", CallFact::RequestBytes},
    Known{"requestlength", CallFact::RequestBytes},
    Known{"bytessentbyclient", CallFact::RequestBytes},
    Known{"responsebytes", CallFact::ResponseBytes},
    Known{"bodybytessent", CallFact::ResponseBytes},
    Known{"bytessent", CallFact::ResponseBytes},
    Known{"responsesize", CallFact::ResponseBytes},
    Known{"bytes", CallFact::ResponseBytes},
    Known{"size", CallFact::ResponseBytes},
    Known{"took", CallFact::Took},
    Known{"duration", CallFact::Took},
    Known{"elapsed", CallFact::Took},
    Known{"elapsedtime", CallFact::Took},
    Known{"latency", CallFact::Took},
    Known{"responsetime", CallFact::Took, SpanUnit::Milliseconds},
    Known{"requesttime", CallFact::Took, SpanUnit::Seconds},
    Known{"rt", CallFact::Took, SpanUnit::Seconds},
    Known{"held", CallFact::Held},
    Known{"queued", CallFact::Held},
    Known{"firstbyte", CallFact::FirstByte},
    Known{"ttfb", CallFact::FirstByte},
    Known{"connecting", CallFact::Connecting},
    Known{"attempt", CallFact::Attempt},
    Known{"outcome", CallFact::Outcome},
    Known{"origin", CallFact::Origin},
    Known{"error", CallFact::Failure},
    Known{"tooearly", CallFact::TooEarly},
    Known{"retryafter", CallFact::RetryAfter},
    Known{"isratelimited", CallFact::IsRefused},
    Known{"ratelimited", CallFact::IsRefused},
};

constexpr std::array Suffixes{
    std::pair{"milliseconds", SpanUnit::Milliseconds},
    std::pair{"microseconds", SpanUnit::Microseconds},
    std::pair{"nanoseconds", SpanUnit::Nanoseconds},
    std::pair{"seconds", SpanUnit::Seconds},
    std::pair{"millis", SpanUnit::Milliseconds},
    std::pair{"micros", SpanUnit::Microseconds},
    std::pair{"nanos", SpanUnit::Nanoseconds},
    std::pair{"secs", SpanUnit::Seconds},
    std::pair{"sec", SpanUnit::Seconds},
    std::pair{"ms", SpanUnit::Milliseconds},
    std::pair{"us", SpanUnit::Microseconds},
    std::pair{"ns", SpanUnit::Nanoseconds},
    std::pair{"s", SpanUnit::Seconds},
};

QByteArray plain(QByteArrayView name)
{
    QByteArray kept;
    for (const char letter : name) {
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
            kept += letter;
        } else if (letter >= 'A' && letter <= 'Z') {
            kept += static_cast<char>(letter - 'A' + 'a');
        }
    }
    return kept;
}

std::optional<CallFactRole> known(const QByteArray& name)
{
    static const QHash<QByteArray, const Known*> table = [] {
        QHash<QByteArray, const Known*> made;
        for (const Known& each : Names) {
            made.insert(each.name, &each);
        }
        return made;
    }();
    if (const Known* found = table.value(name)) {
        return CallFactRole{found->fact, found->unit, {}};
    }
    for (const auto& [suffix, unit] : Suffixes) {
        const Known* found = name.endsWith(suffix)
            ? table.value(name.chopped(static_cast<qsizetype>(qstrlen(suffix))))
            : nullptr;
        if (found && hasUnit(found->fact)) {
            return CallFactRole{found->fact, unit, {}};
        }
    }
    return std::nullopt;
}

enum class Side
{
    Request,
    Response
};

CallFactRole roleInHead(Side side, const QList<QByteArray>& below)
{
    const bool isRequest = side == Side::Request;
    if (below.isEmpty() || (below.size() == 1 && below.first().isEmpty())) {
        return {isRequest ? CallFact::RequestLineOfHead : CallFact::ResponseLine, {}, {}};
    }
    QByteArray name = below.join('.');
    while (name.endsWith("[]")) {
        name.chop(2);
    }
    return {isRequest ? CallFact::RequestField : CallFact::ResponseField, {}, name};
}

CallFactRole roleInList(Side side, const QByteArray& last)
{
    const bool isRequest = side == Side::Request;
    if (last == "name" || last == "key") {
        return {isRequest ? CallFact::RequestFieldName : CallFact::ResponseFieldName, {}, {}};
    }
    if (last == "value") {
        return {isRequest ? CallFact::RequestFieldValue : CallFact::ResponseFieldValue, {}, {}};
    }
    return {};
}

CallFactRole roleOfLeft(const QByteArray& last)
{
    return {last == "name"            ? CallFact::LeftName
                : last == "remaining" ? CallFact::LeftRemaining
                : last == "limit"     ? CallFact::LeftLimit
                                      : CallFact::Nothing,
            {},
            {}};
}

} // namespace

bool hasUnit(CallFact fact)
{
    switch (fact) {
    case CallFact::Took:
    case CallFact::Held:
    case CallFact::FirstByte:
    case CallFact::Connecting:
    case CallFact::TooEarly:
    case CallFact::RetryAfter:
        return true;
    default:
        return false;
    }
}

bool isMoment(CallFact fact)
{
    return fact == CallFact::Arrived || fact == CallFact::Ended;
}

CallFactRole roleOf(QByteArrayView path)
{
    QList<QByteArray> parts = path.toByteArray().split('.');
    Side side = Side::Response;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QByteArray name = plain(parts.at(i));
        const bool isList = parts.at(i).endsWith("[]");
        if (name == "request" || name == "req") {
            side = Side::Request;
        }
        const bool isHead = name == "headers" || name == "responseheaders" || name == "respheaders";
        if (isHead || name == "requestheaders" || name == "reqheaders") {
            side = isHead && name != "headers" ? Side::Response : isHead ? side : Side::Request;
            const QList<QByteArray> below = parts.mid(i + 1);
            if (i + 1 < parts.size() || isList) {
                return isList && !below.isEmpty() ? roleInList(side, plain(below.last()))
                                                  : roleInHead(side, below);
            }
        }
        if (name == "left" && isList) {
            return roleOfLeft(plain(parts.last()));
        }
    }
    const QByteArray last = plain(parts.last());
    if (side == Side::Request && parts.size() > 1) {
        if (const auto inRequest = known("request" + last)) {
            return *inRequest;
        }
    }
    if (parts.size() > 1) {
        if (const auto inPair = known(plain(parts.at(parts.size() - 2)) + last)) {
            return *inPair;
        }
    }
    return known(last).value_or(CallFactRole{});
}

} // namespace Pacewatch
