#include "core/transfer/knownmaps.h"

#include "core/transfer/fieldtext.h"

#include <algorithm>

namespace Pacewatch {

namespace {

/// Parts what belongs to one map; a field with it in its name is not kept.
constexpr QChar MapMark = u'\t';

} // namespace

KnownMaps::KnownMaps(const QStringList& texts)
{
    for (const QString& text : texts) {
        const QStringList parts = text.split(MapMark);
        FieldMap map;
        const bool isWhole = std::all_of(parts.begin() + 1, parts.end(), [&](const QString& part) {
            return addField(map, part).has_value();
        });
        if (isWhole) {
            keep(parts.first().toUtf8(), map);
        }
    }
}

std::optional<FieldMap> KnownMaps::find(const QByteArray& fieldSet) const
{
    for (const auto& [known, map] : m_maps) {
        if (known == fieldSet) {
            return map;
        }
    }
    return std::nullopt;
}

void KnownMaps::keep(const QByteArray& fieldSet, const FieldMap& map)
{
    m_maps.removeIf([&](const auto& each) { return each.first == fieldSet; });
    if (fieldSet.isEmpty() || map.isEmpty()) {
        return;
    }
    if (m_maps.size() >= Most) {
        m_maps.removeFirst();
    }
    m_maps.append({fieldSet, map});
}

QStringList KnownMaps::texts() const
{
    QStringList texts;
    for (const auto& [fieldSet, map] : m_maps) {
        const QStringList fields = fieldTexts(map);
        const bool isParted = std::any_of(fields.begin(), fields.end(), [](const QString& field) {
            return field.contains(MapMark);
        });
        if (!isParted) {
            texts.append(QString::fromUtf8(fieldSet) + MapMark + fields.join(MapMark));
        }
    }
    return texts;
}

} // namespace Pacewatch
