#include "ui/wording/findingfacts.h"
#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"
#include "ui/wording/report.h"

#include <algorithm>

namespace Pacewatch::Wording {

using namespace Qt::StringLiterals;

// What a report says of each finding, above all to a customer.

namespace {

/// What is asked for; of one sort a report asks once.
enum class ChangeSort
{
    Pace,
    Wait,
    Repeats,
    Other,
};

ChangeSort sortOf(FindingKind kind)
{
    switch (kind) {
    case FindingKind::Bursts:
    case FindingKind::UnspreadLoad:
    case FindingKind::IgnoresRemaining:
    case FindingKind::WaitKept:
        return ChangeSort::Pace;
    case FindingKind::EarlyRetries:
    case FindingKind::PenaltyKeptFull:
        return ChangeSort::Wait;
    case FindingKind::FrequentPolls:
    case FindingKind::RepeatedFetches:
        return ChangeSort::Repeats;
    default:
        break;
    }
    return ChangeSort::Other;
}

/// With the slowest pace that any finding of @p findings asks for: who keeps that keeps them all.
Finding asSlowAsAll(Finding finding, const QList<Finding>& findings)
{
    for (const Finding& other : findings) {
        const bool isSlower
            = sortOf(other.kind) == ChangeSort::Pace && other.advice.every > finding.advice.every;
        if (isSlower) {
            finding.advice.every = other.advice.every;
            finding.advice.perSecond = other.advice.perSecond;
        }
        if (finding.advice.bulkPath.isEmpty() && sortOf(other.kind) == ChangeSort::Pace) {
            finding.advice.bulkPath = other.advice.bulkPath;
        }
    }
    return finding;
}

QString pleaOf(const Finding& finding)
{
    const CustomerWords words = customerWords(finding);
    return words.alone.isEmpty() ? words.plea : words.alone;
}

QString titleOfCreates(const Finding& finding)
{
    const QString things = createdThings(finding.method, finding.path);
    return things.isEmpty() ? phrase("Entries are created one by one")
                            : phrase("%1 are created one by one", capitalised(things));
}

/// By @p named where the path says what is asked for.
QString titleOfLookups(const Finding& finding, const char* named, const char* nameless)
{
    const QString things = namedThings(finding.path);
    return things.isEmpty() ? phrase(nameless) : phrase(named, capitalised(things));
}

QString titleOfBursts(const Finding& finding)
{
    const QString things = createdThings(finding.method, finding.path);
    if (things.isEmpty()) {
        return phrase("Calls come in bursts");
    }
    return things == "messages"_L1 ? phrase("Messages are sent in bursts")
                                   : phrase("%1 are created in bursts", capitalised(things));
}

QString burstSentence(const Finding& finding)
{
    const FactsOf facts(finding);
    const QString each = calls(qRound64(facts.value(Fact::Kind::CallsEach)));
    const QString length = roughly(facts.span(Fact::Kind::Length));
    const Duration apart = facts.span(Fact::Kind::Distance);
    return apart > Duration::zero()
        ? phrase("Every %1 about %2 reach our gateway within %3. The even distance points to a "
                 "scheduled job.",
                 duration(apart), each, length)
        : counted(finding.times, "Once about %2 reached our gateway within %3.",
                  "%1 times about %2 reached our gateway within %3, at uneven distances.", each,
                  length);
}

QString earlySentence(const Finding& finding)
{
    const FactsOf facts(finding);
    QStringList text;
    text.append(phrase("Our gateway asked to wait %1. The calls usually came back after %2.",
                       duration(facts.span(Fact::Kind::MedianWait)),
                       roughly(facts.span(Fact::Kind::MedianGap))));
    if (const Fact* again = facts.find(Fact::Kind::RefusedAgain)) {
        text.append(againText(*again));
    }
    return text.join(u' ');
}

/// For kinds that are told to a customer in the same words as on the phone; empty otherwise.
QString customerSentence(const Finding& finding)
{
    const FactsOf facts(finding);
    switch (finding.kind) {
    case FindingKind::Bursts:
        return burstSentence(finding);
    case FindingKind::EarlyRetries:
    case FindingKind::EarlyJitter:
        return earlySentence(finding);
    case FindingKind::NoBackOff:
        return phrase("Refused calls are repeated again and again, no later each time. One call "
                      "was tried %1 times.",
                      count(facts.count(Fact::Kind::MostTries)));
    case FindingKind::Lockstep:
        return phrase("After a wait about %1 come back at the same instant. That is more than our "
                      "gateway accepts, so most are refused again.",
                      calls(qRound64(facts.value(Fact::Kind::CallsEach))));
    case FindingKind::UnspreadLoad:
        return finding.window
            ? phrase("The whole %1 is used up in its first %2. Until it ends, all further calls "
                     "are refused. Evenly spread they would fit.",
                     windowNoun(*finding.window), roughly(facts.span(Fact::Kind::FillTime)))
            : QString();
    case FindingKind::IgnoresRemaining:
        return phrase("Each answer says how many calls are left. Your system goes on at the same "
                      "pace until none is, and the next calls are refused.");
    case FindingKind::WaitKept:
        return phrase("Your system runs into the limit and then waits as it was asked to. No call "
                      "is lost, but each of these waits takes time.");
    case FindingKind::PenaltyKeptFull:
        return phrase("Our gateway counts refused calls too. The retries keep the limit reached, "
                      "so that your system is refused even when it calls slowly.");
    default:
        break;
    }
    return {};
}

} // namespace

QString reportFindingTitle(const Finding& finding, ReportReader reader)
{
    if (reader != ReportReader::Customer) {
        return findingTitle(finding.kind);
    }
    switch (finding.kind) {
    case FindingKind::Bursts:
        return titleOfBursts(finding);
    case FindingKind::EarlyRetries:
        return phrase("Retries come too early");
    case FindingKind::EarlyJitter:
        return phrase("Some retries come a little too early");
    case FindingKind::NoBackOff:
        return phrase("Retries do not slow down");
    case FindingKind::Lockstep:
        return phrase("Retries come back all at once");
    case FindingKind::UnspreadLoad:
        return phrase("The limit is used up at the start");
    case FindingKind::IgnoresRemaining:
        return phrase("What is left is not watched");
    case FindingKind::TooMuch:
        return phrase("More calls are made than fit");
    case FindingKind::WaitKept:
        return phrase("The limit is reached, then waited for");
    case FindingKind::PenaltyKeptFull:
        return phrase("Retries keep the limit reached");
    case FindingKind::SharedQuota:
        return phrase("Something else uses the same key");
    case FindingKind::LimitDiffers:
        return phrase("The limit differs from our documentation");
    case FindingKind::BehindGateway:
        return phrase("Refused behind our gateway");
    case FindingKind::Cdn:
        return phrase("Refused in front of our gateway");
    case FindingKind::RefusedByUs:
    case FindingKind::OwnSends:
        return phrase("Refusals of our own tests");
    case FindingKind::FrequentPolls:
        return titleOfLookups(finding, "%1 are asked for too often",
                              "The same thing is asked for too often");
    case FindingKind::RepeatedFetches:
        return titleOfLookups(finding, "%1 are asked for again",
                              "The same thing is asked for again");
    case FindingKind::SingleCreates:
        return titleOfCreates(finding);
    case FindingKind::LargeBodies:
        return phrase("Some calls are too large");
    case FindingKind::ForbiddenRetries:
        return phrase("Calls that cannot succeed are repeated");
    case FindingKind::ClockDifference:
    case FindingKind::TooManyConnections:
        break;
    }
    return findingTitle(finding.kind);
}

QStringList reportParagraphs(const Finding& finding, ReportReader reader)
{
    switch (reader) {
    case ReportReader::Customer: {
        const QString own = customerSentence(finding);
        return {own.isEmpty() ? asRead(customerWords(finding).what) : own};
    }
    case ReportReader::Developer:
        return {asRead(findingText(finding))};
    case ReportReader::Team:
        return {asRead(findingText(finding)),
                phrase("Say to the customer: “%1”", asRead(sayToCustomer(finding)))};
    }
    return {};
}

QString reportSure(const Finding& finding, ReportReader reader)
{
    // A customer knows calls and counts, no headers.
    const QString reason = reader == ReportReader::Customer && finding.rule == SureRule::WorkedOut
        ? phrase("Worked out from what our gateway counted; the calls themselves were not seen.")
        : asRead(sureReason(finding));
    return reader == ReportReader::Team
        ? phrase("%1. %2. %3", culprit(finding.who), sureEvidence(finding.sure), reason)
        : phrase("%1. %2", sureEvidence(finding.sure), reason);
}

QString alsoInShort(FindingKind kind)
{
    switch (kind) {
    case FindingKind::EarlyRetries:
        return phrase("Your system then tries again before the requested wait is over.");
    case FindingKind::EarlyJitter:
        return phrase("Some retries come a little before the requested wait is over.");
    case FindingKind::NoBackOff:
        return phrase("Your system then repeats refused calls without slowing down.");
    case FindingKind::Lockstep:
        return phrase("After a wait it sends everything at once.");
    case FindingKind::SharedQuota:
        return phrase("Something else uses the same key as well.");
    default:
        break;
    }
    return {};
}

std::optional<ReportFigure> reportFigure(const Finding& finding)
{
    const FactsOf facts(finding);
    if (finding.kind == FindingKind::Bursts) {
        const Duration apart = facts.span(Fact::Kind::Distance);
        return ReportFigure{count(finding.times),
                            apart > Duration::zero()
                                ? phrase("bursts, one every %1", duration(apart))
                                : counted(finding.times, "burst of %2", "bursts of about %2",
                                          calls(qRound64(facts.value(Fact::Kind::CallsEach))))};
    }
    const bool isEarly
        = finding.kind == FindingKind::EarlyRetries || finding.kind == FindingKind::EarlyJitter;
    if (const Fact* again = facts.find(Fact::Kind::RefusedAgain); isEarly && again != nullptr) {
        const qint64 early = qRound64(again->value);
        return ReportFigure{count(early), counted(early, "retry too early", "retries too early")};
    }
    // Of the others, what says something without the rest of its finding.
    switch (finding.kind) {
    case FindingKind::SharedQuota:
        if (const Fact* foreign = facts.find(Fact::Kind::ForeignPerMinute)) {
            return ReportFigure{foreignRate(*foreign),
                                foreign->isAtLeast
                                    ? phrase("calls a minute at least, from elsewhere")
                                    : phrase("calls a minute from elsewhere")};
        }
        break;
    case FindingKind::FrequentPolls:
    case FindingKind::RepeatedFetches:
        return ReportFigure{rateNumber(facts.value(Fact::Kind::PerMinute)),
                            phrase("calls a minute for the same")};
    default:
        break;
    }
    return std::nullopt;
}

QStringList reportChanges(const QList<Finding>& findings, ReportReader reader)
{
    QStringList changes;
    QList<ChangeSort> asked;
    bool hasBulk = false;
    for (const Finding& each : findings) {
        const ChangeSort sort = sortOf(each.kind);
        const bool isAsked = sort != ChangeSort::Other && asked.contains(sort);
        if (isAsked || (each.kind == FindingKind::SingleCreates && hasBulk)) {
            continue;
        }
        asked.append(sort);
        const Finding finding = sort == ChangeSort::Pace ? asSlowAsAll(each, findings) : each;
        hasBulk = hasBulk || (sort == ChangeSort::Pace && !finding.advice.bulkPath.isEmpty());
        const QString change
            = asRead(reader == ReportReader::Customer ? pleaOf(finding) : changeThis(finding));
        if (!change.isEmpty() && !changes.contains(change)) {
            changes.append(change);
        }
    }
    return changes;
}

QString notExplained(qint64 refusals, qint64 all)
{
    return refusals == all
        ? phrase("What was seen does not explain the refusals.")
        : counted(refusals, "1 of the %2 refusals is not explained by what was seen.",
                  "%1 of the %2 refusals are not explained by what was seen.", count(all));
}

} // namespace Pacewatch::Wording
