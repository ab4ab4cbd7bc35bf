#pragma once

#include "core/result.h"
#include "core/transfer/evidence.h"
#include "core/transfer/fieldmap.h"
#include "core/transfer/foundfield.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Pacewatch {

/// The fields of a file, in the order they come.
struct FoundFields
{
    static constexpr qsizetype Most = 200;

    EvidenceFormat format = EvidenceFormat::Record;
    QList<FoundField> fields; ///< none in a format whose fields have a fixed meaning
};

/// Whether the fields of such files are guessed and can be mapped.
[[nodiscard]] bool hasFreeFields(EvidenceFormat format);

/// Looks through the first part of the file at @p path for its fields and says what each means by
/// @p map or by guess. @p standInKey as in ImportOptions. Errors: NotFound, and those of
/// formatOf().
[[nodiscard]] Result<FoundFields> findFields(const QString& path, const FieldMap& map = {},
                                             const QByteArray& standInKey = {});

/// Invalid when @p map names a field that @p found does not have; the detail tells those it has.
[[nodiscard]] Result<void> checkFields(const FieldMap& map, const FoundFields& found);

/// Tells one set of fields from another, whatever their order.
[[nodiscard]] QByteArray fieldSetOf(const FoundFields& found);

} // namespace Pacewatch
