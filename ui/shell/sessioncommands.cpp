#include "ui/shell/sessioncommands.h"

#include "core/engine.h"
#include "ui/models/feed.h"
#include "ui/views/evidence/exportdialog.h"
#include "ui/views/evidence/importdialog.h"
#include "ui/views/evidence/notedialog.h"
#include "ui/wording/sessions.h"

#include <QFileDialog>
#include <QFileInfo>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr auto SessionSuffix = "pacewatch"_L1;

} // namespace

SessionCommands::SessionCommands(PageContext& context, QWidget& window)
    : QObject(&window)
    , m_context(context)
    , m_window(window)
{ }

QFileDialog* SessionCommands::ask(const QString& filter, bool isForWriting)
{
    auto* const dialog = new QFileDialog(&m_window, {}, {}, filter);
    dialog->setObjectName(u"fileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(isForWriting ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(isForWriting ? QFileDialog::AnyFile : QFileDialog::ExistingFiles);
    return dialog;
}

void SessionCommands::open()
{
    QFileDialog* const dialog = ask(Wording::sessionFiles(), false);
    connect(dialog, &QFileDialog::filesSelected, this, &SessionCommands::openFiles);
    dialog->open();
}

void SessionCommands::openFile(const QString& path)
{
    openFiles({path});
}

void SessionCommands::openFiles(const QStringList& paths)
{
    const bool isSession = paths.size() == 1
        && QFileInfo(paths.first()).suffix().compare(SessionSuffix, Qt::CaseInsensitive) == 0;
    isSession ? openSession(paths.first()) : importFiles(paths);
}

void SessionCommands::openSession(const QString& path)
{
    EvidenceCase evidence;
    evidence.parts = {{path, {}}};
    m_context.engine.openRecorded(
        evidence, this, [](qint64, qint64) {},
        [this](const Result<ConnectionId>& id) {
            id ? emit opened(*id)
               : emit failed(Wording::notOpened(), Wording::fileFailure(id.error()));
        });
}

void SessionCommands::importFiles(const QStringList& paths)
{
    auto* const dialog = new ImportDialog(m_context, m_fieldMaps, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ImportDialog::opened, this, &SessionCommands::opened);
    connect(dialog, &ImportDialog::mapsChosen, this, [this](const KnownMaps& maps) {
        m_fieldMaps = maps;
        emit fieldMapsChanged();
    });
    dialog->open();
    dialog->addFiles(paths);
}

void SessionCommands::save(ConnectionId id)
{
    const ConnectionState* const state = m_context.feed.connection(id);
    if (state == nullptr) {
        return;
    }
    QFileDialog* const dialog = ask(Wording::sessionFiles(), true);
    dialog->setDefaultSuffix(SessionSuffix);
    dialog->selectFile(ExportDialog::proposedName(*state, ExportFormat::Session));
    connect(dialog, &QFileDialog::fileSelected, this, [this, id](const QString& path) {
        const ExportOrder order{ExportFormat::Session, path, {}, {}};
        m_context.engine.exportCalls(
            id, order, this, [](qint64, qint64) {},
            [this, path](const Result<qint64>& written) {
                written ? emit succeeded(Wording::exported(*written, QFileInfo(path).fileName()))
                        : emit failed(Wording::notWritten(), Wording::fileFailure(written.error()));
            });
    });
    dialog->open();
}

void SessionCommands::exportCalls(ConnectionId id)
{
    const ConnectionState* const state = m_context.feed.connection(id);
    if (state == nullptr) {
        return;
    }
    auto* const dialog = new ExportDialog(m_context, *state, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::exported, this, &SessionCommands::succeeded);
    dialog->open();
}

void SessionCommands::addNote(ConnectionId id, std::optional<WallTime> moment)
{
    const ConnectionState* const state = m_context.feed.connection(id);
    if (state == nullptr) {
        return;
    }
    const WallTime at = moment.value_or(
        presentOf(m_context.feed.recording(id), m_context.engine.clock().wallNow()));
    auto* const dialog = new NoteDialog(m_context.theme, at, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NoteDialog::written, this, [this, id, at](const QString& text) {
        m_context.engine.addNote(id, at, text, this, [this, at](const Result<void>& added) {
            added ? emit succeeded(Wording::noteAdded(at))
                  : emit failed(Wording::noteNotKept(), Wording::fileFailure(added.error()));
        });
    });
    dialog->open();
}

} // namespace Pacewatch
