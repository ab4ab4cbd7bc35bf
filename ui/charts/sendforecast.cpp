#include "ui/charts/sendforecast.h"

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// Fine enough for a chart with six pixels a second.
constexpr double Step = 0.5;
/// More planned sends than this cannot be told apart in the row of ticks.
constexpr qint64 MostTicks = 400;

class Run final
{
public:
    explicit Run(const SendForecastInput& input)
        : m_input(input)
        , m_left(std::clamp(input.left, 0.0, input.limit))
    {
        if (input.doneAt && input.waiting > 0 && *input.doneAt > input.now) {
            m_start = input.holdUntil ? std::max(0.0, toSeconds(*input.holdUntil - input.now)) : 0;
            m_end = std::max(toSeconds(*input.doneAt - input.now), m_start + Step);
            m_perSecond = double(input.waiting) / (m_end - m_start);
        }
        if (input.resetAt && input.window > Duration::zero()) {
            m_reset = toSeconds(*input.resetAt - input.now);
            const double window = toSeconds(input.window);
            m_reset -= std::floor(m_reset / window) * window;
        }
    }

    SendForecast play()
    {
        const double ahead = toSeconds(m_input.ahead);
        put(0);
        double at = 0;
        while (at < ahead) {
            double next = std::min(at + Step, ahead);
            const bool isReset = m_reset > at && m_reset <= next;
            if (isReset) {
                next = m_reset;
            }
            spend(at, next);
            put(next);
            if (isReset) {
                refill(next);
            }
            at = next;
        }
        plan(ahead);
        return m_forecast;
    }

private:
    void spend(double from, double to)
    {
        const double sending = std::max(0.0, std::min(to, m_end) - std::max(from, m_start));
        const double before = m_left;
        m_left -= m_input.customerPerSecond * (to - from) + m_perSecond * sending;
        // In a rolling window calls come back as fast as they go once it is full of them.
        const double full = m_input.isRolling
            ? m_input.limit - (m_input.customerPerSecond + m_perSecond) * toSeconds(m_input.window)
            : 0;
        m_left = std::max({m_left, 0.0, std::min(before, full)});
    }

    void refill(double at)
    {
        m_left = m_input.limit;
        m_bandFrom = at;
        m_reset = at + toSeconds(m_input.window);
        put(at);
    }

    void put(double at)
    {
        const double share = m_left / m_input.limit;
        const double calls = m_input.customerPerSecond * (at - m_bandFrom);
        const double band = 2 * std::sqrt(std::max(calls, 0.0)) / m_input.limit;
        m_forecast.expected.append({at, share});
        m_forecast.upper.append({at, std::min(share + band, 1.0)});
        m_forecast.lower.append({at, std::max(share - band, 0.0)});
        // Only what the queue takes part in is of interest: its end is included, later is not.
        const bool counts = m_perSecond > 0 && (at <= m_end + Step || !m_forecast.lowest);
        if (counts && (!m_forecast.lowest || share < m_forecast.lowest->y())) {
            m_forecast.lowest = QPointF(at, share);
        }
    }

    void plan(double ahead)
    {
        if (m_perSecond <= 0) {
            return;
        }
        m_forecast.done = m_end;
        const qint64 ticks = std::min(m_input.waiting, MostTicks);
        for (qint64 tick = 0; tick < ticks; ++tick) {
            const double at = m_start + (m_end - m_start) * (double(tick) + 0.5) / double(ticks);
            if (at <= ahead) {
                m_forecast.sends.append(at);
            }
        }
    }

    const SendForecastInput& m_input;
    SendForecast m_forecast;
    double m_left;
    double m_start = 0;
    double m_end = 0;
    double m_perSecond = 0;
    double m_reset = -1;
    double m_bandFrom = 0;
};

} // namespace

SendForecast sendForecast(const SendForecastInput& input)
{
    if (input.limit <= 0) {
        return {};
    }
    return Run(input).play();
}

void addReading(QList<LeftReading>& samples, const LeftReading& reading)
{
    constexpr Duration Seen = 100ms;
    if (samples.isEmpty() || reading.at >= samples.last().at + Seen
        || reading.limit != samples.last().limit) {
        samples.append(reading);
    } else {
        samples.last().left = std::min(samples.last().left, reading.left);
    }
}

QList<QPointF> leftLine(const QList<LeftReading>& samples, WallTime now,
                        std::optional<WallTime> resetAt, Duration window, Duration back)
{
    QList<LeftReading> ordered = samples;
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const LeftReading& a, const LeftReading& b) { return a.at < b.at; });
    QList<QPointF> line;
    double lowest = 0;
    double windowOfLowest = -1;
    for (const LeftReading& sample : ordered) {
        const double at = toSeconds(sample.at - now);
        if (at < -toSeconds(back) || at > 0 || sample.limit <= 0) {
            continue;
        }
        double share = std::clamp(sample.left / sample.limit, 0.0, 1.0);
        if (resetAt && window > Duration::zero()) {
            const double place = std::floor(toSeconds(sample.at - *resetAt) / toSeconds(window));
            if (!line.isEmpty() && place > windowOfLowest) {
                const double begin = place * toSeconds(window) + toSeconds(*resetAt - now);
                line.append({begin, line.last().y()});
                line.append({begin, 1});
            } else if (!line.isEmpty()) {
                share = std::min(share, lowest);
            }
            windowOfLowest = place;
        }
        lowest = share;
        if (!line.isEmpty()) {
            line.append({at, line.last().y()});
        }
        line.append({at, share});
    }
    if (!line.isEmpty()) {
        line.append({0, line.last().y()});
    }
    return line;
}

} // namespace Pacewatch
