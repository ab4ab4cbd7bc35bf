#pragma once

#include "core/instant.h"

#include <QByteArray>
#include <QHash>

#include <optional>

namespace Pacewatch {

/// What a call asks for, but for its time.
struct AskedAddress
{
    QByteArray address;
    std::optional<WallTime> moment; ///< the earliest that was left out
};

/// @p target of a call that left at @p sent, without what may only say when it was asked: a time
/// near the present under any name, and random numbers under names that are there for them. A time
/// far from the present is kept: who fetches one day after the other asks for something else each
/// time.
[[nodiscard]] AskedAddress askedAddress(const QByteArray& target, WallTime sent);

/// Tells polls for news, which name a time that passes as time does, from reading the past piece by
/// piece, which names another one with each call. A value; bounded in memory.
class AskedTimes final
{
public:
    /// By which a call is known that names a moment: @p folded, which others have that differ in
    /// their time alone, or @p literal, its own. Calls come in the order in which they ended.
    [[nodiscard]] quint64 identityOf(quint64 folded, quint64 literal, WallTime moment,
                                     WallTime sent);

private:
    struct Last
    {
        WallTime moment{};
        WallTime sent{};
        quint64 literal = 0;
        quint64 identity = 0;
    };

    QHash<quint64, Last> m_last; ///< by what is asked but for the time
};

} // namespace Pacewatch
