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
/// empty. It runs inside the lock, so that it cannot come after onArrival({}): it may only post.
template<typename T>
class Outbox final
{
public:
    explicit Outbox(qsizetype capacity)
        : m_capacity(capacity)
    { }

    /// Whom to wake; at once when something waits already. Empty for nobody.
    void onArrival(std::function<void()> wake)
    {
        const std::lock_guard lock(m_mutex);
        m_wake = std::move(wake);
        if (m_wake && !m_events.isEmpty()) {
            m_wake();
        }
    }

    void put(T event)
    {
        const std::lock_guard lock(m_mutex);
        if (m_events.size() >= m_capacity) {
            m_events.removeFirst();
            ++m_dropped;
        }
        m_events.append(std::move(event));
        if (m_events.size() == 1 && m_wake) {
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
    mutable std::mutex m_mutex; // covers all members below
    std::function<void()> m_wake;
    QList<T> m_events;
    quint64 m_dropped = 0;
};

/// Hand-over of a state: only the latest value counts.
template<typename T>
class LatestBox final
{
public:
    /// Whom to wake; at once when something waits already. The rules of Outbox hold.
    void onArrival(std::function<void()> wake)
    {
        const std::lock_guard lock(m_mutex);
        m_wake = std::move(wake);
        if (m_wake && m_state) {
            m_wake();
        }
    }

    void put(T state)
    {
        const std::lock_guard lock(m_mutex);
        const bool wasEmpty = !m_state.has_value();
        m_state = std::move(state);
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
    std::mutex m_mutex; // covers the members below
    std::function<void()> m_wake;
    std::optional<T> m_state;
};

} // namespace Pacewatch
