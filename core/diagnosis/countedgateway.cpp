#include "core/diagnosis/countedgateway.h"

#include "core/diagnosis/longloop.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Bounds for what strange headers may claim.
constexpr qint64 MostForeignAtOnce = 10'000;
constexpr std::size_t MostForeign = 1'000'000;

/// One recorded call as it arrived at the gateway.
struct Arrival
{
    Duration at{};
    int call = 0;
    Duration reach{}; ///< it arrived so much earlier or later at most
    qint64 inTheAir = 0; ///< other calls whose order of arrival is not known
    bool isEarly = false; ///< answered from what was called before the record began
};

std::vector<Arrival> arrivalsOf(const Survey& survey, const RecordedLoad& load,
                                const std::function<bool()>& goesOn)
{
    std::vector<Arrival> arrivals;
    arrivals.reserve(static_cast<std::size_t>(survey.size()));
    LongLoop loop(goesOn);
    for (int i = 0; i < survey.size() && loop.next(); ++i) {
        const CallFacts& call = survey.at(i);
        if (reachedWindows(call)) {
            const Duration sent = call.sent.time_since_epoch() + load.calendar;
            const Duration half = (call.answered - call.sent) / 2;
            arrivals.push_back({sent + half, i, std::min<Duration>(half, 1s), 0, arrivals.empty()});
        }
    }
    std::stable_sort(arrivals.begin(), arrivals.end(),
                     [](const Arrival& left, const Arrival& right) { return left.at < right.at; });
    // Two calls may have overtaken each other when one arrived within the other's flight.
    std::size_t low = 0;
    std::size_t high = 0;
    for (Arrival& arrival : arrivals) {
        if (!loop.next()) {
            break;
        }
        while (arrivals[low].at < arrival.at - arrival.reach) {
            ++low;
        }
        while (high < arrivals.size() && arrivals[high].at <= arrival.at + arrival.reach) {
            ++high;
        }
        arrival.inTheAir = static_cast<qint64>(high - low) - 1;
    }
    return arrivals;
}

/// Holds what an answer showed of one window against the count just before its call. More was used
/// than was seen: other programs. Less: a contradiction.
void compare(FittedGateway& fitted, CountedGateway& gateway, const Arrival& arrival,
             const CallFacts::Shown& shown, bool refused)
{
    const bool isCounted = !refused || fitted.rules.countsRefused;
    const qint64 told = std::max<qint64>(shown.limit - shown.remaining - (isCounted ? 1 : 0), 0);
    const qint64 used = std::min<qint64>(gateway.used(shown.window, arrival.at), shown.limit);
    const qint64 slack = arrival.inTheAir + gateway.doubt(shown.window, arrival.at, arrival.reach);
    fitted.contradictions += used > told + slack + 1 ? 1 : 0;
    qint64 more = std::min(told - used - slack, MostForeignAtOnce);
    for (; more > 0 && fitted.foreign.size() < MostForeign; --more) {
        const ForeignCall foreign{arrival.at, shown.window};
        gateway.admitForeign(foreign);
        fitted.foreign.push_back(foreign);
        fitted.contradictions += arrival.isEarly ? 0 : 1;
    }
}

/// Plays @p arrivals with the outcomes that were recorded, and notes what contradicts.
FittedGateway tryRules(const Survey& survey, const QList<Policy>& windows,
                       const std::vector<Arrival>& arrivals, CountingRules rules,
                       const std::function<bool()>& goesOn)
{
    LongLoop loop(goesOn);
    FittedGateway fitted;
    fitted.rules = rules;
    CountedGateway gateway(windows, windows.size(), rules);
    for (const Arrival& arrival : arrivals) {
        if (!loop.next()) {
            break;
        }
        const CallFacts& call = survey.at(arrival.call);
        const bool refused = isRefusedByWindow(call);
        for (const CallFacts::Shown& shown : call.shown) {
            if (shown.window >= 0 && shown.remaining >= 0) {
                compare(fitted, gateway, arrival, shown, refused);
            }
        }
        const bool wouldRefuse = gateway.waitFor(call.counts, arrival.at) > Duration::zero();
        fitted.contradictions += refused != wouldRefuse ? 1 : 0;
        gateway.force(call.counts, arrival.at, !refused);
    }
    return fitted;
}

} // namespace

CountedGateway::CountedGateway(const QList<Policy>& windows, qsizetype bits, CountingRules rules)
    : m_rules(rules)
{
    for (qsizetype i = 0; i < windows.size(); ++i) {
        const Policy& policy = windows.at(i);
        if (policy.limit > 0 && policy.window > Duration::zero()) {
            m_places.push_back({CountedWindow(rules.algorithm, policy.limit, policy.window),
                                static_cast<int>(i), i >= bits});
        }
    }
}

Duration CountedGateway::waitFor(quint16 counts, Duration at)
{
    Duration longest{};
    for (Place& place : m_places) {
        if (isCounted(place, counts)) {
            longest = std::max(longest, place.window.waitFor(at));
        }
    }
    return longest;
}

void CountedGateway::force(quint16 counts, Duration at, bool accepted)
{
    for (Place& place : m_places) {
        if (isCounted(place, counts) && (accepted || m_rules.countsRefused)) {
            place.window.count(at);
        }
    }
}

Duration CountedGateway::admit(quint16 counts, Duration at)
{
    const Duration wait = waitFor(counts, at);
    force(counts, at, wait == Duration::zero());
    // What a refused call adds to a window that counts it makes its own wait longer.
    return wait > Duration::zero() && m_rules.countsRefused ? waitFor(counts, at) : wait;
}

qint64 CountedGateway::used(int window, Duration at)
{
    for (Place& place : m_places) {
        if (place.index == window) {
            return place.window.used(at);
        }
    }
    return 0;
}

qint64 CountedGateway::doubt(int window, Duration at, Duration reach)
{
    for (Place& place : m_places) {
        if (place.index == window) {
            return place.window.doubt(at, reach);
        }
    }
    return 0;
}

void CountedGateway::admitForeign(const ForeignCall& call)
{
    for (Place& place : m_places) {
        if (place.index == call.window && place.window.waitFor(call.at) == Duration::zero()) {
            place.window.count(call.at);
        }
    }
}

FittedGateway fitGateway(const Survey& survey, const QList<Policy>& windows,
                         const RecordedLoad& load, const std::function<bool()>& goesOn)
{
    const std::vector<Arrival> arrivals = arrivalsOf(survey, load, goesOn);
    FittedGateway best;
    bool isFirst = true;
    // Where two ways explain as much, the commoner one stands.
    for (const bool countsRefused : {false, true}) {
        for (const Algorithm algorithm :
             {Algorithm::Fixed, Algorithm::Sliding, Algorithm::Anchored, Algorithm::Bucket}) {
            if (!goesOn() || (countsRefused && load.refusals == 0)) {
                return best;
            }
            FittedGateway fitted
                = tryRules(survey, windows, arrivals, {algorithm, countsRefused}, goesOn);
            if (isFirst || fitted.contradictions < best.contradictions) {
                best = std::move(fitted);
                isFirst = false;
            }
        }
    }
    return best;
}

} // namespace Pacewatch
