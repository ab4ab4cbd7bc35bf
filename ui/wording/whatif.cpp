#include "ui/wording/whatif.h"

#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"

#include <QStringList>

namespace Pacewatch::Wording {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Duration Unnoticed = 1s;

QString limitChange(const Policy& limit)
{
    return limit.limit > 0 ? phrase("A limit of %1", limitLine(limit))
                           : phrase("No limit on the window “%1”", limit.name);
}

} // namespace

QString countingName(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::Unknown:
    case Algorithm::Fixed:
        return phrase("fixed windows on the clock");
    case Algorithm::Anchored:
        return phrase("windows that start with a call");
    case Algorithm::Sliding:
        return phrase("a sliding window");
    case Algorithm::Bucket:
        return phrase("a bucket that refills");
    }
    return {};
}

QString whatIfLine(const WhatIf& what)
{
    QStringList parts;
    for (const Policy& limit : what.limits) {
        parts.append(limitChange(limit));
    }
    if (what.server) {
        parts.append(phrase("The gateway counts by %1", countingName(*what.server)));
    }
    if (what.keepsWait) {
        parts.append(phrase("Keep the wait after a refusal"));
    }
    if (what.perSecond > 0) {
        parts.append(phrase("Spread the calls: at most %1", rate(what.perSecond)));
    }
    if (what.bulk) {
        parts.append(phrase("Create together what is created within a second"));
    }
    if (what.cache > Duration::zero()) {
        parts.append(phrase("Keep unchanged answers for %1", duration(what.cache)));
    }
    if (what.pollEvery > Duration::zero()) {
        parts.append(phrase("Ask for the same at most every %1", duration(what.pollEvery)));
    }
    if (what.workers > 0) {
        parts.append(
            counted(what.workers, "One call at a time", "At most %1 calls at the same time"));
    }
    return parts.join(u"; "_s);
}

QString changeTitle(const SingleChange& change)
{
    return whatIfLine(change.what);
}

QString changeResult(const WhatIfOutcome& changed, const WhatIfOutcome& unchanged)
{
    QStringList parts;
    if (changed.refusals != unchanged.refusals) {
        parts.append(changed.refusals == 0 ? phrase("No refusals.")
                                           : counted(changed.refusals, "1 refusal is left.",
                                                     "%1 refusals are left."));
    }
    if (changed.moved > 0) {
        parts.append(counted(changed.moved, "1 call leaves later or not at all.",
                             "%1 calls leave later or not at all."));
    }
    if (changed.lost > unchanged.lost) {
        parts.append(counted(changed.lost - unchanged.lost, "1 more call is never accepted.",
                             "%1 more calls are never accepted."));
    }
    if (changed.length > unchanged.length + Unnoticed) {
        parts.append(phrase("Done %1 later.", duration(changed.length - unchanged.length)));
    } else if (changed.length + Unnoticed < unchanged.length) {
        parts.append(phrase("Done %1 sooner.", duration(unchanged.length - changed.length)));
    }
    return parts.join(u' ');
}

QString refusalsInstead(const WhatIfAnswer& answer)
{
    if (answer.changed.refusals == answer.unchanged.refusals) {
        return answer.changed.refusals == 0
            ? phrase("No refusals")
            : counted(answer.changed.refusals, "1 refusal, as before", "%1 refusals, as before");
    }
    return answer.changed.refusals == 0
        ? phrase("No refusals instead of %1", count(answer.unchanged.refusals))
        : counted(answer.changed.refusals, "1 refusal instead of %2", "%1 refusals instead of %2",
                  count(answer.unchanged.refusals));
}

QString replayBasis(const WhatIfAnswer& answer)
{
    const QString played = phrase("Played again unchanged: %1 refusals, recorded %2.",
                                  count(answer.unchanged.refusals), count(answer.recordedRefusals));
    if (!answer.fits()) {
        return played + u' '
            + phrase("The limits known do not explain this recording well, so take the result with "
                     "care.");
    }
    if (answer.recordedRefusals == 0) {
        return played;
    }
    return played + u' '
        + (answer.countsRefused ? phrase("The answers fit %1 in which refused calls count too.",
                                         countingName(answer.server))
                                : phrase("The answers fit %1.", countingName(answer.server)));
}

QString replayCaveat(const WhatIfAnswer& answer)
{
    QStringList parts;
    if (answer.otherRefusals > 0) {
        parts.append(counted(answer.otherRefusals,
                             "1 refusal has another reason than a limit of the gateway and stays.",
                             "%1 refusals have another reason than a limit of the gateway and "
                             "stay."));
    }
    if (answer.foreignCalls > 0) {
        // The gateway counted in another order than is known, or somebody else called.
        parts.append(counted(answer.foreignCalls,
                             "1 call that only the headers tell of is played too.",
                             "%1 calls that only the headers tell of are played too."));
    }
    return parts.join(u' ');
}

QString noSingleChange()
{
    return phrase("No single change ends the refusals.");
}

QString tryChangeTitle()
{
    return phrase("Try a change");
}

QString tryChangeButton()
{
    return phrase("Try a change");
}

QString backToFinding()
{
    return phrase("Back to the finding");
}

QString replaying()
{
    return phrase("Playing the calls again.");
}

QString searchingChanges()
{
    return phrase("Looking for the smallest change.");
}

QString nothingToChange()
{
    return phrase("Nothing was refused by a limit, so nothing has to change.");
}

QString singleChangesTitle()
{
    return phrase("One change alone, the smallest first");
}

QString tryThis()
{
    return phrase("Try it");
}

QString asRecorded()
{
    return phrase("As recorded");
}

QString barAsRecorded()
{
    return phrase("As recorded");
}

QString barChanged()
{
    return phrase("With this");
}

QString keepsWaitName()
{
    return phrase("Keep the wait");
}

QString bulkName()
{
    return phrase("Create together");
}

QString whatIfPaceName()
{
    return phrase("Spread, at most");
}

QString workersName()
{
    return phrase("Calls at the same time");
}

QString cacheName()
{
    return phrase("Keep answers for");
}

QString limitName(const Policy& window)
{
    return phrase("Limit, %1", window.name);
}

QString serverName()
{
    return phrase("The gateway counts");
}

QString serverSegment(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::Unknown:
        break;
    case Algorithm::Fixed:
        return phrase("By the clock");
    case Algorithm::Anchored:
        return phrase("From a call");
    case Algorithm::Sliding:
        return phrase("Sliding");
    case Algorithm::Bucket:
        return phrase("Bucket");
    }
    return asRecorded();
}

} // namespace Pacewatch::Wording
