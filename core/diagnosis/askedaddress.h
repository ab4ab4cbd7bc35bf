#pragma once

#include "core/instant.h"

#include <QByteArray>

namespace Pacewatch {

/// @p target of a call that left at @p sent, without what only says when it was asked: the present
/// time under any name, and random numbers under names that are there for them. Two polls that
/// differ in nothing else ask the same. A time far from the present is kept: who fetches one day
/// after the other asks for something else each time.
[[nodiscard]] QByteArray askedAddress(const QByteArray& target, WallTime sent);

} // namespace Pacewatch
