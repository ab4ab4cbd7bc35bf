#pragma once

#include "ui/controls/button.h"

#include <QLabel>
#include <QWidget>

namespace Pacewatch {

/// A text to copy in a frame, with the button that copies it.
class CopyField final : public QWidget
{
    Q_OBJECT

public:
    CopyField(const Theme& theme, const Icons& icons, const QString& action,
              QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_text->text(); }
    [[nodiscard]] Button* button() const { return m_button; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void copy();

    const Theme& m_theme;
    QLabel* m_text;
    Button* m_button;
};

} // namespace Pacewatch
