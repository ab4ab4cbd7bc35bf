#pragma once

#include "core/clock.h"
#include "core/connection.h"
#include "core/diagnosis/calllog.h"
#include "core/engine/diagnosisdesk.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace Pacewatch {

/// Keeps the cause of each connection's refusals up to date: while a connection was refused in the
/// last five minutes, these minutes are diagnosed as the diagnosis page does, on a thread of its
/// own. Lives on the engine's thread.
///
/// A cause follows a refusal within two seconds as long as a diagnosis takes less than a fifth of
/// that; one that takes longer is repeated the less often, so that it never costs more than a tenth
/// of a processor.
class CauseWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CauseWatch)

public:
    /// A cause is that of so long ago until now.
    static constexpr Duration Memory = std::chrono::minutes(5);

    /// @p clock must outlive it.
    explicit CauseWatch(Clock& clock);

    /// Fills in the cause of @p state and asks for another when that is due. @p calls are those of
    /// the connection; null when it has none.
    void describe(ConnectionState& state, const CallLog* calls);
    void forget(ConnectionId id) { m_watches.remove(id); }

private:
    struct Watch
    {
        Cause cause;
        qint64 refused = 0; // as last seen
        std::optional<Instant> lastRefusal;
        bool isNews = false; // refused since the last question
        quint64 question = 0; // that is not answered yet; 0 for none
        Instant asked{};
        Instant next{}; // no question before
    };

    void notice(Watch& watch, qint64 refused, Instant now);
    void ask(ConnectionId id, Watch& watch, const CallLog& calls, Instant now);
    void take(ConnectionId id, quint64 question, const Cause& cause);

    Clock& m_clock;
    QHash<ConnectionId, Watch> m_watches;
    quint64 m_questions = 0;
    DiagnosisDesk m_desk; // the last member: it ends before what its answers meet
};

} // namespace Pacewatch
