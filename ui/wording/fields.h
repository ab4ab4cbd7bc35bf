#pragma once

#include "core/result.h"
#include "core/transfer/evidence.h"
#include "core/transfer/fieldmap.h"
#include "core/transfer/foundfield.h"

#include <QByteArray>
#include <QList>
#include <QString>

/// The words for what the fields of an imported file mean.
namespace Pacewatch::Wording {

[[nodiscard]] QString whatFieldsMean(); ///< names the table of fields
[[nodiscard]] QString fieldColumn(int column); ///< Field, For example, Means, Unit, How sure
/// "began"; what has no name of its own by its place, "5th value".
[[nodiscard]] QString fieldName(EvidenceFormat format, const QByteArray& name);
[[nodiscard]] QString roleName(CallFact fact); ///< "When sent", "Took", "Not used"
[[nodiscard]] QString momentForm(SpanUnit unit); ///< how a moment is written
[[nodiscard]] QString momentFormTip();
[[nodiscard]] QString unitName(SpanUnit unit); ///< "ms"; "By its size" for a guess
[[nodiscard]] QString howSure(const FoundField& field); ///< "By its name", "Chosen"
[[nodiscard]] QString
fieldChoice(const QString& field); ///< for assistive software: "Means, of began"
[[nodiscard]] QString unitChoice(const QString& field);

/// What cannot be, or lowers what can be said, as the fields are taken; empty when nothing.
[[nodiscard]] QString fieldsProblem(EvidenceFormat format, const FieldMap& map,
                                    const QList<FoundField>& fields);
/// The fields are taken as for an earlier file.
[[nodiscard]] QString fieldsAsBefore();
/// There is no call in a file, by what its fields are taken for.
/// Numbers of a file of which only the start was read.
[[nodiscard]] QString aboutSoMany(qint64 number);
[[nodiscard]] QString onlyItsStart();
[[nodiscard]] QString stopReading();
[[nodiscard]] QString noCallAsTaken(const Error& problem);

} // namespace Pacewatch::Wording
