#pragma once

#include "core/result.h"
#include "core/transfer/fieldmap.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Pacewatch {

// A map of fields as text, one `FIELD=ROLE` each, as it is typed and as it is kept: "dur=took:ms",
// "t=sent", "began=sent:dd.MM.yyyy HH:mm:ss", "x_retry=header:Retry-After", "note=none".

/// The roles a person can give, in the order they are offered. A header has no name yet.
[[nodiscard]] const QList<CallFact>& offeredFacts();

/// The word of a role without its unit: "took", "header:Retry-After", "none".
[[nodiscard]] QString roleWord(const CallFactRole& role);

/// All words, for those who typed another one.
[[nodiscard]] QStringList roleWords();

/// The name of the header that a field of this name would be: "resp.headers.retry_after" is
/// "retry-after".
[[nodiscard]] QByteArray headerNameOf(const QByteArray& field);

/// Reads one `FIELD=ROLE`, the last equals sign parting them, into @p map. Invalid with words for a
/// person: no such role or unit, a unit where there is none, or the field is there already.
[[nodiscard]] Result<void> addField(FieldMap& map, const QString& text);

/// What addField() reads back.
[[nodiscard]] QStringList fieldTexts(const FieldMap& map);

} // namespace Pacewatch
