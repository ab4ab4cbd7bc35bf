#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/field.h"
#include "ui/controls/textlabel.h"
#include "ui/theme.h"
#include "ui/views/evidence/fieldtable.h"
#include "ui/views/evidence/importdialog.h"
#include "ui/wording/fields.h"
#include "ui/wording/forms.h"
#include "ui/wording/sessions.h"
#include "ui/wording/traffic.h"
#include "ui/wording/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QShortcut>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

/// The building of the import dialog; what it does is in importdialog.cpp.
namespace Pacewatch {

namespace {

constexpr QSize Usual{920, 620};
constexpr QSize Least{860, 560};
constexpr int FootHeight = 56; // ui.md, "Measures": the foot of a dialog
constexpr int CallsHeight = 138; // its head and four calls
constexpr int FieldsHeight = 168; // its head and four fields
constexpr int AboutHeight = 44;

/// Cells begin where their heads do.
const QString CellPadding = u"QTableWidget::item { border: none; padding: 0 5px; }"_s;

void dress(QTableWidget& table, const Theme& theme)
{
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.setStyleSheet(CellPadding);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(theme.pixels("size.tableRow"_L1));
    table.horizontalHeader()->setFixedHeight(theme.pixels("size.tableHeader"_L1));
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace

void ImportDialog::layOut()
{
    setObjectName(u"importDialog"_s);
    setWindowTitle(Wording::importTitle());
    setMinimumSize(Least);
    resize(Usual);
    buildFiles();
    m_about->setObjectName(u"importAbout"_s);
    m_about->setWordWrap(true);
    m_about->setMinimumHeight(AboutHeight);
    m_about->setText(Wording::importHint());
    m_fields->setObjectName(u"importFields"_s);
    m_fields->setAccessibleName(Wording::whatFieldsMean());
    m_fields->setMinimumHeight(FieldsHeight);
    m_fields->hide();
    m_fieldNote->setObjectName(u"importFieldNote"_s);
    m_fieldNote->hide();
    m_calls->setObjectName(u"importCalls"_s);
    m_calls->setAccessibleName(Wording::firstCalls());
    m_calls->setMinimumHeight(CallsHeight);
    m_calls->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_calls->setHorizontalHeaderLabels({Wording::exchangeColumn(0), Wording::exchangeColumn(1),
                                        Wording::exchangeColumn(2), Wording::exchangeColumn(6)});
    dress(*m_calls, m_context.theme);
    m_calls->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_note->setObjectName(u"importNote"_s);

    auto* const add = new Button(Wording::addFilesDots());
    add->setObjectName(u"addFilesButton"_s);
    add->setAutoDefault(false);
    connect(add, &Button::clicked, this, &ImportDialog::askForFiles);
    auto* const pasting = new Button(Wording::paste());
    pasting->setObjectName(u"pasteButton"_s);
    pasting->setAutoDefault(false);
    connect(pasting, &Button::clicked, this, &ImportDialog::paste);
    auto* const key = new QShortcut(QKeySequence::Paste, m_table);
    key->setContext(Qt::WidgetWithChildrenShortcut);
    connect(key, &QShortcut::activated, this, &ImportDialog::paste);
    m_remove->setObjectName(u"removeFileButton"_s);
    m_remove->setAutoDefault(false);
    m_stop->setObjectName(u"stopReadingButton"_s);
    m_stop->setAutoDefault(false);
    m_stop->hide();
    connect(m_stop, &Button::clicked, this, &ImportDialog::stopReading);
    auto* const tools = new QHBoxLayout;
    tools->setSpacing(8);
    tools->addWidget(add);
    tools->addWidget(pasting);
    tools->addWidget(m_remove);
    tools->addStretch(1);
    tools->addWidget(m_stop);

    auto* const body = new QVBoxLayout;
    body->setContentsMargins(24, 20, 24, 8);
    body->setSpacing(8);
    body->addLayout(tools);
    body->addWidget(m_table, 2);
    body->addWidget(m_about);
    body->addWidget(m_fields, 3);
    body->addWidget(m_fieldNote);
    body->addWidget(m_calls, 2);
    body->addWidget(m_note);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(body, 1);
    column->addWidget(makeFoot());
}

void ImportDialog::buildFiles()
{
    m_table->setObjectName(u"importFiles"_s);
    m_table->setAccessibleName(Wording::importColumn(FileColumn));
    QStringList names;
    for (int column = 0; column < ColumnCount; ++column) {
        names.append(Wording::importColumn(column));
    }
    m_table->setHorizontalHeaderLabels(names);
    dress(*m_table, m_context.theme);
    constexpr int widths[] = {200, 112, 108, 108, 124, 124, 84};
    for (int column = 0; column < ColumnCount; ++column) {
        m_table->setColumnWidth(column, widths[column]);
    }
    m_table->horizontalHeader()->setSectionResizeMode(FileColumn, QHeaderView::Stretch);
}

QWidget* ImportDialog::makeFoot()
{
    const auto label = [this](const QString& text, QWidget* buddy) {
        auto* const made
            = new TextLabel(m_context.theme, FontRole::Label, Color::TextSecondary, text);
        made->setBuddy(buddy);
        buddy->setAccessibleName(text);
        return made;
    };
    m_name->setObjectName(u"caseName"_s);
    m_profile->setObjectName(u"caseProfile"_s);
    m_profile->addItem(Wording::foundByCalls());
    for (const Profile& profile : m_context.engine.profiles().all()) {
        m_profile->addItem(profile.edition.isEmpty() ? profile.name
                                                     : profile.name + ", "_L1 + profile.edition,
                           profile.id);
    }
    m_progress->setObjectName(u"importProgress"_s);
    m_progress->setRange(0, 100);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(120, 6);
    m_progress->hide();
    auto* const cancel = new Button(Wording::say(Wording::Words::Cancel));
    cancel->setObjectName(u"cancelImportButton"_s);
    cancel->setAutoDefault(false);
    connect(cancel, &Button::clicked, this, &ImportDialog::stop);
    m_open->setObjectName(u"openCaseButton"_s);
    m_open->setDefault(true);
    auto* const foot = new QWidget;
    foot->setFixedHeight(FootHeight);
    auto* const row = new QHBoxLayout(foot);
    row->setContentsMargins(24, 0, 24, 0);
    row->setSpacing(8);
    row->addWidget(label(Wording::caseName(), m_name));
    row->addWidget(m_name, 1);
    row->addWidget(label(Wording::limitsOf(), m_profile));
    row->addWidget(m_profile);
    row->addSpacing(8);
    row->addWidget(m_progress);
    row->addWidget(cancel);
    row->addWidget(m_open);
    return foot;
}

} // namespace Pacewatch
