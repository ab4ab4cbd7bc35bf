#include "ui/models/callsurroundings.h"

#include "ui/models/exchangemodel.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Rows come in the order of their answers, so a neighbour may be some rows further away.
constexpr int MostRows = 4000;
constexpr Duration LongestCall = 30s;
/// Longer waits are told in minutes; four seconds cannot show them.
constexpr Duration LongestWait = 10min;

void take(CallSurroundings& around, const Exchange& call)
{
    const TimeSlice slice = around.slice();
    if (slice.contains(call.arrivedWall)) {
        around.calls.append({call.arrivedWall, call.isRefused()});
    }
    const auto left = secondLeft(call) ? secondLeft(call) : longestLeft(call);
    if (left && left->limit > 0 && slice.contains(call.answeredWall())) {
        around.levels.append({call.answeredWall(), double(left->remaining) / double(left->limit)});
    }
}

void takeWait(CallSurroundings& around, const Exchange& call)
{
    if (!call.isRefused() || !call.reading.retryAfter) {
        return;
    }
    const TimeSlice wait{call.answeredWall(), call.answeredWall() + *call.reading.retryAfter};
    if (wait.contains(around.at) && (!around.wait || wait.from < around.wait->from)) {
        around.wait = wait;
        around.asked = *call.reading.retryAfter;
    }
}

void finish(CallSurroundings& around, const Exchange& call)
{
    if (!around.wait && call.isRefused() && call.reading.retryAfter) {
        around.asked = *call.reading.retryAfter;
        around.wait = TimeSlice{call.answeredWall(), call.answeredWall() + around.asked};
    }
    const auto earlier = [](const auto& left, const auto& right) { return left.at < right.at; };
    std::stable_sort(around.calls.begin(), around.calls.end(), earlier);
    std::stable_sort(around.levels.begin(), around.levels.end(), earlier);
}

} // namespace

CallSurroundings surroundingsOf(const ExchangeModel& model, int row)
{
    CallSurroundings around;
    const Exchange& call = model.exchangeAt(row);
    around.at = call.arrivedWall;
    take(around, call);
    for (int other = row - 1; other >= std::max(row - MostRows, 0); --other) {
        const Exchange& each = model.exchangeAt(other);
        if (each.arrivedWall < around.at - LongestWait) {
            break;
        }
        take(around, each);
        takeWait(around, each);
    }
    for (int other = row + 1; other < std::min(row + MostRows, model.rowCount()); ++other) {
        const Exchange& each = model.exchangeAt(other);
        if (each.arrivedWall > around.at + CallSurroundings::Reach + LongestCall) {
            break;
        }
        take(around, each);
        takeWait(around, each);
    }
    finish(around, call);
    return around;
}

CallSurroundings surroundingsOf(const Exchange& call, const QList<Exchange>& near)
{
    CallSurroundings around;
    around.at = call.arrivedWall;
    take(around, call);
    for (const Exchange& each : near) {
        if (each.id != call.id && each.arrivedWall >= around.at - LongestWait) {
            take(around, each);
            takeWait(around, each);
        }
    }
    finish(around, call);
    return around;
}

} // namespace Pacewatch
