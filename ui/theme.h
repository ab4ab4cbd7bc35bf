#pragma once

#include "core/diagnosis/standing.h"
#include "core/instant.h"
#include "core/settings.h"
#include "ui/tokens.h"

#include <QColor>
#include <QFont>
#include <QHash>
#include <QObject>
#include <QPalette>

#include <array>

class QApplication;
class QJsonObject;

namespace Pacewatch {

/// The four colours of one state. Idle ones serve Quiet, Off and KeyRefused.
struct StateColors
{
    Color fg;
    Color fill;
    Color soft;
    Color border;
};

[[nodiscard]] StateColors stateColors(Standing standing) noexcept;

/// The colour of a window's line and gauge: second, minute, hour, or day and longer.
[[nodiscard]] Color windowColor(Duration window) noexcept;

/// The only source of colours, fonts and sizes, read once from resources/themes/tokens.json.
///
/// Made once on the window thread, after the QGuiApplication, and passed to whatever draws. It
/// must outlive the widgets. Who keeps a colour listens to changed().
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    /// The look of the system is taken from the palette of this moment.
    explicit Theme(QObject* parent = nullptr);

    /// Changes the look; changed() follows if anything changed.
    void choose(ThemeChoice choice);
    /// Gives the application the style, palette, font and style sheet, now and at each change.
    void applyTo(QApplication& application);

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    [[nodiscard]] bool isDark() const { return m_isDark; }
    [[nodiscard]] QColor color(Color color) const;
    [[nodiscard]] QFont font(FontRole role) const;
    /// The height of one line of text in that role.
    [[nodiscard]] int lineHeight(FontRole role) const;
    /// A measure by its path in the tokens, "size.header"; items of a list are "size.switch.0".
    [[nodiscard]] qreal metric(QLatin1String path) const;
    /// The same, rounded to whole pixels.
    [[nodiscard]] int pixels(QLatin1String path) const;
    /// The inside of an SVG drawing: "icons.shapes.play", "stateGlyphs.shapes.tight".
    [[nodiscard]] QByteArray drawing(QLatin1String path) const;

    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] QString styleSheet() const;

signals:
    void changed();

private:
    struct FontRow
    {
        double size = 13;
        int line = 20;
        int weight = 400;
        double tracking = 0;
    };

    void readColors(const QJsonObject& colors);
    void readFonts(const QJsonObject& scale);
    void flatten(const QString& prefix, const QJsonObject& object);
    void refresh();

    std::array<std::array<QColor, ColorCount>, 2> m_colors; // light, dark
    std::array<FontRow, FontRoleCount> m_fonts;
    QHash<QString, double> m_metrics;
    QHash<QString, QByteArray> m_drawings;
    QApplication* m_application = nullptr;
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_systemIsDark = false;
    bool m_isDark = false;
};

} // namespace Pacewatch
