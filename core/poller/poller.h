#pragma once

#include "core/clock.h"
#include "core/instant.h"

#include <QtGlobal>

#include <functional>
#include <memory>

namespace Pacewatch {

/// Asks the gateway how much is left, again and again, at a stated price: one call each time.
///
/// Deadlines are absolute, so lateness never adds up; what was missed while the computer slept is
/// not made up for. It asks no second time while a question is open, and it obeys a wait like
/// anybody else. Lives on the thread of its bell; @p ask is called there.
class Poller final
{
public:
    /// The shortest distance between two questions: more would spend what it is to watch.
    static constexpr Duration Shortest = std::chrono::seconds(1);

    /// @p clock must outlive the poller; @p every shorter than Shortest counts as that.
    Poller(Clock& clock, Duration every, std::function<void()> ask);

    /// Asks at once, and then every so often until the poller is destroyed.
    void start();
    /// The question is answered, one way or the other.
    void answered();
    /// Asks nothing before @p instant.
    void holdUntil(Instant instant);

    [[nodiscard]] Duration every() const { return m_every; }
    /// What polling @p every costs, in calls a minute, rounded up.
    [[nodiscard]] static qint64 callsAMinute(Duration every);

private:
    void ring();

    Clock& m_clock;
    Duration m_every;
    std::function<void()> m_ask;
    std::unique_ptr<Bell> m_bell;
    Instant m_due{};
    Instant m_notBefore{};
    bool m_isOpen = false;
};

} // namespace Pacewatch
