#pragma once

#include "core/result.h"
#include "core/transfer/callintake.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QIODevice>

#include <functional>

namespace Pacewatch {

// One importer for each format. Each reads the whole device and hands its calls to the intake.
// What is wrong with a piece is left out and told; an error ends the reading.

/// Access logs of nginx and Apache; see readAccessLine().
[[nodiscard]] Result<void> importAccessLog(QIODevice& device, CallIntake& intake);
/// CSV with a first row of names or without one; see csvcolumns.h.
[[nodiscard]] Result<void> importCsv(QIODevice& device, CallIntake& intake);
/// What `curl -v` or `curl -i` printed, several one after the other. A call's moment is its `Date`.
[[nodiscard]] Result<void> importCurl(QIODevice& device, CallIntake& intake);
/// HTTP Archive 1.1 and 1.2. A text that breaks off yields the calls before.
[[nodiscard]] Result<void> importHar(QIODevice& device, CallIntake& intake);
/// JSON objects, one a line: our own record, or another program's with guessed names.
[[nodiscard]] Result<void> importJsonLines(QIODevice& device, CallIntake& intake);

// The fields of the formats that have free ones; see findFields().

/// Is told each field of each row or line, with its value and what that is taken for.
using FieldVisitor
    = std::function<void(const QByteArray& name, QByteArrayView value, const CallFactRole& role)>;

void visitAccessFields(QIODevice& device, const FieldMap& map, const FieldVisitor& visitor);
void visitCsvFields(QIODevice& device, const FieldMap& map, const FieldVisitor& visitor);
void visitJsonFields(QIODevice& device, const FieldMap& map, const FieldVisitor& visitor);

} // namespace Pacewatch
