#include "core/diagnosis/survey.h"

#include "core/diagnosis/longloop.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// A call that comes back later than this after its wait is a new call, not a retry.
constexpr Duration RetryMemory = 2min;
/// Answers looked at for the server's clock; more make it no better.
constexpr std::size_t ClockSamples = 2'000;

/// Until the stated reset of what is used up, at least, by the server's own clock, whose Date is
/// cut to whole seconds. Who goes by it comes back up to a second before a Retry-After that was
/// rounded up.
Duration leastUntilReset(const CallFacts& refusal)
{
    const bool isUsedUp
        = std::any_of(refusal.shown.begin(), refusal.shown.end(),
                      [](const CallFacts::Shown& shown) { return shown.remaining == 0; });
    const bool isTold = refusal.resetAt != WallTime{} && refusal.date != WallTime{};
    return isUsedUp && isTold
        ? std::max<Duration>(refusal.resetAt - refusal.date - 1s, Duration::zero())
        : Duration::max();
}

qint64 countUpTo(const std::vector<Instant>& sorted, Instant instant)
{
    return std::upper_bound(sorted.begin(), sorted.end(), instant) - sorted.begin();
}

qint64 countBefore(const std::vector<Instant>& sorted, Instant instant)
{
    return std::lower_bound(sorted.begin(), sorted.end(), instant) - sorted.begin();
}

} // namespace

Survey::Survey(const CallLog& log, const Progress& progress)
    : m_log(log)
    , m_windows(log.subject().windows)
    , m_statements(m_windows.size(), 0)
    , m_moments(static_cast<std::size_t>(m_windows.size()))
{
    constexpr std::array Steps{&Survey::sortCalls, &Survey::readLimits, &Survey::readClock,
                               &Survey::linkRetries, &Survey::gatherMoments};
    double done = 0;
    const GoesOn goesOn = [&] {
        m_isWhole = m_isWhole && (!progress || progress(done));
        return m_isWhole;
    };
    for (const auto step : Steps) {
        if (!goesOn()) {
            return;
        }
        (this->*step)(goesOn);
        done += 1.0 / static_cast<double>(Steps.size());
    }
}

void Survey::sortCalls(const GoesOn& goesOn)
{
    m_calls = m_log.calls(goesOn);
    const auto isBefore
        = [](const CallFacts& left, const CallFacts& right) { return left.sent < right.sent; };
    if (!std::is_sorted(m_calls.begin(), m_calls.end(), isBefore)) {
        std::stable_sort(m_calls.begin(), m_calls.end(), isBefore);
    }
    Instant last{};
    for (const CallFacts& call : m_calls) {
        last = std::max(last, call.answered);
    }
    m_length = m_calls.empty() ? Duration(1s)
                               : std::max<Duration>(last - m_calls.front().sent, Duration(1s));
}

void Survey::readLimits(const GoesOn& /*goesOn*/)
{
    for (const CallFacts& call : m_calls) {
        for (const CallFacts::Shown& shown : call.shown) {
            if (shown.window >= 0 && shown.limit > 0) {
                m_windows[shown.window].limit = shown.limit;
                ++m_statements[shown.window];
            }
        }
    }
}

void Survey::readClock(const GoesOn& /*goesOn*/)
{
    // Date is cut to whole seconds, so on average it is half a second late.
    std::vector<Duration> ahead;
    for (const CallFacts& call : m_calls) {
        if (call.date != WallTime{} && ahead.size() < ClockSamples) {
            const Duration half = (call.answered - call.sent) / 2;
            ahead.push_back(call.date + 500ms - (call.sentWall + half));
        }
    }
    if (!ahead.empty()) {
        const auto middle = ahead.begin() + static_cast<std::ptrdiff_t>(ahead.size() / 2);
        std::nth_element(ahead.begin(), middle, ahead.end());
        m_serverAhead = *middle;
    }
}

void Survey::linkRetries(const GoesOn& goesOn)
{
    m_retries.resize(m_calls.size());
    // Equal calls side by side, each kind in the order in which they left; in parts, between which
    // it can be given up.
    constexpr std::size_t Parts = 16;
    std::array<std::vector<std::pair<quint64, int>>, Parts> parts;
    LongLoop loop(goesOn);
    for (int i = 0; i < size() && loop.next(); ++i) {
        if (at(i).isGet || at(i).isComparable) {
            parts.at(at(i).identity % Parts).emplace_back(at(i).identity, i);
        }
    }
    for (auto& part : parts) {
        if (!goesOn()) {
            return;
        }
        std::sort(part.begin(), part.end());
        for (auto first = part.cbegin(); first != part.cend();) {
            const auto last = std::find_if(
                first, part.cend(), [&](const auto& each) { return each.first != first->first; });
            if (last - first > 1) {
                linkAlike({first, last});
            }
            first = last;
        }
    }
}

void Survey::linkAlike(std::span<const std::pair<quint64, int>> alike)
{
    // What was accepted twice is asked again by itself, so its repeats prove nothing.
    const auto accepted = std::count_if(alike.begin(), alike.end(), [this](const auto& each) {
        return !at(each.second).isRefused();
    });
    if (accepted > 1) {
        return;
    }
    std::deque<int> refused; // that nothing repeats yet
    for (const auto& [identity, i] : alike) {
        const CallFacts& call = at(i);
        if (call.origin != Origin::Client || call.byUs) {
            continue;
        }
        while (!refused.empty()) {
            const CallFacts& before = at(refused.front());
            if (before.answered > call.sent) {
                break;
            }
            const Duration wait = std::max<Duration>(before.wait, Duration::zero());
            const int of = refused.front();
            refused.pop_front();
            if (call.sent < before.answered + wait + RetryMemory) {
                RetryLink& link = m_retries[static_cast<std::size_t>(i)];
                link.of = of;
                link.attempt = retry(of).attempt + 1;
                link.chain = retry(of).chain < 0 ? of : retry(of).chain;
                link.gap = call.sent - before.answered;
                if (before.wait >= Duration::zero()) {
                    link.early = before.wait - link.gap;
                    if (!call.isRefused() && link.gap >= leastUntilReset(before)) {
                        link.early = std::min<Duration>(*link.early, Duration::zero());
                    }
                }
                break;
            }
        }
        if (call.isRefused()) {
            refused.push_back(i);
        }
    }
}

void Survey::gatherMoments(const GoesOn& goesOn)
{
    LongLoop loop(goesOn);
    for (int i = 0; i < size() && loop.next(); ++i) {
        const CallFacts& call = at(i);
        if (call.end == CallFacts::End::NotSent || call.byUs) {
            continue;
        }
        if (!call.isRefused()) {
            m_acceptedSent.push_back(call.sent);
            m_acceptedAnswered.push_back(call.answered);
        }
        for (int window = 0; window < static_cast<int>(m_windows.size()); ++window) {
            if (!counts(window, call)) {
                continue;
            }
            Moments& moments = m_moments[static_cast<std::size_t>(window)];
            moments.triedSent.push_back(call.sent);
            moments.triedAnswered.push_back(call.answered);
            if (!call.isRefused()) {
                moments.acceptedSent.push_back(call.sent);
                moments.acceptedAnswered.push_back(call.answered);
            }
            if (retry(i).of < 0 && call.origin == Origin::Client) {
                moments.originals.push_back(call.sent);
            }
        }
    }
    std::sort(m_acceptedAnswered.begin(), m_acceptedAnswered.end());
    for (Moments& moments : m_moments) {
        if (!goesOn()) {
            return;
        }
        std::sort(moments.acceptedAnswered.begin(), moments.acceptedAnswered.end());
        std::sort(moments.triedAnswered.begin(), moments.triedAnswered.end());
    }
}

qint64 Survey::mostCounted(int window, const CallFacts& call, bool tries) const
{
    return mostCountedSince(call.sent - m_windows.at(window).window, window, call, tries);
}

qint64 Survey::mostCountedSince(Instant begin, int window, const CallFacts& call, bool tries) const
{
    const Moments& moments = m_moments[static_cast<std::size_t>(window)];
    return countUpTo(tries ? moments.triedSent : moments.acceptedSent, call.answered)
        - countUpTo(tries ? moments.triedAnswered : moments.acceptedAnswered, begin);
}

double Survey::mostBlended(int window, const CallFacts& call) const
{
    const Moments& moments = m_moments[static_cast<std::size_t>(window)];
    const Duration span = m_windows.at(window).window;
    const WallTime wall = call.sentWall + m_serverAhead.value_or(Duration::zero());
    const Duration into = wall.time_since_epoch() % span;
    const Instant start = call.sent - into;
    // The edge is known to a second or so only, which leaves that much more of the last window.
    const double rest = 1 - std::max(0.0, toSeconds(into) - 1.5) / std::max(toSeconds(span), 1e-9);
    const auto before = static_cast<double>(countUpTo(moments.acceptedSent, start + 1500ms)
                                            - countUpTo(moments.acceptedAnswered, start - span));
    const auto current = static_cast<double>(countUpTo(moments.acceptedSent, call.answered)
                                             - countUpTo(moments.acceptedAnswered, start - 1500ms));
    return current + before * rest;
}

qint64 Survey::leastUnseen(const CallFacts& call, Duration span) const
{
    constexpr int MostLooked = 500;
    const int end = firstFrom(call.sent);
    const int begin = std::max(firstFrom(call.sent - span), end - MostLooked);
    qint64 most = 0;
    for (int window = 0; window < static_cast<int>(m_windows.size()); ++window) {
        int first = -1; // that tell the count
        int last = -1;
        for (int i = begin; i < end; ++i) {
            if (!at(i).isRefused() && at(i).answered <= call.answered
                && shown(window, at(i)) != nullptr) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first == last) {
            continue;
        }
        const Moments& moments = m_moments[static_cast<std::size_t>(window)];
        const qint64 grown
            = shown(window, at(first))->remaining - shown(window, at(last))->remaining;
        // Those in the air at either end may be on either side of it.
        const qint64 seen = countUpTo(moments.triedSent, at(last).answered)
            - countUpTo(moments.triedAnswered, at(first).sent) - 1; // without the first
        most = std::max(most, grown - seen);
    }
    return most;
}

Instant Survey::startOfFill(int window, const CallFacts& call, qint64 count) const
{
    const std::vector<Instant>& sent = m_moments[static_cast<std::size_t>(window)].acceptedSent;
    const qint64 before = countUpTo(sent, call.sent);
    const qint64 index = std::max<qint64>(before - count, 0);
    return index < static_cast<qint64>(sent.size()) ? sent[static_cast<std::size_t>(index)]
                                                    : call.sent;
}

qint64 Survey::originals(int window, Instant from, Instant to) const
{
    const std::vector<Instant>& sent = m_moments[static_cast<std::size_t>(window)].originals;
    return std::max<qint64>(countBefore(sent, to) - countBefore(sent, from), 0);
}

qint64 Survey::originals(int window) const
{
    return static_cast<qint64>(m_moments[static_cast<std::size_t>(window)].originals.size());
}

qint64 Survey::inTheAir(const CallFacts& call) const
{
    return countBefore(m_acceptedSent, call.sent) - countUpTo(m_acceptedAnswered, call.sent);
}

int Survey::firstFrom(Instant instant) const
{
    const auto first = std::lower_bound(
        m_calls.begin(), m_calls.end(), instant,
        [](const CallFacts& call, Instant wanted) { return call.sent < wanted; });
    return static_cast<int>(first - m_calls.begin());
}

const CallFacts::Shown* Survey::shown(int window, const CallFacts& call)
{
    for (const CallFacts::Shown& shown : call.shown) {
        if (shown.window == window && shown.remaining >= 0) {
            return &shown;
        }
    }
    return nullptr;
}

} // namespace Pacewatch
