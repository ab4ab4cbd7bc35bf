#pragma once

#include <QByteArrayView>

namespace Pacewatch {

/// Whether JSON of an answer that succeeded may say anything of limits, or of a failure in spite of
/// its status: one look at the letters in place of parsing it. No means that no family would find
/// anything in it; yes means nothing.
///
/// A family that looks for other names in bodies that tell no failure adds them to Words.
[[nodiscard]] bool mayTellOfLimits(QByteArrayView body);

} // namespace Pacewatch
