#pragma once

#include "ui/icons.h"

#include <QWidget>

namespace Pacewatch {

/// Their program, Pacewatch, the gateway: three boxes with arrows between them.
class GuideBoxes final : public QWidget
{
    Q_OBJECT

public:
    GuideBoxes(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintBox(QPainter& painter, const QRectF& box, int index) const;

    const Theme& m_theme;
    const Icons& m_icons;
};

} // namespace Pacewatch
