#pragma once

#include "core/transfer/calldraft.h"
#include "core/transfer/fieldmap.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace Pacewatch {

/// One value of a line of an access log.
struct AccessPiece
{
    QByteArray name; ///< of `name=value`; of others their place, "1" being the first
    QByteArray text;
    CallFactRole role;
};

/// The values of a line and what each is taken for: by @p map, by its name, or by its place and
/// form. At most 64.
[[nodiscard]] std::vector<AccessPiece> accessPieces(QByteArrayView line, const FieldMap& map);

/// Reads one line of an access log of nginx or Apache: common, combined, or custom with a duration
/// (`$request_time`, `rt=0.123`, `%D`), a moment with milliseconds (`$msec`) or named values. The
/// order of the pieces is free apart from status and size, which follow the quoted request, or the
/// method and the path where nothing is quoted. Empty when there is no request with a moment and a
/// status in it; with a @p map, when it is no call.
[[nodiscard]] std::optional<ImportedCall> readAccessLine(QByteArrayView line,
                                                         const FieldMap& map = {});

} // namespace Pacewatch
