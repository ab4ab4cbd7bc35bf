#pragma once

#include "ui/theme.h"

#include <QWidget>

class QPainter;

namespace Pacewatch {

/// Draws @p text with all digits equally wide, since Qt 6.4 cannot switch font features on.
/// Each digit takes the width of the widest, from 24 px up less 3.5 % of the size.
/// Only AlignLeft, AlignHCenter, AlignRight and the vertical ones count in @p alignment.
void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                 const QString& text);

/// The width drawTabular() needs for @p text in @p font.
[[nodiscard]] qreal tabularWidth(const QFont& font, const QString& text);

/// A label whose digits keep their places while they change.
class TabularLabel final : public QWidget
{
    Q_OBJECT

public:
    TabularLabel(const Theme& theme, FontRole role, Color color, QWidget* parent = nullptr);

    void setText(const QString& text);
    void setColor(Color color);
    void setAlignment(Qt::Alignment alignment);

    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    FontRole m_role;
    Color m_color;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
    QString m_text;
};

} // namespace Pacewatch
