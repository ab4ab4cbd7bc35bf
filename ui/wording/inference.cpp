#include "ui/wording/phrase.h"
#include "ui/wording/wording.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Pacewatch::Wording {

namespace {

/// Nothing that traffic shows is certain.
QString percent(double confidence)
{
    return count(std::clamp<qint64>(std::llround(std::floor(confidence * 100)), 0, 99));
}

QString plural(const Policy& policy)
{
    const Duration window = policy.window;
    if (window == 1min) {
        return phrase("minutes");
    }
    if (window == 1h) {
        return phrase("hours");
    }
    return window == 24h ? phrase("days") : phrase("windows of %1", duration(window));
}

/// ":00" or ":23" within a minute, "12 min 10 s" into a longer window.
QString phaseOf(const Policy& policy, Duration phase)
{
    const auto seconds = std::chrono::round<std::chrono::seconds>(phase).count();
    if (policy.window == 1min || seconds == 0) {
        return u":%1"_s.arg(seconds % 60, 2, 10, QLatin1Char('0'));
    }
    return phrase("+%1", duration(std::chrono::seconds(seconds)));
}

/// How a gateway of that kind counts, as the end of "This gateway …".
QString counts(const WindowState& window, Counting kind)
{
    const Duration span = window.policy.window;
    switch (kind) {
    case Counting::Fixed:
        return window.inferred.phase
            ? phrase("counts in fixed %1, from %2 of its clock", plural(window.policy),
                     phaseOf(window.policy, *window.inferred.phase))
            : phrase("counts in fixed %1", plural(window.policy));
    case Counting::Anchored:
        return phrase("starts to count with the first call, for %1", duration(span));
    case Counting::Sliding:
        return phrase("counts the calls of the last %1", duration(span));
    case Counting::Blended:
        return phrase("blends this window of %1 with the one before", duration(span));
    case Counting::Bucket:
        return phrase("gives calls back at a steady rate");
    case Counting::Unknown:
        break;
    }
    return phrase("counts in a way that is not known");
}

QString rivalName(Counting kind)
{
    switch (kind) {
    case Counting::Fixed:
        return phrase("a fixed window");
    case Counting::Anchored:
        return phrase("a window that starts with the first call");
    case Counting::Sliding:
        return phrase("a sliding window");
    case Counting::Blended:
        return phrase("a blend of two windows");
    case Counting::Bucket:
        return phrase("a steady rate");
    case Counting::Unknown:
        break;
    }
    return phrase("any other way");
}

QString clueSentence(const Clue& clue, Instant now, WallTime wallNow)
{
    const QString expected = clue.rivalLow == clue.rivalHigh
        ? count(clue.rivalLow)
        : phrase("%1 to %2", count(clue.rivalLow), count(clue.rivalHigh));
    return phrase("Decided by the answer at %1: it counted %2 where %3 would have counted %4.",
                  clock(wallNow - (now - clue.at)), count(clue.counted), rivalName(clue.rival),
                  expected);
}

QString foreignSentence(const WindowState& window)
{
    const std::optional<Between>& foreign = window.inferred.foreign;
    if (!foreign) {
        return {};
    }
    const qint64 high = std::llround(std::ceil(foreign->high));
    if (foreign->low <= 0) {
        return high <= 1 ? phrase("Nobody else uses this key.") : QString();
    }
    return phrase("Others use %1 to %2 calls of each %3.",
                  count(std::llround(std::floor(foreign->low))), count(high),
                  windowNoun(window.policy));
}

} // namespace

QString countingLine(const WindowState& window, Instant now)
{
    const Inferred& inferred = window.inferred;
    if (inferred.answers == 0) {
        return {};
    }
    if (!inferred.isDecided) {
        return inferred.readyAt && *inferred.readyAt > now
            ? phrase("Way of counting: known in %1", countdown(*inferred.readyAt - now))
            : phrase("Way of counting: undecided");
    }
    const QString sure = percent(inferred.confidence);
    switch (inferred.kind) {
    case Counting::Fixed:
        return inferred.phase ? phrase("Fixed %1 from %2, %3% sure", plural(window.policy),
                                       phaseOf(window.policy, *inferred.phase), sure)
                              : phrase("Fixed %1, %2% sure", plural(window.policy), sure);
    case Counting::Anchored:
        return phrase("From the first call on, %1% sure", sure);
    case Counting::Sliding:
        return phrase("Sliding window, %1% sure", sure);
    case Counting::Blended:
        return phrase("Blend of two windows, %1% sure", sure);
    case Counting::Bucket:
        return phrase("Steady refill, %1% sure", sure);
    case Counting::Unknown:
        break;
    }
    return phrase("Way of counting: undecided");
}

QString countingTip(const WindowState& window, Instant now, WallTime wallNow)
{
    const Inferred& inferred = window.inferred;
    if (inferred.answers == 0) {
        return {};
    }
    QStringList sentences;
    if (inferred.isDecided) {
        sentences.append(phrase("This gateway %1; %2% sure.", counts(window, inferred.kind),
                                percent(inferred.confidence)));
        if (inferred.clue) {
            sentences.append(clueSentence(*inferred.clue, now, wallNow));
        }
        sentences.append(foreignSentence(window));
    } else if (inferred.readyAt && *inferred.readyAt > now) {
        sentences.append(phrase("How this gateway counts is undecided: it needs one full window of "
                                "traffic, ready in %1.",
                                countdown(*inferred.readyAt - now)));
    } else {
        sentences.append(phrase("How this gateway counts is undecided: likeliest it %1, %2% sure.",
                                counts(window, inferred.kind), percent(inferred.confidence)));
    }
    if (inferred.contradictions > 0) {
        sentences.append(counted(inferred.contradictions,
                                 "An earlier finding was given up when an answer contradicted it.",
                                 "%1 earlier findings were given up when answers contradicted "
                                 "them."));
    }
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

} // namespace Pacewatch::Wording
