#include "tests/sim/faults.h"

#include <array>

namespace Pacewatch {

namespace {

bool onAisoule(const Stand& stand)
{
    return !stand.isConnexease;
}

bool onSliding(const Stand& stand)
{
    return stand.algorithm == Algorithm::Sliding;
}

constexpr std::array Faults{
    FaultKind{"sends in bursts", FindingKind::Bursts, Culprit::Client, bursts, nullptr},
    FaultKind{"retries before the wait is over", FindingKind::EarlyRetries, Culprit::Client,
              earlyRetries, nullptr},
    FaultKind{"early jitter", FindingKind::EarlyJitter, Culprit::Client, earlyJitter, nullptr},
    FaultKind{"no back-off", FindingKind::NoBackOff, Culprit::Client, noBackOff, nullptr},
    FaultKind{"lockstep", FindingKind::Lockstep, Culprit::Client, lockstep, nullptr},
    FaultKind{"polls every second", FindingKind::FrequentPolls, Culprit::Client, polls, nullptr},
    FaultKind{"polls until nothing is left", FindingKind::FrequentPolls, Culprit::Client,
              pollsTheMinuteFull, nullptr},
    FaultKind{"fetches the same again", FindingKind::RepeatedFetches, Culprit::Client, fetchesAgain,
              nullptr},
    FaultKind{"creates one by one", FindingKind::SingleCreates, Culprit::Client, singleCreates,
              onAisoule},
    FaultKind{"bodies over the limit", FindingKind::LargeBodies, Culprit::Client, largeBodies,
              nullptr},
    FaultKind{"repeats what is wrong (400)", FindingKind::ForbiddenRetries, Culprit::Client,
              hopelessPayload, nullptr},
    FaultKind{"repeats a refused key (401)", FindingKind::ForbiddenRetries, Culprit::Client,
              hopelessKey, nullptr},
    FaultKind{"ignores a low remaining", FindingKind::IgnoresRemaining, Culprit::Client,
              ignoresRemaining, nullptr},
    FaultKind{"the minute in its first seconds", FindingKind::UnspreadLoad, Culprit::Client,
              unspread, nullptr},
    FaultKind{"more than the limit", FindingKind::TooMuch, Culprit::Client, tooMuch, nullptr},
    FaultKind{"shares its quota, evenly", FindingKind::SharedQuota, Culprit::AnotherConsumer,
              sharedEvenly, nullptr},
    FaultKind{"shares its quota, in batches", FindingKind::SharedQuota, Culprit::AnotherConsumer,
              sharedInBatches, nullptr},
    FaultKind{"enforces less than it states", FindingKind::LimitDiffers, Culprit::Gateway,
              enforcesLess, nullptr},
    FaultKind{"states less than documented", FindingKind::LimitDiffers, Culprit::Gateway,
              statesLess, nullptr},
    FaultKind{"goes by the wrong clock", FindingKind::ClockDifference, Culprit::Client, wrongClock,
              nullptr},
    FaultKind{"keeps a penalty limiter full", FindingKind::PenaltyKeptFull, Culprit::Client,
              penalty, onSliding},
    FaultKind{"too many at once", FindingKind::TooManyConnections, Culprit::Client, tooManyAtOnce,
              nullptr},
    FaultKind{"refused behind the gateway", FindingKind::BehindGateway, Culprit::BehindGateway,
              behindTheGateway, nullptr},
    FaultKind{"Pacewatch's own sends", FindingKind::OwnSends, Culprit::Pacewatch, ownSends,
              nullptr},
};

} // namespace

std::span<const FaultKind> faultKinds()
{
    return Faults;
}

} // namespace Pacewatch
