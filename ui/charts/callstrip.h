#pragma once

#include "ui/models/callsurroundings.h"
#include "ui/theme.h"

#include <QWidget>

namespace Pacewatch {

/// Four seconds around a call: its neighbours as marks, what was left of the shortest window behind
/// them, a pointer at the call and the wait below.
class CallStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallStrip)

public:
    explicit CallStrip(const Theme& theme, QWidget* parent = nullptr);

    void show(const CallSurroundings& around);
    [[nodiscard]] const CallSurroundings& surroundings() const { return m_around; }
    [[nodiscard]] TimeScale scale() const;
    /// Where the wait stands; empty without one in sight.
    [[nodiscard]] QRectF waitRect() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintLevels(QPainter& painter, const TimeScale& across) const;
    void paintCalls(QPainter& painter, const TimeScale& across) const;
    void paintWait(QPainter& painter) const;
    void paintTimes(QPainter& painter, const TimeScale& across) const;
    void paintPointer(QPainter& painter, const TimeScale& across) const;

    const Theme& m_theme;
    CallSurroundings m_around;
};

} // namespace Pacewatch
