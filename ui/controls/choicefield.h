#pragma once

#include "ui/icons.h"
#include "ui/theme.h"

#include <QAbstractButton>

class QMenu;

namespace Pacewatch {

/// A field that shows what was chosen, and opens a menu to choose something else.
class ChoiceField final : public QAbstractButton
{
    Q_OBJECT

public:
    /// @p name is what assistive software reads before the choice.
    ChoiceField(const Theme& theme, const Icons& icons, const QString& name,
                QWidget* parent = nullptr);

    /// Plain text, and a muted one at the right; both may be foreign.
    void showChoice(const QString& text, const QString& aside = {});
    /// What it shows without a choice.
    void showHint(const QString& hint);

    [[nodiscard]] QString aside() const { return m_aside; }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// The menu is about to open; whoever listens fills it.
    void menuWanted(QMenu& menu);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void openMenu();
    void put(const QString& text, const QString& aside, bool isHint);

    const Theme& m_theme;
    const Icons& m_icons;
    QString m_name;
    QString m_aside;
    bool m_isHint = true;
};

} // namespace Pacewatch
