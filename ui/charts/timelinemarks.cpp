#include "ui/charts/timelinemarks.h"

#include "ui/charts/leftplot.h"
#include "ui/controls/tabular.h"
#include "ui/wording/charts.h"
#include "ui/wording/wording.h"

#include <QDateTime>
#include <QPainter>
#include <QPainterPath>
#include <QSet>

#include <cmath>

namespace Pacewatch {

namespace {

constexpr double GutterGap = 8;
constexpr double EndGap = 10;
constexpr double EndLabelHeight = 30;
constexpr double EndLabelStep = 36;
constexpr double DiamondHalf = 5.5;
constexpr double CountGap = 4;
constexpr double WaitHeight = 11;

QFont semibold(const Theme& theme, FontRole role)
{
    QFont font = theme.font(role);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

void paintDiamond(QPainter& painter, QPointF centre, double half, const QColor& color)
{
    const QPointF corners[] = {centre + QPointF(0, -half), centre + QPointF(half, 0),
                               centre + QPointF(0, half), centre + QPointF(-half, 0)};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(corners, 4);
    painter.restore();
}

void paintWaitBar(QPainter& painter, const QRectF& rect, bool kept, bool cross, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = theme.color(Color::StateWaitingFill);
    const double radius = std::min(2.5, rect.width() / 2);
    if (kept) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(rect, radius, radius);
    } else {
        painter.setPen(QPen(color, 1.5));
        painter.setBrush(theme.color(Color::StateWaitingSoft));
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius);
    }
    if (cross) {
        constexpr double Half = 2.5;
        const QPointF centre = rect.center();
        painter.setPen(QPen(theme.color(Color::SeriesRefused), 1.8));
        painter.drawLine(centre + QPointF(-Half, -Half), centre + QPointF(Half, Half));
        painter.drawLine(centre + QPointF(-Half, Half), centre + QPointF(Half, -Half));
    }
    painter.restore();
}

QList<TimeTick> TimelineMarks::ticks(const TimeScale& scale)
{
    const QDateTime local = QDateTime::fromSecsSinceEpoch(unixSeconds(scale.slice.to));
    return scale.ticks(LabelGap, std::chrono::seconds(local.offsetFromUtc()));
}

QList<double> TimelineMarks::callTicks(const TimelineContent& content)
{
    const ValueScale values{0, content.highest, 0, 1};
    QList<double> ticks = values.ticks(2);
    // Calls are whole: half a call needs no label.
    erase_if(ticks, [](double value) { return value != std::floor(value); });
    if (content.secondLimit) {
        const auto limit = static_cast<double>(*content.secondLimit);
        // Labels that would touch: the limit's own at the right end stays in any case.
        constexpr double TooClose = 0.2;
        const bool hasRoom = limit < content.highest && limit >= TooClose * content.highest;
        if (hasRoom && !ticks.contains(limit)) {
            erase_if(ticks, [&](double value) {
                return value > 0 && std::abs(value - limit) < TooClose * content.highest;
            });
            ticks.append(limit);
        }
    }
    return ticks;
}

void TimelineMarks::paint(QPainter& painter, std::optional<WallTime> pausedAt) const
{
    paintTitles(painter);
    paintValueLabels(painter);
    paintResets(painter);
    paintRows(painter);
    paintRefusals(painter);
    paintWaits(painter);
    paintTimeLabels(painter, pausedAt);
    paintEndLabels(painter);
    paintNotes(painter);
}

void TimelineMarks::paintTitle(QPainter& painter, const QRectF& rect, const QString& title,
                               const QString& aside) const
{
    painter.setFont(semibold(m_theme, FontRole::Hint));
    painter.setPen(m_theme.color(Color::TextSecondary));
    drawTabular(painter, rect, Qt::AlignLeft | Qt::AlignVCenter, title);
    constexpr double Gap = 7;
    const double width = tabularWidth(painter.font(), title) + Gap;
    painter.setFont(m_theme.font(FontRole::Hint));
    painter.setPen(m_theme.color(Color::TextMuted));
    drawTabular(painter, rect.adjusted(width, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, aside);
}

void TimelineMarks::paintTitles(QPainter& painter) const
{
    const QString left = m_content.isStill && m_content.lines.size() == 1
        ? Wording::leftPlotAside(m_content.lines.first().policy)
        : Wording::leftPlotAside();
    const QString calls = m_content.isStill
        ? Wording::barsAside(m_content.bars.bucket)
        : Wording::callsPlotAside(m_content.callsPerSecondNow, m_content.bars.bucket);
    paintTitle(painter, m_layout.leftTitle, Wording::leftPlotTitle(), left);
    paintTitle(painter, m_layout.callsTitle, Wording::callsPlotTitle(), calls);
}

void TimelineMarks::paintValueLabels(QPainter& painter) const
{
    painter.setFont(m_theme.font(FontRole::Axis));
    painter.setPen(m_theme.color(Color::ChartAxis));
    const auto label = [&](double y, const QString& text) {
        const QRectF rect(0, y - 8, m_layout.left.left() - GutterGap, 16);
        drawTabular(painter, rect, Qt::AlignRight | Qt::AlignVCenter, text);
    };
    const ValueScale shares{0, 1, m_layout.left.top(), m_layout.left.bottom()};
    for (const double share : {0.0, 0.5, 1.0}) {
        label(shares.map(share), Wording::share(share));
    }
    const ValueScale calls{0, m_content.highest, m_layout.calls.top(), m_layout.calls.bottom()};
    for (const double value : callTicks(m_content)) {
        label(calls.map(value), Wording::axisCount(std::llround(value)));
    }
    label(m_layout.refusals.center().y(), Wording::refusalRow());
    label(m_layout.waits.center().y(), Wording::waitRow());
}

void TimelineMarks::paintResets(QPainter& painter) const
{
    constexpr double Half = 4.5;
    constexpr double Height = 5;
    const double top = m_layout.left.top() - 8;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    // Where resets come closer than their marks are wide, they would say nothing.
    constexpr double LeastApart = 12;
    for (const LeftLine& line : m_content.lines) {
        painter.setBrush(m_theme.color(lineColor(line)));
        double last = -LeastApart;
        for (const WallTime reset : line.resets) {
            const double x = m_content.scale.map(reset);
            if (x - last < LeastApart) {
                continue;
            }
            last = x;
            const QPointF corners[] = {{x - Half, top}, {x + Half, top}, {x, top + Height}};
            painter.drawPolygon(corners, 3);
        }
    }
    painter.restore();
}

/// A flag at each noted moment. A picture for others shows none: its reader cannot ask what they
/// say.
void TimelineMarks::paintNotes(QPainter& painter) const
{
    if (m_content.isStill) {
        return;
    }
    constexpr double PoleTop = 11;
    constexpr QSizeF Cloth(8, 7);
    painter.save();
    painter.setBrush(m_theme.color(Color::TextPrimary));
    for (const MomentNote& note : m_content.notes) {
        const double x = std::floor(m_content.scale.map(note.at)) + 0.5;
        const double top = m_layout.left.top() - PoleTop;
        const QPointF corners[]
            = {{x, top}, {x + Cloth.width(), top + Cloth.height() / 2}, {x, top + Cloth.height()}};
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(m_theme.color(Color::TextPrimary), 1, Qt::DotLine));
        painter.drawLine(QPointF(x, top), QPointF(x, m_layout.left.bottom()));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.drawPolygon(corners, 3);
    }
    painter.restore();
}

void TimelineMarks::paintRows(QPainter& painter) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::BgSunken));
    painter.drawRoundedRect(m_layout.refusals, 3, 3);
    painter.drawRoundedRect(m_layout.waits, 3, 3);
    painter.restore();
}

void TimelineMarks::paintRefusals(QPainter& painter) const
{
    const QFont font = semibold(m_theme, FontRole::Hint);
    painter.setFont(font);
    const double widest = tabularWidth(font, QStringLiteral("000")) + CountGap + GutterGap;
    painter.save();
    painter.setClipRect(m_layout.refusals.adjusted(-DiamondHalf, 0, 1, 0));
    for (const RefusalMark& mark : mergeRefusals(m_content.refusals, m_content.scale, widest)) {
        const QPointF centre(mark.x, m_layout.refusals.center().y());
        paintDiamond(painter, centre, DiamondHalf, m_theme.color(Color::SeriesRefused));
        if (mark.showsCount) {
            painter.setPen(m_theme.color(Color::StateLimitedFg));
            const QRectF rect(mark.x + DiamondHalf + CountGap, m_layout.refusals.top(), 60,
                              m_layout.refusals.height());
            drawTabular(painter, rect, Qt::AlignLeft | Qt::AlignVCenter,
                        Wording::count(mark.count));
        }
    }
    painter.restore();
}

void TimelineMarks::paintWaits(QPainter& painter) const
{
    const QFont font = semibold(m_theme, FontRole::Axis);
    painter.setFont(font);
    const auto textOf = [](const Wait& wait) {
        return Wording::keptWait(std::chrono::round<std::chrono::seconds>(wait.length()));
    };
    double widest = 0;
    QSet<qint64> lengths; // of the texts, which are few
    for (const Wait& wait : m_content.waits) {
        const auto seconds = std::chrono::round<std::chrono::seconds>(wait.length()).count();
        if (!lengths.contains(seconds)) {
            lengths.insert(seconds);
            widest = std::max(widest, tabularWidth(font, textOf(wait)) + 2 * GutterGap);
        }
    }
    const double top = m_layout.waits.center().y() - WaitHeight / 2;
    for (const WaitBar& bar : placeWaits(m_content.waits, m_content.scale, widest)) {
        const QRectF rect(bar.left, top, bar.right - bar.left, WaitHeight);
        paintWaitBar(painter, rect, bar.wait.isKept(), bar.hasCross, m_theme);
        if (bar.hasLabel) {
            painter.setPen(m_theme.color(Color::StateWaitingFg));
            drawTabular(painter,
                        QRectF(bar.right + GutterGap - 2, m_layout.waits.top(), widest,
                               m_layout.waits.height()),
                        Qt::AlignLeft | Qt::AlignVCenter, textOf(bar.wait));
        }
    }
}

void TimelineMarks::paintTimeLabels(QPainter& painter, std::optional<WallTime> pausedAt) const
{
    const TimeScale& scale = m_content.scale;
    const QList<TimeTick> all = ticks(scale);
    painter.setPen(QPen(m_theme.color(Color::ChartBaseline), 1));
    const double top = m_layout.waits.bottom() + 2;
    for (const TimeTick& tick : all) {
        const double x = std::floor(scale.map(tick.at)) + 0.5;
        painter.drawLine(QPointF(x, top), QPointF(x, top + (tick.isLabelled ? 3 : 2)));
    }
    const bool isLive = m_content.followsNow() || pausedAt;
    const QString end = !isLive ? QString()
        : pausedAt              ? Wording::pausedMark(*pausedAt)
                                : Wording::nowMark(m_content.now);
    const QFont strong = semibold(m_theme, FontRole::Axis);
    const double endWidth = end.isEmpty() ? 0 : tabularWidth(strong, end);
    painter.setFont(m_theme.font(FontRole::Axis));
    painter.setPen(m_theme.color(Color::ChartAxis));
    const std::chrono::seconds step = scale.labelStep(LabelGap);
    const double width = tabularWidth(painter.font(), Wording::axisTime(scale.slice.to, step));
    for (const TimeTick& tick : labelsWithRoom(all, scale, width, endWidth)) {
        const QRectF rect(scale.map(tick.at) - 40, m_layout.timeLabels.top(), 80,
                          m_layout.timeLabels.height());
        drawTabular(painter, rect, Qt::AlignHCenter | Qt::AlignVCenter,
                    Wording::axisTime(tick.at, step));
    }
    if (!end.isEmpty()) {
        painter.setFont(strong);
        painter.setPen(m_theme.color(Color::TextPrimary));
        drawTabular(painter, m_layout.timeLabels, Qt::AlignRight | Qt::AlignVCenter, end);
    }
}

void TimelineMarks::paintEndLabels(QPainter& painter) const
{
    QList<double> wanted;
    const ValueScale shares{0, 1, m_layout.left.top(), m_layout.left.bottom()};
    for (const LeftLine& line : m_content.lines) {
        wanted.append(shares.map(line.last.share));
    }
    const QList<double> places
        = moveApart(wanted, EndLabelStep, m_layout.left.top() + EndLabelHeight / 2,
                    m_layout.left.bottom() - EndLabelHeight / 2 + 4);
    const double left = m_layout.left.right() + EndGap;
    const double width = 118;
    for (qsizetype i = 0; i < m_content.lines.size(); ++i) {
        const LeftLine& line = m_content.lines[i];
        const QRectF top(left, places[i] - 15, width, 15);
        painter.setFont(semibold(m_theme, FontRole::Axis));
        painter.setPen(m_theme.color(lineColor(line)));
        drawTabular(painter, top, Qt::AlignLeft | Qt::AlignVCenter,
                    Wording::perWindow(line.policy));
        painter.setFont(m_theme.font(FontRole::Axis));
        painter.setPen(m_theme.color(Color::TextMuted));
        drawTabular(painter, top.translated(0, 14), Qt::AlignLeft | Qt::AlignVCenter,
                    Wording::lineValue(line));
    }
    if (m_content.secondLimit && static_cast<double>(*m_content.secondLimit) < m_content.highest) {
        const ValueScale calls{0, m_content.highest, m_layout.calls.top(), m_layout.calls.bottom()};
        const double y = calls.map(static_cast<double>(*m_content.secondLimit));
        painter.setFont(semibold(m_theme, FontRole::Axis));
        painter.setPen(m_theme.color(Color::ChartLimitLine));
        drawTabular(painter, QRectF(left, y - 8, width, 16), Qt::AlignLeft | Qt::AlignVCenter,
                    Wording::limitMark(*m_content.secondLimit));
    }
    if (m_layout.overview.isEmpty()) {
        return;
    }
    painter.setFont(m_theme.font(FontRole::Axis));
    painter.setPen(m_theme.color(Color::TextMuted));
    drawTabular(painter, QRectF(left, m_layout.overview.top(), width, m_layout.overview.height()),
                Qt::AlignLeft | Qt::AlignVCenter, Wording::wholeSession());
}

} // namespace Pacewatch
