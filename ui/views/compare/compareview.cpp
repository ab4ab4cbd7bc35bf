#include "ui/views/compare/compareview.h"

#include "ui/controls/button.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/models/feed.h"
#include "ui/shell/recentlist.h"
#include "ui/views/compare/comparedtimeline.h"
#include "ui/views/compare/comparisontable.h"
#include "ui/views/compare/comparisonverdict.h"
#include "ui/views/compare/sessionchooser.h"
#include "ui/wording/compare.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr int SideMargin = 20;
constexpr int TopMargin = 16;
constexpr int Gap = 12;
constexpr std::chrono::milliseconds Beat{500};
constexpr int BeatsBetweenQuestions = 4;
constexpr Duration QuietAfter = 10s;
/// Ends of a range are departures to the nanosecond.
constexpr Duration Edge = 1ms;
constexpr std::array<Duration, 2> Presets{5min, 15min}; ///< the last segment is all

} // namespace

CompareView::CompareView(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_export(new Button(Wording::exportComparison()))
    , m_add(new Button(Wording::addToReport(), Button::Kind::Primary))
    , m_presets(new SegmentedControl(context.theme, context.icons))
    , m_verdict(new ComparisonVerdict(context.theme, context.icons))
    , m_table(new ComparisonTable(context.theme))
{
    setObjectName(u"compareView"_s);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    auto* const page = new QWidget;
    auto* const row = new QHBoxLayout(page);
    row->setContentsMargins(SideMargin, TopMargin, SideMargin, TopMargin);
    row->setSpacing(Gap);
    row->addWidget(makeLeft());
    row->addWidget(makeRight(), 1);
    auto* const scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    column->addWidget(scroll, 1);
    for (const Side& side : m_sides) {
        connect(side.chooser, &SessionChooser::changed, this, &CompareView::takeChoice);
        connect(side.chooser, &SessionChooser::failed, this, &CompareView::failed);
        connect(side.card->timeline(), &StillTimeline::widthChanged, this, &CompareView::refresh,
                Qt::QueuedConnection);
    }
    connect(&context.feed, &Feed::stateArrived, this, [this] {
        for (const Side& side : m_sides) {
            side.chooser->showState();
        }
    });
    connect(m_presets, &SegmentedControl::chosen, this, &CompareView::refresh);
    connect(m_export, &Button::clicked, this, &CompareView::askForFile);
    connect(m_add, &Button::clicked, this, &CompareView::addToReport);
    m_beat.setInterval(Beat);
    connect(&m_beat, &QTimer::timeout, this, &CompareView::tick);
    showHint();
}

void CompareView::offer(ConnectionId id)
{
    if (before()->chosen() == id || after()->chosen() == id) {
        return;
    }
    const bool isRecorded = m_context.feed.recording(id) != nullptr;
    SessionChooser* const side = isRecorded && !before()->chosen() ? before() : after();
    side->choose(id);
}

std::pair<int, int> CompareView::kinds() const
{
    std::pair<int, int> kinds;
    for (const Side& side : m_sides) {
        if (const std::optional<ConnectionId> id = side.chooser->chosen()) {
            ++(m_context.feed.recording(*id) != nullptr ? kinds.first : kinds.second);
        }
    }
    return kinds;
}

void CompareView::takeChoice()
{
    ++m_question;
    m_isWaiting = false;
    m_asked.reset();
    m_comparison.reset();
    m_table->clear();
    showHint();
    if (isVisible()) {
        refresh();
        ask();
    }
}

void CompareView::showHint()
{
    const bool hasBoth = before()->chosen() && after()->chosen();
    m_export->setEnabled(false);
    m_add->setEnabled(false);
    m_verdict->showHint(hasBoth ? Wording::comparing() : Wording::chooseTwo());
}

TimeSlice CompareView::sessionOf(ConnectionId id) const
{
    const Recording* const recording = m_context.feed.recording(id);
    const History& history = m_context.feed.histories().of(id);
    const WallTime now = m_context.engine.clock().wallNow();
    // A live connection that is quiet is looked at where it was busy last.
    const bool isQuiet = history.lastCall() && now - *history.lastCall() > QuietAfter;
    const WallTime end = recording ? recording->last : isQuiet ? *history.lastCall() + 1s : now;
    const WallTime first = recording ? recording->first : history.firstCall().value_or(end);
    return {std::min(first, end), end};
}

/// The same for both, or a second would be wider in one chart than in the other.
Duration CompareView::shownLength() const
{
    Duration longest = 1s;
    for (const Side& side : m_sides) {
        if (const std::optional<ConnectionId> id = side.chooser->chosen()) {
            longest = std::max(longest, sessionOf(*id).length());
        }
    }
    const auto preset = static_cast<std::size_t>(std::max(m_presets->current(), 0));
    return preset < Presets.size() ? std::min(Presets.at(preset), longest) : longest;
}

void CompareView::tick()
{
    refresh();
    if (++m_ticks % BeatsBetweenQuestions == 0) {
        ask();
    }
}

void CompareView::refresh()
{
    const Duration length = shownLength();
    double highest = 0;
    for (const Side& side : m_sides) {
        const std::optional<ConnectionId> id = side.chooser->chosen();
        const ConnectionState* const state = id ? m_context.feed.connection(*id) : nullptr;
        if (state == nullptr) {
            side.card->clear();
            continue;
        }
        const WallTime end = sessionOf(*id).to;
        side.card->showSlice(m_context.feed.histories().of(*id), state->windows,
                             {end - length, end}, end);
        highest = std::max(highest, side.card->timeline()->content().highest);
    }
    for (const Side& side : m_sides) {
        if (side.chooser->chosen()) {
            side.card->timeline()->setHighest(highest);
        }
    }
}

void CompareView::ask()
{
    const std::optional<ConnectionId> was = before()->chosen();
    const std::optional<ConnectionId> is = after()->chosen();
    if (!was || !is || m_isWaiting) {
        return;
    }
    const auto callsOf = [&](ConnectionId id) {
        const ConnectionState* const state = m_context.feed.connection(id);
        return state == nullptr ? 0 : state->calls;
    };
    const Question question{*was, *is, callsOf(*was), callsOf(*is)};
    if (m_asked == question) {
        return;
    }
    m_asked = question;
    m_isWaiting = true;
    const auto rangeOf = [&](ConnectionId id) {
        const TimeSlice session = sessionOf(id);
        return CallRange{id, session.from - Edge, session.to + Edge};
    };
    m_context.engine.compare(rangeOf(*was), rangeOf(*is), this,
                             [this, number = m_question](const Comparison& comparison) {
                                 if (number == m_question) {
                                     m_isWaiting = false;
                                     take(comparison);
                                 }
                             });
}

void CompareView::take(const Comparison& comparison)
{
    m_comparison = comparison;
    m_verdict->showComparison(comparison);
    m_table->showComparison(comparison);
    m_export->setEnabled(true);
    m_add->setEnabled(true);
}

void CompareView::showEvent(QShowEvent*)
{
    m_context.engine.recentSessions(RecentList::Most, this,
                                    [this](const QList<RecentSession>& sessions) {
                                        for (const Side& side : m_sides) {
                                            side.chooser->showRecent(sessions);
                                        }
                                    });
    m_beat.start();
    refresh();
    ask();
}

void CompareView::hideEvent(QHideEvent*)
{
    m_beat.stop();
}

} // namespace Pacewatch
