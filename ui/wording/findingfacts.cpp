#include "ui/wording/findingfacts.h"

#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <cmath>

namespace Pacewatch::Wording {

namespace {

constexpr qsizetype MostFacts = 3;

/// What Fact::Kind::Times counts.
QString timesValue(const Finding& finding, qint64 times)
{
    switch (finding.kind) {
    case FindingKind::Bursts:
        return counted(times, "1 burst", "%1 bursts");
    case FindingKind::SingleCreates:
        return counted(times, "1 create", "%1 creates");
    case FindingKind::UnspreadLoad:
    case FindingKind::IgnoresRemaining:
    case FindingKind::TooMuch:
    case FindingKind::PenaltyKeptFull:
        return counted(times, "1 window", "%1 windows");
    default:
        break;
    }
    return counted(times, "once", "%1 times");
}

QString timesCaption(const Finding& finding)
{
    const Duration apart = FactsOf(finding).span(Fact::Kind::Distance);
    if (apart > Duration::zero()) {
        return phrase("%1 apart, which points to a scheduled job", duration(apart));
    }
    switch (finding.kind) {
    case FindingKind::Bursts:
        return phrase("at uneven distances");
    case FindingKind::SingleCreates:
        return phrase("sent one by one");
    case FindingKind::UnspreadLoad:
        return phrase("were used up early");
    case FindingKind::IgnoresRemaining:
        return phrase("were run empty");
    case FindingKind::TooMuch:
    case FindingKind::PenaltyKeptFull:
        return phrase("were too full");
    default:
        break;
    }
    return phrase("seen complete");
}

QString between(double low, double high)
{
    return high > low ? phrase("between %1 and %2", rateNumber(low), rateNumber(high)) : QString();
}

FactText spanFact(const Finding& finding, const Fact& fact)
{
    const QString value = roughly(std::chrono::abs(fact.span));
    switch (fact.kind) {
    case Fact::Kind::Length:
        return fact.span < std::chrono::milliseconds(1)
            ? FactText{phrase("at once"), phrase("the first and the last call of each")}
            : FactText{value, phrase("from the first to the last call of each")};
    case Fact::Kind::Distance:
        return {value, phrase("from one to the next")};
    case Fact::Kind::MedianWait:
        return {value, phrase("asked to wait, usually")};
    case Fact::Kind::MedianGap:
        return {value,
                finding.group == FindingGroup::LowersLoad
                    ? phrase("between two equal calls, usually")
                    : phrase("until the call came back, usually")};
    case Fact::Kind::FillTime:
        return {value, phrase("until nothing was left")};
    default:
        break;
    }
    return {value,
            fact.span < Duration::zero() ? phrase("is the gateway’s clock behind")
                                         : phrase("is the gateway’s clock ahead")};
}

/// "60 a minute"
QString limitOf(const Finding& finding, qint64 limit)
{
    if (!finding.window) {
        return count(limit);
    }
    Policy policy = *finding.window;
    policy.limit = limit;
    return limitLine(policy);
}

FactText countFact(const Finding& finding, const Fact& fact)
{
    switch (fact.kind) {
    case Fact::Kind::Times:
        return {timesValue(finding, fact.count), timesCaption(finding)};
    case Fact::Kind::RefusedAgain:
        return {phrase("%1 of %2", count(fact.count), count(qRound64(fact.value))),
                phrase("early retries were refused again")};
    case Fact::Kind::Documented:
        return {limitOf(finding, fact.count), phrase("documented")};
    case Fact::Kind::Observed:
        return {limitOf(finding, fact.count),
                fact.high > fact.low ? phrase("observed, %1", between(fact.low, fact.high))
                                     : phrase("observed")};
    case Fact::Kind::AtOnce:
        return {calls(fact.count), phrase("under way at the same time")};
    case Fact::Kind::LargestBody:
        return {size(fact.count), phrase("the largest body")};
    case Fact::Kind::Status:
        return {QString::number(fact.count),
                finding.kind == FindingKind::BehindGateway
                    ? counted(qRound64(fact.value), "was WhatsApp’s code, once",
                              "was WhatsApp’s code, %1 times")
                    : phrase("was the answer")};
    default:
        break;
    }
    return {counted(fact.count, "1 try", "%1 tries"), phrase("of one call, at most")};
}

FactText valueFact(const Finding& finding, const Fact& fact)
{
    switch (fact.kind) {
    case Fact::Kind::CallsEach:
        if (finding.kind == FindingKind::SingleCreates) {
            return {calls(qRound64(fact.value)), phrase("in the same second, on average")};
        }
        return {calls(qRound64(fact.value)),
                fact.path.isEmpty()
                    ? phrase("in each, on average")
                    : phrase("in each on average, all %1", QString::fromUtf8(fact.path))};
    case Fact::Kind::KeptShare:
        return {share(fact.value), phrase("of the waits were kept")};
    case Fact::Kind::PerMinute:
        return {rateNumber(fact.value), phrase("calls a minute")};
    case Fact::Kind::ShareOfQuota:
        return {share(fact.value), phrase("of the limit")};
    case Fact::Kind::UnchangedShare:
        return {share(fact.value), phrase("of the answers changed nothing")};
    case Fact::Kind::Saved:
        return {rateNumber(fact.value), phrase("calls a minute less, with the bulk call")};
    case Fact::Kind::NotModifiedShare:
        return {share(fact.value), phrase("of the answers were 304, not modified")};
    case Fact::Kind::ForeignPerMinute:
        if (fact.isAtLeast) {
            return {foreignRate(fact), phrase("calls a minute at least, from elsewhere")};
        }
        return {foreignRate(fact),
                fact.high > fact.low
                    ? phrase("calls a minute from elsewhere, %1", between(fact.low, fact.high))
                    : phrase("calls a minute from elsewhere")};
    default:
        break;
    }
    return {count(qRound64(fact.value)),
            finding.window ? phrase("calls wanted in each %1", windowNoun(*finding.window))
                           : phrase("calls wanted")};
}

FactText factText(const Finding& finding, const Fact& fact)
{
    switch (fact.kind) {
    case Fact::Kind::Length:
    case Fact::Kind::Distance:
    case Fact::Kind::MedianWait:
    case Fact::Kind::MedianGap:
    case Fact::Kind::FillTime:
    case Fact::Kind::Ahead:
        return spanFact(finding, fact);
    case Fact::Kind::FirstSeen:
        return {fact.at ? clock(*fact.at) : missing(), phrase("first seen")};
    case Fact::Kind::Times:
    case Fact::Kind::RefusedAgain:
    case Fact::Kind::Documented:
    case Fact::Kind::Observed:
    case Fact::Kind::AtOnce:
    case Fact::Kind::LargestBody:
    case Fact::Kind::Status:
    case Fact::Kind::MostTries:
        return countFact(finding, fact);
    default:
        break;
    }
    return valueFact(finding, fact);
}

} // namespace

QString roughly(Duration span)
{
    using namespace std::chrono_literals;
    if (span < 95ms || span >= 1s) {
        return duration(span);
    }
    const qint64 tenths = (std::chrono::round<std::chrono::milliseconds>(span).count() + 50) / 100;
    return tenths == 10 ? duration(1s) : phrase("%1 s", rateNumber(double(tenths) / 10));
}

QString callsAllowed(const Policy& window)
{
    const QString limit = calls(window.limit);
    if (window.unit != Unit::Requests) {
        return limitLine(window);
    }
    switch (std::chrono::duration_cast<std::chrono::seconds>(window.window).count()) {
    case 1:
        return phrase("%1 a second", limit);
    case 60:
        return phrase("%1 a minute", limit);
    case 3600:
        return phrase("%1 an hour", limit);
    case 24 * 3600:
        return phrase("%1 a day", limit);
    default:
        break;
    }
    return limitLine(window);
}

QString againText(const Fact& refusedAgain)
{
    const qint64 early = qRound64(refusedAgain.value);
    return early == 1 ? counted(refusedAgain.count, "The one early retry was refused again.",
                                "The one early retry was not refused again.")
                      : counted(refusedAgain.count, "1 of %2 early retries was refused again.",
                                "%1 of %2 early retries were refused again.", count(early));
}

QString foreignRate(const Fact& foreign)
{
    if (!foreign.isAtLeast) {
        return rateNumber(foreign.value);
    }
    // Never rounded up.
    const double least = foreign.low > 0 ? foreign.low : foreign.value;
    return rateNumber(least < 10 ? std::floor(least * 10) / 10 : std::floor(least));
}

QString asRead(QString text)
{
    text.remove(QChar(u'\u200B'));
    text.remove(QChar(u'\u2060'));
    return text;
}

QString capitalised(QString text)
{
    if (!text.isEmpty()) {
        text[0] = text.at(0).toUpper();
    }
    return text;
}

QList<FactText> findingFacts(const Finding& finding)
{
    QList<FactText> texts;
    for (const Fact& fact : finding.facts) {
        // The distance of bursts is told with their number.
        const bool isTold = fact.kind == Fact::Kind::Distance
            && FactsOf(finding).find(Fact::Kind::Times) != nullptr;
        if (!isTold && texts.size() < MostFacts) {
            texts.append(factText(finding, fact));
        }
    }
    return texts;
}

} // namespace Pacewatch::Wording
