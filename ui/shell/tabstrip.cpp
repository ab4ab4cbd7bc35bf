#include "ui/shell/tabstrip.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int SidePadding = 3;
constexpr int IconSide = 16;
constexpr int Gap = 7;
constexpr int TabGap = 17;
constexpr int NumberPadding = 6;
constexpr int NumberHeight = 17;
constexpr int Underline = 2;

} // namespace

TabStrip::TabStrip(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
{
    setObjectName(u"tabStrip"_s);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setFixedHeight(theme.pixels("size.tabs"_L1));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TabStrip::addTab(Icon icon, const QString& text)
{
    m_tabs.push_back({icon, text, {}});
    if (count() == 1) {
        setAccessibleName(text);
    }
    updateGeometry();
}

void TabStrip::setNumber(int index, const QString& number, bool alarms)
{
    Tab& tab = m_tabs.at(static_cast<std::size_t>(index));
    if (tab.number != number || tab.alarms != alarms) {
        tab.number = number;
        tab.alarms = alarms;
        updateGeometry();
        update();
    }
}

void TabStrip::setTabShown(int index, bool shown)
{
    Tab& tab = m_tabs.at(static_cast<std::size_t>(index));
    if (tab.isShown != shown) {
        tab.isShown = shown;
        updateGeometry();
        update();
    }
}

void TabStrip::setCurrent(int index)
{
    if (index >= 0 && index < count()) {
        m_current = index;
        setAccessibleName(m_tabs[static_cast<std::size_t>(index)].text);
        update();
    }
}

QString TabStrip::number(int index) const
{
    return m_tabs.at(static_cast<std::size_t>(index)).number;
}

bool TabStrip::alarms(int index) const
{
    return m_tabs.at(static_cast<std::size_t>(index)).alarms;
}

QSize TabStrip::sizeHint() const
{
    int right = 0;
    for (int i = 0; i < count(); ++i) {
        right = m_tabs[static_cast<std::size_t>(i)].isShown ? tabRect(i).right() + 1 : right;
    }
    return {right, height()};
}

int TabStrip::tabWidth(const Tab& tab) const
{
    // As wide as in semibold, so that choosing a tab moves nothing.
    int width = 2 * SidePadding + IconSide + Gap
        + QFontMetrics(m_theme.font(FontRole::BodyStrong)).horizontalAdvance(tab.text);
    if (!tab.number.isEmpty()) {
        width += Gap + 2 * NumberPadding
            + QFontMetrics(m_theme.font(FontRole::Hint)).horizontalAdvance(tab.number);
    }
    return width;
}

QRect TabStrip::tabRect(int index) const
{
    int left = 0;
    for (int i = 0; i < index; ++i) {
        const Tab& before = m_tabs[static_cast<std::size_t>(i)];
        left += before.isShown ? tabWidth(before) + TabGap : 0;
    }
    return {left, 0, tabWidth(m_tabs[static_cast<std::size_t>(index)]), height()};
}

int TabStrip::tabAt(const QPoint& point) const
{
    for (int i = 0; i < count(); ++i) {
        if (m_tabs[static_cast<std::size_t>(i)].isShown
            && tabRect(i).adjusted(-TabGap / 2, 0, TabGap / 2, 0).contains(point)) {
            return i;
        }
    }
    return -1;
}

void TabStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < count(); ++i) {
        if (m_tabs[static_cast<std::size_t>(i)].isShown) {
            paintTab(painter, i);
        }
    }
}

void TabStrip::paintTab(QPainter& painter, int index) const
{
    const Tab& tab = m_tabs[static_cast<std::size_t>(index)];
    const QRectF area = tabRect(index);
    const bool isCurrent = index == m_current;
    const Color color = isCurrent || index == m_hovered ? Color::TextPrimary : Color::TextSecondary;
    const QRectF icon(area.left() + SidePadding, (area.height() - IconSide) / 2, IconSide,
                      IconSide);
    m_icons.paint(painter, icon, tab.icon, color);

    QFont font = m_theme.font(isCurrent ? FontRole::BodyStrong : FontRole::Body);
    font.setWeight(isCurrent ? QFont::DemiBold : QFont::Medium);
    painter.setFont(font);
    painter.setPen(m_theme.color(color));
    QRectF text = area;
    text.setLeft(icon.right() + Gap);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, tab.text);
    if (!tab.number.isEmpty()) {
        const QFont small = m_theme.font(FontRole::Hint);
        const qreal width = QFontMetrics(small).horizontalAdvance(tab.number) + 2 * NumberPadding;
        const QRectF number(area.right() - SidePadding - width, (area.height() - NumberHeight) / 2,
                            width, NumberHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(tab.alarms ? Color::StateLimitedSoft : Color::BgChip));
        painter.drawRoundedRect(number, 4, 4);
        painter.setFont(small);
        painter.setPen(m_theme.color(tab.alarms ? Color::StateLimitedFg : Color::TextSecondary));
        painter.drawText(number, Qt::AlignCenter, tab.number);
    }
    if (isCurrent) {
        painter.fillRect(QRectF(area.left(), area.height() - Underline, area.width(), Underline),
                         m_theme.color(Color::AccentBase));
        if (hasFocus()) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
            painter.drawRoundedRect(area.adjusted(1, 4, -1, -4), 6, 6);
        }
    }
}

void TabStrip::mousePressEvent(QMouseEvent* event)
{
    choose(tabAt(event->position().toPoint()));
}

void TabStrip::mouseMoveEvent(QMouseEvent* event)
{
    const int hovered = tabAt(event->position().toPoint());
    if (hovered != m_hovered) {
        m_hovered = hovered;
        update();
    }
}

void TabStrip::leaveEvent(QEvent* event)
{
    m_hovered = -1;
    update();
    QWidget::leaveEvent(event);
}

void TabStrip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Left) {
        choose(m_current - 1);
    } else if (event->key() == Qt::Key_Right) {
        choose(m_current + 1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void TabStrip::choose(int index)
{
    if (index < 0 || index >= count() || index == m_current
        || !m_tabs[static_cast<std::size_t>(index)].isShown) {
        return;
    }
    setCurrent(index);
    emit chosen(index);
}

} // namespace Pacewatch
