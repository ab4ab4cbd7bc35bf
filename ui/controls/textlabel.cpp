#include "ui/controls/textlabel.h"

#include <QPainter>
#include <QTextLayout>

namespace Pacewatch {

namespace {

constexpr int NaturalWidth = 240;

} // namespace

TextLabel::TextLabel(const Theme& theme, FontRole role, Color color, const QString& text,
                     QWidget* parent)
    : QLabel(text, parent)
    , m_theme(theme)
    , m_role(role)
    , m_color(color)
{
    setTextFormat(Qt::PlainText);
    follow();
    connect(&theme, &Theme::changed, this, &TextLabel::follow);
}

void TextLabel::setColor(Color color)
{
    if (color != m_color) {
        m_color = color;
        follow();
    }
}

void TextLabel::setRole(FontRole role)
{
    if (role != m_role) {
        m_role = role;
        follow();
    }
}

void TextLabel::setElided(bool elided)
{
    m_isElided = elided;
    setSizePolicy(elided ? QSizePolicy::Ignored : QSizePolicy::Preferred, QSizePolicy::Preferred);
}

QSize TextLabel::minimumSizeHint() const
{
    const QSize hint = QLabel::minimumSizeHint();
    return m_isElided ? QSize(0, hint.height()) : hint;
}

void TextLabel::paintEvent(QPaintEvent* event)
{
    if (!m_isElided) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(m_theme.color(m_color));
    painter.drawText(rect(), static_cast<int>(alignment()) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, width()));
}

void TextLabel::follow()
{
    setFont(m_theme.font(m_role));
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, m_theme.color(m_color));
    colors.setColor(QPalette::Disabled, QPalette::WindowText, m_theme.color(Color::TextDisabled));
    setPalette(colors);
}

SentenceLabel::SentenceLabel(const Theme& theme, FontRole role, Color color, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_role(role)
    , m_color(color)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SentenceLabel::setSentence(const Wording::Sentence& sentence)
{
    if (sentence == m_sentence) {
        return;
    }
    m_sentence = sentence;
    setAccessibleName(sentence.text);
    updateGeometry();
    update();
}

void SentenceLabel::setColor(Color color)
{
    m_color = color;
    update();
}

void SentenceLabel::setStrongColor(Color color)
{
    m_strongColor = color;
    update();
}

void SentenceLabel::setSingleLine(bool singleLine)
{
    m_isSingleLine = singleLine;
    updateGeometry();
}

int SentenceLabel::lay(QTextLayout& layout, int width) const
{
    QTextLayout::FormatRange strong;
    strong.start = static_cast<int>(m_sentence.strongFrom);
    strong.length = static_cast<int>(m_sentence.strongLength);
    strong.format.setFontWeight(QFont::DemiBold);
    strong.format.setForeground(m_theme.color(m_strongColor));
    if (strong.length > 0) {
        layout.setFormats({strong});
    }
    const int lineHeight = m_theme.lineHeight(m_role);
    layout.beginLayout();
    int top = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(m_isSingleLine ? 100'000 : width);
        line.setPosition(QPointF(0, top + (lineHeight - line.height()) / 2));
        top += lineHeight;
    }
    layout.endLayout();
    return top;
}

int SentenceLabel::heightForWidth(int width) const
{
    QTextLayout layout(m_sentence.text, m_theme.font(m_role));
    return lay(layout, width);
}

QSize SentenceLabel::sizeHint() const
{
    QTextLayout layout(m_sentence.text, m_theme.font(m_role));
    const int height = lay(layout, NaturalWidth);
    if (!m_isSingleLine) {
        return {NaturalWidth, height};
    }
    return {qCeil(layout.maximumWidth()), m_theme.lineHeight(m_role)};
}

QSize SentenceLabel::minimumSizeHint() const
{
    return {0, m_theme.lineHeight(m_role)};
}

void SentenceLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QTextLayout layout(m_sentence.text, m_theme.font(m_role));
    const int height = lay(layout, width());
    painter.setPen(m_theme.color(m_color));
    const int top = m_isSingleLine ? (rect().height() - height) / 2 : 0;
    layout.draw(&painter, QPointF(0, top));
}

} // namespace Pacewatch
