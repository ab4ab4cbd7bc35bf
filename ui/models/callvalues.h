#pragma once

#include "core/exchange.h"

#include <QStringList>

#include <functional>

namespace Pacewatch {

/// What to offer behind a token of the filter, best first: the values of its field in @p number
/// calls. @p callAt(0) is the first to look at; it may be null.
[[nodiscard]] QStringList callValues(const QString& token, int number,
                                     const std::function<const Exchange*(int)>& callAt);

} // namespace Pacewatch
