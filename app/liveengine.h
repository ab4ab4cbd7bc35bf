#pragma once

#include "core/clock.h"
#include "core/engine.h"

#include <QObject>

#include <optional>

namespace Pacewatch {

/// An engine for the length of one command. What it says arrives as signals on the thread that
/// made it; nothing arrives before the event loop runs.
class LiveEngine final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LiveEngine)

public:
    /// @p shelf must outlive it. Its time passes @p timeScale times as fast as this computer's.
    explicit LiveEngine(const ProfileShelf& shelf, double timeScale = 1,
                        const EngineFiles& files = {});
    ~LiveEngine() override;

    [[nodiscard]] Engine& engine() { return *m_engine; }

    /// Hands on at once what lies in the outboxes, for a command that is about to end.
    void drain();
    /// The same for the changes of send items alone.
    void drainItems();

signals:
    void stateChanged(const Pacewatch::EngineState& state);
    void exchangeArrived(const Pacewatch::Exchange& exchange);
    void itemChanged(const Pacewatch::ItemChange& change);
    void happened(const Pacewatch::Happening& happening);
    void practiceAnswered(const Pacewatch::EmulatorAnswer& answer);

private:
    template<typename Box, typename Signal>
    void forward(Box& box, Signal signal);
    template<typename Box, typename Signal>
    void empty(Box& box, Signal signal);
    void takeState();

    SystemClock m_systemClock;
    std::optional<ScaledClock> m_scaledClock;
    std::optional<Engine> m_engine; // last: its threads end before the clocks do
};

} // namespace Pacewatch
