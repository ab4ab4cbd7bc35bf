#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <array>

namespace Pacewatch::Wording {

using namespace Qt::StringLiterals;

namespace {

struct Name
{
    FindingKind kind;
    Icon icon;
    const char* title; ///< of the finding
    const char* part; ///< below the split bar
};

/// In the order of FindingKind.
constexpr std::array Names{
    Name{FindingKind::Bursts, Icon::Burst, "Sends in bursts", "Sends in bursts"},
    Name{FindingKind::EarlyRetries, Icon::Retry, "Retries before the wait is over",
         "Retries too early"},
    Name{FindingKind::EarlyJitter, Icon::Retry, "Cuts some waits short", "Waits cut short"},
    Name{FindingKind::NoBackOff, Icon::Retry, "Retries without slowing down", "No slowing down"},
    Name{FindingKind::Lockstep, Icon::Retry, "Comes back all at once", "Back all at once"},
    Name{FindingKind::UnspreadLoad, Icon::Burst, "Uses the limit up at the start",
         "Used up at the start"},
    Name{FindingKind::IgnoresRemaining, Icon::Monitor, "Ignores what is left",
         "Ignores what is left"},
    Name{FindingKind::TooMuch, Icon::Stack, "Makes more calls than fit", "More than fits"},
    Name{FindingKind::WaitKept, Icon::Clock, "Runs into the limit, then waits", "Waited for"},
    Name{FindingKind::PenaltyKeptFull, Icon::Retry, "Retries keep the limit full",
         "Kept full by retries"},
    Name{FindingKind::ClockDifference, Icon::Drift, "The clocks differ", "Clock difference"},
    Name{FindingKind::TooManyConnections, Icon::Stack, "Too many calls at the same time",
         "Too many at once"},
    Name{FindingKind::SharedQuota, Icon::Users, "Shares its quota", "Quota shared"},
    Name{FindingKind::LimitDiffers, Icon::Drift, "Limit differs from the documentation",
         "Limit differs"},
    Name{FindingKind::BehindGateway, Icon::Server, "Refused behind the gateway",
         "Behind the gateway"},
    Name{FindingKind::Cdn, Icon::Shield, "Refused in front of the gateway",
         "In front of the gateway"},
    Name{FindingKind::RefusedByUs, Icon::Shield, "Refused by Pacewatch", "Refused by Pacewatch"},
    Name{FindingKind::OwnSends, Icon::Send, "Calls of Pacewatch itself", "Pacewatch’s own calls"},
    Name{FindingKind::FrequentPolls, Icon::Poll, "Polls too often", "Polls too often"},
    Name{FindingKind::RepeatedFetches, Icon::Poll, "Asks for the same again",
         "Asks for the same again"},
    Name{FindingKind::SingleCreates, Icon::Stack, "Creates one by one", "Creates one by one"},
    Name{FindingKind::LargeBodies, Icon::Upload, "Bodies are too large", "Bodies too large"},
    Name{FindingKind::ForbiddenRetries, Icon::Cross, "Retries what cannot succeed",
         "Hopeless retries"},
};

const Name& nameOf(FindingKind kind)
{
    return Names.at(static_cast<std::size_t>(kind));
}

} // namespace

Icon findingIcon(FindingKind kind)
{
    return nameOf(kind).icon;
}

QString findingTitle(FindingKind kind)
{
    return phrase(nameOf(kind).title);
}

QString partLabel(std::optional<FindingKind> kind)
{
    return kind ? phrase(nameOf(*kind).part) : phrase("Not explained");
}

QString namedThings(const QByteArray& path)
{
    const QString last = QString::fromUtf8(path).section(u'/', -1);
    const bool isPlural = last.size() > 3 && last.endsWith(u's') && !last.endsWith("ss"_L1)
        && !last.endsWith("us"_L1);
    bool isWord = isPlural;
    for (const QChar sign : last) {
        isWord = isWord && ((sign >= u'a' && sign <= u'z') || sign == u'-' || sign == u'_');
    }
    return isWord ? QString(last).replace(u'_', u' ').replace(u'-', u' ') : QString();
}

QString createdThings(const QByteArray& method, const QByteArray& path)
{
    return method == "POST" ? namedThings(path) : QString();
}

QString findingAmount(const Finding& finding)
{
    if (finding.refusals > 0) {
        return counted(finding.refusals, "1 refusal", "%1 refusals");
    }
    if (finding.kind == FindingKind::SingleCreates && !finding.advice.bulkPath.isEmpty()) {
        return counted(finding.calls.size(), "1 call could be a bulk call",
                       "%1 calls could be bulk calls");
    }
    if (finding.perMinute > 0) {
        return finding.window && finding.window->window == std::chrono::minutes(1)
            ? phrase("%1 of %2 calls a minute", rateNumber(finding.perMinute),
                     count(finding.window->limit))
            : phrase("%1 calls a minute", rateNumber(finding.perMinute));
    }
    return calls(finding.calls.size());
}

} // namespace Pacewatch::Wording
