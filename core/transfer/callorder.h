#pragma once

#include "core/exchange.h"

#include <QList>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace Pacewatch {

/// Puts @p calls in the order of what @p momentOf says of each; equal ones keep theirs. Each call
/// is moved once at most: they are large, and a million of them is read at a time.
template<typename MomentOf>
void putInOrder(QList<Exchange>& calls, MomentOf momentOf)
{
    const auto isBefore = [&](const Exchange& left, const Exchange& right) {
        return momentOf(left) < momentOf(right);
    };
    if (std::is_sorted(calls.cbegin(), calls.cend(), isBefore)) {
        return;
    }
    std::vector<qsizetype> order(static_cast<std::size_t>(calls.size()));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](qsizetype left, qsizetype right) {
        return isBefore(calls.at(left), calls.at(right));
    });
    QList<Exchange> sorted;
    sorted.reserve(calls.size());
    for (const qsizetype index : order) {
        sorted.append(std::move(calls[index]));
    }
    calls = std::move(sorted);
}

} // namespace Pacewatch
