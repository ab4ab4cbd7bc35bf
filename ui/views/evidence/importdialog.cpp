#include "ui/views/evidence/importdialog.h"

#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/field.h"
#include "ui/controls/textlabel.h"
#include "ui/theme.h"
#include "ui/views/evidence/fieldtable.h"
#include "ui/wording/fields.h"
#include "ui/wording/sessions.h"
#include "ui/wording/traffic.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalBlocker>
#include <QTableWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr qsizetype FaultsShown = 5;
constexpr int PathRole = Qt::UserRole;
constexpr int TimeColumn = 0;
constexpr int CallColumn = 1;
constexpr int StatusColumn = 2;
constexpr int TookColumn = 3;

QString dayAndTime(WallTime at)
{
    return Wording::date(at) + u' ' + Wording::clock(at);
}

} // namespace

ImportDialog::ImportDialog(PageContext& context, const KnownMaps& maps, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_maps(maps)
    , m_table(new QTableWidget(0, ColumnCount))
    , m_about(new TextLabel(context.theme, FontRole::Body, Color::TextSecondary))
    , m_fields(new FieldTable(context.theme, context.privacy))
    , m_fieldNote(new FieldNote(context.theme, context.icons))
    , m_calls(new QTableWidget(0, TookColumn + 1))
    , m_name(new QLineEdit)
    , m_profile(new QComboBox)
    , m_note(new FieldNote(context.theme, context.icons))
    , m_progress(new QProgressBar)
    , m_remove(new Button(Wording::removeFile()))
    , m_stop(new Button(Wording::stopReading()))
    , m_open(new Button(Wording::openCase(1), Button::Kind::Primary))
{
    layOut();
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &ImportDialog::showFile);
    connect(m_table, &QTableWidget::itemChanged, this, &ImportDialog::takeShift);
    connect(m_fields, &FieldTable::mapChanged, this, &ImportDialog::takeMap);
    connect(m_remove, &Button::clicked, this, &ImportDialog::removeFile);
    connect(m_open, &Button::clicked, this, &ImportDialog::openCase);
    showFiles();
}

ImportDialog::~ImportDialog()
{
    for (const File& file : m_files) {
        m_context.engine.cancelJob(file.job);
    }
    if (m_opening) {
        m_context.engine.cancelJob(*m_opening);
    }
    m_context.engine.forgetEvidence();
}

void ImportDialog::showFiles()
{
    {
        const QSignalBlocker quiet(m_table);
        m_table->setRowCount(static_cast<int>(m_files.size()));
        for (int row = 0; row < m_table->rowCount(); ++row) {
            showRow(row);
        }
    }
    const bool areRead = std::all_of(m_files.begin(), m_files.end(), [](const File& file) {
        return file.isRead && file.preview && !file.preview->problem;
    });
    showProgress();
    m_open->setText(Wording::openCase(static_cast<qsizetype>(m_files.size())));
    m_open->setEnabled(areRead && !m_files.empty() && !m_opening);
    if (!m_files.empty()) {
        m_name->setPlaceholderText(QFileInfo(m_files.front().name).completeBaseName());
    }
}

/// How far the reading is, of all files that are read together.
void ImportDialog::showProgress()
{
    int reading = 0;
    int percent = 0;
    for (const File& file : m_files) {
        reading += file.isReading ? 1 : 0;
        percent += file.isReading ? file.percent : 0;
    }
    m_stop->setVisible(reading > 0 && percent > 0);
    if (!m_opening) {
        m_progress->setVisible(reading > 0);
        m_progress->setValue(reading > 0 ? percent / reading : 0);
    }
}

void ImportDialog::showRow(int row)
{
    const File& file = m_files.at(static_cast<std::size_t>(row));
    QStringList cells(ColumnCount);
    cells[FileColumn] = file.name;
    if (file.error) {
        cells[FormatColumn] = Wording::notOpened();
    } else if (!file.preview) {
        cells[FormatColumn]
            = file.percent > 0 ? Wording::reading(file.percent) : Wording::waitingToBeRead();
    } else if (file.preview->problem) {
        cells[FormatColumn] = Wording::formatName(file.preview->format);
        cells[CallsColumn] = Wording::count(0);
    } else {
        const bool isPart = file.preview->isStart;
        const auto number = isPart ? Wording::aboutSoMany : Wording::count;
        cells[FormatColumn] = Wording::formatName(file.preview->format);
        cells[CallsColumn] = number(file.preview->calls);
        cells[RefusedColumn] = number(file.preview->refused);
        cells[FromColumn] = dayAndTime(file.preview->first + file.shift);
        cells[ToColumn] = isPart ? Wording::missing() : dayAndTime(file.preview->last + file.shift);
        cells[ClockColumn] = Wording::shiftText(file.shift);
    }
    if (file.isReading && file.preview) {
        cells[FormatColumn] = Wording::reading(file.percent);
    }
    for (int column = 0; column < ColumnCount; ++column) {
        QTableWidgetItem* item = m_table->item(row, column);
        if (item == nullptr) {
            item = new QTableWidgetItem;
            m_table->setItem(row, column, item);
        }
        item->setText(cells.at(column));
        const bool isEditable = column == ClockColumn && file.preview && !file.preview->problem;
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable
                       | (isEditable ? Qt::ItemIsEditable : Qt::NoItemFlags));
        item->setToolTip(column == FileColumn && !file.isPasted ? file.path : QString());
    }
}

void ImportDialog::showFile()
{
    const File* const file = chosenFile();
    m_remove->setEnabled(file != nullptr);
    showFields(file);
    showAbout(file);
    showCalls(file && file->preview ? file->preview->firstCalls : QList<Exchange>());
}

void ImportDialog::showAbout(const File* file)
{
    const QString text = file == nullptr ? Wording::importHint()
        : file->error                    ? Wording::fileFailure(*file->error)
        : file->preview                  ? aboutFile(*file)
                                         : QString();
    m_about->setText(text);
    // What cannot be is said below the fields, and needs no empty room here.
    m_about->setVisible(!text.isEmpty() || file == nullptr || !file->preview);
}

/// What the chosen file lacks, and what is wrong with it.
QString ImportDialog::aboutFile(const File& file) const
{
    const EvidencePreview& preview = *file.preview;
    if (preview.problem) {
        return file.map.conflict() ? QString() : Wording::noCallAsTaken(*preview.problem);
    }
    QStringList lines;
    if (preview.isStart && !file.isReading) {
        lines.append(Wording::onlyItsStart());
    }
    if (file.isKnown) {
        lines.append(Wording::fieldsAsBefore());
    }
    for (const Shortfall each : preview.shortfalls) {
        lines.append(Wording::shortfall(each));
    }
    if (preview.faultCount > 0) {
        lines.append(Wording::moreFaults(preview.faultCount));
    }
    for (const ImportFault& each :
         preview.faults.first(std::min(preview.faults.size(), FaultsShown))) {
        lines.append(Wording::fault(each));
    }
    if (&file != &m_files.front()) {
        lines.append(Wording::shiftHint(preview.shift, preview.matched));
    }
    return lines.isEmpty() ? Wording::nothingWrong() : lines.join(u'\n');
}

void ImportDialog::showFields(const File* file)
{
    const bool hasFields = file != nullptr && file->preview && !file->preview->fields.isEmpty();
    m_fields->setVisible(hasFields);
    m_fieldNote->setVisible(hasFields);
    if (!hasFields) {
        return;
    }
    m_fields->showFields(*file->preview, file->map);
    const QString problem
        = Wording::fieldsProblem(file->preview->format, file->map, file->preview->fields);
    m_fieldNote->say(FieldNote::Tone::Wrong, problem);
    m_fieldNote->setVisible(!problem.isEmpty());
}

void ImportDialog::showCalls(const QList<Exchange>& calls)
{
    m_calls->setRowCount(static_cast<int>(calls.size()));
    for (int row = 0; row < m_calls->rowCount(); ++row) {
        const Exchange& call = calls.at(row);
        const QString target = m_context.privacy.shownBody(QString::fromUtf8(call.request.target));
        m_calls->setItem(row, TimeColumn,
                         new QTableWidgetItem(Wording::clockWithMilliseconds(call.arrivedWall)));
        m_calls->setItem(
            row, CallColumn,
            new QTableWidgetItem(QString::fromUtf8(call.request.method) + u' ' + target));
        m_calls->setItem(row, StatusColumn, new QTableWidgetItem(Wording::statusCell(call)));
        m_calls->setItem(row, TookColumn, new QTableWidgetItem(Wording::tookCell(call)));
    }
}

void ImportDialog::takeShift(const QTableWidgetItem* item)
{
    if (item->column() != ClockColumn || item->row() >= static_cast<int>(m_files.size())) {
        return;
    }
    File& file = m_files.at(static_cast<std::size_t>(item->row()));
    file.shift = Wording::shiftOf(item->text()).value_or(file.shift);
    showFiles();
}

void ImportDialog::openCase()
{
    EvidenceCase evidence;
    for (const File& file : m_files) {
        evidence.parts.append({file.path, file.shift, file.map});
    }
    evidence.name = m_name->text().trimmed();
    if (evidence.name.isEmpty() && m_files.front().isPasted) {
        evidence.name = m_files.front().name;
    }
    evidence.profileId = m_profile->currentData(PathRole).toString();
    m_note->clear();
    m_progress->setValue(0);
    m_progress->show();
    m_opening = m_context.engine.openRecorded(
        evidence, this,
        [this](qint64 done, qint64 total) {
            m_progress->setValue(static_cast<int>(total > 0 ? 100 * done / total : 0));
        },
        [this](const Result<ConnectionId>& id) { finish(id); });
    showFiles();
}

void ImportDialog::keepMaps()
{
    const KnownMaps before = m_maps;
    for (const File& file : m_files) {
        if (file.preview && !file.map.isEmpty()) {
            m_maps.keep(file.preview->fieldSet, file.map);
        }
    }
    if (m_maps != before) {
        emit mapsChosen(m_maps);
    }
}

void ImportDialog::finish(const Result<ConnectionId>& id)
{
    m_opening.reset();
    m_progress->hide();
    if (!id) {
        m_note->say(FieldNote::Tone::Wrong,
                    Wording::notOpened() + u' ' + Wording::fileFailure(id.error()));
        showFiles();
        return;
    }
    keepMaps();
    emit opened(*id);
    accept();
}

} // namespace Pacewatch
