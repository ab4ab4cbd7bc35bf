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
            add({path, QFileInfo(path).fileName(), false, {}, {}, {}, 0, {}, {}, 0, false, false});
        }
    }
}

void ImportDialog::add(File file)
{
    m_files.push_back(std::move(file));
    look(m_files.back().path);
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
    add({m_pasted.back()->path(),
         Wording::pastedText(number),
         true,
         {},
         {},
         {},
         0,
         {},
         {},
         0,
         false});
}

void ImportDialog::look(const QString& path)
{
    const QString first = m_files.front().path;
    File* const looked = fileAt(path);
    m_context.engine.cancelJob(looked->job);
    looked->isRead = false;
    const int number = ++looked->look;
    const EvidencePart part{path, {}, looked->map};
    looked->job = m_context.engine.previewEvidence(
        part, path == first ? QString() : first, this,
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

void ImportDialog::takePreview(const QString& path, int number,
                               const Result<EvidencePreview>& preview)
{
    File* const file = fileAt(path);
    if (file == nullptr || file->look != number) {
        return;
    }
    if (preview && number == 1) {
        if (const std::optional<FieldMap> known = m_maps.find(preview->fieldSet)) {
            file->map = *known;
            file->isKnown = true;
            look(path);
            return;
        }
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
    look(file->path);
    showFiles();
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
