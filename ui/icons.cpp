#include "ui/icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include <array>
#include <functional>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr std::array<const char*, IconCount> IconNames = {
    "monitor",   "traffic",   "diagnosis", "queue",    "report", "flask",  "play",     "pause",
    "stop",      "plus",      "search",    "eye",      "eyeoff", "copy",   "check",    "x",
    "chevdown",  "chevright", "chevup",    "clock",    "reset",  "lock",   "key",      "plug",
    "link",      "sun",       "moon",      "download", "upload", "folder", "filter",   "arrowright",
    "arrowleft", "external",  "dots",      "bell",     "user",   "users",  "server",   "burst",
    "retry",     "poll",      "stack",     "drift",    "pin",    "send",   "command",  "shield",
    "record",    "sliders",   "compare",   "save",     "info",   "help",   "terminal", "phone",
};

/// Up to this size the lines are a little thicker, so that they do not fade.
constexpr qreal SmallIcon = 14;

const char* glyphName(Standing standing)
{
    switch (standing) {
    case Standing::Off:
    case Standing::KeyRefused:
        return "off";
    case Standing::Limited:
        return "limited";
    case Standing::Waiting:
        return "waiting";
    case Standing::Tight:
        return "tight";
    case Standing::Clear:
        return "clear";
    case Standing::Quiet:
        break;
    }
    return "idle";
}

QRectF squareIn(const QRectF& rect)
{
    const qreal side = qMin(rect.width(), rect.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(rect.center());
    return square;
}

using Draw = std::function<void(QPainter&, const QRectF&, QIcon::Mode)>;

/// Draws at the moment it is asked, so the picture is sharp at any ratio and follows the theme.
class DrawingEngine final : public QIconEngine
{
public:
    explicit DrawingEngine(Draw draw)
        : m_draw(std::move(draw))
    { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        m_draw(*painter, QRectF(rect), mode);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new DrawingEngine(m_draw); }

private:
    Draw m_draw;
};

QPixmap blank(int size, qreal ratio)
{
    QPixmap pixmap(qCeil(size * ratio), qCeil(size * ratio));
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    return pixmap;
}

} // namespace

QIcon Icons::icon(Icon icon, Color color) const
{
    return QIcon(new DrawingEngine(
        [icons = *this, icon, color](QPainter& painter, const QRectF& rect, QIcon::Mode mode) {
            icons.paint(painter, rect, icon, mode == QIcon::Disabled ? Color::TextDisabled : color);
        }));
}

QIcon Icons::stateIcon(Standing standing) const
{
    return QIcon(new DrawingEngine(
        [icons = *this, standing](QPainter& painter, const QRectF& rect, QIcon::Mode) {
            icons.paintState(painter, rect, standing);
        }));
}

QIcon Icons::appIcon() const
{
    return QIcon(
        new DrawingEngine([icons = *this](QPainter& painter, const QRectF& rect, QIcon::Mode) {
            icons.paintMark(painter, rect);
        }));
}

void Icons::paint(QPainter& painter, const QRectF& rect, Icon icon, Color color) const
{
    const QRectF square = squareIn(rect);
    const QByteArray name = QByteArray("icons.shapes.") + IconNames[static_cast<std::size_t>(icon)];
    const QByteArray stroke = square.width() <= SmallIcon ? "1.75" : "1.5";
    QByteArray svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20' fill='none' "
                     "stroke='currentColor' stroke-width='"
        + stroke + "' stroke-linecap='round' stroke-linejoin='round'>"
        + m_theme.drawing(QLatin1String(name)) + "</svg>";
    svg.replace("currentColor", m_theme.color(color).name().toLatin1());
    QSvgRenderer renderer(svg);
    renderer.render(&painter, square);
}

void Icons::paintState(QPainter& painter, const QRectF& rect, Standing standing) const
{
    const QByteArray name = QByteArray("stateGlyphs.shapes.") + glyphName(standing);
    QByteArray svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' "
                     "stroke-width='2.4' stroke-linecap='round' stroke-linejoin='round'>"
        + m_theme.drawing(QLatin1String(name)) + "</svg>";
    const QColor surface = m_theme.isDark() ? m_theme.color(Color::BgSurface) : QColor(Qt::white);
    svg.replace("STATE", m_theme.color(stateColors(standing).fill).name().toLatin1());
    svg.replace("SURFACE", surface.name().toLatin1());
    QSvgRenderer renderer(svg);
    renderer.render(&painter, squareIn(rect));
}

void Icons::paintMark(QPainter& painter, const QRectF& rect) const
{
    const QRectF square = squareIn(rect);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.topLeft());
    painter.scale(square.width() / 16, square.height() / 16);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::AccentBase));
    painter.drawRoundedRect(QRectF(0, 0, 16, 16), 3.6, 3.6);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(
        QPen(m_theme.color(Color::TextOnAccent), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    // Calls left: down in steps, back up at the reset, down again.
    painter.drawPolyline(QPolygonF({{3, 5.2}, {3, 8.2}, {5.6, 8.2}, {5.6, 11}, {8, 11}, {8, 5.2}}));
    painter.drawPolyline(QPolygonF({{8, 5.2}, {10.4, 5.2}, {10.4, 8}, {13, 8}, {13, 10.6}}));
    painter.restore();
}

QPixmap Icons::stateGlyph(Standing standing, int size, qreal ratio) const
{
    QPixmap pixmap = blank(size, ratio);
    QPainter painter(&pixmap);
    paintState(painter, QRectF(0, 0, size, size), standing);
    return pixmap;
}

QPixmap Icons::pixmap(Icon icon, Color color, int size, qreal ratio) const
{
    QPixmap pixmap = blank(size, ratio);
    QPainter painter(&pixmap);
    paint(painter, QRectF(0, 0, size, size), icon, color);
    return pixmap;
}

} // namespace Pacewatch
