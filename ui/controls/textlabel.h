#pragma once

#include "ui/theme.h"
#include "ui/wording/wording.h"

#include <QLabel>

class QTextLayout;

namespace Pacewatch {

/// A label in a role of the type scale and a colour of the theme. Always plain text.
class TextLabel final : public QLabel
{
    Q_OBJECT

public:
    TextLabel(const Theme& theme, FontRole role, Color color, const QString& text = {},
              QWidget* parent = nullptr);

    void setColor(Color color);
    void setRole(FontRole role);
    /// Shortens the text with an ellipsis where there is too little room; the tooltip has it all.
    void setElided(bool elided);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    const Theme& m_theme;
    FontRole m_role;
    Color m_color;
    bool m_isElided = false;
};

/// A sentence that wraps, one part of it in semibold. Foreign text in it stays plain.
class SentenceLabel final : public QWidget
{
    Q_OBJECT

public:
    SentenceLabel(const Theme& theme, FontRole role, Color color, QWidget* parent = nullptr);

    void setSentence(const Wording::Sentence& sentence);
    void setColor(Color color);
    /// The colour of the part that stands out; TextPrimary unless set.
    void setStrongColor(Color color);
    /// One line with an ellipsis in place of wrapping.
    void setSingleLine(bool singleLine);

    [[nodiscard]] const Wording::Sentence& sentence() const { return m_sentence; }
    [[nodiscard]] bool hasHeightForWidth() const override { return !m_isSingleLine; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int lay(QTextLayout& layout, int width) const;

    const Theme& m_theme;
    FontRole m_role;
    Color m_color;
    Color m_strongColor = Color::TextPrimary;
    Wording::Sentence m_sentence;
    bool m_isSingleLine = false;
};

} // namespace Pacewatch
