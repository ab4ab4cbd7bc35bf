#pragma once

#include "core/diagnosis/calllog.h"
#include "core/diagnosis/diagnosis.h"

#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace Pacewatch {

/// A call that repeats a refused one.
struct RetryLink
{
    int of = -1; ///< index of the call it repeats; -1 when it repeats none
    int chain = -1; ///< index of the first call of the chain
    int attempt = 1;
    Duration gap{}; ///< from the refusal to this call
    std::optional<Duration> early; ///< before the end of the stated wait; negative when after it

    /// Timers of honest clients ring this much early at most.
    static constexpr Duration Tolerance = std::chrono::milliseconds(50);
    [[nodiscard]] bool isTooEarly() const { return early && *early > Tolerance; }
};

/// The calls of one log in the order in which they left, and the questions all finders ask: how
/// many calls can a window have held, and which call repeats which. Pure; made once a diagnosis.
class Survey final
{
public:
    using Progress = std::function<bool(double)>;

    /// @p progress is asked between its steps and within them; see isWhole().
    explicit Survey(const CallLog& log, const Progress& progress = {});

    /// False when the progress said no: then nothing else of it holds.
    [[nodiscard]] bool isWhole() const { return m_isWhole; }

    [[nodiscard]] const DiagnosisSubject& subject() const { return m_log.subject(); }
    [[nodiscard]] const std::vector<CallFacts>& calls() const { return m_calls; }
    [[nodiscard]] const CallFacts& at(int call) const
    {
        return m_calls[static_cast<std::size_t>(call)];
    }
    [[nodiscard]] int size() const { return static_cast<int>(m_calls.size()); }
    [[nodiscard]] const CallRoute& route(int call) const
    {
        return m_log.routes().at(static_cast<qsizetype>(at(call).route));
    }
    [[nodiscard]] const RetryLink& retry(int call) const
    {
        return m_retries[static_cast<std::size_t>(call)];
    }
    /// Windows of calls with the limit in force: as last stated, else as documented.
    [[nodiscard]] const QList<Policy>& windows() const { return m_windows; }
    /// Answers that stated the limit of @p window.
    [[nodiscard]] qint64 statements(int window) const { return m_statements.at(window); }
    /// From the first call to the last answer, at least a second.
    [[nodiscard]] Duration length() const { return m_length; }
    [[nodiscard]] double minutes() const { return toSeconds(m_length) / 60; }
    /// Server's calendar minus this computer's, from Date; empty without one.
    [[nodiscard]] std::optional<Duration> serverAhead() const { return m_serverAhead; }

    /// At most so many calls can count in @p window when the gateway answers @p call: all that may
    /// have arrived within one window before. Holds for fixed, anchored and sliding windows and
    /// for buckets, since none of them counts further back. @p tries counts refused ones as well.
    [[nodiscard]] qint64 mostCounted(int window, const CallFacts& call, bool tries) const;
    /// The same of a window that began at @p begin or later.
    [[nodiscard]] qint64 mostCountedSince(Instant begin, int window, const CallFacts& call,
                                          bool tries) const;
    /// The same for a gateway that blends the last aligned window into the current one.
    [[nodiscard]] double mostBlended(int window, const CallFacts& call) const;
    /// So many calls of others at least came within the @p span before @p call: by so much more
    /// than by all calls that were seen, refused ones included, did a stated count grow.
    [[nodiscard]] qint64 leastUnseen(const CallFacts& call, Duration span) const;
    /// When the @p count th last of the accepted calls before @p call left; the oldest there is.
    [[nodiscard]] Instant startOfFill(int window, const CallFacts& call, qint64 count) const;
    /// Calls of @p window that are no retries and left in [@p from, @p to).
    [[nodiscard]] qint64 originals(int window, Instant from, Instant to) const;
    [[nodiscard]] qint64 originals(int window) const;
    /// Accepted calls in the air when @p call left, without itself.
    [[nodiscard]] qint64 inTheAir(const CallFacts& call) const;
    /// Index of the first call that left at or after @p instant.
    [[nodiscard]] int firstFrom(Instant instant) const;
    [[nodiscard]] bool counts(int window, const CallFacts& call) const
    {
        return (call.counts >> window & 1) != 0;
    }
    /// What @p call's answer showed of @p window; null when nothing.
    [[nodiscard]] static const CallFacts::Shown* shown(int window, const CallFacts& call);

private:
    struct Moments
    {
        std::vector<Instant> acceptedSent;
        std::vector<Instant> acceptedAnswered;
        std::vector<Instant> triedSent;
        std::vector<Instant> triedAnswered;
        std::vector<Instant> originals;
    };

    using GoesOn = std::function<bool()>;

    void sortCalls(const GoesOn& goesOn);
    void readLimits(const GoesOn& goesOn);
    void readClock(const GoesOn& goesOn);
    void linkRetries(const GoesOn& goesOn);
    void linkAlike(std::span<const std::pair<quint64, int>> alike);
    void gatherMoments(const GoesOn& goesOn);

    const CallLog& m_log;
    std::vector<CallFacts> m_calls;
    std::vector<RetryLink> m_retries;
    QList<Policy> m_windows;
    QList<qint64> m_statements;
    std::vector<Moments> m_moments; // of each window
    std::vector<Instant> m_acceptedSent;
    std::vector<Instant> m_acceptedAnswered;
    Duration m_length{};
    std::optional<Duration> m_serverAhead;
    bool m_isWhole = true;
};

} // namespace Pacewatch
