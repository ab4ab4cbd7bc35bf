#include "ui/controls/underlinetabs.h"

#include <QPainter>

namespace Pacewatch {

namespace {

constexpr int Padding = 8;
constexpr int Height = 36;

} // namespace

UnderlineTabs::UnderlineTabs(const Theme& theme, QWidget* parent)
    : QTabBar(parent)
    , m_theme(theme)
{
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setFocusPolicy(Qt::TabFocus);
}

QSize UnderlineTabs::tabSizeHint(int index) const
{
    const QFontMetrics metrics(m_theme.font(FontRole::BodyStrong));
    return {metrics.horizontalAdvance(tabText(index)) + 2 * Padding + 4, Height};
}

void UnderlineTabs::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.color(Color::BorderSubtle));
    for (int tab = 0; tab < count(); ++tab) {
        const QRect box = tabRect(tab);
        const bool isChosen = tab == currentIndex();
        painter.setFont(m_theme.font(isChosen ? FontRole::BodyStrong : FontRole::Body));
        painter.setPen(m_theme.color(isChosen ? Color::TextPrimary : Color::TextSecondary));
        painter.drawText(box, Qt::AlignCenter, tabText(tab));
        if (isChosen) {
            painter.fillRect(QRect(box.left(), height() - 2, box.width(), 2),
                             m_theme.color(Color::AccentBase));
        }
        if (isChosen && hasFocus()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(box).adjusted(1, 4, -1, -6), 5, 5);
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
}

} // namespace Pacewatch
