#include "ui/views/connection/guideboxes.h"

#include "ui/wording/words.h"

#include <QPainter>

#include <array>

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int BoxHeight = 48;
constexpr qreal BoxWidth = 127;
constexpr qreal ArrowInset = 4;

} // namespace

GuideBoxes::GuideBoxes(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
{
    setFixedHeight(BoxHeight);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void GuideBoxes::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal gap = (width() - 3 * BoxWidth) / 2;
    for (int i = 0; i < 3; ++i) {
        const QRectF box(i * (BoxWidth + gap) + 0.5, 0.5, BoxWidth - 1, BoxHeight - 1);
        paintBox(painter, box, i);
        if (i == 2) {
            break;
        }
        const qreal y = BoxHeight / 2.0;
        const qreal from = box.right() + ArrowInset;
        const qreal to = box.right() + gap - ArrowInset;
        painter.setPen(QPen(m_theme.color(Color::TextMuted), 1.5));
        painter.drawLine(QPointF(from, y), QPointF(to, y));
        painter.drawPolyline(QPolygonF({{to - 5, y - 5}, {to, y}, {to - 5, y + 5}}));
    }
}

void GuideBoxes::paintBox(QPainter& painter, const QRectF& box, int index) const
{
    static constexpr std::array Names = {Words::TheirProgram, Words::Program, Words::Gateway};
    static constexpr std::array Texts
        = {Words::SendsAsBefore, Words::CountsPassesOn, Words::AnswersAsBefore};
    const auto place = static_cast<std::size_t>(index);
    const bool isUs = index == 1;
    painter.setPen(m_theme.color(isUs ? Color::AccentBase : Color::BorderDefault));
    painter.setBrush(m_theme.color(isUs ? Color::AccentSoft : Color::BgSurface));
    painter.drawRoundedRect(box, 6, 6);
    painter.setFont(m_theme.font(FontRole::BodyStrong));
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(box.adjusted(0, 6, 0, -22), Qt::AlignCenter, say(Names[place]));
    painter.setFont(m_theme.font(FontRole::Axis));
    painter.setPen(m_theme.color(Color::TextSecondary));
    painter.drawText(box.adjusted(0, 24, 0, -6), Qt::AlignCenter, say(Texts[place]));
}

} // namespace Pacewatch
