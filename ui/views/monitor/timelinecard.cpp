#include "ui/views/monitor/timelinecard.h"

#include "ui/charts/timelinelegend.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/charts.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int HeaderHeight = 40;
constexpr int TitleLeft = 17;
constexpr int PresetsRight = 10;
constexpr int HeaderMiddle = 21;

} // namespace

TimelineCard::TimelineCard(const Theme& theme, const Icons& icons, TimeRange& range,
                           QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_range(range)
    , m_card(new Card(theme, this))
    , m_title(new TextLabel(theme, FontRole::Section, Color::TextPrimary, Wording::timelineTitle(),
                            this))
    , m_legend(new TimelineLegend(theme, this))
    , m_presets(new SegmentedControl(theme, icons, this))
    , m_timeline(new Timeline(theme, range, this))
    , m_table(new QTableView(this))
    , m_tableModel(new TimelineTable(this))
    , m_waiting(new QWidget(this))
    , m_tableAction(new QAction(Wording::showAsTable(), this))
{
    m_timeline->setObjectName(u"timeline"_s);
    m_table->setObjectName(u"timelineTable"_s);
    m_presets->setObjectName(u"rangeControl"_s);
    m_presets->setAccessibleName(Wording::rangeName());
    for (const QString& text : {Wording::preset5Minutes(), Wording::preset15Minutes(),
                                Wording::presetHour(), Wording::presetAll()}) {
        m_presets->addSegment(text);
    }
    m_presets->setCurrent(static_cast<int>(range.preset()));
    connect(m_presets, &SegmentedControl::chosen, &range,
            [&range](int index) { range.setPreset(static_cast<TimeRange::Preset>(index)); });
    connect(&range, &TimeRange::chosen, m_presets, [this] {
        m_presets->setCurrent(m_range.isPreset() ? static_cast<int>(m_range.preset()) : -1);
    });
    m_table->setModel(m_tableModel);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(theme.pixels("size.tableRow"_L1));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setWordWrap(false);
    m_tableAction->setObjectName(u"showAsTableAction"_s);
    m_tableAction->setCheckable(true);
    m_tableAction->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T));
    m_tableAction->setShortcutContext(Qt::WindowShortcut);
    addAction(m_tableAction);
    connect(m_tableAction, &QAction::toggled, this, &TimelineCard::showAsTable);
    makeWaiting();
    makeNoCalls();
    showBody(Body::Chart);
}

void TimelineCard::makeWaiting()
{
    m_waiting->setObjectName(u"waitingForCalls"_s);
    auto* title = new TextLabel(m_theme, FontRole::Subtitle, Color::TextPrimary,
                                Wording::waitingForFirstCall(), m_waiting);
    m_waitingLine = new TextLabel(m_theme, FontRole::Body, Color::TextSecondary, {}, m_waiting);
    m_address = new TextLabel(m_theme, FontRole::Mono, Color::TextPrimary, {}, m_waiting);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy = new Button(Wording::copyAddress(), Button::Kind::Default, m_waiting);
    m_copy->setObjectName(u"copyAddressButton"_s);
    m_copy->setCompact(true);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_address->text());
        m_copy->setText(Wording::copied());
    });
    auto* address = new QHBoxLayout;
    address->setSpacing(12);
    address->addStretch();
    address->addWidget(m_address);
    address->addWidget(m_copy);
    address->addStretch();
    auto* layout = new QVBoxLayout(m_waiting);
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(title, 0, Qt::AlignHCenter);
    layout->addWidget(m_waitingLine, 0, Qt::AlignHCenter);
    layout->addSpacing(4);
    layout->addLayout(address);
    layout->addStretch();
}

void TimelineCard::makeNoCalls()
{
    m_noCalls = new QWidget(m_timeline);
    m_noCallsLine = new TextLabel(m_theme, FontRole::Hint, Color::TextMuted, {}, m_noCalls);
    auto* all = new Button(Wording::showWholeSession(), Button::Kind::Flat, m_noCalls);
    all->setObjectName(u"showWholeSessionButton"_s);
    all->setCompact(true);
    connect(all, &QPushButton::clicked, &m_range,
            [this] { m_range.setPreset(TimeRange::Preset::All); });
    auto* layout = new QHBoxLayout(m_noCalls);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addStretch();
    layout->addWidget(m_noCallsLine);
    layout->addWidget(all);
    layout->addStretch();
    m_noCalls->hide();
}

void TimelineCard::showNoCalls()
{
    const bool isEmpty = m_timeline->content().bars.bars.isEmpty();
    m_noCalls->setVisible(isEmpty);
    if (isEmpty) {
        const TimeSlice& slice = m_timeline->content().scale.slice;
        m_noCallsLine->setText(Wording::noCallsBetween(slice.from, slice.to));
        m_noCalls->setGeometry(m_timeline->parts().calls.toAlignedRect());
        m_noCalls->raise();
    }
}

int TimelineCard::leastHeight()
{
    return HeaderHeight + TimelineLayout::leastHeight();
}

void TimelineCard::showBody(Body body)
{
    m_timeline->setVisible(body == Body::Chart);
    m_table->setVisible(body == Body::Table);
    m_waiting->setVisible(body == Body::NoCalls);
    m_legend->setVisible(body == Body::Chart);
    m_presets->setVisible(body != Body::NoCalls);
}

void TimelineCard::showAsTable(bool asTable)
{
    m_asTable = asTable;
    m_tableAction->setChecked(asTable);
    m_tableRevision = 0;
    m_timeline->invalidate();
    if (!m_waiting->isVisibleTo(this)) {
        showBody(asTable ? Body::Table : Body::Chart);
    }
}

void TimelineCard::refresh(const History& history, const ConnectionState& state, WallTime now,
                           bool isPaused)
{
    if (history.callCount() == 0) {
        showBody(Body::NoCalls);
        const bool byProxy = state.spec.way == WatchWay::Proxy;
        m_waitingLine->setText(byProxy && !state.proxyAddress.isEmpty()
                                   ? Wording::nothingArrived(state.proxyAddress)
                                   : Wording::nothingAskedYet());
        if (m_address->text() != state.proxyAddress) {
            m_address->setText(state.proxyAddress);
            m_copy->setText(Wording::copyAddress());
        }
        m_address->setVisible(byProxy && !state.proxyAddress.isEmpty());
        m_copy->setVisible(m_address->isVisibleTo(m_waiting));
        return;
    }
    showBody(m_asTable ? Body::Table : Body::Chart);
    if (m_asTable) {
        refreshTable(history, state, now);
    } else {
        m_timeline->refresh(history, state.windows, now, isPaused);
        showNoCalls();
    }
}

void TimelineCard::refreshTable(const History& history, const ConnectionState& state, WallTime now)
{
    m_range.setSession({history.firstCall().value_or(now), now});
    // Once a second is as often as somebody can read, or hear, a table.
    TimeSlice slice = m_range.slice();
    slice.to = std::chrono::ceil<std::chrono::seconds>(slice.to);
    slice.from = std::chrono::floor<std::chrono::minutes>(slice.from);
    if (slice == m_tableSlice && history.revision() == m_tableRevision) {
        return;
    }
    m_tableSlice = slice;
    m_tableRevision = history.revision();
    m_tableModel->show(history, state.windows, slice, now);
}

void TimelineCard::resizeEvent(QResizeEvent*)
{
    m_card->setGeometry(rect());
    m_card->lower();
    const int titleWidth = m_title->sizeHint().width();
    m_title->setGeometry(TitleLeft, HeaderMiddle - 10, titleWidth, 20);
    const QSize presets = m_presets->sizeHint();
    m_presets->setGeometry(width() - PresetsRight - presets.width(),
                           HeaderMiddle - presets.height() / 2, presets.width(), presets.height());
    const int legendLeft = TitleLeft + titleWidth + 16;
    m_legend->setGeometry(legendLeft, HeaderMiddle - 14, m_presets->x() - 4 - legendLeft, 28);
    const QRect body(0, HeaderHeight, width(), height() - HeaderHeight);
    m_timeline->setGeometry(body);
    m_table->setGeometry(body.adjusted(12, 0, -12, -10));
    m_waiting->setGeometry(body.adjusted(16, 0, -16, -HeaderHeight));
}

} // namespace Pacewatch
