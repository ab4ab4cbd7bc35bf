#include "ui/charts/gauge.h"

#include "ui/charts/plotview.h"
#include "ui/controls/button.h"
#include "ui/controls/tabular.h"
#include "ui/wording/charts.h"

#include <QAccessibleWidget>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QToolTip>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr double Padding = 17;
constexpr double LabelMiddle = 23;
constexpr double NumberMiddle = 59;
constexpr double BarTop = 86;
constexpr double LineFromBottom = 26;
constexpr double RingSide = 20;
constexpr double StaleOpacity = 0.45;

/// Assistive software sees a progress bar that cannot be changed.
class GaugeAccess final : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit GaugeAccess(QWidget* widget)
        : QAccessibleWidget(widget, QAccessible::ProgressBar)
    { }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ValueInterface) {
            return static_cast<QAccessibleValueInterface*>(this);
        }
        return QAccessibleWidget::interface_cast(type);
    }

    QVariant currentValue() const override
    {
        return std::round(static_cast<Gauge*>(widget())->face().share * 100);
    }
    void setCurrentValue(const QVariant&) override { }
    QVariant maximumValue() const override { return 100; }
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override { return 1; }
};

QAccessibleInterface* makeGaugeAccess(const QString& className, QObject* object)
{
    return className == "Pacewatch::Gauge"_L1 ? new GaugeAccess(static_cast<QWidget*>(object))
                                              : nullptr;
}

} // namespace

Gauge::Gauge(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_setLimit(new Button(Wording::setALimit(), Button::Kind::Flat, this))
{
    static const bool isInstalled = (QAccessible::installFactory(makeGaugeAccess), true);
    Q_UNUSED(isInstalled)
    m_setLimit->setCompact(true);
    m_setLimit->hide();
    setFocusPolicy(Qt::TabFocus);
    connect(m_setLimit, &QPushButton::clicked, this, &Gauge::limitWanted);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    m_ease.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_ease, &QVariantAnimation::valueChanged, this, [this](const QVariant& share) {
        m_shownShare = share.toDouble();
        update();
    });
}

QSize Gauge::sizeHint() const
{
    return {249, 164};
}

void Gauge::showFace(const GaugeFace& face)
{
    const double before = m_face.share;
    m_face = face;
    m_setLimit->setVisible(!face.isKnown);
    setAccessibleName(face.label);
    // A style without animations is how systems ask for reduced motion.
    const bool isStill = !m_hasShown || !isVisible()
        || style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    if (isStill) {
        m_ease.stop();
        m_shownShare = face.share;
    } else if (before != face.share) {
        m_ease.stop();
        m_ease.setDuration(m_theme.pixels("motion.gauge"_L1));
        m_ease.setStartValue(m_shownShare);
        m_ease.setEndValue(face.share);
        m_ease.start();
    }
    m_hasShown = true;
    update();
}

void Gauge::setSpoken(const QString& value)
{
    setAccessibleDescription(value);
}

QRectF Gauge::barRect() const
{
    return {Padding, BarTop, width() - 2 * Padding, m_theme.metric("size.gaugeBar"_L1)};
}

QRectF Gauge::countingRect() const
{
    return {Padding, barRect().bottom() + 6, width() - 2 * Padding, 18};
}

QRectF Gauge::lineRect() const
{
    return {Padding, height() - LineFromBottom - 12, width() - 2 * Padding, 24};
}

void Gauge::resizeEvent(QResizeEvent*)
{
    const QSize hint = m_setLimit->sizeHint();
    const int left = qRound(Padding) - 10;
    m_setLimit->setGeometry(
        QRect(QPoint(left, qRound(lineRect().center().y()) - hint.height() / 2), hint));
}

bool Gauge::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), tipAt(help->pos()), this);
    return true;
}

QString Gauge::tipAt(const QPointF& pos) const
{
    if (m_face.pace && barRect().adjusted(0, -6, 0, 6).contains(pos)) {
        return m_face.paceTip;
    }
    return !m_face.countingTip.isEmpty() && countingRect().contains(pos) ? m_face.countingTip
                                                                         : m_face.sourceTip;
}

void Gauge::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont label = m_theme.font(FontRole::Label);
    label.setWeight(QFont::DemiBold);
    const QFont source = m_theme.font(FontRole::Hint);
    const QRectF top(Padding, LabelMiddle - 10, width() - 2 * Padding, 20);
    // In a narrow card the source gives way to the label; the tooltip still says it.
    const QFontMetricsF metrics(label);
    const double room = top.width() - tabularWidth(source, m_face.source) - 8;
    const bool hasSource = metrics.horizontalAdvance(m_face.label) <= room;
    if (hasSource) {
        painter.setFont(source);
        painter.setPen(m_theme.color(Color::TextMuted));
        drawTabular(painter, top, Qt::AlignRight | Qt::AlignVCenter, m_face.source);
    }
    painter.setFont(label);
    painter.setPen(m_theme.color(Color::TextSecondary));
    painter.drawText(
        top, Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(m_face.label, Qt::ElideRight, hasSource ? room : top.width()));
    painter.setOpacity(m_face.isStale ? StaleOpacity : 1);
    paintNumber(painter);
    if (m_face.pips > 0) {
        paintPips(painter);
    } else {
        paintBar(painter);
    }
    painter.setOpacity(1);
    paintCounting(painter);
    paintLine(painter);
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    }
}

void Gauge::paintNumber(QPainter& painter) const
{
    QFont number = m_theme.font(FontRole::Display);
    constexpr double Narrow = 200;
    if (width() < Narrow && m_face.number.size() > 4) {
        number = m_theme.font(FontRole::NumberLarge);
    }
    painter.setFont(number);
    painter.setPen(m_theme.color(m_face.numberColor));
    const QRectF row(Padding, NumberMiddle - 24, width() - 2 * Padding, 48);
    drawTabular(painter, row, Qt::AlignLeft | Qt::AlignVCenter, m_face.number);
    const double left = row.left() + tabularWidth(number, m_face.number) + 9;
    painter.setFont(m_theme.font(FontRole::Body));
    painter.setPen(m_theme.color(Color::TextMuted));
    drawTabular(painter, QRectF(left, NumberMiddle - 3, row.right() - left, 22),
                Qt::AlignLeft | Qt::AlignVCenter, m_face.ofLimit);
}

void Gauge::paintBar(QPainter& painter) const
{
    const QRectF bar = barRect();
    const double radius = m_theme.metric("radius.bar"_L1);
    QPainterPath shape;
    shape.addRoundedRect(bar, radius, radius);
    painter.fillPath(shape, m_theme.color(Color::GaugeTrack));
    if (!m_face.isKnown) {
        painter.setBrushOrigin(bar.topLeft());
        painter.fillPath(shape,
                         hatchBrush(m_theme.color(Color::ChartBaseline), devicePixelRatioF()));
        return;
    }
    painter.save();
    painter.setClipPath(shape);
    QRectF filled = bar;
    filled.setWidth(bar.width() * m_shownShare);
    QPainterPath part;
    part.addRoundedRect(filled, radius, radius);
    painter.fillPath(part, m_theme.color(m_face.fill));
    painter.restore();
    if (m_face.pace) {
        const double width = m_theme.metric("size.paceMarker.0"_L1);
        const double height = m_theme.metric("size.paceMarker.1"_L1);
        const double x = bar.left() + bar.width() * *m_face.pace;
        const QRectF mark(std::round(x - width / 2), bar.center().y() - height / 2, width, height);
        // A seam of the ground keeps the mark apart from a bar of its own colour.
        painter.fillRect(mark.adjusted(-1, 0, 1, 0), m_theme.color(Color::BgSurface));
        painter.fillRect(mark, m_theme.color(Color::GaugePaceTick));
    }
}

void Gauge::paintPips(QPainter& painter) const
{
    constexpr double Gap = 3;
    const QRectF bar = barRect();
    const double radius = m_theme.metric("radius.pip"_L1);
    const double width = (bar.width() - Gap * (m_face.pips - 1)) / m_face.pips;
    painter.setPen(Qt::NoPen);
    for (int pip = 0; pip < m_face.pips; ++pip) {
        const double left = bar.left() + pip * (width + Gap);
        painter.setBrush(m_theme.color(pip < m_face.pipsLeft ? m_face.fill : Color::GaugeTrack));
        painter.drawRoundedRect(QRectF(left, bar.top(), width, bar.height()), radius, radius);
    }
}

void Gauge::paintRing(QPainter& painter, const QRectF& rect) const
{
    constexpr double Stroke = 3;
    const QRectF circle = rect.adjusted(Stroke / 2, Stroke / 2, -Stroke / 2, -Stroke / 2);
    constexpr int Top = 90 * 16;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.color(Color::GaugeTrack), Stroke));
    painter.drawEllipse(circle);
    painter.setPen(QPen(m_theme.color(m_face.ringColor), Stroke, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(circle, Top, -qRound(*m_face.ring * 360 * 16));
}

void Gauge::paintCounting(QPainter& painter) const
{
    const QFont hint = m_theme.font(FontRole::Hint);
    painter.setFont(hint);
    painter.setPen(m_theme.color(Color::TextMuted));
    const QRectF row = countingRect();
    drawTabular(painter, row, Qt::AlignLeft | Qt::AlignVCenter,
                QFontMetricsF(hint).elidedText(m_face.counting, Qt::ElideRight, row.width()));
}

void Gauge::paintLine(QPainter& painter) const
{
    QRectF row = lineRect();
    constexpr double IconRoom = 26;
    const double wanted = tabularWidth(m_theme.font(FontRole::Label), m_face.line.text);
    const bool hasIcon = m_face.icon && wanted + IconRoom <= row.width();
    if (m_face.ring) {
        paintRing(painter, QRectF(row.left(), row.center().y() - RingSide / 2, RingSide, RingSide));
        row.setLeft(row.left() + RingSide + 8);
    } else if (hasIcon) {
        m_icons.paint(painter, QRectF(row.left(), row.center().y() - 9, 18, 18), *m_face.icon,
                      m_face.iconColor);
        row.setLeft(row.left() + IconRoom);
    }
    QFont plain = m_theme.font(FontRole::Label);
    plain.setWeight(QFont::Normal);
    QFont strong = plain;
    strong.setWeight(QFont::DemiBold);
    const Wording::Sentence& line = m_face.line;
    const QString before = line.text.left(line.strongFrom);
    const QString bold = line.text.mid(line.strongFrom, line.strongLength);
    QString after = line.text.mid(line.strongFrom + line.strongLength);
    const double used = tabularWidth(plain, before) + tabularWidth(strong, bold);
    // The clock time gives way where there is too little room for it; a plain line is shortened.
    if (used + tabularWidth(plain, after) > row.width()) {
        after = bold.isEmpty() ? QFontMetricsF(plain).elidedText(after, Qt::ElideRight, row.width())
                               : QString();
    }
    const auto piece = [&](const QFont& font, Color color, const QString& text) {
        painter.setFont(font);
        painter.setPen(m_theme.color(color));
        drawTabular(painter, row, Qt::AlignLeft | Qt::AlignVCenter, text);
        row.setLeft(row.left() + tabularWidth(font, text));
    };
    piece(plain, Color::TextSecondary, before);
    piece(strong, Color::TextPrimary, bold);
    piece(plain, bold.isEmpty() ? Color::TextSecondary : Color::TextMuted, after);
}

} // namespace Pacewatch
