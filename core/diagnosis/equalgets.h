#pragma once

#include "core/diagnosis/survey.h"

#include <QList>

#include <vector>

namespace Pacewatch {

/// Equal GETs of the customer's client: how they lie in time, and whether asking again told
/// anything new.
struct EqualGets
{
    /// What the answers say of the need to ask.
    enum class News
    {
        Unknown, ///< too few of them can be compared
        Much, ///< many changed, as those of a queue or a price do
        Little,
        None, ///< hardly any
    };

    QList<int> calls; ///< in the order in which they left
    std::vector<Duration> gaps; ///< from each to the next, sorted
    Duration span{}; ///< from the first to the last
    Duration usual{}; ///< from one to the next
    Duration beat{}; ///< the same of one program where several ask at an even pace
    int programs = 0; ///< so many ask, each at an even pace; 0 where the pace is not even
    bool isHeld = false; ///< a long poll: the gateway holds the answers
    bool isHealthCheck = false; ///< asks for life, not for news, and goes by that name
    qint64 answered = 0; ///< neither refused nor failed
    qint64 compared = 0; ///< answers that could be compared with the one before
    qint64 unchanged = 0;
    qint64 notModified = 0; ///< of those unchanged: 304, the client keeps the answer already

    [[nodiscard]] News news() const;
    [[nodiscard]] double unchangedShare() const;
    [[nodiscard]] bool isConditional() const { return 2 * notModified > unchanged; }
    /// Calls a minute.
    [[nodiscard]] double perMinute() const;
};

/// GETs that ask for the same, at least @p least each, in the order of their first calls. Retries
/// are left out, and pieces of one file (206), which have their address in common.
[[nodiscard]] QList<EqualGets> equalGets(const Survey& survey, qsizetype least);

} // namespace Pacewatch
