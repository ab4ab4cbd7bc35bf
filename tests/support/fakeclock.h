#pragma once

#include "core/clock.h"

#include <QObject>

#include <vector>

namespace Pacewatch {

/// A clock that stands still until a test moves it. Moving it rings the due bells in order, each at
/// its own instant, so that ten minutes pass in milliseconds. One thread only.
class FakeClock final : public Clock
{
public:
    /// 2025-11-19 10:00:00 UTC, an hour after boot.
    explicit FakeClock(WallTime wall = WallTime(std::chrono::seconds(1'763'546'400)));
    ~FakeClock() override;

    [[nodiscard]] Instant now() const override { return m_now; }
    [[nodiscard]] WallTime wallNow() const override { return m_wall; }
    [[nodiscard]] std::unique_ptr<Bell> makeBell(std::function<void()> ring) override;

    void advance(Duration span);
    /// Moves to the next armed bell and rings it; false when none is armed.
    bool advanceToNextBell();
    /// The computer sleeps: time passes, and what was due meanwhile rings with the next move.
    void jump(Duration span) { moveTo(m_now + span); }
    /// Somebody sets the computer's calendar: wall time jumps, boot time does not.
    void setWall(WallTime wall) { m_wall = wall; }

private:
    class FakeBell;

    FakeBell* earliest() const;
    void moveTo(Instant instant);

    Instant m_now{std::chrono::hours(1)};
    WallTime m_wall;
    std::vector<FakeBell*> m_bells;
    quint64 m_armings = 0;
};

} // namespace Pacewatch
