#include "core/quota/tracker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t MostWindows = 32;

/// The shortest usual window, from a minute on, that a reset so far away fits in.
Duration guessWindow(std::optional<Duration> resetIn)
{
    constexpr std::array<Duration, 6> Usual{1min, 15min, 1h, 24h, 24h * 7, 24h * 31};
    const Duration least = resetIn.value_or(Duration::zero());
    const auto* const fitting = std::lower_bound(Usual.begin(), Usual.end(), least);
    return fitting == Usual.end() ? least : *fitting;
}

bool countsRequests(const WindowReading& reading)
{
    return reading.unit.isEmpty() || reading.unit == u"requests"_s;
}

/// Of several windows without a period none can be taken for the one a profile knows.
bool isOnlyWithoutPeriod(const Reading& reading)
{
    const auto& windows = reading.windows;
    return std::count_if(
               windows.begin(), windows.end(),
               [](const WindowReading& window) { return !window.window && countsRequests(window); })
        == 1;
}

} // namespace

Tracker::Tracker(QList<Policy> windows, QString headerWindow)
    : m_headerWindow(std::move(headerWindow))
{
    setWindows(windows);
}

void Tracker::setWindows(const QList<Policy>& windows)
{
    std::vector<WindowTrack> tracks;
    for (const Policy& policy : windows) {
        if (policy.limit <= 0 || policy.window <= Duration::zero()) {
            continue;
        }
        if (WindowTrack* known = named(policy.name)) {
            known->setPolicy(policy);
            tracks.push_back(*known);
        } else {
            tracks.emplace_back(policy);
        }
    }
    for (const WindowTrack& track : m_tracks) {
        const bool isTold = track.policy().source == Source::Headers;
        const bool isThere
            = std::any_of(tracks.begin(), tracks.end(), [&](const WindowTrack& other) {
                  return other.policy().name == track.policy().name;
              });
        if (isTold && !isThere) {
            tracks.push_back(track);
        }
    }
    m_tracks = std::move(tracks);
}

WindowTrack* Tracker::named(const QString& name)
{
    const auto found
        = std::find_if(m_tracks.begin(), m_tracks.end(),
                       [&](const WindowTrack& track) { return track.policy().name == name; });
    return found == m_tracks.end() ? nullptr : &*found;
}

QList<Policy> Tracker::policies() const
{
    QList<Policy> all;
    for (const WindowTrack& track : m_tracks) {
        if (track.policy().unit == Unit::Requests) {
            all.append(track.policy());
        }
    }
    return all;
}

void Tracker::departed(QByteArrayView path, Instant at)
{
    for (WindowTrack& track : m_tracks) {
        if (track.policy().unit == Unit::Requests && appliesTo(track.policy(), path)) {
            track.departed(at, 1);
        }
    }
}

void Tracker::spent(const QString& window, qint64 units, Instant at)
{
    if (WindowTrack* track = named(window); track != nullptr && units > 0) {
        track->departed(at, units);
    }
}

WindowTrack* Tracker::trackOf(QByteArrayView path, const WindowReading& reading, bool isOnly)
{
    if (!countsRequests(reading)) {
        return nullptr;
    }
    WindowTrack* track = named(reading.name);
    if (track != nullptr && appliesTo(track->policy(), path)) {
        return track;
    }
    // The route's own window of that length: "minute" may be "messages-minute" here.
    for (WindowTrack& other : m_tracks) {
        const Policy& policy = other.policy();
        if (policy.unit == Unit::Requests && reading.window == policy.window
            && appliesTo(policy, path)) {
            return &other;
        }
    }
    if (!reading.window && isOnly) {
        const QList<Policy> all = policies();
        if (const Policy* shown = headerPolicy(all, m_headerWindow, path)) {
            return named(shown->name);
        }
    }
    return addFrom(reading);
}

WindowTrack* Tracker::addFrom(const WindowReading& reading)
{
    if (!reading.limit || *reading.limit < 1 || m_tracks.size() >= MostWindows
        || named(reading.name) != nullptr) {
        return nullptr;
    }
    Policy policy;
    policy.name = reading.name;
    policy.limit = static_cast<qint64>(std::min(*reading.limit, 1e15));
    policy.window = reading.window.value_or(guessWindow(reading.resetIn));
    if (policy.window <= Duration::zero()) {
        return nullptr;
    }
    policy.source = Source::Headers;
    policy.inHeaders = true;
    m_tracks.emplace_back(policy);
    return &m_tracks.back();
}

WindowTrack* Tracker::refusing(QByteArrayView path, const Reading& reading, Instant sent)
{
    if (!reading.hitWindow.isEmpty()) {
        for (const WindowReading& window : reading.windows) {
            if (window.name == reading.hitWindow) {
                return trackOf(path, window, isOnlyWithoutPeriod(reading));
            }
        }
        WindowReading bare;
        bare.name = reading.hitWindow;
        WindowTrack* track = named(bare.name);
        return track != nullptr && appliesTo(track->policy(), path) ? track : nullptr;
    }
    WindowTrack* fullest = nullptr;
    double fullestShare = 0;
    for (WindowTrack& track : m_tracks) {
        const Policy& policy = track.policy();
        if (policy.unit != Unit::Requests || !appliesTo(policy, path)) {
            continue;
        }
        if (policy.inHeaders) {
            if (track.left(sent) == 0) {
                return &track;
            }
            continue;
        }
        const double share
            = static_cast<double>(track.ownWithin(sent)) / static_cast<double>(policy.limit);
        if (fullest == nullptr || share > fullestShare) {
            fullest = &track;
            fullestShare = share;
        }
    }
    return fullest;
}

void Tracker::answered(QByteArrayView path, const Reading& reading, Instant sent, Instant received,
                       WallTime receivedWall)
{
    if (reading.serverDate) {
        m_clock.learn(*reading.serverDate, sent, received);
    }
    const AnsweredFlight flight{sent, received, receivedWall};
    QStringList stated;
    const bool isOnly = isOnlyWithoutPeriod(reading);
    for (const WindowReading& window : reading.windows) {
        if (WindowTrack* track = trackOf(path, window, isOnly)) {
            track->stated(window, flight, m_clock);
            stated.append(window.remaining ? track->policy().name : QString());
        }
    }
    // A limit of one recipient or of Meta's says nothing about the windows of this key.
    const bool isOurs = reading.scope != u"pair"_s && !reading.dialects.contains(u"meta-error"_s);
    if (reading.isRateLimited && isOurs) {
        if (WindowTrack* track = refusing(path, reading, sent)) {
            track->refused(flight, reading.retryAfter, stated.contains(track->policy().name));
        }
    }
}

QList<WindowState> Tracker::states(Instant now) const
{
    QList<WindowState> all;
    for (const WindowTrack& track : m_tracks) {
        all.append(track.state(now, m_clock));
    }
    return all;
}

QList<LeftAfter> Tracker::readingLeft(QByteArrayView path, Instant now) const
{
    QList<LeftAfter> all;
    for (const WindowTrack& track : m_tracks) {
        const Policy& policy = track.policy();
        if (policy.unit != Unit::Requests || !appliesTo(policy, path)) {
            continue;
        }
        if (const std::optional<qint64> left = track.left(now)) {
            all.append({policy.name, *left, policy.limit});
        }
    }
    return all;
}

} // namespace Pacewatch
