#pragma once

#include "core/emulator/settings.h"
#include "core/instant.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Pacewatch {

/// What a client does when it is refused.
enum class OnRefusal
{
    Wait, ///< keeps still as long as it is asked to, then tries the call again
    Retry, ///< tries again after a short time of its own, whatever it was asked
    Drop, ///< gives the call up and goes on as before
};

/// One kind of call a client makes. Path and body may hold {{to}} (a phone number of the range
/// reserved for fiction), {{number}} (how many calls came before) and {{since}} (a time five
/// minutes ago).
struct CallTemplate
{
    QByteArray method;
    QByteArray path; ///< below the base URL
    QByteArray body;
    double weight = 1; ///< against the others of its activity
};

/// One thing a client keeps doing: a call, or a burst of them, again and again.
struct Activity
{
    Duration first{}; ///< after the start; ignored when aligned
    Duration every{};
    double jitter = 0; ///< share of `every` by which it comes earlier or later
    bool aligned = false; ///< on multiples of `every` of the calendar, as cron jobs run
    int leastCalls = 1;
    int mostCalls = 1;
    Duration within{}; ///< the calls of one burst are spread over it
    OnRefusal onRefusal = OnRefusal::Wait;
    Duration retryAfter{}; ///< for OnRefusal::Retry
    int retries = 0; ///< of one call, at most
    QList<CallTemplate> calls;
};

/// A client program and its habits.
struct ActorScript
{
    QByteArray agent; ///< its User-Agent
    QList<Activity> activities;
};

/// New settings of the gateway in the midst of a scenario.
struct GatewayChange
{
    Duration after{}; ///< the start
    EmulatorSettings settings;
};

/// How the small drawing of a scenario is made.
struct DrawingPlan
{
    Duration from{}; ///< first moment drawn, after the start
    Duration step = std::chrono::seconds(1); ///< one bar
    int steps = 60;
    QString limitLine; ///< name of the window whose limit is drawn; empty for none
};

/// A rehearsal: a gateway, and a client that plays against it. A value read from
/// resources/scenarios.
struct Scenario
{
    QString id; ///< "bursts"
    QString name; ///< "Bursts"
    QString sentence; ///< "Everything at once, every 30 s."
    EmulatorSettings gateway; ///< its profileId says which
    QList<GatewayChange> changes; ///< in the order of time
    ActorScript actor;
    DrawingPlan drawing;
};

/// Reads one scenario. A failure names the file, the line and what is wrong.
[[nodiscard]] Result<Scenario> readScenario(const QByteArray& toml, const QString& fileName);

/// The scenarios that come with the program, in the order of the page; always valid.
[[nodiscard]] const QList<Scenario>& builtInScenarios();

/// The one with @p id, or none.
[[nodiscard]] std::optional<Scenario> findScenario(const QString& id);

} // namespace Pacewatch
