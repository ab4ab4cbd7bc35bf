#include "ui/charts/leftseries.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t PointsKept = 16'000;
constexpr std::size_t ResetsKept = 4'000;
/// Corners closer than this are put together, so that 1,000 calls a second stay bounded.
constexpr Duration Finest = 100ms;

double shareOf(const LeftSample& sample)
{
    return std::clamp(static_cast<double>(sample.left) / static_cast<double>(sample.limit), 0.0,
                      1.0);
}

/// First, least, greatest and last corner of each column, in the order they came.
QList<LeftPoint> thinOut(const QList<LeftPoint>& points, const TimeSlice& slice, int columns)
{
    QList<LeftPoint> thin;
    const Duration width = Series::columnWidth(slice, columns);
    for (qsizetype begin = 0; begin < points.size();) {
        const auto column = points[begin].at.time_since_epoch() / width;
        qsizetype end = begin;
        qsizetype least = begin;
        qsizetype greatest = begin;
        for (; end < points.size() && points[end].at.time_since_epoch() / width == column; ++end) {
            least = points[end].share < points[least].share ? end : least;
            greatest = points[end].share > points[greatest].share ? end : greatest;
        }
        QList<qsizetype> kept{begin, least, greatest, end - 1};
        std::sort(kept.begin(), kept.end());
        kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
        for (const qsizetype index : kept) {
            thin.append(points[index]);
        }
        begin = end;
    }
    return thin;
}

} // namespace

LeftSeries::LeftSeries()
    : m_points(PointsKept)
    , m_resets(ResetsKept)
{ }

void LeftSeries::setWindow(Duration window, bool isRolling)
{
    m_window = window;
    m_isRolling = isRolling;
}

bool LeftSeries::belongsToThePast(const LeftSample& sample) const
{
    if (m_isRolling || m_points.isEmpty()) {
        return !m_points.isEmpty() && sample.at < m_points.last().at - m_window;
    }
    const Duration apart = std::max<Duration>(m_window / 2, 1s);
    return sample.resetsAt && m_windowEnd && *sample.resetsAt < *m_windowEnd - apart;
}

bool LeftSeries::startsNewWindow(const LeftSample& sample) const
{
    if (m_isRolling || m_points.isEmpty()) {
        return false;
    }
    const LeftPoint& last = m_points.last();
    if (m_windowEnd && sample.resetsAt) {
        return *sample.resetsAt > *m_windowEnd + std::max<Duration>(m_window / 2, 1s);
    }
    if (m_windowEnd && sample.at >= *m_windowEnd) {
        return true;
    }
    // Nobody says when it resets: a rise too large for answers that overtook each other is one.
    const qint64 jitter = std::max<qint64>(sample.limit / 5, 2);
    return sample.left > last.left + jitter;
}

void LeftSeries::breakAt(const LeftSample& sample)
{
    const LeftPoint last = m_points.last();
    const WallTime known = m_windowEnd.value_or(sample.at);
    const WallTime at = std::clamp(known, last.at, std::max(last.at, sample.at));
    m_resets.append(at);
    put({at, last.share, last.left, last.limit});
    m_hasDropped = m_points.append({at, 1.0, sample.limit, sample.limit}) || m_hasDropped;
    m_rolledUp.append(at, 1.0);
    m_windowEnd.reset();
}

void LeftSeries::append(const LeftSample& sample)
{
    if (sample.limit <= 0 || belongsToThePast(sample)) {
        return;
    }
    LeftPoint point{sample.at, shareOf(sample), sample.left, sample.limit};
    if (startsNewWindow(sample)) {
        breakAt(sample);
    } else if (!m_points.isEmpty() && !m_isRolling && m_points.last().limit == sample.limit
               && point.left > m_points.last().left) {
        point.left = m_points.last().left;
        point.share = m_points.last().share;
    }
    if (sample.resetsAt) {
        m_windowEnd = m_windowEnd ? std::max(*m_windowEnd, *sample.resetsAt) : *sample.resetsAt;
    }
    if (!m_points.isEmpty()) {
        point.at = std::max(point.at, m_points.last().at);
    }
    m_rolledUp.append(point.at, point.share);
    put(point);
}

void LeftSeries::put(const LeftPoint& point)
{
    const std::size_t size = m_points.size();
    const bool isSame
        = size > 0 && m_points.last().left == point.left && m_points.last().limit == point.limit;
    if (isSame) {
        return;
    }
    // The corner of a reset stays; only falling corners of one tenth of a second are put together.
    const bool isClose = size > 1 && point.at - m_points.at(size - 2).at < Finest
        && m_points.at(size - 2).share >= m_points.last().share
        && m_points.last().share >= point.share;
    if (isClose) {
        m_points.last() = point;
        return;
    }
    m_hasDropped = m_points.append(point) || m_hasDropped;
}

std::size_t LeftSeries::firstAfter(WallTime at) const
{
    std::size_t low = 0;
    std::size_t high = m_points.size();
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (m_points.at(middle).at <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

QList<LeftPoint> LeftSeries::corners(const TimeSlice& slice, WallTime now) const
{
    QList<LeftPoint> points;
    const std::size_t begin = firstAfter(slice.from);
    if (begin > 0) {
        points.append(m_points.at(begin - 1));
        points.last().at = slice.from;
    }
    for (std::size_t i = begin; i < m_points.size() && m_points.at(i).at < slice.to; ++i) {
        points.append(m_points.at(i));
    }
    // A window that ended with nobody calling since is full again.
    const bool isOver = m_windowEnd && !m_isRolling && now >= *m_windowEnd;
    if (isOver && slice.contains(std::max(*m_windowEnd, slice.from)) && !m_points.isEmpty()
        && m_points.last().at <= *m_windowEnd) {
        const qint64 limit = m_points.last().limit;
        const WallTime at = std::max(*m_windowEnd, slice.from);
        if (*m_windowEnd < slice.from) {
            points.clear();
        }
        points.append({at, 1.0, limit, limit});
    }
    return points;
}

QList<LeftPoint> LeftSeries::oldLine(const TimeSlice& slice, int columns) const
{
    QList<LeftPoint> points;
    for (const Column& column : m_rolledUp.envelope(slice, columns)) {
        const qint64 limit = m_points.last().limit;
        const auto left
            = [limit](double share) { return std::llround(share * static_cast<double>(limit)); };
        const WallTime at = std::max(column.at, slice.from);
        points.append({at, column.max, left(column.max), limit});
        if (column.min < column.max) {
            points.append({at, column.min, left(column.min), limit});
        }
    }
    return points;
}

QList<LeftPoint> LeftSeries::line(const TimeSlice& slice, int columns, WallTime now) const
{
    if (m_points.isEmpty() || slice.length() <= Duration::zero()) {
        return {};
    }
    if (m_hasDropped && slice.from < m_points.first().at) {
        return oldLine(slice, columns);
    }
    const QList<LeftPoint> points = corners(slice, now);
    return points.size() > columns ? thinOut(points, slice, columns) : points;
}

std::optional<LeftPoint> LeftSeries::leftAt(WallTime at) const
{
    const std::size_t after = firstAfter(at);
    if (after == 0) {
        return std::nullopt;
    }
    LeftPoint point = m_points.at(after - 1);
    if (!m_isRolling && after == m_points.size() && m_windowEnd && at >= *m_windowEnd
        && point.at <= *m_windowEnd) {
        point = {*m_windowEnd, 1.0, point.limit, point.limit};
    }
    return point;
}

QList<WallTime> LeftSeries::resets(const TimeSlice& slice, WallTime now) const
{
    QList<WallTime> inside;
    for (std::size_t i = m_resets.size(); i > 0 && m_resets.at(i - 1) >= slice.from; --i) {
        if (slice.contains(m_resets.at(i - 1))) {
            inside.prepend(m_resets.at(i - 1));
        }
    }
    if (m_windowEnd && !m_isRolling && *m_windowEnd <= now && slice.contains(*m_windowEnd)) {
        inside.append(*m_windowEnd);
    }
    return inside;
}

QList<TimeSlice> LeftSeries::empty(const TimeSlice& slice, WallTime now) const
{
    QList<TimeSlice> stretches;
    const QList<LeftPoint> points = corners(slice, now);
    for (qsizetype i = 0; i < points.size(); ++i) {
        if (points[i].left > 0) {
            continue;
        }
        const WallTime end = i + 1 < points.size() ? points[i + 1].at : std::min(slice.to, now);
        if (!stretches.isEmpty() && stretches.last().to == points[i].at) {
            stretches.last().to = end;
        } else if (end > points[i].at) {
            stretches.append({points[i].at, end});
        }
    }
    return stretches;
}

} // namespace Pacewatch
