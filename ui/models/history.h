#pragma once

#include "core/connection.h"
#include "core/diagnosis/happening.h"
#include "core/exchange.h"
#include "core/recorded.h"
#include "core/ring.h"
#include "ui/charts/callseries.h"
#include "ui/charts/leftseries.h"
#include "ui/charts/scale.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <map>
#include <optional>

namespace Pacewatch {

/// One stretch in which the gateway asked to wait.
struct Wait
{
    WallTime from{};
    WallTime to{}; ///< when sending was allowed again
    qint64 refused = 0; ///< answers that asked for it
    qint64 early = 0; ///< calls sent before it was over
    std::optional<WallTime> nextCall; ///< the first call after it

    [[nodiscard]] bool isKept() const { return early == 0; }
    [[nodiscard]] Duration length() const { return to - from; }
};

/// The calls of one endpoint in a slice of time.
struct EndpointCount
{
    QByteArray method;
    QByteArray path; ///< ids folded
    CallCount calls;
};

/// An entry of "What happened": the newest of a kind, with what it stands for.
struct HappeningEntry
{
    Happening happening; ///< of a note only its moment and its shape
    QString note; ///< what somebody wrote down; empty when it is no note
    int count = 1; ///< how many of that kind came within 2 s
    quint64 serial = 0; ///< grows; names the entry

    friend bool operator==(const HappeningEntry& left, const HappeningEntry& right)
    {
        return left.serial == right.serial && left.count == right.count
            && left.happening.repeats == right.happening.repeats;
    }
};

/// Everything the Monitor shows of the past of one connection, rolled up as it arrives.
///
/// Each call costs the same few steps whatever the length of the history, and memory is bounded.
/// A plain object of the window thread; of the calls themselves it keeps only the last ones,
/// and the last refused ones.
class History final
{
public:
    static constexpr std::size_t CallsKept = 2'000;

    History();

    void takeState(const ConnectionState& state);
    void take(const Exchange& exchange);
    void take(const Happening& happening);
    void take(const MomentNote& note);

    [[nodiscard]] const CallSeries& calls() const { return m_calls; }
    /// The series of the window called @p name, or null while nothing is known of it.
    [[nodiscard]] const LeftSeries* left(const QString& name) const;
    /// The waits that touch @p slice, oldest first.
    [[nodiscard]] QList<Wait> waits(const TimeSlice& slice) const;
    /// The wait that was on at @p at, if one was.
    [[nodiscard]] std::optional<Wait> waitAt(WallTime at) const;
    /// What was written down about moments in @p slice, earliest first.
    [[nodiscard]] QList<MomentNote> notes(const TimeSlice& slice) const;
    /// A call that was refused, without its bodies. The oldest are forgotten.
    [[nodiscard]] std::optional<Exchange> refusedCall(ExchangeId id) const;
    /// Of the last CallsKept calls those in @p slice as they came, without heads and bodies.
    [[nodiscard]] QList<Exchange> lastCalls(const TimeSlice& slice) const;
    /// Newest first, at most @p most.
    [[nodiscard]] QList<HappeningEntry> happenings(qsizetype most) const;
    /// The endpoints with the most calls in @p slice, at most @p most of them.
    [[nodiscard]] QList<EndpointCount> busiest(const TimeSlice& slice, qsizetype most) const;

    [[nodiscard]] std::optional<WallTime> firstCall() const { return m_firstCall; }
    [[nodiscard]] std::optional<WallTime> lastCall() const { return m_lastCall; }
    [[nodiscard]] qint64 callCount() const { return m_callCount; }
    /// Grows with everything that may change a chart.
    [[nodiscard]] quint64 revision() const { return m_revision; }
    /// Grows with every entry of "What happened".
    [[nodiscard]] quint64 happeningRevision() const { return m_happeningRevision; }

private:
    struct EndpointCell
    {
        quint32 allowed = 0;
        quint32 refused = 0;
    };

    void addEntry(const Happening& happening, const QString& note);
    void takeLeft(const Exchange& exchange);
    void takeWait(const Exchange& exchange);
    void takeRefusal(const Exchange& exchange);
    void takeLast(const Exchange& exchange);
    void takeRefill(const ConnectionState& state, const WindowState& window);
    void countEndpoint(const Exchange& exchange);
    LeftSeries& leftOf(const QString& name);
    [[nodiscard]] const WindowState* windowNamed(const QString& name) const;

    CallSeries m_calls;
    std::map<QString, LeftSeries> m_left;
    QList<WindowState> m_windows;
    QByteArray m_gatewayUrl; ///< what stands before every path
    Ring<Wait> m_waits;
    Ring<Exchange> m_refused;
    Ring<Exchange> m_last;
    Ring<HappeningEntry> m_happenings;
    Ring<MomentNote> m_notes;
    QHash<QByteArray, Steps<EndpointCell>> m_endpoints; // by "METHOD path"
    std::optional<WallTime> m_firstCall;
    std::optional<WallTime> m_lastCall;
    qint64 m_callCount = 0;
    quint64 m_revision = 0;
    quint64 m_happeningRevision = 0;
    quint64 m_lastSerial = 0;
};

} // namespace Pacewatch
