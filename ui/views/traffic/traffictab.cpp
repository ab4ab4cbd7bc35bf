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
{
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(m_held);
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
    if (isLarge && m_paged == nullptr) {
        m_paged = new SessionTrafficView(m_context);
        m_stack->addWidget(m_paged);
    }
    m_stack->setCurrentWidget(isLarge ? static_cast<QWidget*>(m_paged) : m_held);
    shown()->showConnection(id);
}

void TrafficTab::showCalls(const QString& title, const QList<ExchangeId>& calls)
{
    shown()->showCalls(title, calls);
}

} // namespace Pacewatch
