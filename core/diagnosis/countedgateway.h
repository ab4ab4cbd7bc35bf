#pragma once

#include "core/diagnosis/countedwindow.h"
#include "core/diagnosis/recordedload.h"

#include <functional>
#include <vector>

namespace Pacewatch {

/// How a gateway counts.
struct CountingRules
{
    Algorithm algorithm = Algorithm::Fixed; ///< of every window
    bool countsRefused = false;

    friend bool operator==(const CountingRules&, const CountingRules&) = default;
};

/// A call of another program: counted at @p at in window @p window only, whose headers show it.
struct ForeignCall
{
    Duration at{};
    int window = 0;
};

/// The windows of a gateway, counted together: a call takes a place in all that apply, or in none.
class CountedGateway final
{
public:
    /// Bit i of a call's counts is window i of @p windows; those from @p bits on count every call.
    /// A limit of 0 and less lifts the window.
    CountedGateway(const QList<Policy>& windows, qsizetype bits, CountingRules rules);

    /// Zero: accepted, and counted. Else the exact time until there is room.
    [[nodiscard]] Duration admit(quint16 counts, Duration at);
    /// Counts a call of which it is known that it was accepted, or refused.
    void force(quint16 counts, Duration at, bool accepted);
    [[nodiscard]] Duration waitFor(quint16 counts, Duration at);
    [[nodiscard]] qint64 used(int window, Duration at);
    /// See CountedWindow::doubt().
    [[nodiscard]] qint64 doubt(int window, Duration at, Duration reach);
    /// Another program's call; refused when there is no room.
    void admitForeign(const ForeignCall& call);

private:
    struct Place
    {
        CountedWindow window;
        int index = 0;
        bool countsAll = false;
    };

    [[nodiscard]] static bool isCounted(const Place& place, quint16 counts)
    {
        return place.countsAll || (counts >> place.index & 1) != 0;
    }

    CountingRules m_rules;
    std::vector<Place> m_places;
};

/// What fits a recording best.
struct FittedGateway
{
    CountingRules rules;
    std::vector<ForeignCall> foreign; ///< in the order of time
    qint64 contradictions = 0; ///< answers that such a gateway would have given otherwise
};

/// Tries every way of counting on the calls of @p survey as they arrived, and keeps the one that
/// contradicts the fewest answers, shown numbers included. What the headers show beyond the calls
/// seen is put down to other programs. @p goesOn is asked now and then; when it
/// says no, what comes is of no use.
[[nodiscard]] FittedGateway fitGateway(const Survey& survey, const QList<Policy>& windows,
                                       const RecordedLoad& load,
                                       const std::function<bool()>& goesOn);

} // namespace Pacewatch
