#include "ui/views/sendqueueprogress.h"

#include "ui/models/queuemodel.h"
#include "ui/wordingqueue.h"

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

void SendQueueProgress::setItems(const QList<SendItem>& items)
{
    m_total = int(items.size());
    m_done = int(std::count_if(items.begin(), items.end(), [](const SendItem& each) {
        return isAtItsEnd(each.state) || each.state == ItemState::Unknown;
    }));
    m_problems.clear();
    for (int place = 0; place < m_total; ++place) {
        if (isProblem(items.at(place).state)) {
            m_problems.append(place);
        }
    }
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
    for (const int place : m_problems) {
        painter.fillRect(QRectF(place * step, 0, std::max(step, 3.0), height()),
                         m_theme.color(Color::SeriesRefused));
    }
}

} // namespace Pacewatch
