#pragma once

#include "app/commandline.h"
#include "core/transfer/fieldmap.h"

namespace Pacewatch {

/// The option --map, for every command that reads files of recorded calls.
void addFieldOptions(CommandLine& line);

/// What the options say. What makes no sense is kept as a problem of @p line: no such role or unit,
/// two fields for one role, or a field that none of the operands has, which are then listed on
/// standard error.
[[nodiscard]] FieldMap readFieldOptions(CommandLine& line);

/// Lists on standard error the fields of the file at @p path, as they could be mapped; nothing when
/// their meaning is fixed.
void printFields(const QString& path, const FieldMap& map);

} // namespace Pacewatch
