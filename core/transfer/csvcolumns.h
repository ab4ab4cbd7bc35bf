#pragma once

#include "core/transfer/fieldmap.h"

#include <QByteArray>
#include <QList>

namespace Pacewatch {

/// What the columns of a table are called and taken for.
struct CsvColumns
{
    QList<QByteArray> names; ///< a column without one is called by its place, "1" being the first
    QList<CallFactRole> roles;
    bool areUnnamed = false; ///< the first row is a call already
};

/// Whether the cells of a first row are values and not names: one is a moment or a number, and none
/// is a name that we know.
[[nodiscard]] bool isDataRow(const QList<QByteArray>& cells);

/// What a value is taken for by its form alone: a moment, a method, a path, a request line, a
/// status, or with a fraction how long it took.
[[nodiscard]] CallFactRole roleByForm(QByteArrayView value);

/// The columns by the first row: by @p map, by their names, or else by the form of their values.
[[nodiscard]] CsvColumns csvColumnsOf(const QList<QByteArray>& firstRow, const FieldMap& map);

} // namespace Pacewatch
