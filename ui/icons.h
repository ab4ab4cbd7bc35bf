#pragma once

#include "core/diagnosis/standing.h"
#include "ui/icon.h"
#include "ui/theme.h"

#include <QIcon>
#include <QPixmap>

class QPainter;

namespace Pacewatch {

/// Draws icons and state shapes in the colours of the theme. Window thread.
///
/// The QIcons it makes follow the theme and the device pixel ratio by themselves, so a change of
/// the look only needs a repaint. Theme must outlive them.
class Icons final
{
public:
    explicit Icons(const Theme& theme)
        : m_theme(theme)
    { }

    [[nodiscard]] QIcon icon(Icon icon, Color color = Color::TextSecondary) const;
    [[nodiscard]] QIcon stateIcon(Standing standing) const;
    /// The mark of the program.
    [[nodiscard]] QIcon appIcon() const;

    void paint(QPainter& painter, const QRectF& rect, Icon icon, Color color) const;
    /// The shape of a state, square, in the middle of @p rect.
    void paintState(QPainter& painter, const QRectF& rect, Standing standing) const;
    void paintMark(QPainter& painter, const QRectF& rect) const;

    /// @p size in device-independent pixels.
    [[nodiscard]] QPixmap stateGlyph(Standing standing, int size, qreal ratio = 1) const;
    [[nodiscard]] QPixmap pixmap(Icon icon, Color color, int size, qreal ratio = 1) const;

private:
    const Theme& m_theme;
};

} // namespace Pacewatch
