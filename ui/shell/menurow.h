#pragma once

#include "ui/controls/button.h"
#include "ui/shell/findbox.h"

#include <QWidget>

class QMenu;

namespace Pacewatch {

class WindowActions;

/// The one row at the top: menus left; find box, privacy, theme and notices right.
class MenuRow final : public QWidget
{
    Q_OBJECT

public:
    MenuRow(const Theme& theme, const Icons& icons, WindowActions& actions, FindBox* find,
            QWidget* parent = nullptr);

    void setPrivacy(bool on);
    /// Adds a line to the notices, newest first; @p open runs when it is chosen.
    void addNotice(Standing standing, const QString& text, std::function<void()> open);

    [[nodiscard]] int noticeCount() const;

signals:
    void themeToggled();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void followTheme();

    const Theme& m_theme;
    const Icons& m_icons;
    Button* m_privacy;
    Button* m_look;
    Button* m_bell;
    QMenu* m_notices;
};

} // namespace Pacewatch
