#pragma once

#include "core/connection.h"
#include "core/recorded.h"
#include "ui/controls/choicefield.h"
#include "ui/views/connectionview.h"

#include <QWidget>

#include <optional>

namespace Pacewatch {

/// The field that chooses one of two sessions: among the connections that are open, the recent
/// sessions, and files. What is chosen from the disk is opened as a recorded connection.
class SessionChooser final : public QWidget
{
    Q_OBJECT

public:
    SessionChooser(PageContext& context, const QString& label, QWidget* parent = nullptr);

    void choose(ConnectionId id);
    /// Opens @p path, or takes the connection that was opened from it already.
    void openFile(const QString& path);
    void showRecent(const QList<RecentSession>& sessions);
    /// Another state of the connections: a chosen one may have gone.
    void showState();

    /// Empty until one is chosen and known.
    [[nodiscard]] std::optional<ConnectionId> chosen() const;
    [[nodiscard]] ChoiceField* field() const { return m_field; }

signals:
    void changed();
    void failed(const QString& title, const QString& detail);

private:
    void fillMenu(QMenu& menu);
    void askForFile();
    void showChoice();
    [[nodiscard]] QString nameOf(const ConnectionState& state, qsizetype place) const;

    PageContext& m_context;
    ChoiceField* m_field;
    QList<RecentSession> m_recent;
    std::optional<ConnectionId> m_id;
    bool m_isKnown = false; ///< the feed told of it
    bool m_isOpening = false;
    int m_openings = 0; ///< an earlier file may come after a later one
};

} // namespace Pacewatch
