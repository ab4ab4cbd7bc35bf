#pragma once

#include "core/diagnosis/casebook.h"

#include <QSet>

namespace Pacewatch {

/// Claims the refusals of windows that @p polls alone, calls of the survey, fill by half.
void claimPolledWindows(Casebook& book, const QSet<int>& polls);

} // namespace Pacewatch
