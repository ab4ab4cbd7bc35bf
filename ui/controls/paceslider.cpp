#include "ui/controls/paceslider.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double GrooveHeight = 6;
constexpr double HandleRadius = 8.5;
constexpr double ArrowStep = 0.1;
constexpr double PageStep = 1;

double rounded(double perSecond)
{
    return std::round(perSecond * 10) / 10;
}

/// What assistive software reads: the pace, its zone and its bounds.
class PaceSliderReader final : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit PaceSliderReader(PaceSlider* slider)
        : QAccessibleWidget(slider, QAccessible::Slider)
        , m_slider(slider)
    { }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface*>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? Wording::spokenPace(m_slider->value(), m_slider->zone())
                                          : QAccessibleWidget::text(kind);
    }
    QVariant currentValue() const override { return m_slider->value(); }
    void setCurrentValue(const QVariant& value) override { m_slider->setValue(value.toDouble()); }
    QVariant maximumValue() const override { return m_slider->maximum(); }
    QVariant minimumValue() const override { return PaceSlider::Least; }
    QVariant minimumStepSize() const override { return ArrowStep; }

private:
    PaceSlider* m_slider;
};

QAccessibleInterface* makeReader(const QString& className, QObject* object)
{
    auto* slider = qobject_cast<PaceSlider*>(object);
    return className == "Pacewatch::PaceSlider"_L1 && slider != nullptr
        ? new PaceSliderReader(slider)
        : nullptr;
}

} // namespace

PaceSlider::PaceSlider(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(makeReader);
        return true;
    }();
    Q_UNUSED(isInstalled)
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(Wording::paceName());
}

void PaceSlider::setValue(double perSecond)
{
    const double value = std::clamp(rounded(perSecond), Least, m_maximum);
    if (value != m_value) {
        m_value = value;
        tellReaders();
        update();
    }
}

void PaceSlider::setMaximum(double perSecond)
{
    m_maximum = std::max(perSecond, 2 * Least);
    m_value = std::min(m_value, m_maximum);
    update();
}

void PaceSlider::setZones(double safe, double over)
{
    m_safe = safe;
    m_over = std::max(over, safe);
    update();
}

Wording::PaceZone PaceSlider::zone() const
{
    // The edges are worked out and may end in a third decimal; the pace never does.
    if (m_value <= m_safe + ArrowStep / 2) {
        return Wording::PaceZone::Safe;
    }
    return m_value <= m_over ? Wording::PaceZone::Tight : Wording::PaceZone::Over;
}

double PaceSlider::share(double perSecond) const
{
    const double pace = std::clamp(perSecond, Least, m_maximum);
    return std::log(pace / Least) / std::log(m_maximum / Least);
}

double PaceSlider::paceAt(double share) const
{
    return rounded(Least * std::pow(m_maximum / Least, std::clamp(share, 0.0, 1.0)));
}

QRectF PaceSlider::groove() const
{
    return {4, 11, double(width()) - 6, GrooveHeight};
}

void PaceSlider::moveTo(double perSecond)
{
    const double before = m_value;
    setValue(perSecond);
    if (m_value != before) {
        emit moved(m_value);
    }
}

void PaceSlider::tellReaders()
{
    QAccessibleValueChangeEvent event(this, m_value);
    QAccessible::updateAccessibility(&event);
}

void PaceSlider::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar = groove();
    const auto x = [&bar, this](double pace) { return bar.left() + share(pace) * bar.width(); };
    const QColor over = m_theme.color(isEnabled() ? Color::StateLimitedBorder : Color::GaugeTrack);

    QPainterPath outline;
    outline.addRoundedRect(bar, 3, 3);
    painter.save();
    painter.setClipPath(outline);
    painter.fillRect(bar, m_theme.color(Color::BgSurface));
    painter.setPen(QPen(over, 1.4));
    for (double at = x(m_over) - bar.height(); at < bar.right(); at += 5) {
        painter.drawLine(QPointF(at, bar.bottom() + 1),
                         QPointF(at + bar.height() + 2, bar.top() - 1));
    }
    painter.fillRect(QRectF(bar.topLeft(), QPointF(x(m_over), bar.bottom())),
                     m_theme.color(isEnabled() ? Color::StateTightFill : Color::GaugeTrackSide));
    painter.fillRect(QRectF(bar.topLeft(), QPointF(x(m_safe), bar.bottom())),
                     m_theme.color(isEnabled() ? Color::AccentBase : Color::GaugeTrackSide));
    painter.restore();

    painter.setFont(m_theme.font(FontRole::Axis));
    const auto tick = [&](double pace, const QString& text) {
        painter.fillRect(QRectF(x(pace) - 0.5, bar.bottom() + 9, 1, 4),
                         m_theme.color(Color::BorderInput));
        const double wide = QFontMetricsF(painter.font()).horizontalAdvance(text);
        QRectF box(x(pace) - wide / 2, bar.bottom() + 14, wide + 1, 16);
        box.moveLeft(std::clamp(box.left(), bar.left(), bar.right() - wide));
        painter.setPen(m_theme.color(Color::TextMuted));
        painter.drawText(box, Qt::AlignCenter, text);
    };
    tick(Least, Wording::rateNumber(Least));
    if (m_maximum > 3) {
        tick(1, Wording::count(1));
    }
    tick(m_maximum, Wording::rate(m_maximum));

    const QPointF handle(x(m_value), bar.center().y());
    const Color edge = hasFocus() ? Color::BorderFocus : Color::AccentBase;
    painter.setPen(QPen(m_theme.color(isEnabled() ? edge : Color::BorderDefault), 2));
    painter.setBrush(m_theme.color(Color::BgSurface));
    painter.drawEllipse(handle, HandleRadius, HandleRadius);
    if (hasFocus()) {
        QColor halo = m_theme.color(Color::BorderFocus);
        halo.setAlphaF(0.35F);
        painter.setPen(QPen(halo, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(handle, HandleRadius + 2, HandleRadius + 2);
    }
}

void PaceSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        moveTo(paceAt((event->position().x() - groove().left()) / groove().width()));
    }
}

void PaceSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        moveTo(paceAt((event->position().x() - groove().left()) / groove().width()));
    }
}

void PaceSlider::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        moveTo(m_value - ArrowStep);
        return;
    case Qt::Key_Right:
    case Qt::Key_Up:
        moveTo(m_value + ArrowStep);
        return;
    case Qt::Key_PageDown:
        moveTo(m_value - PageStep);
        return;
    case Qt::Key_PageUp:
        moveTo(m_value + PageStep);
        return;
    case Qt::Key_Home:
        moveTo(Least);
        return;
    case Qt::Key_End:
        moveTo(m_maximum);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace Pacewatch
