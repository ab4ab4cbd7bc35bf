#include "ui/views/evidence/fieldtable.h"

#include "core/transfer/fieldtext.h"
#include "ui/views/evidence/unitchoice.h"
#include "ui/wording/fields.h"

#include <QHBoxLayout>
#include <QHeaderView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int RowHeight = 34;

/// A cell widget fills its cell; the choice keeps its own height.
QWidget* inCell(FieldChoice* choice)
{
    auto* const cell = new QWidget;
    auto* const row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 8, 0);
    row->addWidget(choice, 0, Qt::AlignVCenter);
    return cell;
}

} // namespace

FieldTable::FieldTable(const Theme& theme, const Privacy& privacy, QWidget* parent)
    : QTableWidget(0, ColumnCount, parent)
    , m_theme(theme)
    , m_privacy(privacy)
{
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::NoSelection);
    setFocusPolicy(Qt::NoFocus);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setStyleSheet(u"QTableWidget::item { border: none; padding: 0 5px; }"_s); // as the heads
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(RowHeight);
    horizontalHeader()->setFixedHeight(theme.pixels("size.tableHeader"_L1));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    QStringList names;
    for (int column = 0; column < ColumnCount; ++column) {
        names.append(Wording::fieldColumn(column));
    }
    setHorizontalHeaderLabels(names);
    layOutColumns();
    connect(&privacy, &Privacy::changed, this, &FieldTable::showRows);
    connect(&theme, &Theme::changed, this, &FieldTable::showRows);
}

void FieldTable::showRows()
{
    for (int row = 0; row < rowCount(); ++row) {
        showRow(row);
    }
}

void FieldTable::layOutColumns()
{
    constexpr int widths[] = {124, 0, 172, 206, 152};
    for (int column = 0; column < ColumnCount; ++column) {
        setColumnWidth(column, widths[column]);
    }
    horizontalHeader()->setSectionResizeMode(SampleColumn, QHeaderView::Stretch);
}

void FieldTable::showFields(const EvidencePreview& preview, const FieldMap& map)
{
    const bool areSame = m_path == preview.path && m_fields.size() == preview.fields.size()
        && std::equal(m_fields.begin(), m_fields.end(), preview.fields.begin(),
                      [](const FoundField& left, const FoundField& right) {
                          return left.name == right.name;
                      });
    m_path = preview.path;
    m_format = preview.format;
    m_fields = preview.fields;
    m_map = map;
    if (!areSame) {
        makeRows();
    }
    showRows();
}

void FieldTable::makeRows()
{
    setRowCount(0);
    setRowCount(static_cast<int>(m_fields.size()));
    for (int row = 0; row < rowCount(); ++row) {
        for (const Column column : {NameColumn, SampleColumn, SureColumn}) {
            auto* const item = new QTableWidgetItem;
            item->setFlags(Qt::ItemIsEnabled);
            setItem(row, column, item);
        }
        const QString name = Wording::fieldName(m_format, m_fields.at(row).name);
        auto* const role = new FieldChoice(Wording::fieldChoice(name));
        for (const CallFact fact : offeredFacts()) {
            role->addItem(Wording::roleName(fact), static_cast<int>(fact));
        }
        auto* const unit = new UnitChoice(Wording::unitChoice(name));
        role->setMaxVisibleItems(role->count());
        connect(role, &QComboBox::activated, this, [this, row] { choose(row); });
        connect(unit, &UnitChoice::unitChosen, this, [this, row] { choose(row); });
        setCellWidget(row, RoleColumn, inCell(role));
        setCellWidget(row, UnitColumn, inCell(unit));
    }
}

void FieldTable::showRow(int row)
{
    const FoundField& field = m_fields.at(row);
    item(row, NameColumn)->setText(Wording::fieldName(m_format, field.name));
    item(row, NameColumn)->setToolTip(QString::fromUtf8(field.name));
    const QString sample = m_privacy.shownBody(field.sample);
    item(row, SampleColumn)->setText(sample);
    item(row, SampleColumn)->setToolTip(sample);
    item(row, SampleColumn)->setFont(m_theme.font(FontRole::Mono));
    item(row, SureColumn)->setText(Wording::howSure(field));
    item(row, SureColumn)->setToolTip(Wording::howSure(field));
    // What was chosen stays shown also while it is in the way of another field.
    const CallFactRole role = m_map.chosen(field.name).value_or(field.role);
    FieldChoice* const choice = cellWidget(row, RoleColumn)->findChild<FieldChoice*>();
    int at = choice->findData(static_cast<int>(role.fact));
    if (at < 0) { // a guess that nobody would choose by hand
        choice->insertItem(0, Wording::roleName(role.fact), static_cast<int>(role.fact));
        at = 0;
    }
    choice->setCurrentIndex(at);
    unitAt(row)->showRole(role);
    const bool isWrong = field.role.fact != CallFact::Nothing && field.unread > 0;
    const Color color = isWrong          ? Color::StateLimitedFg
        : role.fact == CallFact::Nothing ? Color::TextMuted
                                         : Color::TextSecondary;
    item(row, SureColumn)->setForeground(m_theme.color(color));
    item(row, SampleColumn)->setForeground(m_theme.color(Color::TextSecondary));
}

void FieldTable::choose(int row)
{
    const QByteArray name = m_fields.at(row).name;
    const auto* const choice = cellWidget(row, RoleColumn)->findChild<FieldChoice*>();
    CallFactRole role{static_cast<CallFact>(choice->currentData().toInt()), {}, {}};
    const CallFact before = m_map.chosen(name).value_or(m_fields.at(row).role).fact;
    const bool isSameKind
        = isMoment(role.fact) == isMoment(before) && hasUnit(role.fact) == hasUnit(before);
    if (isSameKind && (hasUnit(role.fact) || isMoment(role.fact))) {
        unitAt(row)->fill(role);
    }
    const bool isHeader
        = role.fact == CallFact::ResponseField || role.fact == CallFact::RequestField;
    if (isHeader) {
        role.field = headerNameOf(name);
    }
    m_map.set(name, role);
    showRow(row);
    emit mapChanged();
}

UnitChoice* FieldTable::unitAt(int row) const
{
    return cellWidget(row, UnitColumn)->findChild<UnitChoice*>();
}

} // namespace Pacewatch
