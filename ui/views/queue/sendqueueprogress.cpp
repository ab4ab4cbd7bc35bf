#include "ui/views/queue/sendqueueprogress.h"

#include "ui/wording/queue.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace Pacewatch {

SendQueueProgress::SendQueueProgress(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(6);
}

void SendQueueProgress::setProgress(int total, const QueueTally& tally)
{
    constexpr int Steps = 1000; // finer than the bar has pixels
    m_total = total;
    m_done = tally.ended() + tally.unknown();
    m_problems = tally.problemPlaces(total, Steps);
    setAccessibleName(Wording::progressSpoken(m_done, m_total));
    update();
}

void SendQueueProgress::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(rect()), 3, 3);
    painter.setClipPath(outline);
    painter.fillRect(rect(), m_theme.color(Color::GaugeTrack));
    if (m_total == 0) {
        return;
    }
    const double step = double(width()) / m_total;
    QPainterPath done;
    done.addRoundedRect(QRectF(0, 0, step * m_done, height()), 3, 3);
    painter.fillPath(done, m_theme.color(Color::AccentBase));
    for (const double place : m_problems) {
        painter.fillRect(QRectF(place * width(), 0, std::max(step, 3.0), height()),
                         m_theme.color(Color::SeriesRefused));
    }
}

} // namespace Pacewatch
