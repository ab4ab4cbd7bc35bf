#pragma once

#include "core/diagnosis/diagnosis.h"

#include <QAbstractListModel>

#include <optional>

namespace Pacewatch {

/// The findings of a diagnosis as rows in three groups, each under its heading: what causes
/// refusals, what would lower the load, what was checked in vain. Window thread.
class FindingsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        RowKindRole = Qt::UserRole, ///< RowKind
        AmountRole, ///< QString, second line
        StrongRole, ///< int: how many of the first signs of AmountRole stand out
        SureRole, ///< QString: "Strong"; empty for what was checked
        KindRole, ///< int: FindingKind
    };
    enum class RowKind
    {
        Heading,
        Finding,
        Checked,
    };

    using QAbstractListModel::QAbstractListModel;

    void show(const Diagnosis& diagnosis);
    /// The finding of a row; empty for headings and for what was checked.
    [[nodiscard]] std::optional<Finding> findingAt(int row) const;
    /// The row of a finding of that kind; -1 without one.
    [[nodiscard]] int rowOf(FindingKind kind) const;
    /// The first row that can be chosen; -1 without one.
    [[nodiscard]] int firstFinding() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row
    {
        RowKind kind = RowKind::Heading;
        QString title;
        QString amount;
        qsizetype finding = -1; ///< index into the diagnosis
        FindingKind about{};

        friend bool operator==(const Row&, const Row&) = default;
    };

    void addGroup(FindingGroup group);

    Diagnosis m_diagnosis;
    QList<Row> m_rows;
};

} // namespace Pacewatch
