#include "ui/controls/filterbox.h"

#include <QPainter>

#include <algorithm>

/// How the box looks and where its parts stand; what it does is in filterbox.cpp.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int BoxHeight = 32;
constexpr int LeastWidth = 190;
constexpr int IconRoom = 34;
constexpr int KeyRoom = 30;
constexpr int ChipHeight = 20;
constexpr int ChipPadding = 6;
constexpr int CrossRoom = 18;
constexpr int ChipGap = 6;
/// For what is being typed; chips that leave less become text again.
constexpr int EditRoom = 96;

} // namespace

QSize FilterBox::sizeHint() const
{
    return {330, BoxHeight};
}

QSize FilterBox::minimumSizeHint() const
{
    return {LeastWidth, BoxHeight};
}

void FilterBox::setMask(Mask mask)
{
    m_mask = std::move(mask);
    place();
}

void FilterBox::place()
{
    m_places.clear();
    int left = IconRoom;
    for (qsizetype chip = 0; chip < m_chips.size(); ++chip) {
        const int wide = chipWidth(m_chips.at(chip));
        if (left + wide + EditRoom + KeyRoom > width() && isVisible()) {
            m_edit->setText((m_chips.mid(chip) + QStringList{m_edit->text()}).join(u' '));
            m_chips.resize(chip);
            break;
        }
        m_places.emplace_back(left, (height() - ChipHeight) / 2, wide, ChipHeight);
        left += wide + ChipGap;
    }
    m_edit->setGeometry(left, 1, std::max(width() - left - KeyRoom, 20), height() - 2);
    update();
}

int FilterBox::chipWidth(const QString& chip) const
{
    return QFontMetrics(m_theme.font(FontRole::Mono)).horizontalAdvance(shown(chip)) + ChipPadding
        + CrossRoom;
}

QRect FilterBox::crossOf(qsizetype chip) const
{
    const QRect& place = m_places[std::size_t(chip)];
    return {place.right() - CrossRoom + 1, place.top(), CrossRoom, place.height()};
}

void FilterBox::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hasFocus = m_edit->hasFocus();
    const Color border = m_isWrong ? Color::StateLimitedFill
        : hasFocus                 ? Color::BorderFocus
                                   : Color::BorderInput;
    painter.setPen(QPen(m_theme.color(border), hasFocus || m_isWrong ? 2 : 1));
    painter.setBrush(m_theme.color(Color::BgSurface));
    const qreal inset = hasFocus || m_isWrong ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 6, 6);
    m_icons.paint(painter, QRectF(10, 9, 14, 14), Icon::Search, Color::TextMuted);
    for (qsizetype chip = 0; chip < m_chips.size(); ++chip) {
        const QRect& place = m_places[std::size_t(chip)];
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Color::AccentSoft));
        painter.drawRoundedRect(place, 4, 4);
        painter.setFont(m_theme.font(FontRole::Mono));
        painter.setPen(m_theme.color(Color::TextLink));
        painter.drawText(place.adjusted(ChipPadding, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         shown(m_chips.at(chip)));
        m_icons.paint(painter, QRectF(crossOf(chip)).adjusted(4, 5, -4, -5), Icon::Cross,
                      Color::TextLink);
    }
    if (!hasFocus && m_edit->text().isEmpty()) {
        painter.setBrush(Qt::NoBrush);
        const QRectF frame(width() - 25.5, 7.5, 17, 17);
        painter.setPen(m_theme.color(Color::BorderDefault));
        painter.drawRoundedRect(frame, 4, 4);
        painter.setFont(m_theme.font(FontRole::Axis));
        painter.setPen(m_theme.color(Color::TextMuted));
        painter.drawText(frame, Qt::AlignCenter, u"/"_s);
    }
}

} // namespace Pacewatch
