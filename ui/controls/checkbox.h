#pragma once

#include "ui/icons.h"

#include <QAbstractButton>

namespace Pacewatch {

/// A box with a tick, or a round choice, in the colours of the theme.
class CheckBox final : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Shape
    {
        Box,
        Round, ///< one of several: set autoExclusive too
    };

    CheckBox(const Theme& theme, const Icons& icons, const QString& text, Shape shape = Shape::Box,
             QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    const Icons& m_icons;
    Shape m_shape;
};

/// Paints the mark of a CheckBox alone: for cards and rows that are chosen as a whole.
void paintCheckMark(QPainter& painter, const QRectF& rect, CheckBox::Shape shape, bool isChecked,
                    bool isEnabled, const Theme& theme, const Icons& icons);

} // namespace Pacewatch
