#pragma once

#include "core/recorded.h"
#include "core/transfer/knownmaps.h"
#include "ui/views/connectionview.h"

#include <QObject>
#include <QStringList>

#include <optional>

class QFileDialog;

namespace Pacewatch {

/// What the Session menu does: asks for files, opens, imports, saves, exports and annotates. What
/// came of it is told by signals; nothing here waits for the disk.
class SessionCommands final : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it; the dialogs belong to @p window.
    SessionCommands(PageContext& context, QWidget& window);

    /// Asks for a session.
    void open();
    /// A session at once, any other file by way of the import.
    void openFile(const QString& path);
    /// Files that were dropped: one session at once, all else by way of the import.
    void openFiles(const QStringList& paths);
    void importFiles(const QStringList& paths);
    /// What is offered for the fields of files that are imported.
    void setFieldMaps(const KnownMaps& maps) { m_fieldMaps = maps; }
    [[nodiscard]] const KnownMaps& fieldMaps() const { return m_fieldMaps; }
    void save(ConnectionId id);
    void exportCalls(ConnectionId id);
    /// A note at @p moment; at the present without one.
    void addNote(ConnectionId id, std::optional<WallTime> moment);

signals:
    void opened(Pacewatch::ConnectionId id);
    void succeeded(const QString& text);
    void failed(const QString& title, const QString& detail);
    void fieldMapsChanged();

private:
    void openSession(const QString& path);
    QFileDialog* ask(const QString& filter, bool isForWriting);

    PageContext& m_context;
    QWidget& m_window;
    KnownMaps m_fieldMaps;
};

} // namespace Pacewatch
