#pragma once

#include "ui/theme.h"

#include <QTimer>
#include <QWidget>

namespace Pacewatch {

/// A ring that turns while something is waited for. It rests while it is not visible.
class Spinner final : public QWidget
{
    Q_OBJECT

public:
    Spinner(const Theme& theme, int side, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {m_side, m_side}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void turn();

    const Theme& m_theme;
    int m_side;
    int m_angle = 90; ///< of the leading end, in degrees
    QTimer m_frame;
};

} // namespace Pacewatch
