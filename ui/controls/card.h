#pragma once

#include "ui/theme.h"

#include <QFrame>

#include <optional>

namespace Pacewatch {

/// A surface with a hairline border and round corners. A tinted card means "look here".
class Card final : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const Theme& theme, QWidget* parent = nullptr);

    /// The state's soft colour and border; plain surface without one.
    void setTone(std::optional<Standing> tone);
    /// Only another border on the plain surface.
    void setBorder(std::optional<Color> border);
    /// Another ground than bg.surface.
    void setGround(Color ground);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    std::optional<Standing> m_tone;
    std::optional<Color> m_border;
    Color m_ground = Color::BgSurface;
};

} // namespace Pacewatch
