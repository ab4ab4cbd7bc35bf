#include "ui/views/monitor/monitorview.h"

#include "core/engine.h"
#include "ui/charts/chartpicture.h"
#include "ui/models/feed.h"
#include "ui/theme.h"
#include "ui/views/monitor/endpointlist.h"
#include "ui/views/monitor/gaugerow.h"
#include "ui/views/monitor/happeninglist.h"
#include "ui/views/monitor/timelinecard.h"
#include "ui/views/monitor/verdictcard.h"
#include "ui/wording/charts.h"
#include "ui/wording/sessions.h"

#include <QAction>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr int SideMargin = 20;
constexpr int TopMargin = 16;
constexpr int Gap = 12;
constexpr int HeadHeight = 164;
constexpr int SecondRowHeight = 140;
constexpr int VerdictWidth = 376;
constexpr int LeastVerdictWidth = 340;
constexpr int EventsWidth = 312;
/// The page of a window 1280 wide with its sidebar open; below it the events go under the chart.
constexpr int WidePage = 1040;
constexpr int EventsHeight = 264;
constexpr double StormCallsPerSecond = 50;
constexpr std::chrono::milliseconds Frame{250};

} // namespace

MonitorView::MonitorView(PageContext& context, QWidget* parent)
    : ConnectionView(parent)
    , m_context(context)
    , m_range(context.range)
    , m_scroll(new QScrollArea(this))
    , m_page(new QWidget)
    , m_verdict(new VerdictCard(context.theme, context.icons, m_page))
    , m_gauges(new GaugeRow(context.theme, context.icons, m_page))
    , m_timelineCard(new TimelineCard(context.theme, context.icons, m_range, m_page))
    , m_happenings(new HappeningList(context.theme, context.icons, m_page))
    , m_endpoints(new EndpointList(context.theme, m_page))
{
    setObjectName(u"monitorView"_s);
    m_gauges->lower();
    m_scroll->setWidget(m_page);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_page->setAutoFillBackground(false);
    m_frames.setInterval(Frame);
    connect(&m_frames, &QTimer::timeout, this, &MonitorView::tick);
    connect(&m_range, &TimeRange::chosen, this, &MonitorView::refresh);
    connectCards();
}

void MonitorView::connectCards()
{
    Timeline* timeline = m_timelineCard->timeline();
    connect(m_verdict, &VerdictCard::whyWanted, this, [this](WallTime moment) {
        selectMoment(moment);
        m_context.openPage(Page::Diagnosis);
    });
    connect(m_verdict, &VerdictCard::tryAgainWanted, this,
            [this] { m_context.engine.retry(m_id); });
    connect(m_verdict, &VerdictCard::editWanted, this, [this] { m_context.editConnection(m_id); });
    connect(m_verdict, &VerdictCard::portWanted, this, [this](quint16 port) {
        if (const ConnectionState* state = current()) {
            ConnectionSpec spec = state->spec;
            spec.port = port;
            m_context.engine.changeConnection(m_id, spec);
        }
    });
    connect(m_gauges, &GaugeRow::limitWanted, this, [this] { m_context.editConnection(m_id); });
    connect(m_gauges, &GaugeRow::countChanged, this, &MonitorView::placeCards);
    connect(m_endpoints, &EndpointList::heightChanged, this, &MonitorView::placeCards);
    connect(m_happenings, &HappeningList::momentChosen, this, &MonitorView::selectMoment);
    connect(m_happenings, &HappeningList::momentHovered, timeline, &Timeline::setCrosshair);
    addAction(m_timelineCard->tableAction());
    m_timelineCard->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_timelineCard, &QWidget::customContextMenuRequested, this,
            &MonitorView::openChartMenu);
    connect(m_timelineCard->tableAction(), &QAction::toggled, this, &MonitorView::refresh);
}

void MonitorView::openChartMenu(const QPoint& at)
{
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_timelineCard->tableAction());
    menu->addAction(Wording::savePictureDots(), this, &MonitorView::savePicture);
    menu->popup(m_timelineCard->mapToGlobal(at));
}

void MonitorView::savePicture()
{
    auto* const dialog = new QFileDialog(this, {}, {}, Wording::pictureFiles());
    dialog->setObjectName(u"pictureDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"png"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (const Result<void> written = writePicture(*m_timelineCard, path); !written) {
            auto* const box
                = new QMessageBox(QMessageBox::Warning, Wording::notWritten(),
                                  Wording::fileFailure(written.error()), QMessageBox::Close, this);
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->setTextFormat(Qt::PlainText);
            box->open();
        }
    });
    dialog->open();
}

const ConnectionState* MonitorView::current() const
{
    return m_context.feed.connection(m_id);
}

void MonitorView::showConnection(ConnectionId id)
{
    if (id == m_id) {
        return;
    }
    m_id = id;
    m_pausedAt.reset();
    m_happenings->clear();
    m_timelineCard->timeline()->invalidate();
    if (m_context.feed.recording(id) != nullptr) {
        m_range.setPreset(TimeRange::Preset::All); // nobody waits for its present
    } else {
        m_range.reset();
    }
    refresh();
}

std::optional<WallTime> MonitorView::moment() const
{
    return m_timelineCard->timeline()->crosshair();
}

void MonitorView::selectMoment(WallTime moment)
{
    const TimeSlice& slice = m_range.slice();
    if (!slice.contains(moment)) {
        const Duration half = slice.length() / 2;
        m_range.select({moment - half, moment + half});
    }
    refresh();
    m_timelineCard->timeline()->setCrosshair(moment);
}

void MonitorView::refresh()
{
    const ConnectionState* state = current();
    if (!state || !isVisible()) {
        return;
    }
    refreshHead(*state);
    refreshCharts(*state);
}

void MonitorView::tick()
{
    const ConnectionState* state = current();
    if (!state) {
        return;
    }
    refreshHead(*state);
    const bool isStorm
        = m_timelineCard->timeline()->content().callsPerSecondNow >= StormCallsPerSecond;
    if (!isStorm || ++m_frame % 2 == 0) {
        refreshCharts(*state);
    }
}

void MonitorView::refreshHead(const ConnectionState& state)
{
    const Clock& clock = m_context.engine.clock();
    const Recording* const recording = m_context.feed.recording(state.id);
    const Instant now = presentOf(recording, clock.now());
    const WallTime wallNow = presentOf(recording, clock.wallNow());
    m_verdict->showState(state, now, wallNow, state.lastRefusal);
    m_gauges->showState(state, now, wallNow);
}

void MonitorView::refreshCharts(const ConnectionState& state)
{
    const History& history = m_context.feed.histories().of(m_id);
    const WallTime wallNow
        = presentOf(m_context.feed.recording(state.id), m_context.engine.clock().wallNow());
    if (state.isWatching) {
        m_pausedAt.reset();
    } else if (!m_pausedAt) {
        m_pausedAt = wallNow;
    }
    m_timelineCard->refresh(history, state, m_pausedAt.value_or(wallNow), m_pausedAt.has_value());
    m_happenings->showHistory(history, state.windows);
    const TimeSlice& slice = m_range.slice();
    m_endpoints->show(history.busiest(slice, EndpointList::Most),
                      m_range.follows() ? Wording::lastRange(slice.length())
                                        : Wording::rangeBetween(slice.from, slice.to));
}

void MonitorView::placeCards()
{
    const int viewHeight = height();
    const int pageWidth = width();
    const int inner = pageWidth - 2 * SideMargin;
    const bool isWide = pageWidth >= WidePage;
    int top = TopMargin;
    // In a narrow page the verdict gives way a little before a gauge goes to a second row.
    const int wanted = m_gauges->count() * (GaugeRow::LeastWidth + Gap);
    const int verdictWidth = inner - wanted >= LeastVerdictWidth
        ? std::min(VerdictWidth, inner - wanted)
        : VerdictWidth;
    m_verdict->setGeometry(SideMargin, top, verdictWidth, HeadHeight);
    const int besideLeft = SideMargin + verdictWidth + Gap;
    const QRect beside(besideLeft, top, pageWidth - SideMargin - besideLeft, HeadHeight);
    const GaugeRow::Split split = GaugeRow::split(m_gauges->count(), beside.width(), inner);
    top += HeadHeight + Gap;
    const QRect below(SideMargin, top, inner, SecondRowHeight);
    if (split.below > 0) {
        top += SecondRowHeight + Gap;
    }
    const int rest = isWide ? TopMargin : Gap + EventsHeight + TopMargin;
    const int chartHeight = std::max(TimelineCard::leastHeight(), viewHeight - top - rest);
    const int pageHeight = top + chartHeight + rest;
    m_page->resize(pageWidth, std::max(pageHeight, viewHeight));
    m_gauges->setGeometry(0, 0, pageWidth, top);
    m_gauges->place(beside, below);
    const int endpointsHeight = m_endpoints->sizeHint().height();
    if (isWide) {
        const int chartWidth = inner - Gap - EventsWidth;
        m_timelineCard->setGeometry(SideMargin, top, chartWidth, chartHeight);
        const int left = SideMargin + chartWidth + Gap;
        m_happenings->setGeometry(left, top, EventsWidth, chartHeight - Gap - endpointsHeight);
        m_endpoints->setGeometry(left, top + chartHeight - endpointsHeight, EventsWidth,
                                 endpointsHeight);
        return;
    }
    m_timelineCard->setGeometry(SideMargin, top, inner, chartHeight);
    top += chartHeight + Gap;
    const int half = (inner - Gap) / 2;
    m_happenings->setGeometry(SideMargin, top, inner - Gap - half, EventsHeight);
    m_endpoints->setGeometry(SideMargin + inner - half, top, half, EventsHeight);
}

void MonitorView::resizeEvent(QResizeEvent*)
{
    m_scroll->setGeometry(rect());
    placeCards();
}

void MonitorView::showEvent(QShowEvent*)
{
    m_frames.start();
    m_timelineCard->timeline()->invalidate();
    refresh();
}

void MonitorView::hideEvent(QHideEvent*)
{
    m_frames.stop();
}

ConnectionView* makeMonitorView(PageContext& context, QWidget* parent)
{
    return new MonitorView(context, parent);
}

} // namespace Pacewatch
