#pragma once

#include "ui/icons.h"

#include <QWidget>

#include <optional>

namespace Pacewatch {

/// A short fact on a tinted ground, 22 high: a profile, a count, a mark of live hosts.
class Chip final : public QWidget
{
    Q_OBJECT

public:
    explicit Chip(const Theme& theme, const QString& text = {}, QWidget* parent = nullptr);

    void setText(const QString& text);
    /// Neutral without a state; else in the state's soft colours.
    void setTone(std::optional<Standing> tone);
    /// A small drawing before the text; none takes it away. @p icons outlives the chip.
    void setIcon(const Icons& icons, std::optional<Icon> icon);
    /// Only a border in the tone's colour: `Live host`.
    void setOutlined(bool outlined);

    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int iconWidth() const;

    const Theme& m_theme;
    QString m_text;
    const Icons* m_icons = nullptr;
    std::optional<Icon> m_icon;
    std::optional<Standing> m_tone;
    bool m_isOutlined = false;
};

} // namespace Pacewatch
