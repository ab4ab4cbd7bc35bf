#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Pacewatch {

/// What a named value of a log says of a call.
enum class CallFact
{
    Nothing, ///< nothing we know
    Arrived,
    Ended,
    Method,
    Target, ///< a path or a whole address
    Host,
    RequestLine, ///< "GET /path HTTP/1.1"
    Status,
    ResponseLine, ///< one header line of the response, "Name: value"
    ResponseField, ///< the value of the header `CallFactRole::field`
    ResponseFieldName, ///< of a list of names and values
    ResponseFieldValue,
    RequestField,
    RequestFieldName,
    RequestFieldValue,
    RequestLineOfHead,
    Client,
    Agent,
    RequestBody,
    ResponseBody,
    RequestDigest, ///< tells one body from another
    ResponseDigest,
    RequestBytes,
    ResponseBytes,
    Took,
    Held,
    FirstByte,
    Connecting,
    Attempt,
    Outcome,
    Origin,
    Failure,
    TooEarly,
    RetryAfter,
    IsRefused,
    LeftName,
    LeftRemaining,
    LeftLimit,
};

/// How a span is written, or a moment: as a number of some unit, a moment's since 1970. The last
/// two are for moments only.
enum class SpanUnit
{
    Guess,
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
    Iso, ///< ISO 8601
    Pattern ///< as CallFactRole::pattern says
};

/// What the value under a name means.
struct CallFactRole
{
    CallFact fact = CallFact::Nothing;
    SpanUnit unit = SpanUnit::Guess;
    QByteArray field; ///< name of the header field, for ResponseField and RequestField
    bool isChosen = false; ///< a person said so; else it is a guess
    QByteArray pattern{}; ///< of a moment, for SpanUnit::Pattern; see timepattern.h

    friend bool operator==(const CallFactRole&, const CallFactRole&) = default;
};

/// Whether @p fact is a span of time, which may be written as a number of some unit.
[[nodiscard]] bool hasUnit(CallFact fact);
/// Whether @p fact is a moment, which is written in one of several forms.
[[nodiscard]] bool isMoment(CallFact fact);

/// Guesses what the value at @p path means: the column of a CSV file, or the path of a JSON value
/// ("response.headers.Retry-After"). Case and separators do not matter.
[[nodiscard]] CallFactRole roleOf(QByteArrayView path);

} // namespace Pacewatch
