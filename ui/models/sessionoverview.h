#pragma once

#include "core/recorded.h"
#include "ui/charts/callseries.h"

#include <QObject>

namespace Pacewatch {

class Engine;

/// What is told of a large recorded session apart from its calls: how many there are for each
/// quick choice, and how many in each second. The file counts, piece by piece; nobody waits for
/// it. Window thread.
class SessionOverview final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SessionOverview)

public:
    /// The engine outlives it. It begins to read the seconds at once.
    SessionOverview(Engine& engine, ConnectionId id, QObject* parent = nullptr);

    /// Counts the calls that pass what was typed; until then counts() are below zero.
    void count(const CallFilter& typed);
    [[nodiscard]] const CallTally& counts() const { return m_counts; }

    [[nodiscard]] const CallSeries& series() const { return m_series; }
    [[nodiscard]] quint64 revision() const { return m_revision; } ///< grows with every piece

signals:
    void counted();
    /// More seconds were read.
    void grown();
    void failed(const Pacewatch::Error& error);

private:
    void readSeconds(WallTime from);
    void takeSeconds(const Result<QList<SecondCount>>& seconds);

    Engine& m_engine;
    ConnectionId m_id;
    CallTally m_counts;
    quint64 m_question = 0; ///< late answers to another one are dropped
    CallSeries m_series;
    quint64 m_revision = 1;
};

} // namespace Pacewatch
