#pragma once

#include "core/instant.h"

#include <QByteArray>

namespace Pacewatch {

/// What a call asks for, apart from when.
struct AskedAddress
{
    QByteArray address;
    WallTime moment{}; ///< the first time that was left out of it; zero when none was
};

/// @p target of a call that left at @p sent, without what only says when it was asked: the present
/// time under any name, and random numbers under names that are there for them. Two polls that
/// differ in nothing else ask the same. A time far from the present is kept: who fetches one day
/// after the other asks for something else each time.
[[nodiscard]] AskedAddress askedAddress(const QByteArray& target, WallTime sent);

} // namespace Pacewatch
