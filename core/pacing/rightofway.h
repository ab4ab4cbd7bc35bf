#pragma once

namespace Pacewatch {

/// Who goes first when a place in the windows of a key comes free: a call that a person or the
/// customer's program waits for goes before the send queue. So that the queue never stands still it
/// gets one place after four that others took while it waited for room: a fifth of the windows at
/// the least, and all that nobody else wants.
///
/// Counted in places and not in time, so it holds for windows of any length. A value.
class RightOfWay final
{
public:
    static constexpr int PassesInARow = 4;

    /// Whether the next place belongs to the queue.
    [[nodiscard]] bool isQueueDue() const { return m_passes >= PassesInARow; }

    /// A call that goes before the queue left. @p queueWaits: while the queue waited for room.
    void interactiveDeparted(bool queueWaits) { m_passes += queueWaits ? 1 : 0; }
    void queueDeparted() { m_passes = 0; }

private:
    int m_passes = 0;
};

} // namespace Pacewatch
