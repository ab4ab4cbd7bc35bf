#pragma once

#include "ui/theme.h"

#include <QTabBar>

namespace Pacewatch {

/// Tabs inside a card: the chosen one has a 2 px line in the accent colour under it.
class UnderlineTabs final : public QTabBar
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UnderlineTabs)

public:
    explicit UnderlineTabs(const Theme& theme, QWidget* parent = nullptr);

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace Pacewatch
