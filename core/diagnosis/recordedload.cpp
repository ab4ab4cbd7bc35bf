#include "core/diagnosis/recordedload.h"

#include "core/diagnosis/longloop.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// How much less than the wait still counts as kept: clocks and rounding.
constexpr Duration KeptWithin = 50ms;
constexpr double MostlyKept = 0.8;

/// The server's calendar minus ours. A Date is cut to whole seconds and was written between the
/// departure of the call and its answer, so each one narrows it down; together they know it to a
/// fraction of the way's delay, which a window of one second needs.
Duration serverAhead(const Survey& survey)
{
    Duration least = Duration::min();
    Duration most = Duration::max();
    for (const CallFacts& call : survey.calls()) {
        if (call.date != WallTime{}) {
            const WallTime answered = call.sentWall + (call.answered - call.sent);
            least = std::max<Duration>(least, call.date - answered);
            most = std::min<Duration>(most, call.date + 1s - call.sentWall);
        }
    }
    const bool isKnown = least != Duration::min() && least <= most;
    return isKnown ? least + (most - least) / 2 : survey.serverAhead().value_or(Duration::zero());
}

template<typename Value>
Value median(std::vector<Value> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Mean distance from the median, as a share of it.
double spread(const std::vector<double>& values)
{
    const double middle = median(values);
    double sum = 0;
    for (const double value : values) {
        sum += std::abs(value - middle);
    }
    return sum / static_cast<double>(values.size()) / std::max(middle, 1e-3);
}

RetryManner mannerOf(const std::vector<RecordedTask>& tasks, const std::vector<RecordedTry>& tries)
{
    RetryManner manner;
    std::vector<double> gaps;
    std::vector<double> excess;
    std::vector<double> shares;
    qint64 refused = 0;
    qint64 kept = 0;
    for (const RecordedTask& task : tasks) {
        if (!task.isClient || !task.isPaired) {
            continue;
        }
        manner.mostTries = std::max<int>(manner.mostTries, task.tries);
        for (quint32 i = task.firstTry; i < task.firstTry + task.tries; ++i) {
            const RecordedTry& one = tries[i];
            refused += one.refused ? 1 : 0;
            if (i == task.firstTry) {
                continue;
            }
            gaps.push_back(toSeconds(one.gap));
            if (one.askedWait > Duration::zero()) {
                excess.push_back(toSeconds(one.gap - one.askedWait));
                shares.push_back(toSeconds(one.gap) / toSeconds(one.askedWait));
                kept += one.gap >= one.askedWait - KeptWithin ? 1 : 0;
            }
        }
    }
    manner.retries = !gaps.empty() && 2 * static_cast<qint64>(gaps.size()) >= refused;
    if (gaps.empty()) {
        return manner;
    }
    manner.gap = fromSeconds(median(gaps));
    if (excess.size() * 2 < gaps.size()) {
        return manner;
    }
    if (static_cast<double>(kept) >= MostlyKept * static_cast<double>(excess.size())) {
        manner.follows = RetryManner::Follows::Wait;
        manner.gap = fromSeconds(std::max(median(excess), 0.0));
    } else if (spread(shares) < spread(gaps)) {
        manner.follows = RetryManner::Follows::Share;
        manner.share = median(shares);
    }
    return manner;
}

} // namespace

bool isRefusedByWindow(const CallFacts& call)
{
    return call.isRefused() && !call.byUs && !call.fromCdn && !call.fromBehind
        && !call.saysConcurrency;
}

bool reachedWindows(const CallFacts& call)
{
    return call.end != CallFacts::End::NotSent && !call.byUs && !call.fromCdn
        && !call.saysConcurrency;
}

RecordedLoad::RecordedLoad(const Survey& survey, const std::function<bool()>& goesOn)
{
    LongLoop loop(goesOn);
    if (survey.size() > 0) {
        const CallFacts& first = survey.at(0);
        calendar = first.sentWall.time_since_epoch() - first.sent.time_since_epoch()
            + serverAhead(survey);
    }
    std::vector<std::vector<int>> repeats(static_cast<std::size_t>(survey.size()));
    for (int i = 0; i < survey.size() && loop.next(); ++i) {
        if (const int chain = survey.retry(i).chain; chain >= 0) {
            repeats[static_cast<std::size_t>(chain)].push_back(i);
        }
    }
    for (int i = 0; i < survey.size() && loop.next(); ++i) {
        const CallFacts& call = survey.at(i);
        calls += reachedWindows(call) ? 1 : 0;
        refusals += isRefusedByWindow(call) ? 1 : 0;
        otherRefusals += call.isRefused() && !isRefusedByWindow(call) ? 1 : 0;
        if (survey.retry(i).chain >= 0 || !reachedWindows(call)) {
            continue;
        }
        RecordedTask task;
        task.wanted = call.sent.time_since_epoch() + calendar;
        task.out = (call.answered - call.sent) / 2;
        task.back = call.answered - call.sent - task.out;
        task.identity = call.identity;
        task.said = call.said;
        task.route = call.route;
        task.counts = call.counts;
        task.isGet = call.isGet;
        task.isClient = call.origin == Origin::Client;
        task.isPaired = call.isGet || call.isComparable;
        task.firstTry = static_cast<quint32>(tries.size());
        tries.push_back({{}, Duration(-1), isRefusedByWindow(call)});
        Duration wait = call.wait;
        task.wasAccepted = !call.isRefused();
        for (const int again : repeats[static_cast<std::size_t>(i)]) {
            const CallFacts& repeat = survey.at(again);
            if (reachedWindows(repeat)) {
                tries.push_back({survey.retry(again).gap, wait, isRefusedByWindow(repeat)});
                wait = repeat.wait;
                task.said = repeat.said;
                task.wasAccepted = !repeat.isRefused();
            }
        }
        task.tries
            = static_cast<quint16>(std::min<std::size_t>(tries.size() - task.firstTry, 0xffff));
        tasks.push_back(task);
    }
    if (!goesOn || goesOn()) {
        manner = mannerOf(tasks, tries);
    }
}

} // namespace Pacewatch
