#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

using namespace Qt::StringLiterals;

namespace Pacewatch::Wording {

namespace {

Trouble keyRefused(const ConnectionState& state)
{
    const QString detail = state.trouble ? state.trouble->detail : QString();
    return {.title = detail.contains("403"_L1) ? phrase("The key was refused (403).")
                                               : phrase("The key was refused (401)."),
            .detail = phrase("Check that it belongs to this gateway."),
            .action = phrase("Edit connection"),
            .remedy = Trouble::Remedy::EditConnection};
}

Trouble notAnswered(const QString& title, const QString& detail)
{
    return {.title = title,
            .detail = detail,
            .action = phrase("Try again"),
            .remedy = Trouble::Remedy::TryAgain};
}

Trouble wrongAddress(const QString& title, const QString& detail)
{
    return {.title = title,
            .detail = detail,
            .action = phrase("Edit connection"),
            .remedy = Trouble::Remedy::EditConnection};
}

} // namespace

QString sentence(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Invalid:
        return phrase("This is not valid.");
    case ErrorCode::NotFound:
        return phrase("The name was not found.");
    case ErrorCode::Refused:
        return phrase("The other side refused the connection.");
    case ErrorCode::Unreachable:
        return phrase("Nothing could be reached there.");
    case ErrorCode::Untrusted:
        return phrase("The certificate is not trusted.");
    case ErrorCode::TimedOut:
        return phrase("It took too long to answer.");
    case ErrorCode::Cancelled:
        return phrase("It was stopped.");
    case ErrorCode::TooLarge:
        return phrase("It is too large.");
    case ErrorCode::Unsupported:
        return phrase("This is not supported.");
    case ErrorCode::Corrupt:
        return phrase("The answer could not be read.");
    case ErrorCode::Busy:
        return phrase("Another program is using it.");
    case ErrorCode::StorageFailed:
        return phrase("The disk did not take it.");
    }
    return {};
}

Trouble trouble(const ConnectionState& state)
{
    if (state.standing == Standing::KeyRefused) {
        return keyRefused(state);
    }
    const QString silent = phrase("The gateway did not answer.");
    if (!state.trouble) {
        return state.standing == Standing::Off ? notAnswered(silent, {}) : Trouble();
    }
    switch (state.trouble->code) {
    case ErrorCode::Busy:
        return {.title = phrase("The proxy could not start."),
                .detail
                = phrase("Port %1 is used by another program.", QString::number(state.spec.port)),
                .action = phrase("Use another port"),
                .remedy = Trouble::Remedy::OtherPort,
                .port = state.spec.port};
    case ErrorCode::NotFound:
        return notAnswered(phrase("The gateway did not answer: name not found."),
                           phrase("Check the address."));
    case ErrorCode::Refused:
        return notAnswered(phrase("The gateway refused the connection."),
                           phrase("Check the address and the port."));
    case ErrorCode::TimedOut:
        return notAnswered(phrase("The gateway took too long to answer."), {});
    case ErrorCode::Untrusted:
        return wrongAddress(phrase("The certificate of %1 is not trusted.", state.host),
                            phrase("No calls were sent."));
    case ErrorCode::Unsupported:
        return wrongAddress(phrase("This address cannot be used."),
                            phrase("Pacewatch does not speak this kind of address."));
    case ErrorCode::Invalid:
        return wrongAddress(phrase("This address cannot be used."), state.trouble->detail);
    case ErrorCode::Unreachable:
    case ErrorCode::Corrupt:
        return notAnswered(silent, sentence(state.trouble->code));
    case ErrorCode::Cancelled:
    case ErrorCode::TooLarge:
    case ErrorCode::StorageFailed:
        break;
    }
    return notAnswered(sentence(state.trouble->code), {});
}

} // namespace Pacewatch::Wording
