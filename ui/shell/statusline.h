#pragma once

#include "core/connection.h"
#include "core/emulator/settings.h"
#include "core/recorded.h"
#include "ui/controls/tabular.h"
#include "ui/icons.h"

#include <QWidget>

namespace Pacewatch {

/// The last line of the window: proxy, clients, recording, hidden data, server clock, last call.
class StatusLine final : public QWidget
{
    Q_OBJECT

public:
    StatusLine(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// @p state is nullptr while no connection is shown.
    /// @p recording when it was opened from a file.
    void showState(const ConnectionState* state, Instant now, const Recording* recording = nullptr);
    /// The page of the practice gateway is shown, and the gateway runs.
    void showPractice(const EmulatorState& state);
    /// A page is shown that belongs to no connection.
    void showText(const QString& text);
    void setPrivacy(bool on);
    /// Events the window was too slow for; says so when there are any.
    void setDropped(quint64 dropped);

    /// Why calls are not being recorded; an empty text when they are.
    void setRecordingTrouble(const QString& text);

    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showRecording(const ConnectionState& state, const Recording& recording);
    [[nodiscard]] QList<TabularLabel*> parts() const;

    const Theme& m_theme;
    const Icons& m_icons;
    TabularLabel* m_proxy;
    QWidget* m_clientsIcon; ///< room for it; the line paints it
    TabularLabel* m_clients;
    TabularLabel* m_held;
    TabularLabel* m_recording;
    TabularLabel* m_hidden;
    TabularLabel* m_dropped;
    TabularLabel* m_trouble;
    TabularLabel* m_clock;
    TabularLabel* m_last;
    Color m_dot = Color::StateIdleFill;
    bool m_hasDot = false;
};

} // namespace Pacewatch
