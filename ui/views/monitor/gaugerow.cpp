#include "ui/views/monitor/gaugerow.h"

#include "ui/charts/gauge.h"
#include "ui/controls/card.h"
#include "ui/wording/charts.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr int Gap = 12;

/// Whether calls keep coming, so that values which stay old are stale.
bool expectsCalls(const ConnectionState& state, Instant now)
{
    if (!state.isWatching) {
        return false;
    }
    return state.spec.way == WatchWay::Poll || (state.lastCall && now - *state.lastCall < 60s);
}

/// The index of the window at zero that resets last; it keeps the client waiting longest.
qsizetype lastToReset(const ConnectionState& state, Instant now)
{
    qsizetype last = -1;
    for (qsizetype i = 0; i < state.windows.size(); ++i) {
        const WindowState& window = state.windows[i];
        const bool isEmpty = window.policy.window > 2s && window.remaining && *window.remaining <= 0
            && window.resetAt && *window.resetAt > now;
        if (isEmpty && (last < 0 || *window.resetAt > *state.windows[last].resetAt)) {
            last = i;
        }
    }
    return last;
}

/// The windows of calls, and those further quotas of which something is known: one that no answer
/// shows and nobody set would only take the room.
QList<qsizetype> worthAGauge(const ConnectionState& state)
{
    QList<qsizetype> worth;
    for (qsizetype i = 0; i < state.windows.size(); ++i) {
        const WindowState& window = state.windows[i];
        if (window.policy.unit == Unit::Requests || window.remaining
            || window.policy.source == Source::SetByUser) {
            worth.append(i);
        }
    }
    return worth;
}

void placeRow(const QRect& rect, int count, int columns, auto&& place)
{
    const int width = (rect.width() - Gap * (columns - 1)) / std::max(columns, 1);
    int spare = rect.width() - Gap * (columns - 1) - width * columns;
    int left = rect.left();
    for (int i = 0; i < count; ++i) {
        const int wide = width + (spare-- > 0 ? 1 : 0);
        place(i, QRect(left, rect.top(), wide, rect.height()));
        left += wide + Gap;
    }
}

} // namespace

GaugeRow::GaugeRow(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
{
    setObjectName(u"gaugeRow"_s);
}

void GaugeRow::setCount(std::size_t count)
{
    while (m_gauges.size() > count) {
        delete m_gauges.back().card;
        m_gauges.pop_back();
    }
    while (m_gauges.size() < count) {
        auto* card = new Card(m_theme, this);
        auto* gauge = new Gauge(m_theme, m_icons, card);
        auto* layout = new QVBoxLayout(card);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(gauge);
        connect(gauge, &Gauge::limitWanted, this, &GaugeRow::limitWanted);
        gauge->setObjectName(u"gauge%1"_s.arg(m_gauges.size()));
        card->show();
        m_gauges.push_back({card, gauge});
    }
}

void GaugeRow::showState(const ConnectionState& state, Instant now, WallTime wallNow)
{
    const QList<qsizetype> shown = worthAGauge(state);
    const auto count = static_cast<std::size_t>(shown.size());
    if (count != m_gauges.size()) {
        setCount(count);
        emit countChanged();
    }
    const qsizetype last = lastToReset(state, now);
    for (std::size_t i = 0; i < count; ++i) {
        const qsizetype index = shown.at(static_cast<qsizetype>(i));
        const WindowState& window = state.windows[index];
        const GaugeMoment moment{now, wallNow,
                                 state.standing == Standing::Tight && index == state.tightest,
                                 expectsCalls(state, now)};
        const GaugeFace face = gaugeFace(window, moment);
        m_gauges[i].gauge->showFace(face);
        m_gauges[i].gauge->setSpoken(Wording::spokenGauge(window, now));
        m_gauges[i].card->setBorder(index == last ? std::optional(Color::StateLimitedFill)
                                                  : std::nullopt);
        m_gauges[i].card->setGround(face.isStale ? Color::BgSunken : Color::BgSurface);
    }
}

GaugeRow::Split GaugeRow::split(int count, int beside, int below)
{
    const auto fits = [](int width) { return std::max(1, (width + Gap) / (LeastWidth + Gap)); };
    Split split;
    split.beside = std::min(count, fits(beside));
    split.below = std::min(count - split.beside, fits(below));
    return split;
}

void GaugeRow::place(const QRect& beside, const QRect& below)
{
    const Split parts = split(count(), beside.width(), below.width());
    const auto put = [this](int first) {
        return [this, first](int i, const QRect& rect) {
            m_gauges[static_cast<std::size_t>(first + i)].card->setGeometry(rect);
        };
    };
    placeRow(beside, parts.beside, parts.beside, put(0));
    const int rest = count() - parts.beside;
    placeRow(below, rest, std::max(rest, below.width() / 260), put(parts.beside));
}

} // namespace Pacewatch
