#pragma once

#include "ui/theme.h"
#include "ui/wording/queue.h"

#include <QWidget>

namespace Pacewatch {

/// How many calls a second, on a logarithmic groove with three zones: safe, tight, and over the
/// limit (hatched). Arrow keys move by 0.1, Page keys by 1.
class PaceSlider final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PaceSlider)

public:
    static constexpr double Least = 0.1;

    explicit PaceSlider(const Theme& theme, QWidget* parent = nullptr);

    /// Moves the handle without a signal.
    void setValue(double perSecond);
    /// The profile's limit for one second; above Least.
    void setMaximum(double perSecond);
    /// The upper edge of the safe zone, and where nothing would be kept free.
    void setZones(double safe, double over);

    [[nodiscard]] double value() const { return m_value; }
    [[nodiscard]] double maximum() const { return m_maximum; }
    [[nodiscard]] Wording::PaceZone zone() const;
    /// Where a pace is on the groove, 0 to 1.
    [[nodiscard]] double share(double perSecond) const;
    /// The pace at a share of the groove, rounded to 0.1.
    [[nodiscard]] double paceAt(double share) const;

    [[nodiscard]] QSize sizeHint() const override { return {240, 52}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 52}; }

signals:
    /// A person moved the handle.
    void moved(double perSecond);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void moveTo(double perSecond);
    void tellReaders();
    [[nodiscard]] QRectF groove() const;

    const Theme& m_theme;
    double m_value = 1;
    double m_maximum = 10;
    double m_safe = 1;
    double m_over = 1;
};

} // namespace Pacewatch
