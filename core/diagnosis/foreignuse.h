#pragma once

#include "core/diagnosis/evidence.h"
#include "core/diagnosis/survey.h"

#include <QList>

namespace Pacewatch {

/// What the answers say of the use of one window by others.
struct ForeignUse
{
    QList<double> perWindow; ///< calls in each window, or each stretch as long
    bool isAtLeast = false; ///< the window may count in a way that hides some of them
    qsizetype proofs = 0; ///< stretches with use that not even refused calls explain
    Instant first{}; ///< of the first proof
    UsedLines chart;
};

/// Weighs every answer that says how much of @p window was used, after the first window: what was
/// called before the record began counts in that one.
[[nodiscard]] ForeignUse foreignIn(const Survey& survey, int window);

/// Whether calls of one route count more than once while others do not: what the count grows by
/// beyond one is then the same with each of them, which use by others is not.
[[nodiscard]] bool countsSomeTwice(const Survey& survey, int window);

} // namespace Pacewatch
