#pragma once

#include "ui/icons.h"

#include <QSpinBox>

namespace Pacewatch {

/// A whole number with small arrows drawn from the icons. No digit grouping: ports.
class SpinField final : public QSpinBox
{
    Q_OBJECT

public:
    SpinField(const Theme& theme, const Icons& icons, int lowest, int highest,
              QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Icons& m_icons;
};

} // namespace Pacewatch
