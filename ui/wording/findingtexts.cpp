#include "ui/wording/findingfacts.h"
#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <QStringList>

namespace Pacewatch::Wording {

using namespace Qt::StringLiterals;

namespace {

/// "10 a second"; without a window what stands for it.
QString allowed(const Finding& finding)
{
    return finding.window ? limitLine(*finding.window) : phrase("fewer");
}

QString noun(const Finding& finding)
{
    return finding.window ? windowNoun(*finding.window) : phrase("window");
}

QString burstText(const Finding& finding)
{
    const FactsOf facts(finding);
    const Duration apart = facts.span(Fact::Kind::Distance);
    const QString length = lengthOf(facts.span(Fact::Kind::Length));
    const QString doing = doingOf(finding, qRound64(facts.value(Fact::Kind::CallsEach)));
    QStringList text;
    text.append(apart > Duration::zero()
                    ? phrase("Every %1 the client %2 %3.", duration(apart), doing, length)
                    : counted(finding.times, "Once the client %2 %3.",
                              "%1 times, at uneven distances, the client %2 %3.", doing, length));
    text.append(phrase("The gateway allows %1, so the rest are refused.", allowed(finding)));
    if (apart > Duration::zero()) {
        text.append(phrase("Spread over the %1, the same calls need %2.", duration(apart),
                           rate(facts.value(Fact::Kind::CallsEach) / toSeconds(apart))));
    }
    return text.join(u' ');
}

QString earlyText(const Finding& finding)
{
    const FactsOf facts(finding);
    QStringList text;
    text.append(phrase("Refused calls come back after %1, though the gateway asked to wait %2.",
                       roughly(facts.span(Fact::Kind::MedianGap)),
                       duration(facts.span(Fact::Kind::MedianWait))));
    const double kept = facts.value(Fact::Kind::KeptShare);
    text.append(kept > 0 ? phrase("Of its waits %1 were kept.", share(kept))
                         : phrase("None of its waits was kept."));
    if (const Fact* again = facts.find(Fact::Kind::RefusedAgain)) {
        text.append(againText(*again));
    }
    return text.join(u' ');
}

/// What Meta means by @p code (Cloud API, error codes); empty for one that is not known.
QString metaMeaning(qint64 code)
{
    switch (code) {
    case 4:
        return phrase("too many calls of one app");
    case 80007:
    case 80008:
        return phrase("too many calls of one WhatsApp account");
    case 130429:
        return phrase("too many messages a second from one number");
    case 131048:
        return phrase("too many messages of this number were marked as spam");
    case 131056:
        return phrase("too many messages to the same recipient");
    default:
        break;
    }
    return {};
}

QString behindText(const Finding& finding)
{
    QStringList codes;
    for (const Fact& fact : finding.facts) {
        if (fact.kind == Fact::Kind::Status) {
            const QString code = QString::number(fact.count);
            const QString meaning = metaMeaning(fact.count);
            codes.append(meaning.isEmpty() ? code : phrase("%1 (%2)", code, meaning));
        }
    }
    const QString last = codes.isEmpty() ? QString() : codes.takeLast();
    const QString told = codes.isEmpty() ? phrase("code %1", last)
                                         : phrase("codes %1 and %2", codes.join(u", "_s), last);
    return phrase("The gateway took the calls, but what stands behind it refused them with %1. The "
                  "limits of the gateway itself were not reached.",
                  told);
}

QString sharedText(const Finding& finding)
{
    const FactsOf facts(finding);
    const Fact* foreign = facts.find(Fact::Kind::ForeignPerMinute);
    QStringList text;
    if (foreign != nullptr && foreign->isAtLeast) {
        text.append(phrase("At least %1 calls a minute do not come from the program we watched. "
                           "There may be more, which this gateway’s way of counting hides.",
                           foreignRate(*foreign)));
    } else if (foreign != nullptr) {
        text.append(foreign->high > foreign->low
                        ? phrase("About %1 calls a minute, between %2 and %3, do not come from the "
                                 "program we watched.",
                                 rateNumber(foreign->value), rateNumber(foreign->low),
                                 rateNumber(foreign->high))
                        : phrase("About %1 calls a minute do not come from the program we "
                                 "watched.",
                                 rateNumber(foreign->value)));
    }
    text.append(phrase("They count against the same key, so less is left than the client "
                       "expects."));
    return text.join(u' ');
}

QString differsText(const Finding& finding)
{
    const FactsOf facts(finding);
    QString text = phrase("The gateway grants %1 calls a %2, documented are %3.",
                          count(facts.count(Fact::Kind::Observed)), noun(finding),
                          count(facts.count(Fact::Kind::Documented)));
    if (!finding.edition.isEmpty()) {
        text += u' ' + phrase("That is what another edition of the documentation says.");
    }
    return text;
}

QString unspreadText(const Finding& finding)
{
    const FactsOf facts(finding);
    return phrase("The client uses up the whole %1 in its first %2. Until the %1 ends, all further "
                  "calls are refused. Evenly spread they would fit.",
                  noun(finding), roughly(facts.span(Fact::Kind::FillTime)));
}

QString tooMuchText(const Finding& finding)
{
    const FactsOf facts(finding);
    return phrase("The client needs about %1 calls a %2. The gateway allows %3, so some are "
                  "refused however they are spread.",
                  count(qRound64(facts.value(Fact::Kind::Demand))), noun(finding),
                  allowed(finding));
}

QString clockText(const Finding& finding)
{
    const Duration ahead = FactsOf(finding).span(Fact::Kind::Ahead);
    return ahead >= Duration::zero()
        ? phrase("The gateway’s clock is %1 ahead. A client that goes by its own clock comes back "
                 "at the wrong time and is refused.",
                 duration(ahead))
        : phrase("The gateway’s clock is %1 behind. A client that goes by its own clock comes "
                 "back too early and is refused.",
                 duration(-ahead));
}

QString pollText(const Finding& finding)
{
    const FactsOf facts(finding);
    const QString what
        = finding.path.isEmpty() ? phrase("the same") : QString::fromUtf8(finding.path);
    QStringList text;
    text.append(phrase("The client asks for %1 every %2.", what,
                       roughly(facts.span(Fact::Kind::MedianGap))));
    if (const Fact* unchanged = facts.find(Fact::Kind::UnchangedShare)) {
        text.append(phrase("Of the answers %1 changed nothing.", share(unchanged->value)));
    }
    if (const Fact* part = facts.find(Fact::Kind::ShareOfQuota)) {
        text.append(phrase("That takes %1 of the limit.", share(part->value)));
    }
    return text.join(u' ');
}

QString createsText(const Finding& finding)
{
    const FactsOf facts(finding);
    QStringList text;
    const QString number = count(facts.count(Fact::Kind::Times));
    const QString things = createdThings(finding.method, finding.path);
    text.append(things.isEmpty() ? phrase("The client created %1 entries one by one.", number)
                                 : phrase("The client created %1 %2 one by one.", number, things));
    if (!finding.advice.bulkPath.isEmpty()) {
        text.append(phrase("One call to %1 would take them together.",
                           QString::fromUtf8(finding.advice.bulkPath)));
    }
    return text.join(u' ');
}

} // namespace

QString doingOf(const Finding& finding, qint64 number)
{
    const QString things = createdThings(finding.method, finding.path);
    if (things.isEmpty()) {
        return phrase("makes about %1", calls(number));
    }
    return things == QLatin1String("messages")
        ? phrase("sends about %1 messages", count(number))
        : phrase("creates about %1 %2", count(number), things);
}

QString lengthOf(Duration length)
{
    constexpr Duration Second = std::chrono::seconds(1);
    if (length < std::chrono::milliseconds(1)) {
        return phrase("at the same instant");
    }
    return length > Second * 19 / 20 && length <= Second * 21 / 20
        ? phrase("within one second")
        : phrase("within %1", roughly(length));
}

QString findingText(const Finding& finding)
{
    const FactsOf facts(finding);
    switch (finding.kind) {
    case FindingKind::Bursts:
        return burstText(finding);
    case FindingKind::EarlyRetries:
        return earlyText(finding);
    case FindingKind::EarlyJitter:
        return phrase(
            "The client waits about as long as it was asked to, but now and then a little "
            "less. Those calls come before the wait is over and are refused again.");
    case FindingKind::NoBackOff:
        return phrase("Refused calls are repeated again and again, no later each time. One call "
                      "was tried %1 times.",
                      count(facts.count(Fact::Kind::MostTries)));
    case FindingKind::Lockstep:
        return phrase(
            "After a wait about %1 calls come back at the same instant. Together they are "
            "more than the gateway allows, so most are refused again.",
            count(qRound64(facts.value(Fact::Kind::CallsEach))));
    case FindingKind::UnspreadLoad:
        return unspreadText(finding);
    case FindingKind::IgnoresRemaining:
        return phrase(
            "Each answer says how much is left. The client goes on at the same pace until "
            "nothing is, and the next calls are refused.");
    case FindingKind::TooMuch:
        return tooMuchText(finding);
    case FindingKind::WaitKept:
        return phrase(
            "The client runs into the limit and then waits as it was asked to. No call is "
            "lost, but each of these waits takes time.");
    case FindingKind::PenaltyKeptFull:
        return phrase("The gateway counts refused calls too. The retries keep the %1 full, so the "
                      "client is refused even when it calls slowly.",
                      noun(finding));
    case FindingKind::ClockDifference:
        return clockText(finding);
    case FindingKind::TooManyConnections:
        return phrase("Up to %1 calls were under way at the same time. The gateway refuses what is "
                      "more than it takes at once.",
                      count(facts.count(Fact::Kind::AtOnce)));
    case FindingKind::SharedQuota:
        return sharedText(finding);
    case FindingKind::LimitDiffers:
        return differsText(finding);
    case FindingKind::BehindGateway:
        return behindText(finding);
    case FindingKind::Cdn:
        return phrase("A network in front of the gateway refused the calls. The gateway never saw "
                      "them, and its limits do not count them.");
    case FindingKind::RefusedByUs:
        return phrase("Pacewatch answered these calls itself, as its settings ask. The gateway "
                      "never saw them.");
    case FindingKind::OwnSends:
        return phrase("Test sends and questions of Pacewatch ran into the limit. The customer’s "
                      "client did not cause these.");
    case FindingKind::FrequentPolls:
    case FindingKind::RepeatedFetches:
        return pollText(finding);
    case FindingKind::SingleCreates:
        return createsText(finding);
    case FindingKind::LargeBodies:
        return phrase("Bodies of up to %1 were sent. The gateway refuses such calls whenever they "
                      "are sent.",
                      size(facts.count(Fact::Kind::LargestBody)));
    case FindingKind::ForbiddenRetries:
        return phrase("Calls that were answered with %1 are sent again unchanged. They cannot "
                      "succeed, and each of them counts.",
                      QString::number(facts.count(Fact::Kind::Status)));
    }
    return {};
}

} // namespace Pacewatch::Wording
