#pragma once

#include "core/connection.h"
#include "core/diagnosis/burstwatch.h"
#include "core/diagnosis/happening.h"
#include "core/exchange.h"

#include <QHash>
#include <QList>

#include <optional>

namespace Pacewatch {

/// Writes "What happened" of one connection while it happens.
///
/// It is told of every call and asked a few times a second; both return the entries that became
/// certain. Pure arithmetic, one thread.
class Chronicle final
{
public:
    /// @p documented are the windows before any answer was read.
    Chronicle(ConnectionId connection, QList<Policy> documented);

    /// @p windows as they stand after the call. A refusal that asked to wait is told by waits().
    QList<Happening> add(const Exchange& exchange, const QList<WindowState>& windows);
    /// What time alone decides: the end of a burst, of a wait, of a window.
    QList<Happening> tick(const QList<WindowState>& windows, Instant now);
    /// The server's clock is @p ahead of ours.
    [[nodiscard]] QList<Happening> clockIsAhead(Duration ahead, Instant now, WallTime wall);

    /// The wait that runs, and whether something was sent during it.
    [[nodiscard]] std::optional<Instant> waitUntil() const { return m_waitUntil; }
    [[nodiscard]] std::optional<WallTime> waitUntilWall() const { return m_waitUntilWall; }
    [[nodiscard]] bool sentDuringWait() const { return m_earlyInWait > 0; }

private:
    struct WindowWatch
    {
        std::optional<qint64> last;
        std::optional<qint64> lowest;
        qint64 limit = 0; // as the headers last stated it
        bool toldEmpty = false;
        bool hadRefusal = false;
        WallTime lowestAt{};
    };

    void watchReachability(const Exchange& exchange, QList<Happening>& told);
    void watchWait(const Exchange& exchange, QList<Happening>& told);
    void watchWindows(const QList<WindowState>& windows, const Exchange& exchange,
                      QList<Happening>& told);
    void watchLimit(const WindowState& window, WindowWatch& watch, const Exchange& exchange,
                    QList<Happening>& told);
    void watchWindow(const WindowState& window, const Exchange& exchange, QList<Happening>& told);
    void closeWait(QList<Happening>& told);
    void closeRefusals(Instant now, QList<Happening>& told);
    [[nodiscard]] Happening entry(Happening::Kind kind, Standing tone,
                                  const Exchange& exchange) const;

    ConnectionId m_connection;
    QList<Policy> m_documented;
    BurstWatch m_bursts;
    QHash<QString, WindowWatch> m_windows;
    std::optional<Instant> m_waitUntil;
    std::optional<WallTime> m_waitUntilWall;
    Duration m_wait{};
    bool m_waitIsOpen = false;
    qint64 m_earlyInWait = 0;
    qint64 m_earlyRefused = 0;
    Instant m_firstEarly{};
    WallTime m_firstEarlyWall{};
    std::optional<Happening> m_refusals; // being counted
    Instant m_lastRefusal{};
    bool m_isLost = false;
    bool m_keyRefused = false;
    bool m_toldClock = false;
};

} // namespace Pacewatch
