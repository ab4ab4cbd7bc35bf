#include "ui/models/history.h"

#include "core/diagnosis/endpointname.h"
#include "ui/curlcommand.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t WaitsKept = 4'000;
constexpr std::size_t RefusalsKept = 2'000;
constexpr std::size_t HappeningsKept = 1'000;
constexpr std::size_t NotesKept = 1'000;
constexpr qsizetype EndpointsKept = 64;
constexpr std::size_t EndpointCellsKept = 8'640; // a day of 10 s steps
constexpr std::chrono::seconds EndpointStep = 10s;
/// Entries of one kind that follow each other this closely are counted, not repeated.
constexpr Duration OneEntry = 2s;
/// Waits this close together are one: a burst is refused call by call.
constexpr Duration WaitGap = 50ms;

} // namespace

History::History()
    : m_waits(WaitsKept)
    , m_refused(RefusalsKept)
    , m_last(CallsKept)
    , m_happenings(HappeningsKept)
    , m_notes(NotesKept)
{ }

LeftSeries& History::leftOf(const QString& name)
{
    return m_left[name];
}

const LeftSeries* History::left(const QString& name) const
{
    const auto found = m_left.find(name);
    return found == m_left.end() || found->second.isEmpty() ? nullptr : &found->second;
}

const WindowState* History::windowNamed(const QString& name) const
{
    const auto found = std::find_if(m_windows.begin(), m_windows.end(),
                                    [&](const auto& window) { return window.policy.name == name; });
    return found == m_windows.end() ? nullptr : &*found;
}

void History::takeState(const ConnectionState& state)
{
    m_gatewayUrl = state.spec.gatewayUrl;
    for (const WindowState& window : state.windows) {
        LeftSeries& series = leftOf(window.policy.name);
        series.setWindow(window.policy.window, window.isRolling);
        // Windows that count no calls show in no answer of their own.
        const bool isOnlyHere = window.isRolling || window.policy.unit != Unit::Requests;
        if (isOnlyHere && window.remaining && window.asOf) {
            const WallTime at = state.startedWall + (*window.asOf - state.started);
            const std::optional<LeftPoint> known = series.leftAt(at);
            if (!known || known->left != *window.remaining) {
                series.append({at, *window.remaining, window.policy.limit, window.resetAtWall});
                ++m_revision;
            }
        }
    }
    for (const WindowState& window : state.windows) {
        takeRefill(state, window);
    }
    m_windows = state.windows;
}

void History::takeRefill(const ConnectionState& state, const WindowState& window)
{
    if (window.remainingSource != Source::WorkedOut || !window.remaining || !window.resetAt
        || *window.remaining < window.policy.limit) {
        return;
    }
    // No call came since the reset, so no answer shows that the window is full again.
    LeftSeries& series = leftOf(window.policy.name);
    const WallTime at
        = state.startedWall + (*window.resetAt - window.policy.window - state.started);
    const std::optional<LeftPoint> known = series.leftAt(at);
    if (known && known->at < at && known->left < window.policy.limit) {
        series.append({at, window.policy.limit, window.policy.limit, window.resetAtWall});
        ++m_revision;
    }
}

void History::take(const Exchange& exchange)
{
    const WallTime sent = exchange.arrivedWall + exchange.held;
    m_calls.append(sent, exchange.isRefused());
    takeLeft(exchange);
    takeWait(exchange);
    takeRefusal(exchange);
    takeLast(exchange);
    countEndpoint(exchange);
    m_firstCall = m_firstCall ? std::min(*m_firstCall, sent) : sent;
    m_lastCall = m_lastCall ? std::max(*m_lastCall, sent) : sent;
    ++m_callCount;
    ++m_revision;
}

void History::takeLeft(const Exchange& exchange)
{
    const WallTime answered = exchange.answeredWall();
    for (const LeftAfter& left : exchange.left) {
        std::optional<WallTime> resetsAt;
        for (const WindowReading& reading : exchange.reading.windows) {
            if (reading.name == left.window && reading.resetIn) {
                resetsAt = answered + *reading.resetIn;
            }
        }
        leftOf(left.window).append({answered, left.remaining, left.limit, resetsAt});
    }
}

void History::takeWait(const Exchange& exchange)
{
    const WallTime sent = exchange.arrivedWall + exchange.held;
    if (exchange.origin != Origin::Poll && !m_waits.isEmpty()) {
        // Only the newest waits can still be open: answers are late by seconds, not by hours.
        const std::size_t newest = m_waits.size();
        for (std::size_t i = newest; i > 0 && i + 3 > newest; --i) {
            Wait& wait = m_waits.at(i - 1);
            if (sent > wait.from && sent < wait.to) {
                ++wait.early;
            } else if (sent >= wait.to && (!wait.nextCall || sent < *wait.nextCall)) {
                wait.nextCall = sent;
            }
        }
    }
    if (!exchange.isRefused() || !exchange.reading.retryAfter) {
        return;
    }
    const WallTime from = exchange.answeredWall();
    const WallTime to = from + *exchange.reading.retryAfter;
    if (!m_waits.isEmpty() && from <= m_waits.last().to + WaitGap) {
        Wait& open = m_waits.last();
        open.from = std::min(open.from, from);
        open.to = std::max(open.to, to);
        ++open.refused;
        if (open.nextCall && *open.nextCall < open.to) {
            open.nextCall.reset();
            ++open.early;
        }
        return;
    }
    m_waits.append(Wait{from, to, 1, 0, std::nullopt});
}

void History::takeRefusal(const Exchange& exchange)
{
    if (!exchange.isRefused()) {
        return;
    }
    Exchange kept = exchange;
    kept.responseBody.head.clear();
    kept.requestBody.head.clear();
    m_refused.append(std::move(kept));
}

void History::takeLast(const Exchange& exchange)
{
    Exchange kept = exchange;
    kept.request.headers = {};
    kept.response.headers = {};
    kept.responseBody.head.clear();
    kept.requestBody.head.clear();
    m_last.append(std::move(kept));
}

void History::countEndpoint(const Exchange& exchange)
{
    QByteArray name = exchange.request.method + ' '
        + endpointName(pathBelow(m_gatewayUrl, exchange.request.target));
    auto cells = m_endpoints.find(name);
    if (cells == m_endpoints.end()) {
        if (m_endpoints.size() >= EndpointsKept) {
            return;
        }
        cells = m_endpoints.insert(name, Steps<EndpointCell>(EndpointStep, EndpointCellsKept));
    }
    if (EndpointCell* cell = cells->cellAt(exchange.arrivedWall + exchange.held)) {
        ++(exchange.isRefused() ? cell->refused : cell->allowed);
    }
}

void History::take(const Happening& happening)
{
    ++m_revision;
    ++m_happeningRevision;
    const std::size_t newest = m_happenings.size();
    for (std::size_t i = newest; i > 0 && i + 8 > newest; --i) {
        HappeningEntry& entry = m_happenings.at(i - 1);
        const Duration apart = happening.at - entry.happening.at;
        if (entry.note.isEmpty() && entry.happening.kind == happening.kind
            && entry.happening.window == happening.window && apart < OneEntry
            && apart > -OneEntry) {
            ++entry.count;
            return;
        }
    }
    addEntry(happening, {});
}

void History::take(const MomentNote& note)
{
    ++m_revision;
    ++m_happeningRevision;
    Happening moment;
    moment.tone = Standing::Quiet;
    moment.connection = note.connection;
    moment.at = note.at;
    addEntry(moment, note.text);
    m_notes.append(note);
}

/// A note may be about a moment long ago: entries stand in the order of their moments.
void History::addEntry(const Happening& happening, const QString& note)
{
    m_happenings.append(HappeningEntry{happening, note, 1, ++m_lastSerial});
    for (std::size_t i = m_happenings.size() - 1; i > 0; --i) {
        HappeningEntry& before = m_happenings.at(i - 1);
        if (before.happening.at <= m_happenings.at(i).happening.at
            || (note.isEmpty() && before.note.isEmpty())) {
            break;
        }
        std::swap(before, m_happenings.at(i));
    }
}

QList<Wait> History::waits(const TimeSlice& slice) const
{
    QList<Wait> found;
    for (std::size_t i = m_waits.size(); i > 0; --i) {
        const Wait& wait = m_waits.at(i - 1);
        if (wait.to <= slice.from) {
            break;
        }
        if (wait.from < slice.to) {
            found.prepend(wait);
        }
    }
    return found;
}

QList<MomentNote> History::notes(const TimeSlice& slice) const
{
    QList<MomentNote> found;
    for (std::size_t i = 0; i < m_notes.size(); ++i) {
        if (slice.contains(m_notes.at(i).at)) {
            found.append(m_notes.at(i));
        }
    }
    std::stable_sort(
        found.begin(), found.end(),
        [](const MomentNote& left, const MomentNote& right) { return left.at < right.at; });
    return found;
}

std::optional<Exchange> History::refusedCall(ExchangeId id) const
{
    for (std::size_t i = m_refused.size(); i > 0; --i) {
        if (m_refused.at(i - 1).id == id) {
            return m_refused.at(i - 1);
        }
    }
    return std::nullopt;
}

QList<Exchange> History::lastCalls(const TimeSlice& slice) const
{
    QList<Exchange> found;
    for (std::size_t i = 0; i < m_last.size(); ++i) {
        const WallTime sent = m_last.at(i).arrivedWall + m_last.at(i).held;
        if (sent >= slice.from && sent < slice.to) {
            found.append(m_last.at(i));
        }
    }
    return found;
}

std::optional<Wait> History::waitAt(WallTime at) const
{
    const QList<Wait> found = waits({at, at + Duration(1)});
    return found.isEmpty() ? std::nullopt : std::optional(found.last());
}

QList<HappeningEntry> History::happenings(qsizetype most) const
{
    QList<HappeningEntry> newest;
    for (std::size_t i = m_happenings.size(); i > 0 && newest.size() < most; --i) {
        newest.append(m_happenings.at(i - 1));
    }
    return newest;
}

QList<EndpointCount> History::busiest(const TimeSlice& slice, qsizetype most) const
{
    QList<EndpointCount> counts;
    for (auto it = m_endpoints.begin(); it != m_endpoints.end(); ++it) {
        const qsizetype space = it.key().indexOf(' ');
        EndpointCount count{it.key().left(space), it.key().mid(space + 1), {}};
        const std::int64_t last = std::min(it->last(), it->indexOf(slice.to - Duration(1)));
        for (auto i = std::max(it->first(), it->indexOf(slice.from)); i <= last; ++i) {
            count.calls.allowed += it->find(i)->allowed;
            count.calls.refused += it->find(i)->refused;
        }
        if (count.calls.total() > 0) {
            counts.append(count);
        }
    }
    std::sort(counts.begin(), counts.end(), [](const auto& left, const auto& right) {
        return left.calls.total() != right.calls.total() ? left.calls.total() > right.calls.total()
                                                         : left.path < right.path;
    });
    return counts.mid(0, most);
}

} // namespace Pacewatch
