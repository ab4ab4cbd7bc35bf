#pragma once

#include "core/diagnosis/askedaddress.h"
#include "core/diagnosis/callfacts.h"
#include "core/diagnosis/packedcalls.h"
#include "core/diagnosis/subject.h"
#include "core/exchange.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <functional>
#include <optional>
#include <vector>

namespace Pacewatch {

/// A call's method and folded path, shared by many calls.
struct CallRoute
{
    QByteArray method;
    QByteArray path; ///< below the base URL, ids folded; see endpointName()
    QByteArray raw; ///< path of the first call, without its query
};

/// The calls of one connection in the form that diagnose() works on. Grows by appending; beyond
/// its capacity the oldest go. All but the last are packed: a million take about 20 MB, or 30 when
/// no two are alike. A value without a clock: copies share the calls, so that a copy for another
/// thread takes no longer for a million calls than for a thousand.
class CallLog final
{
public:
    static constexpr std::size_t MostCalls = 1'000'000;

    explicit CallLog(DiagnosisSubject subject, std::size_t capacity = MostCalls);

    /// Takes what matters of @p exchange; in the order in which calls came to an end.
    void add(const Exchange& exchange);

    /// Windows that only the answers told of are appended to it, with Source::Headers.
    [[nodiscard]] const DiagnosisSubject& subject() const { return m_subject; }
    /// Copied out, in the order in which they came to an end; not all when @p goesOn, which is
    /// asked now and then, says no.
    [[nodiscard]] std::vector<CallFacts> calls(const std::function<bool()>& goesOn = {}) const;
    [[nodiscard]] const QList<CallRoute>& routes() const { return m_routes; }

    /// The calls that left in [@p from, @p to] on this computer's calendar; shared, not copied.
    [[nodiscard]] CallLog between(WallTime from, WallTime to) const;

private:
    void append(const CallFacts& facts);
    quint64 identityOf(const Exchange& exchange, const QByteArray& path, WallTime sent);
    quint32 routeOf(const Exchange& exchange, const QByteArray& path);
    void readLimits(CallFacts& facts, const Exchange& exchange, const QByteArray& path);
    void learnWindow(const WindowReading& window);
    void readRefusal(CallFacts& facts, const Exchange& exchange) const;
    [[nodiscard]] qint8 windowNamed(const QString& name, const QByteArray& path) const;

    DiagnosisSubject m_subject;
    std::size_t m_capacity;
    std::size_t m_size = 0; // of all
    QList<PackedCalls> m_packed; // shared with the copies, as the next one
    QList<CallFacts> m_last; // not enough for one more
    std::optional<WallTime> m_from; // what else is there does not count
    std::optional<WallTime> m_to;
    QList<CallRoute> m_routes;
    QHash<QByteArray, quint32> m_routeIds;
    AskedTimes m_askedTimes;
};

} // namespace Pacewatch
