#include "ui/wording/findings.h"

#include "ui/wording/findingfacts.h"
#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <QStringList>

namespace Pacewatch::Wording {

namespace {

/// From this share on "almost all" is said, "most" below it.
constexpr double AlmostAll = 0.9;

QString someone(Culprit who)
{
    switch (who) {
    case Culprit::Client:
        return phrase("The customer’s client");
    case Culprit::AnotherConsumer:
        return phrase("Somebody else who uses the key");
    case Culprit::Gateway:
        return phrase("The gateway");
    case Culprit::BehindGateway:
        return phrase("What stands behind the gateway");
    case Culprit::Cdn:
        return phrase("A network in front of the gateway");
    case Culprit::Pacewatch:
        return phrase("Pacewatch itself");
    case Culprit::Unknown:
        break;
    }
    return phrase("Nobody we know");
}

QString causesHeadline(const Diagnosis& diagnosis)
{
    const QString who = someone(diagnosis.mainCulprit);
    if (diagnosis.mainRefusals == diagnosis.refused) {
        return diagnosis.refused == 1 ? phrase("%1 causes the one refusal", who)
                                      : phrase("%1 causes all of the refusals", who);
    }
    const double part
        = double(diagnosis.mainRefusals) / double(std::max<qint64>(diagnosis.refused, 1));
    return part >= AlmostAll ? phrase("%1 causes almost all of the refusals", who)
                             : phrase("%1 causes most of the refusals", who);
}

QString unseenSentence(Unseen unseen)
{
    switch (unseen) {
    case Unseen::OtherPrograms:
        return phrase("Calls from other programs are worked out from the headers.");
    case Unseen::SingleCalls:
        return phrase("Single calls of the customer are not visible.");
    case Unseen::LimitHeaders:
        return phrase("The answers do not say what is left.");
    case Unseen::Bodies:
        return phrase("Bodies were not kept, so answers cannot be compared.");
    case Unseen::BeforeTheRange:
        return phrase("Calls before this range may count in its first minute.");
    case Unseen::ServerClock:
        return phrase("The answers carry no date, so resets follow this computer’s clock.");
    case Unseen::DamagedFile:
        return phrase("Some calls could not be read: the file is damaged.");
    }
    return {};
}

QString checkedLimits(const Diagnosis& diagnosis)
{
    QStringList limits;
    for (const Policy& policy : diagnosis.windows) {
        limits.append(limitLine(policy));
    }
    return limits.join(QStringLiteral(", "));
}

/// Why asking for the same again may be right.
QString mayBeRightReason(const Finding& finding)
{
    constexpr double HardlyAnyNews = 0.6;
    const FactsOf facts(finding);
    const Fact* const unchanged = facts.find(Fact::Kind::UnchangedShare);
    if (unchanged == nullptr) {
        return phrase("Whether the answers changed was not seen.");
    }
    if (unchanged->value < HardlyAnyNews) {
        return phrase("Its answers keep changing, so it may have to ask that often.");
    }
    return facts.find(Fact::Kind::NotModifiedShare) != nullptr
        ? phrase("The client keeps the answers and only asks whether they changed.")
        : phrase("It may have to ask that often.");
}

} // namespace

QString headline(const Diagnosis& diagnosis)
{
    switch (diagnosis.headline) {
    case Headline::TooFewCalls:
        return phrase("Too few calls to tell");
    case Headline::NothingRefused:
        return phrase("No refusals in this range");
    case Headline::OneCulprit:
    case Headline::MostlyOne:
        return causesHeadline(diagnosis);
    case Headline::Several:
        return phrase("The refusals have several causes");
    case Headline::NotExplained:
        break;
    }
    return phrase("Most refusals cannot be explained by what was seen");
}

QString totals(const Diagnosis& diagnosis)
{
    const QString span = length(diagnosis.to - diagnosis.from);
    const QString all = count(diagnosis.calls);
    const QString limits = diagnosis.limitsMatch
        ? u' ' + phrase("The gateway’s limits match its documentation.")
        : QString();
    if (diagnosis.calls == 0) {
        return phrase("No calls in this range.");
    }
    if (diagnosis.calls == 1 && (diagnosis.refused > 0 || diagnosis.failed > 0)) {
        return (diagnosis.refused > 0 ? phrase("The one call was refused.")
                                      : phrase("The one call failed, not because of a limit."))
            + limits;
    }
    if (diagnosis.refused == 0 && diagnosis.failed > 0) {
        return counted(diagnosis.failed,
                       "None of %2 calls was refused because of a limit; 1 failed for another "
                       "reason.",
                       "None of %2 calls was refused because of a limit; %1 failed for another "
                       "reason.",
                       all)
            + limits;
    }
    if (diagnosis.refused == 0) {
        return counted(diagnosis.calls, "The one call was allowed.", "%1 calls were all allowed.")
            + limits;
    }
    return counted(diagnosis.refused, "1 of %2 calls was refused in %3.",
                   "%1 of %2 calls were refused in %3.", all, span)
        + limits;
}

QString diagnosedRange(const Diagnosis& diagnosis)
{
    return phrase("%1 to %2", clock(diagnosis.from), clock(diagnosis.to));
}

QString showCallsButton(qint64 number)
{
    return counted(number, "Show 1 call", "Show %1 calls");
}

QString showOnTimeline()
{
    return phrase("Show on timeline");
}

QString changeThisTitle()
{
    return phrase("Change this");
}

QString sayTitle()
{
    return phrase("Say to the customer");
}

QString diagnosing()
{
    return phrase("Looking at the calls");
}

QString lookedAt(double part)
{
    return phrase("Looking at the calls, %1", share(part));
}

QString stopLooking()
{
    return phrase("Stop looking");
}

QString stoppedLooking(bool hasOlder)
{
    return hasOlder ? phrase("Stopped. What is shown was found before.")
                    : phrase("Stopped before all calls were looked at.");
}

QString lookAgain()
{
    return phrase("Look again");
}

QString notLookedAt()
{
    return phrase("Not looked at yet");
}

QString changeRange()
{
    return phrase("Change range");
}

QString includeInReport()
{
    return phrase("Include in the report");
}

QString nothingToShow()
{
    return phrase("Nothing was found that should be changed.");
}

QString callsOfFinding(FindingKind kind, qint64 number)
{
    return counted(number, "1 call of “%2”", "%1 calls of “%2”", findingTitle(kind));
}

QString basis(const ConnectionSpec& spec)
{
    return spec.way == WatchWay::Proxy
        ? phrase("Based on the calls seen through the proxy.")
        : phrase("Based on what the gateway answered every %1.", duration(spec.pollEvery));
}

QString unseenNote(const Diagnosis& diagnosis, const QString& basis)
{
    QStringList sentences;
    if (!basis.isEmpty()) {
        sentences.append(basis);
    } else if (!diagnosis.unseen.contains(Unseen::SingleCalls)) {
        sentences.append(phrase("Based on the calls seen."));
    } else {
        sentences.append(phrase("Based on what the gateway answered when asked."));
    }
    for (const Unseen unseen : diagnosis.unseen) {
        sentences.append(unseenSentence(unseen));
    }
    return sentences.join(u' ');
}

QString groupTitle(FindingGroup group)
{
    return group == FindingGroup::CausesRefusals ? phrase("Causing refusals")
                                                 : phrase("Would lower the load");
}

QString checkedGroupTitle()
{
    return phrase("Checked, nothing found");
}

QString culprit(Culprit who)
{
    switch (who) {
    case Culprit::Client:
        return phrase("Customer’s client");
    case Culprit::AnotherConsumer:
        return phrase("Another consumer");
    case Culprit::Gateway:
        return phrase("Gateway");
    case Culprit::BehindGateway:
        return phrase("Behind the gateway");
    case Culprit::Cdn:
        return phrase("Network in front of it");
    case Culprit::Pacewatch:
        return phrase("Pacewatch");
    case Culprit::Unknown:
        break;
    }
    return phrase("Not explained");
}

QString partShare(qint64 refusals, qint64 all)
{
    return counted(refusals, "1 refusal, %2", "%1 refusals, %2",
                   share(double(refusals) / double(std::max<qint64>(all, 1))));
}

QString sureEvidence(Cause::Sure sure)
{
    switch (sure) {
    case Cause::Sure::Strong:
        return phrase("Strong evidence");
    case Cause::Sure::Likely:
        return phrase("Likely");
    case Cause::Sure::Possible:
        break;
    }
    return phrase("Possible");
}

QString sureReason(const Finding& finding)
{
    const bool isRepeated = finding.kind == FindingKind::FrequentPolls
        || finding.kind == FindingKind::RepeatedFetches;
    if (isRepeated && finding.refusals == 0 && finding.rule == SureRule::Competing) {
        return mayBeRightReason(finding);
    }
    // From this number on what was seen is enough, ui.md 5.3.
    constexpr qint64 Enough = 5;
    switch (finding.rule) {
    case SureRule::SeenOften:
        if (finding.refusals == 0) {
            return counted(finding.times, "Seen once.", "Seen %1 times.");
        }
        return finding.explained < 1
            ? phrase("Seen %1 times. Nothing else explains %2 of its refusals.",
                     count(finding.times), share(finding.explained))
            : phrase("Seen %1 times. Nothing else explains its refusals.", count(finding.times));
    case SureRule::SeenSome:
        if (finding.times >= Enough) {
            return phrase("Seen %1 times, but something else may be part of it.",
                          count(finding.times));
        }
        return counted(finding.times, "Seen once, which is too little to be certain.",
                       "Seen %1 times, which is too little to be certain.");
    case SureRule::WorkedOut:
        return phrase("Worked out from the headers; the calls themselves were not seen.");
    case SureRule::SeenOnce:
        return phrase("Seen only once.");
    case SureRule::Competing:
        break;
    }
    return phrase("Something else would explain it as well.");
}

QString checkedTitle(FindingKind kind)
{
    switch (kind) {
    case FindingKind::LimitDiffers:
        return phrase("Limits match the documentation");
    case FindingKind::Bursts:
        return phrase("No bursts");
    case FindingKind::EarlyRetries:
        return phrase("Waits are kept");
    case FindingKind::SharedQuota:
        return phrase("No use by others was seen");
    case FindingKind::FrequentPolls:
        return phrase("Polls are not too frequent");
    case FindingKind::RepeatedFetches:
        return phrase("Nothing is fetched twice");
    case FindingKind::ClockDifference:
        return phrase("The clocks agree");
    case FindingKind::SingleCreates:
        return phrase("Creates are not sent one by one");
    case FindingKind::LargeBodies:
        return phrase("No body is too large");
    case FindingKind::ForbiddenRetries:
        return phrase("Nothing hopeless is retried");
    case FindingKind::NoBackOff:
        return phrase("Retries slow down");
    case FindingKind::UnspreadLoad:
        return phrase("Calls are spread over the window");
    case FindingKind::TooManyConnections:
        return phrase("Not too many calls at once");
    default:
        break;
    }
    return phrase("Not: %1", findingTitle(kind));
}

QString checkedLine(FindingKind kind, const Diagnosis& diagnosis)
{
    return kind == FindingKind::LimitDiffers ? checkedLimits(diagnosis) : QString();
}

} // namespace Pacewatch::Wording
