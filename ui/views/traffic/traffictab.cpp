#include "ui/views/traffic/traffictab.h"

#include "ui/models/feed.h"
#include "ui/views/traffic/sessiontrafficview.h"
#include "ui/views/traffic/trafficview.h"

#include <QStackedLayout>

namespace Pacewatch {

TrafficTab::TrafficTab(PageContext& context, QWidget* parent)
    : ConnectionView(parent)
    , m_context(context)
    , m_stack(new QStackedLayout(this))
    , m_held(new TrafficView(context))
    , m_blank(new QWidget)
{
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(m_held);
    m_stack->addWidget(m_blank);
    m_making.setSingleShot(true);
    m_making.setInterval(0);
    connect(&m_making, &QTimer::timeout, this, &TrafficTab::makePaged);
}

ConnectionView* TrafficTab::shown() const
{
    return m_paged != nullptr && m_stack->currentWidget() == m_paged
        ? static_cast<ConnectionView*>(m_paged)
        : m_held;
}

void TrafficTab::showConnection(ConnectionId id)
{
    const Recording* const recording = m_context.feed.recording(id);
    const bool isLarge = recording != nullptr && recording->isLarge;
    m_awaited.reset();
    if (isLarge && m_paged == nullptr) {
        m_awaited = id;
        m_stack->setCurrentWidget(m_blank); // not the calls of another connection
        if (isVisible()) {
            m_making.start();
        }
        return;
    }
    m_stack->setCurrentWidget(isLarge ? static_cast<QWidget*>(m_paged) : m_held);
    shown()->showConnection(id);
}

/// In turns of the event loop of its own, and not before somebody looks at it: it takes as long to
/// make as all else that happens when a session is opened.
void TrafficTab::makePaged()
{
    if (m_paged == nullptr) {
        m_paged = new SessionTrafficView(m_context);
        m_stack->addWidget(m_paged);
        m_making.start();
    } else if (m_awaited) {
        showConnection(*m_awaited);
    }
}

void TrafficTab::showEvent(QShowEvent* event)
{
    ConnectionView::showEvent(event);
    if (m_awaited) {
        m_making.start();
    }
}

void TrafficTab::showCalls(const QString& title, const QList<ExchangeId>& calls)
{
    while (m_awaited) {
        makePaged();
    }
    shown()->showCalls(title, calls);
}

} // namespace Pacewatch
