#pragma once

#include "core/result.h"
#include "core/transfer/callintake.h"

#include <QIODevice>

namespace Pacewatch {

// One importer for each format. Each reads the whole device and hands its calls to the intake.
// What is wrong with a piece is left out and told; an error ends the reading.

/// Access logs of nginx and Apache; see readAccessLine().
[[nodiscard]] Result<void> importAccessLog(QIODevice& device, CallIntake& intake);
/// CSV with a first row of names.
[[nodiscard]] Result<void> importCsv(QIODevice& device, CallIntake& intake);
/// What `curl -v` or `curl -i` printed, several one after the other. A call's moment is its `Date`.
[[nodiscard]] Result<void> importCurl(QIODevice& device, CallIntake& intake);
/// HTTP Archive 1.1 and 1.2. A text that breaks off yields the calls before.
[[nodiscard]] Result<void> importHar(QIODevice& device, CallIntake& intake);
/// JSON objects, one a line: our own record, or another program's with guessed names.
[[nodiscard]] Result<void> importJsonLines(QIODevice& device, CallIntake& intake);

} // namespace Pacewatch
