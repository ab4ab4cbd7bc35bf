#pragma once

#include "core/engine.h"
#include "ui/models/histories.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>

namespace Pacewatch {

/// Empties the engine's outboxes at the pace of the eye. Lives on the window thread; the engine
/// must outlive it.
///
/// The first arrival arms one single shot; one drain emits each signal at most once. While hidden
/// nothing is drained: the boxes keep the newest.
///
/// The calls of a recorded connection are fetched page by page and arrive like any others; those of
/// a large one without heads and bodies, by a signal of their own.
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
    /// Empties the boxes now, without waiting for the single shot. Of very many changes of send
    /// items the first go on at once, the others follow.
    void drain();

    /// What arrived last.
    [[nodiscard]] const EngineState& state() const { return m_state; }
    /// The state of one connection; nullptr when it is not known (yet). Valid until the next
    /// stateArrived().
    [[nodiscard]] const ConnectionState* connection(ConnectionId id) const;
    /// What it was opened from; nullptr when it is watched. Valid as long.
    [[nodiscard]] const Recording* recording(ConnectionId id) const
    {
        return m_state.recordingOf(id);
    }
    [[nodiscard]] const QueueState* queue(ConnectionId id) const;
    /// The past of all connections; it has taken what a signal brings when its receivers run.
    [[nodiscard]] Histories& histories() { return m_histories; }
    /// How many events were dropped because nobody took them in time.
    [[nodiscard]] quint64 dropped() const;

signals:
    /// The calls of a recorded connection cannot be read any further.
    void readingFailed(Pacewatch::ConnectionId id, const Pacewatch::Error& error);
    void stateArrived(const Pacewatch::EngineState& state);
    void exchangesArrived(const QList<Pacewatch::Exchange>& exchanges);
    /// Calls of a large recording, without heads and bodies: for charts, not for tables.
    void rowsArrived(const QList<Pacewatch::Exchange>& rows);
    void happeningsArrived(const QList<Pacewatch::Happening>& happenings);
    void notesArrived(const QList<Pacewatch::MomentNote>& notes);
    void itemsArrived(const QList<Pacewatch::ItemChange>& changes);
    void emulatorAnswersArrived(const QList<Pacewatch::EmulatorAnswer>& answers);

private:
    void setWake(const std::function<void()>& wake);
    void wake();
    void drainItems();
    void readNewRecordings();
    void readOn(ConnectionId id);

    Engine& m_engine;
    EngineState m_state;
    Histories m_histories;
    QHash<ConnectionId, ExchangeId> m_read; ///< of recorded connections: the last call so far
    QList<ItemChange> m_changes; ///< of send items, that nobody was told of yet
    QTimer m_shot;
    bool m_isVisible = true;
    bool m_isWaiting = false; ///< something arrived while nobody looked
};

} // namespace Pacewatch
