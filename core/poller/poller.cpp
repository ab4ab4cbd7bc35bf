#include "core/poller/poller.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace std::chrono_literals;

Poller::Poller(Clock& clock, Duration every, std::function<void()> ask)
    : m_clock(clock)
    , m_every(std::max(every, Shortest))
    , m_ask(std::move(ask))
    , m_bell(clock.makeBell([this] { ring(); }))
{ }

void Poller::start()
{
    m_due = m_clock.now();
    m_bell->armAt(m_due);
}

void Poller::answered()
{
    m_isOpen = false;
}

void Poller::holdUntil(Instant instant)
{
    m_notBefore = std::max(m_notBefore, instant);
}

void Poller::ring()
{
    const Instant now = m_clock.now();
    if (now < m_notBefore) {
        m_due = m_notBefore;
        m_bell->armAt(m_due);
        return;
    }
    // The next deadline lies on the grid of the first one, after now.
    m_due += m_every * ((now - m_due) / m_every + 1);
    m_bell->armAt(m_due);
    if (!m_isOpen) {
        m_isOpen = true;
        m_ask();
    }
}

qint64 Poller::callsAMinute(Duration every)
{
    const Duration real = std::max(every, Shortest);
    return (std::chrono::nanoseconds(1min) + real - Duration(1)) / real;
}

} // namespace Pacewatch
