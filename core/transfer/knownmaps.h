#pragma once

#include "core/transfer/fieldmap.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <optional>
#include <utility>

namespace Pacewatch {

/// What was chosen for the fields of earlier files, for the next file with the same ones. Bounded:
/// the oldest is forgotten. A value.
class KnownMaps final
{
public:
    static constexpr qsizetype Most = 30;

    KnownMaps() = default;
    /// From what texts() gave; what is not understood is left out.
    explicit KnownMaps(const QStringList& texts);

    /// @p fieldSet as fieldSetOf() tells it.
    [[nodiscard]] std::optional<FieldMap> find(const QByteArray& fieldSet) const;
    /// Keeps @p map as the newest; an empty one forgets what was kept.
    void keep(const QByteArray& fieldSet, const FieldMap& map);
    /// To be stored: one text for each, oldest first.
    [[nodiscard]] QStringList texts() const;

    friend bool operator==(const KnownMaps&, const KnownMaps&) = default;

private:
    QList<std::pair<QByteArray, FieldMap>> m_maps;
};

} // namespace Pacewatch
