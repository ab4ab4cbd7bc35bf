#include "ui/charts/timerange.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration Shortest = 10s;
/// All of a session that has just begun is still a minute wide.
constexpr Duration ShortestSession = 1min;

} // namespace

TimeRange::TimeRange(QObject* parent)
    : QObject(parent)
    , m_slice{WallTime(Duration::zero()), WallTime(ShortestSession)}
{ }

Duration TimeRange::presetLength() const
{
    const Duration whole = std::max<Duration>(m_session.length(), ShortestSession);
    switch (m_preset) {
    case Preset::Minutes5:
        return m_isChosen ? 5min : std::min<Duration>(whole, 5min);
    case Preset::Minutes15:
        return 15min;
    case Preset::Hour:
        return 1h;
    case Preset::All:
        return whole;
    }
    return whole;
}

void TimeRange::show(TimeSlice slice)
{
    if (slice != m_slice) {
        m_slice = slice;
        emit changed();
    }
}

void TimeRange::applyPreset()
{
    show(presetSlice());
}

void TimeRange::setSession(const TimeSlice& session)
{
    m_session = session;
    if (!m_follows) {
        return;
    }
    if (m_isPreset) {
        applyPreset();
    } else {
        show({m_session.to - m_slice.length(), m_session.to});
    }
}

void TimeRange::setPreset(Preset preset)
{
    m_visit.reset();
    m_preset = preset;
    m_isPreset = true;
    m_isChosen = true;
    m_follows = true;
    applyPreset();
    emit chosen();
}

void TimeRange::select(const TimeSlice& slice)
{
    m_visit.reset();
    place(slice);
    emit chosen();
}

void TimeRange::visit(const TimeSlice& slice, const TimeSlice& evidence)
{
    if (!m_visit) {
        m_visit = Visit{{}, m_slice, m_isPreset, m_follows};
    }
    m_visit->evidence = evidence;
    place(slice);
    emit chosen();
}

void TimeRange::comeBack()
{
    if (const std::optional<Visit> visit = std::exchange(m_visit, std::nullopt)) {
        m_isPreset = visit->isPreset;
        m_follows = visit->follows;
        show(visit->slice);
        setSession(m_session);
        emit chosen();
    }
}

void TimeRange::place(const TimeSlice& slice)
{
    const WallTime earliest = std::min(m_session.from, m_session.to - presetLength());
    const Duration longest = std::max<Duration>(m_session.to - earliest, Shortest);
    const Duration length = std::clamp(slice.length(), Shortest, longest);
    WallTime to = std::min(slice.from + length, m_session.to);
    to = std::max(to, earliest + length);
    m_isPreset = false;
    m_follows = to >= m_session.to - length / 200;
    show({to - length, to});
}

void TimeRange::zoom(double factor, WallTime around)
{
    const double before = toSeconds(around - m_slice.from);
    const double length = toSeconds(m_slice.length()) * factor;
    const double share = before / std::max(toSeconds(m_slice.length()), 1e-9);
    const WallTime from = around - fromSeconds(share * length);
    place({from, from + fromSeconds(length)});
    emit chosen();
}

void TimeRange::move(Duration by)
{
    place({m_slice.from + by, m_slice.to + by});
    emit chosen();
}

void TimeRange::setFollowing(bool follows)
{
    if (follows == m_follows) {
        return;
    }
    m_follows = follows;
    m_visit.reset();
    if (follows) {
        show({m_session.to - m_slice.length(), m_session.to});
    } else {
        m_isPreset = false;
    }
    emit chosen();
}

void TimeRange::reset()
{
    m_visit.reset();
    m_isPreset = true;
    m_follows = true;
    applyPreset();
    emit chosen();
}

} // namespace Pacewatch
