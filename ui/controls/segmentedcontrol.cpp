#include "ui/controls/segmentedcontrol.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace Pacewatch {

namespace {

constexpr int SidePadding = 13;
constexpr int IconSide = 16;
constexpr int IconGap = 7;
constexpr qreal Radius = 6;

} // namespace

SegmentedControl::SegmentedControl(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SegmentedControl::addSegment(const QString& text, std::optional<Icon> icon)
{
    m_segments.push_back({text, icon});
    updateGeometry();
    update();
}

void SegmentedControl::setSegmentText(int index, const QString& text)
{
    Segment& segment = m_segments.at(static_cast<std::size_t>(index));
    if (segment.text != text) {
        segment.text = text;
        updateGeometry();
        update();
    }
}

void SegmentedControl::clearSegments()
{
    m_segments.clear();
    m_current = 0;
    updateGeometry();
    update();
}

void SegmentedControl::setCurrent(int index)
{
    if (index < -1 || index >= count() || index == m_current) {
        return;
    }
    m_current = index;
    setAccessibleDescription(text(index));
    update();
}

void SegmentedControl::setSegmentEnabled(int index, bool enabled)
{
    if (index >= 0 && index < count()) {
        m_segments[static_cast<std::size_t>(index)].isEnabled = enabled;
        update();
    }
}

void SegmentedControl::setStretched(bool stretched)
{
    m_isStretched = stretched;
    setSizePolicy(stretched ? QSizePolicy::Expanding : QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void SegmentedControl::setCompact(bool compact)
{
    m_isCompact = compact;
    updateGeometry();
}

QString SegmentedControl::text(int index) const
{
    return index < 0 || index >= count() ? QString()
                                         : m_segments[static_cast<std::size_t>(index)].text;
}

QSize SegmentedControl::sizeHint() const
{
    int width = 2;
    for (const Segment& segment : m_segments) {
        width += naturalWidth(segment);
    }
    return {width, m_isCompact ? 28 : 32};
}

QSize SegmentedControl::minimumSizeHint() const
{
    return sizeHint();
}

int SegmentedControl::naturalWidth(const Segment& segment) const
{
    const int text = QFontMetrics(m_theme.font(FontRole::Label)).horizontalAdvance(segment.text);
    return text + 2 * SidePadding + (segment.icon ? IconSide + IconGap : 0);
}

QRectF SegmentedControl::segmentRect(int index) const
{
    const QRectF inner = QRectF(rect()).adjusted(1, 1, -1, -1);
    if (m_isStretched) {
        const qreal width = inner.width() / qMax(1, count());
        return {inner.left() + index * width, inner.top(), width, inner.height()};
    }
    qreal left = inner.left();
    for (int i = 0; i < index; ++i) {
        left += naturalWidth(m_segments[static_cast<std::size_t>(i)]);
    }
    return {left, inner.top(), qreal(naturalWidth(m_segments[static_cast<std::size_t>(index)])),
            inner.height()};
}

void SegmentedControl::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF outer = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(m_theme.color(Color::BorderDefault));
    painter.setBrush(m_theme.color(Color::BgSunken));
    painter.drawRoundedRect(outer, Radius, Radius);
    for (int i = 0; i < count(); ++i) {
        paintSegment(painter, i);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Radius, Radius);
    }
}

void SegmentedControl::paintSegment(QPainter& painter, int index) const
{
    const Segment& segment = m_segments[static_cast<std::size_t>(index)];
    const QRectF area = segmentRect(index);
    const bool isCurrent = index == m_current;
    if (isCurrent) {
        painter.setPen(m_theme.color(Color::BorderDefault));
        painter.setBrush(m_theme.color(m_theme.isDark() ? Color::BgRaised : Color::BgSurface));
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), Radius - 1, Radius - 1);
    }
    const bool isOn = isEnabled() && segment.isEnabled;
    const Color color = !isOn ? Color::TextDisabled
        : isCurrent           ? Color::TextPrimary
                              : Color::TextSecondary;
    QRectF textArea = area;
    if (segment.icon) {
        const qreal content = naturalWidth(segment) - 2 * SidePadding;
        const qreal left = area.center().x() - content / 2;
        m_icons.paint(painter, QRectF(left, area.center().y() - IconSide / 2.0, IconSide, IconSide),
                      *segment.icon, color);
        textArea.setLeft(left + IconSide + IconGap);
        textArea.setWidth(content - IconSide - IconGap + 2);
    }
    painter.setFont(m_theme.font(FontRole::Label));
    painter.setPen(m_theme.color(color));
    const Qt::Alignment side = segment.icon ? Qt::AlignLeft : Qt::AlignHCenter;
    painter.drawText(textArea, static_cast<int>(side | Qt::AlignVCenter), segment.text);
}

void SegmentedControl::mousePressEvent(QMouseEvent* event)
{
    for (int i = 0; i < count(); ++i) {
        if (segmentRect(i).contains(event->position())) {
            choose(i);
            return;
        }
    }
}

void SegmentedControl::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Left) {
        step(-1);
    } else if (event->key() == Qt::Key_Right) {
        step(1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void SegmentedControl::choose(int index)
{
    if (index == m_current || !m_segments[static_cast<std::size_t>(index)].isEnabled) {
        return;
    }
    setCurrent(index);
    emit chosen(index);
}

void SegmentedControl::step(int by)
{
    for (int i = m_current + by; i >= 0 && i < count(); i += by) {
        if (m_segments[static_cast<std::size_t>(i)].isEnabled) {
            choose(i);
            return;
        }
    }
}

} // namespace Pacewatch
