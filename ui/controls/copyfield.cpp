#include "ui/controls/copyfield.h"

#include "ui/controls/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

CopyField::CopyField(const Theme& theme, const Icons& icons, const QString& action, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(new TextLabel(theme, FontRole::Mono, Color::TextPrimary))
    , m_button(new Button(action, Button::Kind::Primary))
{
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_button->setIcon(icons.icon(Icon::Copy, Color::TextOnAccent));
    m_button->setCompact(true);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(11, 6, 6, 6);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    setFixedHeight(40);
    connect(m_button, &Button::clicked, this, &CopyField::copy);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CopyField::setText(const QString& text)
{
    m_text->setText(text);
}

void CopyField::copy()
{
    QGuiApplication::clipboard()->setText(m_text->text());
}

void CopyField::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Color::BorderInput));
    painter.setBrush(m_theme.color(Color::BgSurface));
    const qreal radius = m_theme.metric("radius.control"_L1);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace Pacewatch
