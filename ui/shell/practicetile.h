#pragma once

#include "core/emulator/settings.h"
#include "ui/controls/switch.h"
#include "ui/controls/textlabel.h"
#include "ui/icons.h"

#include <QAbstractButton>

namespace Pacewatch {

/// The practice gateway at the foot of the sidebar. The card opens the page, the switch only
/// starts and stops.
class PracticeTile final : public QAbstractButton
{
    Q_OBJECT

public:
    PracticeTile(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void showState(const EmulatorState& state, bool hasConnections);
    void setCollapsed(bool collapsed);

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void switched(bool on);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    const Icons& m_icons;
    Switch* m_switch;
    TextLabel* m_title;
    TextLabel* m_detail;
    bool m_isCollapsed = false;
};

} // namespace Pacewatch
