#pragma once

#include "core/quota/draft.h"

#include <QLatin1StringView>

#include <span>

namespace Pacewatch {

/// A family of ways to state limits. To add one: write core/quota/dialects/<name>.cpp with a
/// function `bool readName(const Answer&, Draft&)` that says whether it recognised anything, and
/// give it a line in dialects.cpp.
struct Dialect
{
    QLatin1StringView name;
    bool (*read)(const Answer& answer, Draft& draft);
};

/// All families, in the order in which they are asked: the first to state a number is believed.
[[nodiscard]] std::span<const Dialect> dialects();

} // namespace Pacewatch
