#include "core/transfer/alignment.h"

#include <QByteArray>
#include <QHash>

#include <algorithm>
#include <vector>

namespace Pacewatch {

namespace {

constexpr std::size_t FewestCalls = 3;
constexpr Duration Agreement = std::chrono::seconds(2);

/// When each address was called, for those called once.
QHash<QByteArray, WallTime> singleCalls(const QList<Exchange>& calls)
{
    QHash<QByteArray, WallTime> single;
    QHash<QByteArray, int> counts;
    for (const Exchange& call : calls) {
        const QByteArray name = call.request.method + ' ' + call.request.target + ' '
            + QByteArray::number(call.response.status);
        ++counts[name];
        single.insert(name, call.arrivedWall);
    }
    single.removeIf([&](const auto& each) { return counts.value(each.key()) > 1; });
    return single;
}

} // namespace

std::optional<Alignment> alignmentOf(const QList<Exchange>& first, const QList<Exchange>& second)
{
    const QHash<QByteArray, WallTime> ours = singleCalls(first);
    const QHash<QByteArray, WallTime> theirs = singleCalls(second);
    std::vector<Duration> apart;
    for (auto call = theirs.cbegin(); call != theirs.cend(); ++call) {
        if (const auto same = ours.constFind(call.key()); same != ours.constEnd()) {
            apart.push_back(*same - call.value());
        }
    }
    if (apart.size() < FewestCalls) {
        return std::nullopt;
    }
    std::sort(apart.begin(), apart.end());
    const Duration middle = apart[apart.size() / 2];
    const auto agreeing = std::count_if(apart.begin(), apart.end(), [&](Duration each) {
        return each - middle <= Agreement && middle - each <= Agreement;
    });
    if (agreeing < std::ptrdiff_t(FewestCalls)
        || agreeing * 2 < static_cast<std::ptrdiff_t>(apart.size())) {
        return std::nullopt;
    }
    return Alignment{middle, agreeing};
}

} // namespace Pacewatch
