#pragma once

#include "core/engine.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace Pacewatch {

/// Empties the engine's outboxes at the pace of the eye. Lives on the window thread; the engine
/// must outlive it.
///
/// The first arrival arms one single shot; one drain emits each signal at most once. While hidden
/// nothing is drained: the boxes keep the newest.
class Feed final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Feed)

public:
    static constexpr std::chrono::milliseconds Pace{40};

    explicit Feed(Engine& engine, QObject* parent = nullptr);
    ~Feed() override;

    /// Whether anybody looks: false while the window is hidden or minimised.
    void setVisible(bool visible);
    /// Empties the boxes now, without waiting for the single shot.
    void drain();

    /// What arrived last.
    [[nodiscard]] const EngineState& state() const { return m_state; }
    /// The state of one connection; nullptr when it is not known (yet). Valid until the next
    /// stateArrived().
    [[nodiscard]] const ConnectionState* connection(ConnectionId id) const;
    [[nodiscard]] const QueueState* queue(ConnectionId id) const;
    /// How many events were dropped because nobody took them in time.
    [[nodiscard]] quint64 dropped() const;

signals:
    void stateArrived(const Pacewatch::EngineState& state);
    void exchangesArrived(const QList<Pacewatch::Exchange>& exchanges);
    void happeningsArrived(const QList<Pacewatch::Happening>& happenings);
    void itemsArrived(const QList<Pacewatch::ItemChange>& changes);
    void emulatorAnswersArrived(const QList<Pacewatch::EmulatorAnswer>& answers);

private:
    void setWake(const std::function<void()>& wake);
    void wake();

    Engine& m_engine;
    EngineState m_state;
    QTimer m_shot;
    bool m_isVisible = true;
    bool m_isWaiting = false; ///< something arrived while nobody looked
};

} // namespace Pacewatch
