#pragma once

#include "ui/icons.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace Pacewatch {

/// A row of choices of which exactly one holds. Left and Right move the choice.
class SegmentedControl final : public QWidget
{
    Q_OBJECT

public:
    SegmentedControl(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void addSegment(const QString& text, std::optional<Icon> icon = {});
    /// Another text for a segment, when a count in it changes.
    void setSegmentText(int index, const QString& text);
    /// Takes all segments away.
    void clearSegments();
    /// Changes the choice without a signal; -1 when none of them holds.
    void setCurrent(int index);
    /// A segment that is off cannot be chosen; the tooltip may say why.
    void setSegmentEnabled(int index, bool enabled);
    /// All segments share the whole width equally; otherwise each is as wide as its text.
    void setStretched(bool stretched);
    /// 28 high in place of 32.
    void setCompact(bool compact);

    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] int count() const { return static_cast<int>(m_segments.size()); }
    [[nodiscard]] QString text(int index) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    /// A person chose another segment.
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Segment
    {
        QString text;
        std::optional<Icon> icon;
        bool isEnabled = true;
    };

    void choose(int index);
    void step(int by);
    [[nodiscard]] int naturalWidth(const Segment& segment) const;
    [[nodiscard]] QRectF segmentRect(int index) const;
    void paintSegment(QPainter& painter, int index) const;

    const Theme& m_theme;
    const Icons& m_icons;
    std::vector<Segment> m_segments;
    int m_current = 0;
    bool m_isStretched = false;
    bool m_isCompact = true;
};

} // namespace Pacewatch
