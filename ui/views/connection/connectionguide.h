#pragma once

#include "core/exchange.h"
#include "core/profile/profile.h"
#include "ui/controls/copyfield.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/spinner.h"
#include "ui/controls/textlabel.h"

#include <QPlainTextEdit>
#include <QWidget>

#include <optional>

namespace Pacewatch {

/// What to do in the customer's program: the right side of the connection dialog.
class ConnectionGuide final : public QWidget
{
    Q_OBJECT

public:
    ConnectionGuide(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// The address to copy; empty while the form is not complete.
    void showAddress(const QString& address, const Profile& profile, quint16 port);
    /// Watching by asking: nothing to change in the customer's program.
    void showAsking();
    void showWaiting(quint16 port);
    void showFirstCall(const Exchange& exchange, Duration ago);

    [[nodiscard]] QString waitingTitle() const { return m_waitTitle->text(); }
    [[nodiscard]] QString waitingText() const { return m_waitText->text(); }
    [[nodiscard]] QString snippet() const { return m_snippet->toPlainText(); }
    [[nodiscard]] QString address() const { return m_address->text(); }

private:
    QWidget* makeSnippetPart();
    QWidget* makeWaitingPart();
    void refreshSnippet();
    void copySnippet();

    const Theme& m_theme;
    const Icons& m_icons;
    TextLabel* m_title;
    TextLabel* m_text;
    QWidget* m_boxes;
    CopyField* m_address;
    QWidget* m_snippetPart = nullptr;
    SegmentedControl* m_kind;
    QPlainTextEdit* m_snippet;
    Spinner* m_ring;
    QLabel* m_tick;
    TextLabel* m_waitTitle;
    TextLabel* m_waitText;
    TextLabel* m_waitHelp;
    QWidget* m_waitRule = nullptr;
    Profile m_profile;
};

} // namespace Pacewatch
