#include "ui/charts/timelineoverlay.h"

#include "ui/charts/leftplot.h"
#include "ui/controls/tabular.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

namespace {

constexpr double TipPadding = 12;
constexpr double TipTopPadding = 9;
constexpr double TipLine = 17;
constexpr double TipBeside = 12;
constexpr double TipTop = 15;
/// Between the title and the marks of the resets.
constexpr double BracketAbove = 15;
constexpr double BracketEnd = 5;
constexpr double LeastBracket = 8;

} // namespace

TimelineOverlay::TimelineOverlay(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TimelineOverlay::showContent(const TimelineLayout& layout, const TimelineContent& content,
                                  bool isPaused)
{
    m_layout = layout;
    m_content = content;
    m_isPaused = isPaused;
    refreshTip();
    update();
}

void TimelineOverlay::setCrosshair(std::optional<WallTime> at)
{
    if (at != m_crosshair) {
        m_crosshair = at;
        refreshTip();
        update();
    }
}

void TimelineOverlay::setSelection(std::optional<std::pair<double, double>> selection)
{
    if (selection != m_selection) {
        m_selection = selection;
        update();
    }
}

void TimelineOverlay::setEvidence(std::optional<TimeSlice> evidence)
{
    if (evidence != m_evidence) {
        m_evidence = evidence;
        update();
    }
}

void TimelineOverlay::refreshTip()
{
    m_tip = {};
    if (m_crosshair && m_content.scale.slice.contains(*m_crosshair)) {
        const auto reach
            = Duration(static_cast<Duration::rep>(Reach) * m_content.scale.perPixel().count());
        m_tip = Wording::timelineTip(m_content, *m_crosshair, reach);
    }
}

void TimelineOverlay::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_selection) {
        const auto [low, high] = std::minmax(m_selection->first, m_selection->second);
        const QRectF area = m_layout.crosshairArea();
        QColor ground = m_theme.color(Color::AccentBase);
        ground.setAlphaF(0.14F);
        painter.fillRect(QRectF(low, area.top(), high - low, area.height()), ground);
        painter.setPen(m_theme.color(Color::AccentBase));
        painter.drawLine(QPointF(low, area.top()), QPointF(low, area.bottom()));
        painter.drawLine(QPointF(high, area.top()), QPointF(high, area.bottom()));
    }
    if (m_content.followsNow() || m_isPaused) {
        paintNow(painter);
    }
    if (m_evidence && m_evidence->from < m_content.scale.slice.to
        && m_evidence->to > m_content.scale.slice.from) {
        paintEvidence(painter);
    }
    if (m_crosshair && m_content.scale.slice.contains(*m_crosshair) && !m_selection) {
        paintCrosshair(painter);
    }
}

void TimelineOverlay::paintEvidence(QPainter& painter) const
{
    double left = m_content.scale.map(m_evidence->from);
    double right = m_content.scale.map(m_evidence->to);
    const double lacking = std::max(LeastBracket - (right - left), 0.0) / 2;
    left = std::floor(std::max(left - lacking, m_layout.left.left())) + 0.5;
    right = std::floor(std::min(right + lacking, m_layout.left.right())) + 0.5;
    const double top = m_layout.left.top() - BracketAbove;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(Color::AccentBase), 2));
    painter.drawPolyline(QPolygonF({QPointF(left, top + BracketEnd), QPointF(left, top),
                                    QPointF(right, top), QPointF(right, top + BracketEnd)}));
}

void TimelineOverlay::paintNow(QPainter& painter) const
{
    const double x
        = std::floor(std::min(m_content.scale.map(m_content.now), m_layout.left.right()));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(m_theme.color(Color::TextSecondary), 1));
    for (const auto& [top, bottom] :
         {std::pair(m_layout.left.top(), m_layout.left.bottom()),
          std::pair(m_layout.calls.top(), m_layout.calls.bottom()),
          std::pair(m_layout.refusals.top(), m_layout.waits.bottom() + 4)}) {
        painter.drawLine(QPointF(x, top), QPointF(x, bottom));
    }
}

std::optional<QPointF> TimelineOverlay::dot(double x) const
{
    for (const LeftLine& line : m_content.lines) {
        if (line.isDashed || line.points.isEmpty() || x < line.points.first().x()) {
            continue;
        }
        double share = line.points.first().y();
        for (const QPointF& point : line.points) {
            if (point.x() > x) {
                break;
            }
            share = point.y();
        }
        const ValueScale values{0, 1, m_layout.left.top(), m_layout.left.bottom()};
        return QPointF(x, values.map(share));
    }
    return std::nullopt;
}

void TimelineOverlay::paintCrosshair(QPainter& painter) const
{
    const double x = std::floor(m_content.scale.map(*m_crosshair));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(m_theme.color(Color::ChartCrosshair), 1));
    painter.drawLine(QPointF(x, m_layout.left.top()), QPointF(x, m_layout.left.bottom()));
    painter.drawLine(QPointF(x, m_layout.calls.top()), QPointF(x, m_layout.calls.bottom()));
    painter.drawLine(QPointF(x, m_layout.refusals.top()), QPointF(x, m_layout.waits.bottom()));
    painter.setRenderHint(QPainter::Antialiasing);
    if (const std::optional<QPointF> at = dot(x)) {
        constexpr double Radius = 4.5;
        painter.setPen(QPen(m_theme.color(Color::BgSurface), 1.5));
        const auto solid = std::find_if(m_content.lines.begin(), m_content.lines.end(),
                                        [](const LeftLine& line) { return !line.isDashed; });
        painter.setBrush(m_theme.color(lineColor(*solid)));
        painter.drawEllipse(*at + QPointF(0.5, 0), Radius, Radius);
    }
    paintTip(painter, x);
}

void TimelineOverlay::paintTip(QPainter& painter, double x) const
{
    QFont strong = m_theme.font(FontRole::Hint);
    strong.setWeight(QFont::DemiBold);
    const QFont plain = m_theme.font(FontRole::Hint);
    QStringList lines = m_tip.lines;
    if (!m_tip.dim.isEmpty()) {
        lines.append(m_tip.dim);
    }
    double width = tabularWidth(strong, m_tip.time);
    for (const QString& line : lines) {
        width = std::max(width, tabularWidth(plain, line));
    }
    const QSizeF size(std::ceil(width) + 2 * TipPadding,
                      TipLine * static_cast<double>(lines.size() + 1) + 2 * TipTopPadding);
    const bool isRight = m_layout.left.right() - x >= x - m_layout.left.left();
    double left = isRight ? x + TipBeside : x - TipBeside - size.width();
    left = std::clamp(left, 2.0, std::max(2.0, this->width() - size.width() - 2));
    const QRectF box(QPointF(left, m_layout.left.top() + TipTop), size);
    painter.setPen(QPen(m_theme.color(m_theme.isDark() ? Color::BorderDefault : Color::BgTooltip)));
    painter.setBrush(m_theme.color(Color::BgTooltip));
    painter.drawRoundedRect(box.translated(0.5, 0.5), 5, 5);
    QColor ink = m_theme.color(Color::TextOnTooltip);
    painter.setPen(ink);
    painter.setFont(strong);
    QRectF row(box.left() + TipPadding, box.top() + TipTopPadding, width + 1, TipLine);
    drawTabular(painter, row, Qt::AlignLeft | Qt::AlignVCenter, m_tip.time);
    painter.setFont(plain);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        row.translate(0, TipLine);
        if (i == m_tip.lines.size()) {
            ink.setAlphaF(0.68F);
            painter.setPen(ink);
        }
        drawTabular(painter, row, Qt::AlignLeft | Qt::AlignVCenter, lines[i]);
    }
}

} // namespace Pacewatch
