#include "core/engine.h"
#include "ui/charts/brushstrip.h"
#include "ui/charts/timerange.h"
#include "ui/controls/messagebar.h"
#include "ui/models/feed.h"
#include "ui/views/traffic/callcard.h"
#include "ui/views/traffic/calltable.h"
#include "ui/views/traffic/trafficview.h"

/// The part of the time that the traffic page shows: the range it shares with the other pages.
namespace Pacewatch {

using namespace std::chrono_literals;

void TrafficView::tick()
{
    if (m_book == nullptr) {
        return;
    }
    if (isVisible()) {
        const WallTime now
            = presentOf(m_context.feed.recording(m_connection), m_context.engine.clock().wallNow());
        m_context.range.setSession({m_book->firstCall().value_or(now), now});
    }
    m_card->strip().refresh(&m_book->series(), m_book->revision());
}

void TrafficView::applyRange()
{
    m_dragging.stop();
    m_filter.setRange(m_filter.isPicked() ? std::nullopt : m_context.range.piece());
}

void TrafficView::leaveRange()
{
    m_context.range.reset();
    applyRange();
    m_table->goToEnd();
}

void TrafficView::stepBack()
{
    if (m_filter.isPicked()) {
        showAllCalls();
    } else if (!m_context.range.isPreset()) {
        leaveRange();
    }
}

void TrafficView::showOnTimeline(WallTime at)
{
    constexpr Duration Around = 30s;
    if (!m_context.range.slice().contains(at)) {
        m_context.range.select({at - Around, at + Around});
    }
    m_context.openPage(Page::Monitor);
}

void TrafficView::showEvent(QShowEvent* event)
{
    ConnectionView::showEvent(event);
    m_frames.start();
    tick();
    applyRange();
}

void TrafficView::hideEvent(QHideEvent* event)
{
    ConnectionView::hideEvent(event);
    m_frames.stop();
}

} // namespace Pacewatch
