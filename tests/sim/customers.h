#pragma once

#include "core/diagnosis/findings.h"
#include "tests/sim/trafficworld.h"

#include <span>

namespace Pacewatch {

/// Where a session is played.
struct Stand
{
    bool isConnexease = false;
    Algorithm algorithm = Algorithm::Fixed;
    quint64 seed = 1;
};

/// A client that does nothing wrong.
struct CalmKind
{
    const char* name;
    CallLog (*play)(const Stand& stand);
};

/// A client, or a gateway, with one fault, and what must be found.
struct FaultKind
{
    const char* name;
    FindingKind kind;
    Culprit who;
    CallLog (*play)(const Stand& stand);
    bool (*applies)(const Stand& stand); ///< null when it does everywhere
};

[[nodiscard]] std::span<const CalmKind> calmKinds();
[[nodiscard]] std::span<const FaultKind> faultKinds();

/// How a program repeats refused calls: after which time, or never.
using RetryHabit = std::function<std::optional<Duration>(const WorldAnswer&, int attempt)>;

/// Makes @p call and repeats it by @p habit; tells when it is done with it.
void callWith(TrafficWorld& world, const WorldCall& call, const RetryHabit& habit,
              std::function<void()> done = {}, int attempt = 1);

/// Waits as asked and a little longer, at most @p most times.
[[nodiscard]] RetryHabit keepsTheWait(TrafficWorld& world, int most = 3);
[[nodiscard]] RetryHabit givesUp();

/// What an integration calls all day: messages, contacts, now and then the templates.
[[nodiscard]] WorldCall ordinaryCall(TrafficWorld& world);

/// Calls come at random, @p perSecond of them on average, until the end.
void comeAtRandom(TrafficWorld& world, double perSecond, const std::function<void()>& call);

/// The rules of a stand, with the profile of its gateway.
[[nodiscard]] WorldRules rulesOf(const Stand& stand);
[[nodiscard]] Duration lengthOf(const Stand& stand);

} // namespace Pacewatch
