#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

namespace Pacewatch::Wording {

namespace {

/// With the culprit in bold, in the order of FindingKind.
QString causeSentence(FindingKind kind)
{
    switch (kind) {
    case FindingKind::Bursts:
        return phrase("*Customer’s client* sends in bursts");
    case FindingKind::EarlyRetries:
        return phrase("*Customer’s client* retries too early");
    case FindingKind::EarlyJitter:
        return phrase("*Customer’s client* cuts waits short");
    case FindingKind::NoBackOff:
        return phrase("*Customer’s client* does not slow down");
    case FindingKind::Lockstep:
        return phrase("*Customer’s client* comes back all at once");
    case FindingKind::UnspreadLoad:
        return phrase("*Customer’s client* uses the limit up at the start");
    case FindingKind::IgnoresRemaining:
        return phrase("*Customer’s client* ignores what is left");
    case FindingKind::TooMuch:
        return phrase("*Customer’s client* makes more calls than fit");
    case FindingKind::WaitKept:
        return phrase("The client keeps the wait");
    case FindingKind::PenaltyKeptFull:
        return phrase("*Customer’s client* keeps the limit full by retries");
    case FindingKind::ClockDifference:
        return phrase("*The clocks* differ");
    case FindingKind::TooManyConnections:
        return phrase("*Customer’s client* makes too many calls at once");
    case FindingKind::SharedQuota:
        return phrase("*Someone else* uses the key");
    case FindingKind::LimitDiffers:
        return phrase("*The real limit* is lower than documented");
    case FindingKind::BehindGateway:
        return phrase("*What stands behind the gateway* refuses");
    case FindingKind::Cdn:
        return phrase("*A network in front* refuses");
    case FindingKind::RefusedByUs:
        return phrase("*Pacewatch itself* refuses");
    case FindingKind::OwnSends:
        return phrase("*Test sends* use up the calls");
    case FindingKind::FrequentPolls:
        return phrase("*Customer’s client* polls too often");
    case FindingKind::RepeatedFetches:
        return phrase("*Customer’s client* asks for the same again");
    case FindingKind::SingleCreates:
        return phrase("*Customer’s client* creates one by one");
    case FindingKind::LargeBodies:
        return phrase("*Customer’s client* sends bodies that are too large");
    case FindingKind::ForbiddenRetries:
        return phrase("*Customer’s client* retries what cannot succeed");
    }
    return {};
}

} // namespace

Sentence causeLine(const ConnectionState& state)
{
    if (state.cause.kind) {
        return emphasised(state.cause.isOneOfSeveral ? phrase("The refusals have *several causes*")
                                                     : causeSentence(*state.cause.kind));
    }
    const bool isSilent = state.standing == Standing::Quiet && state.isWatching;
    return isSilent && state.lastCall ? emphasised(phrase("Is the program still running?"))
                                      : Sentence();
}

Icon causeIcon(const ConnectionState& state)
{
    if (!state.cause.kind) {
        return Icon::Plug;
    }
    if (state.cause.isOneOfSeveral) {
        return Icon::Stack;
    }
    switch (*state.cause.kind) {
    case FindingKind::SharedQuota:
        return Icon::Users;
    case FindingKind::LimitDiffers:
    case FindingKind::ClockDifference:
        return Icon::Drift;
    case FindingKind::WaitKept:
        return Icon::Check;
    case FindingKind::OwnSends:
        return Icon::Send;
    case FindingKind::BehindGateway:
        return Icon::Server;
    case FindingKind::Cdn:
    case FindingKind::RefusedByUs:
        return Icon::Shield;
    default:
        break;
    }
    return Icon::User; // all others are habits of the customer's client
}

} // namespace Pacewatch::Wording
