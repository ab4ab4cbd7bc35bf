#include "ui/models/findingsmodel.h"

#include "ui/wording/findings.h"
#include "ui/wording/wording.h"

namespace Pacewatch {

void FindingsModel::show(const Diagnosis& diagnosis)
{
    const QList<Row> before = m_rows;
    m_diagnosis = diagnosis;
    QList<Row> rows;
    std::swap(m_rows, rows);
    addGroup(FindingGroup::CausesRefusals);
    addGroup(FindingGroup::LowersLoad);
    if (!diagnosis.checked.isEmpty()) {
        m_rows.append({RowKind::Heading, Wording::checkedGroupTitle(), {}, -1, {}});
    }
    for (const FindingKind kind : diagnosis.checked) {
        m_rows.append({RowKind::Checked, Wording::checkedTitle(kind),
                       Wording::checkedLine(kind, diagnosis), -1, kind});
    }
    rows.swap(m_rows);
    // Rows that stay keep their place, so that a selection and the scroll bar stay where they are.
    if (rows.size() == before.size()) {
        m_rows = rows;
        if (!rows.isEmpty()) {
            emit dataChanged(index(0), index(int(rows.size()) - 1));
        }
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

void FindingsModel::addGroup(FindingGroup group)
{
    bool isFirst = true;
    for (qsizetype at = 0; at < m_diagnosis.findings.size(); ++at) {
        const Finding& finding = m_diagnosis.findings.at(at);
        if (finding.group != group) {
            continue;
        }
        if (isFirst) {
            m_rows.append({RowKind::Heading, Wording::groupTitle(group), {}, -1, {}});
            isFirst = false;
        }
        m_rows.append({RowKind::Finding, Wording::findingTitle(finding.kind),
                       Wording::findingAmount(finding), at, finding.kind});
    }
}

std::optional<Finding> FindingsModel::findingAt(int row) const
{
    if (row < 0 || row >= m_rows.size() || m_rows.at(row).finding < 0) {
        return std::nullopt;
    }
    return m_diagnosis.findings.at(m_rows.at(row).finding);
}

int FindingsModel::rowOf(FindingKind kind) const
{
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).kind == RowKind::Finding && m_rows.at(row).about == kind) {
            return int(row);
        }
    }
    return -1;
}

int FindingsModel::firstFinding() const
{
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).kind == RowKind::Finding) {
            return int(row);
        }
    }
    return -1;
}

int FindingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size()) {
        return {};
    }
    const Row& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case RowKindRole:
        return int(row.kind);
    case AmountRole:
    case Qt::AccessibleDescriptionRole:
        return row.amount;
    case StrongRole: {
        const qint64 refusals = row.finding < 0 ? 0 : m_diagnosis.findings.at(row.finding).refusals;
        return refusals > 0 ? int(Wording::count(refusals).size()) : 0;
    }
    case SureRole:
        return row.finding < 0 ? QString()
                               : Wording::sure(m_diagnosis.findings.at(row.finding).sure);
    case KindRole:
        return int(row.about);
    case Qt::ToolTipRole:
        // As HTML by Qt's guess, so foreign text could not be shown; these words are our own.
        return row.finding < 0 ? QString()
                               : Wording::sureReason(m_diagnosis.findings.at(row.finding));
    default:
        return {};
    }
}

Qt::ItemFlags FindingsModel::flags(const QModelIndex& index) const
{
    const bool canBeChosen = index.isValid() && m_rows.at(index.row()).kind == RowKind::Finding;
    return canBeChosen ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsEnabled;
}

} // namespace Pacewatch
