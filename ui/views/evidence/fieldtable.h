#pragma once

#include "core/recorded.h"
#include "ui/privacy.h"
#include "ui/theme.h"

#include <QTableWidget>

namespace Pacewatch {

class UnitChoice;

/// The fields of an imported file: a value of each, what it is taken for and how sure that is. What
/// it means can be chosen for each, and the unit of a duration or the form of a moment.
class FieldTable final : public QTableWidget
{
    Q_OBJECT

public:
    explicit FieldTable(const Theme& theme, const Privacy& privacy, QWidget* parent = nullptr);

    /// Shows the fields of @p preview, of which @p map was chosen. Choices that are open stay.
    void showFields(const EvidencePreview& preview, const FieldMap& map);

    [[nodiscard]] const FieldMap& map() const { return m_map; }

signals:
    /// A person chose something else; see map().
    void mapChanged();

private:
    enum Column
    {
        NameColumn,
        SampleColumn,
        RoleColumn,
        UnitColumn,
        SureColumn,
        ColumnCount
    };

    void makeRows();
    void showRows();
    void showRow(int row);
    void choose(int row);
    void layOutColumns();
    [[nodiscard]] UnitChoice* unitAt(int row) const;

    const Theme& m_theme;
    const Privacy& m_privacy;
    EvidenceFormat m_format = EvidenceFormat::Csv;
    QString m_path;
    QList<FoundField> m_fields;
    FieldMap m_map;
};

} // namespace Pacewatch
