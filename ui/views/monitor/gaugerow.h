#pragma once

#include "core/connection.h"
#include "ui/icons.h"

#include <QWidget>

#include <vector>

namespace Pacewatch {

class Card;
class Gauge;

/// The gauges of a connection, shortest window first, equally wide; those that would be narrower
/// than 180 pixels go to a second row.
class GaugeRow final : public QWidget
{
    Q_OBJECT

public:
    GaugeRow(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void showState(const ConnectionState& state, Instant now, WallTime wallNow);
    /// How many gauges stand beside the verdict and how many below, in a page @p width wide.
    struct Split
    {
        int beside = 0;
        int below = 0;
    };
    [[nodiscard]] static Split split(int count, int beside, int below);

    /// Places the gauges: @p beside the verdict, the others into @p below.
    void place(const QRect& beside, const QRect& below);
    [[nodiscard]] int count() const { return static_cast<int>(m_gauges.size()); }

    static constexpr int LeastWidth = 180;

signals:
    void limitWanted();
    void countChanged();

private:
    struct Slot
    {
        Card* card;
        Gauge* gauge;
    };

    void setCount(std::size_t count);

    const Theme& m_theme;
    const Icons& m_icons;
    std::vector<Slot> m_gauges;
};

} // namespace Pacewatch
