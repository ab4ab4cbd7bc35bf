#pragma once

#include "ui/charts/gaugeface.h"
#include "ui/icons.h"

#include <QVariantAnimation>
#include <QWidget>

namespace Pacewatch {

class Button;

/// How much is left in one window: number, bar or pips, pace marker, countdown. The bar eases to
/// a new value in 200 ms; the number changes at once.
class Gauge final : public QWidget
{
    Q_OBJECT

public:
    Gauge(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void showFace(const GaugeFace& face);
    /// What assistive software reads: "72 of 100, resets in 24 s, from headers".
    void setSpoken(const QString& value);

    [[nodiscard]] const GaugeFace& face() const { return m_face; }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// The limit is not known and a person wants to set it.
    void limitWanted();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QRectF barRect() const;
    [[nodiscard]] QRectF countingRect() const;
    [[nodiscard]] QRectF lineRect() const;
    [[nodiscard]] QString tipAt(const QPointF& pos) const;
    void paintNumber(QPainter& painter) const;
    void paintBar(QPainter& painter) const;
    void paintPips(QPainter& painter) const;
    void paintCounting(QPainter& painter) const;
    void paintLine(QPainter& painter) const;
    void paintRing(QPainter& painter, const QRectF& rect) const;

    const Theme& m_theme;
    const Icons& m_icons;
    GaugeFace m_face;
    Button* m_setLimit;
    QVariantAnimation m_ease;
    double m_shownShare = 0;
    bool m_hasShown = false;
};

} // namespace Pacewatch
