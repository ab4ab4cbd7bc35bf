#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/field.h"
#include "ui/heldtext.h"
#include "ui/views/evidence/fieldtable.h"
#include "ui/views/evidence/importdialog.h"
#include "ui/wording/sessions.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QTableWidget>
#include <QUrl>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

/// What the import dialog reads: files that are chosen, and text that is pasted.
namespace Pacewatch {

void ImportDialog::askForFiles()
{
    auto* const dialog = new QFileDialog(this, {}, {}, Wording::evidenceFiles());
    dialog->setObjectName(u"fileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &ImportDialog::addFiles);
    dialog->open();
}

void ImportDialog::addFiles(const QStringList& paths)
{
    for (const QString& path : paths) {
        if (fileAt(path) == nullptr) {
            add({.path = path, .name = QFileInfo(path).fileName()});
        }
    }
}

void ImportDialog::add(File file)
{
    m_files.push_back(std::move(file));
    look(m_files.back().path, PreviewDepth::Start);
    showFiles();
    if (m_table->currentRow() < 0) {
        m_table->selectRow(0);
    }
}

void ImportDialog::paste()
{
    const QMimeData* const copied = QGuiApplication::clipboard()->mimeData();
    m_note->clear();
    if (copied != nullptr && copied->hasUrls()) {
        QStringList paths;
        for (const QUrl& url : copied->urls()) {
            if (url.isLocalFile()) {
                paths.append(url.toLocalFile());
            }
        }
        addFiles(paths);
        return;
    }
    const QByteArray text = copied == nullptr ? QByteArray() : copied->text().toUtf8();
    if (text.trimmed().isEmpty()) {
        m_note->say(FieldNote::Tone::Wrong, Wording::nothingToPaste());
        return;
    }
    std::shared_ptr<HeldText> held = HeldText::keep(text);
    if (!held) {
        m_note->say(FieldNote::Tone::Wrong, Wording::notPasted());
        return;
    }
    m_pasted.push_back(std::move(held));
    const auto number = static_cast<int>(m_pasted.size());
    add({.path = m_pasted.back()->path(), .name = Wording::pastedText(number), .isPasted = true});
}

/// Its start is shown at once; of a file that nobody chose anything for, all of it afterwards.
void ImportDialog::look(const QString& path, PreviewDepth depth)
{
    const QString first = m_files.front().path;
    File* const looked = fileAt(path);
    m_context.engine.cancelJob(looked->job);
    looked->isReading = true;
    looked->percent = 0;
    const int number = ++looked->look;
    const EvidencePart part{path, {}, looked->map};
    looked->job = m_context.engine.previewEvidence(
        part, path == first ? QString() : first, depth, this,
        [this, path, number](qint64 done, qint64 total) {
            File* const file = fileAt(path);
            if (file != nullptr && file->look == number) {
                file->percent = static_cast<int>(total > 0 ? 100 * done / total : 0);
                showFiles();
            }
        },
        [this, path, number](const Result<EvidencePreview>& preview) {
            takePreview(path, number, preview);
        });
}

/// Whether another look at the file follows.
bool ImportDialog::lookFurther(File& file, int number, const EvidencePreview& preview)
{
    if (number > 1) {
        return false;
    }
    if (const std::optional<FieldMap> known = m_maps.find(preview.fieldSet)) {
        file.map = *known;
        file.isKnown = true;
    }
    if (file.isKnown || (preview.isStart && !preview.problem)) {
        look(file.path, PreviewDepth::Whole);
        return true;
    }
    return false;
}

void ImportDialog::takePreview(const QString& path, int number,
                               const Result<EvidencePreview>& preview)
{
    File* const file = fileAt(path);
    if (file == nullptr || file->look != number) {
        return;
    }
    file->isReading = false;
    const bool isStopped = !preview && preview.error().code == ErrorCode::Cancelled;
    const bool isFurther = preview && lookFurther(*file, number, *preview);
    if ((isFurther && file->isKnown) || (isStopped && file->preview)) {
        showFiles();
        return; // the start was taken otherwise; or what is known of it stays
    }
    file->isRead = true;
    file->preview.reset();
    file->error.reset();
    if (preview) {
        file->preview = *preview;
        file->shift = preview->shift.value_or(file->shift);
    } else {
        file->error = preview.error();
    }
    if (file->isPasted) { // the name of its path means nothing to anybody
        const QString name = QFileInfo(path).fileName() + u": "_s;
        Error* const told = file->error ? &*file->error
            : file->preview->problem    ? &*file->preview->problem
                                        : nullptr;
        if (told != nullptr && told->detail.startsWith(name)) {
            told->detail.remove(0, name.size());
        }
    }
    showFiles();
    showFile();
}

void ImportDialog::takeMap()
{
    File* const file = chosenFile();
    if (file == nullptr) {
        return;
    }
    file->map = m_fields->map();
    file->isKnown = false;
    file->isRead = false;
    look(file->path, PreviewDepth::Start);
    showFiles();
}

/// What is known of a file stays; when it is opened all of it is read.
void ImportDialog::stopReading()
{
    for (const File& file : m_files) {
        if (file.isReading) {
            m_context.engine.cancelJob(file.job);
        }
    }
}

/// Ends what is going on; when nothing is, the dialog.
void ImportDialog::stop()
{
    if (m_opening) {
        m_context.engine.cancelJob(*m_opening);
    } else {
        reject();
    }
}

ImportDialog::File* ImportDialog::fileAt(const QString& path)
{
    const auto found = std::find_if(m_files.begin(), m_files.end(),
                                    [&](const File& file) { return file.path == path; });
    return found == m_files.end() ? nullptr : &*found;
}

ImportDialog::File* ImportDialog::chosenFile()
{
    const int row = m_table->currentRow();
    return row < 0 || row >= static_cast<int>(m_files.size())
        ? nullptr
        : &m_files[static_cast<std::size_t>(row)];
}

void ImportDialog::removeFile()
{
    const int row = m_table->currentRow();
    if (row < 0 || row >= static_cast<int>(m_files.size())) {
        return;
    }
    m_context.engine.cancelJob(m_files[static_cast<std::size_t>(row)].job);
    m_files.erase(m_files.begin() + row);
    showFiles();
    showFile();
}

} // namespace Pacewatch
