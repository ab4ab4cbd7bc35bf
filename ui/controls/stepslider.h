#pragma once

#include "ui/theme.h"

#include <QSlider>

namespace Pacewatch {

/// A slider in the colours of the theme. A mark on its groove shows the step where nothing differs;
/// from there to the handle the groove is filled.
class StepSlider final : public QSlider
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StepSlider)

public:
    /// Steps from 0 to @p most, of which @p usual stands for "as it is".
    StepSlider(const Theme& theme, int most, int usual, QWidget* parent = nullptr);

    /// Without a signal.
    void setStep(int step);
    [[nodiscard]] int usual() const { return m_usual; }
    [[nodiscard]] bool isUsual() const { return value() == m_usual; }
    [[nodiscard]] QSize sizeHint() const override { return {200, 28}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {90, 28}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] QRectF groove() const;
    [[nodiscard]] double placeOf(int step) const;
    void moveTo(double x);

    const Theme& m_theme;
    int m_usual;
};

} // namespace Pacewatch
