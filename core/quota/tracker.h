#pragma once

#include "core/quota/windowstate.h"
#include "core/quota/windowtrack.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <vector>

namespace Pacewatch {

/// What is left in every window of one connection, when each comes back, and who says so.
///
/// Pure arithmetic, a value with one owner: the caller says what time it is. It is told of every
/// call that passes, whoever made it.
class Tracker final
{
public:
    /// @p windows as of effectiveWindows(); @p headerWindow is the profile's.
    explicit Tracker(QList<Policy> windows = {}, QString headerWindow = {});

    /// Other windows or limits; what is known stays, by name. Windows that only the answers told of
    /// stay too.
    void setWindows(const QList<Policy>& windows);

    /// A call to @p path (below the base URL) leaves. It counts in windows of requests only.
    void departed(QByteArrayView path, Instant at);
    /// @p units of the further quota called @p window were spent: a person, a template, an upload.
    void spent(const QString& window, qint64 units, Instant at);
    /// The answer to a call that left at @p sent is in. A refusal is marked on the window that the
    /// answer names; if it names none and no shown window is used up, on the hidden one that our
    /// own calls fill most.
    void answered(QByteArrayView path, const Reading& reading, Instant sent, Instant received,
                  WallTime receivedWall);

    /// In the order given: calls first, shortest first, then further quotas; windows that only the
    /// answers told of come last.
    [[nodiscard]] QList<WindowState> states(Instant now) const;
    /// What the answer to a call to @p path leaves in the windows it counts in, as far as known.
    /// Ask right after answered().
    [[nodiscard]] QList<LeftAfter> readingLeft(QByteArrayView path, Instant now) const;
    [[nodiscard]] const ServerClock& serverClock() const { return m_clock; }

private:
    [[nodiscard]] WindowTrack* named(const QString& name);
    [[nodiscard]] WindowTrack* trackOf(QByteArrayView path, const WindowReading& reading,
                                       bool isOnly);
    [[nodiscard]] WindowTrack* addFrom(const WindowReading& reading);
    [[nodiscard]] WindowTrack* refusing(QByteArrayView path, const Reading& reading, Instant sent);
    [[nodiscard]] QList<Policy> policies() const;

    QString m_headerWindow;
    std::vector<WindowTrack> m_tracks;
    ServerClock m_clock;
};

} // namespace Pacewatch
