#pragma once

#include <QList>

#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace Pacewatch {

/// Bounded hand-over of events from one thread to another.
///
/// When it is full the oldest event is dropped and counted; the newest is never lost. The wake-up
/// given to onArrival() is called from the putting thread, once each time the box stops being
/// empty, and outside the lock.
template<typename T>
class Outbox final
{
public:
    explicit Outbox(qsizetype capacity)
        : m_capacity(capacity)
    { }

    /// Who to wake. Set it before the first put().
    void onArrival(std::function<void()> wake) { m_wake = std::move(wake); }

    void put(T event)
    {
        bool wasEmpty = false;
        {
            const std::lock_guard lock(m_mutex);
            wasEmpty = m_events.isEmpty();
            if (m_events.size() >= m_capacity) {
                m_events.removeFirst();
                ++m_dropped;
            }
            m_events.append(std::move(event));
        }
        if (wasEmpty && m_wake) {
            m_wake();
        }
    }

    /// Everything that arrived since the last call, oldest first.
    [[nodiscard]] QList<T> takeAll()
    {
        QList<T> taken;
        const std::lock_guard lock(m_mutex);
        taken.swap(m_events);
        return taken;
    }

    /// How many events were dropped so far because nobody took them in time.
    [[nodiscard]] quint64 dropped() const
    {
        const std::lock_guard lock(m_mutex);
        return m_dropped;
    }

private:
    const qsizetype m_capacity;
    std::function<void()> m_wake;
    mutable std::mutex m_mutex; // covers the two members below
    QList<T> m_events;
    quint64 m_dropped = 0;
};

/// Hand-over of a state: only the latest value counts.
template<typename T>
class LatestBox final
{
public:
    /// Who to wake. Set it before the first put().
    void onArrival(std::function<void()> wake) { m_wake = std::move(wake); }

    void put(T state)
    {
        bool wasEmpty = false;
        {
            const std::lock_guard lock(m_mutex);
            wasEmpty = !m_state.has_value();
            m_state = std::move(state);
        }
        if (wasEmpty && m_wake) {
            m_wake();
        }
    }

    /// The latest state, if there is one that nobody took yet.
    [[nodiscard]] std::optional<T> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_state, std::nullopt);
    }

private:
    std::function<void()> m_wake;
    std::mutex m_mutex; // covers the state
    std::optional<T> m_state;
};

} // namespace Pacewatch
