#pragma once

#include "core/result.h"

#include <QString>

class QWidget;

namespace Pacewatch {

/// Writes what @p chart shows into @p path for nobody else's eyes: as SVG when it ends in ".svg",
/// else as PNG at twice the size. StorageFailed.
[[nodiscard]] Result<void> writePicture(QWidget& chart, const QString& path);

} // namespace Pacewatch
