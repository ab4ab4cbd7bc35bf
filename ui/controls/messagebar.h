#pragma once

#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"

#include <QFrame>
#include <QTimer>

namespace Pacewatch {

/// A message above the content of a page: shape, title, one sentence, at most one action.
class MessageBar final : public QFrame
{
    Q_OBJECT

public:
    enum class Kind
    {
        Limited, ///< something failed
        Tight, ///< something is off
        Accent, ///< something is on
        Clear, ///< done; leaves by itself after 6 s
    };

    MessageBar(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// Shows the bar; an empty @p action leaves the button out.
    void say(Kind kind, const QString& title, const QString& detail, const QString& action = {});
    /// Another shape than that of the kind, for Kind::Accent.
    void setIcon(Icon icon);

    [[nodiscard]] QString title() const { return m_title->text(); }

signals:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    const Icons& m_icons;
    Kind m_kind = Kind::Accent;
    Icon m_icon = Icon::Info;
    TextLabel* m_title;
    TextLabel* m_detail;
    Button* m_action;
    QTimer m_leave;
};

} // namespace Pacewatch
