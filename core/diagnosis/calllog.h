#pragma once

#include "core/diagnosis/askedaddress.h"
#include "core/diagnosis/subject.h"
#include "core/exchange.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace Pacewatch {

/// What the diagnosis needs of one call; about 200 bytes, so that a million fit.
struct CallFacts
{
    /// Whose answer a call got.
    enum class End : quint8
    {
        Counted, ///< answered by the gateway, or perhaps: the gateway counted it
        Refused, ///< by a limit
        NotSent, ///< never left this computer
    };
    /// What an answer showed of one window.
    struct Shown
    {
        qint8 window = -1; ///< index into the subject's windows; -1 for nothing
        qint32 limit = 0;
        qint32 remaining = -1; ///< -1 when not stated
    };
    static constexpr std::size_t MostShown = 2;

    ExchangeId id{};
    Instant sent{};
    Instant answered{};
    WallTime sentWall{};
    Duration wait{-1}; ///< asked for, the shortest of those stated; below zero when none was
    WallTime resetAt{}; ///< stated reset on the server's calendar; zero when none was
    WallTime date{}; ///< stated Date; zero when none was
    quint64 identity = 0; ///< equal calls share it: method, target but for its time, body
    quint64 said = 0; ///< equal answers share it; 0 when it is not known
    qint64 bodySize = 0;
    quint32 route = 0; ///< index into CallLog::routes()
    qint16 status = 0;
    quint16 counts = 0; ///< bit i: the subject's window i counts it
    qint8 told = -1; ///< window that the refusal names
    End end = End::Counted;
    Origin origin = Origin::Client;
    bool fromBehind = false; ///< refused by what stands behind the gateway
    bool fromCdn = false;
    bool byUs = false;
    bool isGet = false;
    bool isComparable = false; ///< identity holds the body, not only the address
    bool saysConcurrency = false; ///< the refusal speaks of calls at the same time
    std::array<Shown, MostShown> shown{};

    [[nodiscard]] bool isRefused() const { return end == End::Refused; }
};

/// A call's method and folded path, shared by many calls.
struct CallRoute
{
    QByteArray method;
    QByteArray path; ///< below the base URL, ids folded; see endpointName()
    QByteArray raw; ///< path of the first call, without its query
};

/// The calls of one connection in the form that diagnose() works on. Grows by appending; beyond
/// its capacity, 200 MB, the oldest go. A value without a clock: copies share the calls, so that a
/// copy for another thread takes no longer for a million calls than for a thousand.
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
    std::size_t m_size = 0; // of all chunks
    QList<QList<CallFacts>> m_chunks; // all full but the last; shared with the copies
    std::optional<WallTime> m_from; // what else is in the chunks does not count
    std::optional<WallTime> m_to;
    QList<CallRoute> m_routes;
    QHash<QByteArray, quint32> m_routeIds;
    AskedTimes m_askedTimes;
};

} // namespace Pacewatch
