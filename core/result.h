#pragma once

#include <QString>

#include <tl/expected.hpp>

#include <utility>

namespace Pacewatch {

/// What went wrong, for code to branch on. ui/wording turns each into words for people.
enum class ErrorCode
{
    Invalid, ///< the input breaks a rule; the detail says which and where
    NotFound, ///< a file, profile, host name or id that does not exist
    Refused, ///< the other side said no: connection refused, key refused
    Unreachable, ///< no route, no answer, connection lost
    Untrusted, ///< the certificate of the other side could not be verified
    TimedOut, ///< the other side was too slow
    Cancelled, ///< somebody on this side stopped it
    TooLarge, ///< a limit on size was exceeded
    Unsupported, ///< understood, but not done
    Corrupt, ///< bytes that do not follow their format
    Busy, ///< in use by somebody else: a port, a file
    StorageFailed, ///< the disk did not take it
};

/// A failure as a value: a code to branch on and a detail to log or to show as plain text.
/// The detail never holds a key, a phone number or a body.
struct Error
{
    ErrorCode code = ErrorCode::Invalid;
    QString detail;

    friend bool operator==(const Error&, const Error&) = default;
};

/// Either a value or an Error. The only place that names the library behind it.
template<typename T = void>
using Result = tl::expected<T, Error>;

/// Makes the failed half of a Result: `return fail(ErrorCode::NotFound, detail);`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, QString detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

/// Hands the error of one Result on as the error of another.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace Pacewatch
