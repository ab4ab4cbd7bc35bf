#include "ui/views/connection/profilecard.h"

#include "ui/controls/checkbox.h"

#include <QPainter>

namespace Pacewatch {

ProfileCard::ProfileCard(const Theme& theme, const Icons& icons, const QString& profileId,
                         QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_profileId(profileId)
{
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ProfileCard::setWords(const QString& name, const QString& first, const QString& second)
{
    setText(name);
    m_first = first;
    m_second = second;
    setAccessibleName(name);
    setAccessibleDescription(first + u' ' + second);
    update();
}

void ProfileCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isStrong = isChecked() || hasFocus();
    painter.setPen(isStrong ? QPen(m_theme.color(Color::AccentBase), 2)
                            : QPen(m_theme.color(Color::BorderDefault)));
    painter.setBrush(m_theme.color(isChecked()        ? Color::AccentSoft
                                       : underMouse() ? Color::BgHover
                                                      : Color::BgSurface));
    const qreal inset = isStrong ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 6, 6);
    painter.setFont(m_theme.font(FontRole::BodyStrong));
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(QRectF(12, 10, width() - 40, 20), Qt::AlignVCenter, text());
    painter.setFont(m_theme.font(FontRole::Label));
    painter.setPen(m_theme.color(Color::TextSecondary));
    painter.drawText(QRectF(12, 28, width() - 16, 17), Qt::AlignVCenter, m_first);
    painter.drawText(QRectF(12, 44, width() - 16, 17), Qt::AlignVCenter, m_second);
    paintCheckMark(painter, QRectF(width() - 26, 12, 14, 14), CheckBox::Shape::Round, isChecked(),
                   isEnabled(), m_theme, m_icons);
}

} // namespace Pacewatch
