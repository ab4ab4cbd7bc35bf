#pragma once

#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/privacy.h"
#include "ui/shell/connectionrow.h"
#include "ui/shell/practicetile.h"
#include "ui/shell/recentlist.h"

#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace Pacewatch {

/// The connections, and the practice gateway below them. Rows never move by themselves.
class Sidebar final : public QWidget
{
    Q_OBJECT

public:
    Sidebar(const Theme& theme, const Icons& icons, const Privacy& privacy,
            QWidget* parent = nullptr);

    void showState(const EngineState& state, Instant now);
    void showRecent(const QList<RecentSession>& sessions);
    void select(ConnectionId id);
    void setCollapsed(bool collapsed);

    [[nodiscard]] bool isCollapsed() const { return m_isCollapsed; }
    [[nodiscard]] const QList<ConnectionRow*>& rows() const { return m_rows; }
    /// The customer's name as it may be shown now.
    [[nodiscard]] QString shownName(const ConnectionState& state, qsizetype place) const;

signals:
    void selected(Pacewatch::ConnectionId id);
    void newConnectionWanted();
    void menuWanted(Pacewatch::ConnectionId id, const QPoint& global);
    void sessionWanted(const QString& path);
    void practiceWanted();
    void practiceSwitched(bool on);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fitRows(const QList<ConnectionState>& connections);
    ConnectionRow* makeRow();

    const Theme& m_theme;
    const Icons& m_icons;
    const Privacy& m_privacy;
    QWidget* m_head;
    Button* m_add;
    TextLabel* m_empty;
    QVBoxLayout* m_list;
    QList<ConnectionRow*> m_rows;
    RecentList* m_recent;
    QList<RecentSession> m_sessions;
    PracticeTile* m_practice;
    ConnectionId m_selected{};
    bool m_isCollapsed = false;
};

} // namespace Pacewatch
