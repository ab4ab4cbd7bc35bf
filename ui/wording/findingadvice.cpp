#include "ui/wording/findingfacts.h"
#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <cmath>

namespace Pacewatch::Wording {

namespace {

QString bulk(const Finding& finding)
{
    // A word joiner after each slash, or the path is broken there.
    return QString::fromUtf8(finding.advice.bulkPath).replace(u'/', QStringLiteral("/\u2060"));
}

/// What is asked for again and again.
QString asked(const Finding& finding)
{
    return finding.path.isEmpty() ? phrase("the same") : QString::fromUtf8(finding.path);
}

/// "8 a second", without a decimal that says nothing.
QString paceText(double perSecond)
{
    return perSecond == std::floor(perSecond)
        ? phrase("%1 a second", count(std::llround(perSecond)))
        : rate(perSecond);
}

/// "contacts", or "them" where the path does not say what is made.
QString thingsOr(const Finding& finding)
{
    const QString things = createdThings(finding.method, finding.path);
    return things.isEmpty() ? phrase("them") : things;
}

QString paceAdvice(const Finding& finding)
{
    if (finding.advice.perSecond <= 0) {
        return phrase("Spread the calls evenly, and stay below the limit.");
    }
    const QString pace = finding.advice.every > Duration::zero()
        ? phrase("Send at most %1, one every %2.", paceText(finding.advice.perSecond),
                 duration(finding.advice.every))
        : phrase("Send at most %1.", paceText(finding.advice.perSecond));
    return finding.advice.bulkPath.isEmpty()
        ? pace
        : pace + u' ' + phrase("Or create %1 together with %2.", thingsOr(finding), bulk(finding));
}

QString waitAdvice(const Finding& finding)
{
    return finding.advice.wait > Duration::zero()
        ? phrase("After a refusal, wait as long as Retry-After says, usually %1, and never less. "
                 "Hold back all calls of the key meanwhile, not only the refused one.",
                 duration(finding.advice.wait))
        : phrase("After a refusal, wait as long as Retry-After says, and never less. Hold back all "
                 "calls of the key meanwhile, not only the refused one.");
}

/// "one call every 125 ms", or a request without numbers.
QString pacePlea(const Finding& finding)
{
    const bool hasBulk = !finding.advice.bulkPath.isEmpty();
    if (finding.advice.every <= Duration::zero()) {
        return hasBulk ? phrase("Please use the bulk call, or spread the calls evenly.")
                       : phrase("Please spread the calls evenly.");
    }
    const QString every = duration(finding.advice.every);
    return hasBulk ? phrase("Please use the bulk call, or one call every %1.", every)
                   : phrase("Please make at most one call every %1.", every);
}

/// The same where nothing says before what is put together.
QString pacePleaAlone(const Finding& finding)
{
    if (finding.advice.bulkPath.isEmpty()) {
        return {};
    }
    return finding.advice.every <= Duration::zero()
        ? phrase("Please create %1 with the bulk call, or spread the calls evenly.",
                 thingsOr(finding))
        : phrase("Please create %1 with the bulk call, or make at most one call every %2.",
                 thingsOr(finding), duration(finding.advice.every));
}

QString accepts(const Finding& finding)
{
    return finding.window
        ? phrase("Our gateway accepts %1 and refuses the rest.", callsAllowed(*finding.window))
        : phrase("Our gateway refuses what is over its limit.");
}

CustomerWords burstWords(const Finding& finding)
{
    const FactsOf facts(finding);
    const QString doing = doingOf(finding, qRound64(facts.value(Fact::Kind::CallsEach)));
    const Duration apart = facts.span(Fact::Kind::Distance);
    const QString what = apart > Duration::zero()
        ? phrase("Your system %1 at once, every %2.", doing, duration(apart))
        : phrase("Now and then your system %1 at once.", doing);
    return {what + u' ' + accepts(finding), pacePlea(finding), pacePleaAlone(finding)};
}

CustomerWords retryWords(const Finding& finding)
{
    const QString wait = finding.advice.wait > Duration::zero()
        ? phrase("usually %1", duration(finding.advice.wait))
        : phrase("in seconds");
    const QString words = FactsOf(finding).count(Fact::Kind::RefusedAgain) == 0
            && finding.kind != FindingKind::PenaltyKeptFull
        ? phrase("When our gateway refuses a call, its answer says how long to wait, %1. Your "
                 "system comes back sooner.",
                 wait)
        : phrase("When our gateway refuses a call, its answer says how long to wait, %1. Your "
                 "system comes back sooner and is refused again.",
                 wait);
    return {words, phrase("Please keep the wait, for all calls."),
            finding.advice.wait > Duration::zero()
                ? phrase("After a refusal, please wait as long as the answer says (%1) before any "
                         "other call.",
                         wait)
                : phrase("After a refusal, please wait as long as the answer says before any other "
                         "call.")};
}

CustomerWords sharedWords(const Finding& finding)
{
    const Fact* foreign = FactsOf(finding).find(Fact::Kind::ForeignPerMinute);
    const QString number = foreign != nullptr ? foreignRate(*foreign) : missing();
    return {foreign != nullptr && foreign->isAtLeast
                ? phrase("Besides the system we looked at, something else uses the same key, at "
                         "least %1 calls a minute.",
                         number)
                : phrase("Besides the system we looked at, something else uses the same key, about "
                         "%1 calls a minute.",
                         number),
            phrase("Please check which other programs use this key, or ask us for a key of their "
                   "own.")};
}

/// "80 a minute": the limit that is granted, with its window where that is known.
QString limitInForce(const Finding& finding)
{
    if (!finding.window) {
        return count(finding.advice.limit);
    }
    Policy inForce = *finding.window;
    inForce.limit = finding.advice.limit;
    return callsAllowed(inForce);
}

QString createWords(const Finding& finding)
{
    const QString things = createdThings(finding.method, finding.path);
    return things.isEmpty()
        ? phrase("Your system creates entries one by one. Our bulk call takes many at once and "
                 "counts as one.")
        : phrase("Your system creates %1 one by one. Our bulk call takes many at once and counts "
                 "as one.",
                 things);
}

CustomerWords pollWords(const Finding& finding)
{
    const FactsOf facts(finding);
    const QString gap = roughly(facts.span(Fact::Kind::MedianGap));
    // Shown rounded: half of them are not most, and neither is a hair more.
    constexpr double Most = 0.6;
    const bool isMost = facts.value(Fact::Kind::UnchangedShare) >= Most;
    const QString named = namedThings(finding.path);
    const QString things = named.isEmpty() ? phrase("the same thing") : phrase("the %1", named);
    return {isMost
                ? phrase("Your system asks for %1 every %2. Most answers change nothing, but each "
                         "call counts.",
                         things, gap)
                : phrase("Your system asks for %1 every %2, and each call counts.", things, gap),
            phrase("Please ask for %1 less often, or keep the answer for a while.", things)};
}

} // namespace

QString changeThis(const Finding& finding)
{
    switch (finding.kind) {
    case FindingKind::Bursts:
    case FindingKind::UnspreadLoad:
    case FindingKind::IgnoresRemaining:
        return paceAdvice(finding);
    case FindingKind::EarlyRetries:
    case FindingKind::PenaltyKeptFull:
        return waitAdvice(finding);
    case FindingKind::EarlyJitter:
        return phrase("Add the random part to the wait, never take it away.");
    case FindingKind::NoBackOff:
        return phrase("Wait longer after each refusal, 1, 2, 4, 8 seconds, and never less than "
                      "Retry-After says. Give up after three retries.");
    case FindingKind::Lockstep:
        return phrase("After a wait, send one call first. When it is accepted, send the others "
                      "spread over the next window.");
    case FindingKind::TooMuch:
        return finding.advice.bulkPath.isEmpty()
            ? phrase("Make fewer calls, spread them over a longer time, or ask for a higher limit.")
            : phrase("Put calls together with %1, spread them over a longer time, or ask for a "
                     "higher limit.",
                     bulk(finding));
    case FindingKind::WaitKept:
        return paceAdvice(finding);
    case FindingKind::ClockDifference:
        return phrase("Take the time from the Date field of the answer, or count the seconds of "
                      "Retry-After from its arrival.");
    case FindingKind::TooManyConnections:
        return phrase("Make fewer calls at the same time.");
    case FindingKind::SharedQuota:
        return phrase(
            "Find out who else uses the key, and give each program a key of its own. Plan "
            "with what the headers say is left.");
    case FindingKind::LimitDiffers:
        return phrase("Plan with %1, and follow the headers.", limitInForce(finding));
    case FindingKind::BehindGateway:
        return phrase("Slow down for this kind of message. The gateway cannot change this limit.");
    case FindingKind::Cdn:
        return phrase("Ask who runs that network why it refuses, with the time and the address of "
                      "the caller.");
    case FindingKind::RefusedByUs:
        return phrase("Choose “watch” or “pace” for this connection.");
    case FindingKind::OwnSends:
        return phrase("Lower the pace of the send queue, or keep more free for the customer.");
    case FindingKind::FrequentPolls:
        return finding.advice.every > Duration::zero()
            ? phrase("Ask for %1 at most every %2, or let the gateway call back.", asked(finding),
                     duration(finding.advice.every))
            : phrase("Ask for %1 less often, or let the gateway call back.", asked(finding));
    case FindingKind::RepeatedFetches:
        return FactsOf(finding).find(Fact::Kind::NotModifiedShare) != nullptr
            ? phrase("Keep the answer of %1 for a while before asking whether it changed.",
                     asked(finding))
            : phrase("Keep the answer of %1 for a while, or ask only for what changed.",
                     asked(finding));
    case FindingKind::SingleCreates:
        return phrase("Collect %1 and create them together with %2.",
                      thingsOr(finding) == phrase("them") ? phrase("the entries")
                                                          : thingsOr(finding),
                      bulk(finding));
    case FindingKind::LargeBodies:
        return phrase("Send less in one call, or upload the file and send its address.");
    case FindingKind::ForbiddenRetries:
        return phrase("Do not repeat these calls. Show the error to somebody who can correct it.");
    }
    return {};
}

CustomerWords customerWords(const Finding& finding)
{
    switch (finding.kind) {
    case FindingKind::Bursts:
        return burstWords(finding);
    case FindingKind::EarlyRetries:
    case FindingKind::EarlyJitter:
    case FindingKind::NoBackOff:
    case FindingKind::PenaltyKeptFull:
        return retryWords(finding);
    case FindingKind::Lockstep:
        return {phrase("After a wait your system sends everything at once and is refused again."),
                phrase("After a wait, please start with one call and spread the others.")};
    case FindingKind::UnspreadLoad:
    case FindingKind::IgnoresRemaining:
    case FindingKind::WaitKept:
        return {phrase("Your system uses the limit up quickly and then has to wait.") + u' '
                    + accepts(finding),
                pacePlea(finding), pacePleaAlone(finding)};
    case FindingKind::TooMuch:
        return {phrase("Your system needs more calls than its plan allows.") + u' '
                    + accepts(finding),
                phrase("Please put calls together, or talk to us about a higher limit.")};
    case FindingKind::ClockDifference:
        return {
            phrase("The clock of your system differs from ours by %1.",
                   duration(std::chrono::abs(FactsOf(finding).span(Fact::Kind::Ahead)))),
            phrase("Please count the seconds that an answer asks to wait, not the time of day.")};
    case FindingKind::TooManyConnections:
        return {phrase("Your system makes %1 calls at the same time.",
                       count(FactsOf(finding).count(Fact::Kind::AtOnce))),
                phrase("Please make fewer calls at the same time.")};
    case FindingKind::SharedQuota:
        return sharedWords(finding);
    case FindingKind::LimitDiffers:
        return {phrase("The limit in force is %1, not what our documentation says. We will look "
                       "into it.",
                       limitInForce(finding)),
                phrase("Until then please plan with %1.", limitInForce(finding))};
    case FindingKind::BehindGateway:
        return {phrase("These calls were within our limits. WhatsApp itself refused them because "
                       "too much was sent."),
                phrase("Please send these messages more slowly.")};
    case FindingKind::Cdn:
        return {phrase("These calls did not reach our gateway; a network in front of it refused "
                       "them. We are looking into it."),
                {}};
    case FindingKind::RefusedByUs:
    case FindingKind::OwnSends:
        return {phrase("These refusals come from our own tests. Your system did not cause them."),
                {}};
    case FindingKind::FrequentPolls:
    case FindingKind::RepeatedFetches:
        return pollWords(finding);
    case FindingKind::SingleCreates:
        return {createWords(finding), phrase("Please use the bulk call."),
                phrase("Please create %1 with the bulk call.", thingsOr(finding))};
    case FindingKind::LargeBodies:
        return {phrase("Some calls carry %1, more than our gateway takes.",
                       size(FactsOf(finding).count(Fact::Kind::LargestBody))),
                phrase("Please send less in one call.")};
    case FindingKind::ForbiddenRetries:
        return {phrase("Your system repeats calls that were answered with an error (%1). They "
                       "cannot succeed.",
                       QString::number(FactsOf(finding).count(Fact::Kind::Status))),
                phrase("Please correct them instead of repeating them.")};
    }
    return {};
}

QString sayToCustomer(const Finding& finding)
{
    const CustomerWords words = customerWords(finding);
    return words.plea.isEmpty() ? words.what : phrase("%1 %2", words.what, words.plea);
}

} // namespace Pacewatch::Wording
