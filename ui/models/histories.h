#pragma once

#include "ui/models/history.h"

#include <QHash>
#include <QList>
#include <QObject>

namespace Pacewatch {

/// The histories of all connections, filled from the feed. Window thread.
///
/// They grow while their page is hidden, so that nothing is missing when somebody comes back.
class Histories final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Histories)

public:
    explicit Histories(QObject* parent = nullptr);

    void takeState(const ConnectionState& state);
    void takeExchanges(const QList<Exchange>& exchanges);
    void takeHappenings(const QList<Happening>& happenings);
    void takeNotes(const QList<MomentNote>& notes);
    void forget(ConnectionId id);

    /// The history of @p id, made when it is new; it stays where it is until forget().
    [[nodiscard]] History& of(ConnectionId id);

private:
    std::map<ConnectionId, History> m_histories;
};

} // namespace Pacewatch
