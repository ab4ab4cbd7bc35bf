#pragma once

#include "core/instant.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Pacewatch {

/// Units that count in a window until an instant.
struct OccupiedUntil
{
    Instant end{};
    qint64 units = 0;

    friend bool operator==(const OccupiedUntil&, const OccupiedUntil&) = default;
};

/// What one window has to remember over a restart.
struct WindowMemory
{
    QString name;
    Duration window{};
    std::optional<qint64> statedLimit; ///< when the gateway's own answers stated it
    QList<OccupiedUntil> units; ///< own and others', ends never decrease
    QList<OccupiedUntil> others; ///< of these, what this program did not send itself
    std::optional<Instant> heldUntil;

    friend bool operator==(const WindowMemory&, const WindowMemory&) = default;
};

/// What a limiter has to remember, so that a restart does not begin with a burst that the gateway
/// would refuse. A value; as JSON it names moments of the calendar, because the boot clock starts
/// anew with the computer.
struct LimiterMemory
{
    QList<WindowMemory> windows;
    std::optional<Instant> heldUntil; ///< the whole key

    friend bool operator==(const LimiterMemory&, const LimiterMemory&) = default;
};

/// What several programs that use one key remember, as one. What each sent itself adds up; what
/// one saw of the others' is theirs, so that nothing counts twice, and nothing is left out when
/// the gateway shows nobody what the others use.
[[nodiscard]] LimiterMemory together(const QList<LimiterMemory>& memories);

[[nodiscard]] QByteArray toJson(const LimiterMemory& memory, Instant now, WallTime wallNow);

/// Reads what toJson() wrote. Corrupt when it is no such text. Whatever would count longer than one
/// window from now on (a calendar that was set back) is shortened to that; what is over is left
/// out.
[[nodiscard]] Result<LimiterMemory> readLimiterMemory(const QByteArray& json, Instant now,
                                                      WallTime wallNow);

} // namespace Pacewatch
