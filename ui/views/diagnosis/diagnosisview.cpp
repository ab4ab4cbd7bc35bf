#include "ui/views/diagnosis/diagnosisview.h"

#include "core/engine.h"
#include "ui/charts/timerange.h"
#include "ui/controls/textlabel.h"
#include "ui/models/feed.h"
#include "ui/views/diagnosis/diagnosissummary.h"
#include "ui/views/diagnosis/findingpane.h"
#include "ui/views/diagnosis/findingslist.h"
#include "ui/views/diagnosis/whatifpane.h"
#include "ui/wording/findings.h"

#include <QScrollArea>

using namespace Qt::StringLiterals;

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr int SideMargin = 20;
constexpr int TopMargin = 16;
constexpr int Gap = 12;
constexpr int ListWidth = 328;
constexpr int NarrowListWidth = 264;
constexpr int NarrowPage = 900;
/// How many beats pass between two questions while nobody looks.
constexpr int HiddenBeats = 6;
/// With the time that a diagnosis takes, what is shown is never 2 s behind the calls.
constexpr Duration Beat = 1500ms;
/// The range's ends are the departures of its first and last call, to the nanosecond.
constexpr Duration Edge = 1ms;
/// What is shown of the timeline around an example, on each side of it.
constexpr Duration AroundExample = 20s;

void makeScrolled(QScrollArea& area, QWidget& pane)
{
    area.setWidget(&pane);
    area.setWidgetResizable(true);
    area.setFrameShape(QFrame::NoFrame);
    area.setFocusPolicy(Qt::NoFocus);
    area.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area.viewport()->setAutoFillBackground(false);
    pane.setAutoFillBackground(false);
    area.hide();
}

} // namespace

DiagnosisView::DiagnosisView(PageContext& context, QWidget* parent)
    : ConnectionView(parent)
    , m_context(context)
    , m_summary(new DiagnosisSummary(context.theme, this))
    , m_list(new FindingsList(context.theme, context.icons, this))
    , m_scroll(new QScrollArea(this))
    , m_pane(new FindingPane(context.theme, context.icons))
    , m_empty(new TextLabel(context.theme, FontRole::Body, Color::TextMuted, {}, this))
    , m_whatIfScroll(new QScrollArea(this))
    , m_whatIf(new WhatIfPane(context.theme, context.icons))
{
    setObjectName(u"diagnosisView"_s);
    m_empty->setObjectName(u"diagnosisEmpty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    // In a small window the proof is longer than the page.
    makeScrolled(*m_scroll, *m_pane);
    makeScrolled(*m_whatIfScroll, *m_whatIf);
    m_beat.setInterval(std::chrono::duration_cast<std::chrono::milliseconds>(Beat));
    connect(&m_beat, &QTimer::timeout, this, &DiagnosisView::tick);
    connect(&context.range, &TimeRange::chosen, this, &DiagnosisView::ask);
    connect(m_list, &FindingsList::chosenChanged, this, &DiagnosisView::leaveWhatIf);
    connect(m_summary, &DiagnosisSummary::findingChosen, m_list, &FindingsList::choose);
    connect(m_pane, &FindingPane::callsWanted, this, &DiagnosisView::openCalls);
    connect(m_pane, &FindingPane::timelineWanted, this, &DiagnosisView::openTimeline);
    connect(m_pane, &FindingPane::changeWanted, this, &DiagnosisView::tryChanges);
    connect(m_whatIf, &WhatIfPane::changed, this, &DiagnosisView::askWhatIf);
    connect(m_whatIf, &WhatIfPane::closed, this, &DiagnosisView::leaveWhatIf);
    m_beat.start();
}

void DiagnosisView::showConnection(ConnectionId id)
{
    if (id == m_id) {
        return;
    }
    m_id = id;
    m_asked.reset();
    m_isWaiting = false;
    m_hasDiagnosis = false;
    m_diagnosis = {};
    m_summary->showDiagnosis(m_diagnosis);
    m_list->forgetChoice();
    m_list->showDiagnosis(m_diagnosis);
    leaveWhatIf();
    ask();
}

std::optional<qint64> DiagnosisView::tabNumber() const
{
    return m_diagnosis.findings.size();
}

DiagnosisView::Question DiagnosisView::question() const
{
    const ConnectionState* const state = m_context.feed.connection(m_id);
    const TimeSlice& slice = m_context.range.slice();
    const bool follows = m_context.range.follows();
    // A range that follows moves all the time; what matters is its length and whether calls came.
    return {m_id, follows ? WallTime(slice.length()) : slice.from, follows ? WallTime() : slice.to,
            state == nullptr ? 0 : state->calls, follows};
}

void DiagnosisView::tick()
{
    ++m_ticks;
    if (isVisible() || (window()->isVisible() && m_ticks % HiddenBeats == 0)) {
        ask();
    }
}

void DiagnosisView::ask()
{
    if (m_context.feed.connection(m_id) == nullptr || m_isWaiting) {
        return;
    }
    const Question now = question();
    if (m_asked == now) {
        return;
    }
    m_asked = now;
    m_isWaiting = true;
    const TimeSlice& slice = m_context.range.slice();
    const WallTime present
        = presentOf(m_context.feed.recording(m_id), m_context.engine.clock().wallNow());
    const WallTime to = now.follows ? present : slice.to;
    const WallTime from = now.follows ? to - slice.length() : slice.from;
    m_context.engine.diagnose(m_id, from, to, this, [this, id = m_id](const Diagnosis& diagnosis) {
        if (id == m_id) {
            m_isWaiting = false;
            take(diagnosis);
        }
    });
}

void DiagnosisView::take(const Diagnosis& diagnosis)
{
    m_diagnosis = diagnosis;
    m_hasDiagnosis = true;
    m_summary->showDiagnosis(diagnosis);
    m_list->showDiagnosis(diagnosis);
    showFinding();
    emit tabNumberChanged();
    place();
}

void DiagnosisView::showFinding()
{
    const std::optional<Finding> finding = m_list->chosen();
    if (finding) {
        m_pane->showFinding(*finding);
    }
    m_scroll->setVisible(finding.has_value() && m_whatIfScroll->isHidden());
    m_empty->setVisible(!finding && m_whatIfScroll->isHidden());
    m_empty->setText(m_hasDiagnosis ? Wording::nothingToShow() : Wording::diagnosing());
}

void DiagnosisView::openCalls()
{
    const Finding& finding = m_pane->finding();
    m_context.showCalls(Wording::callsOfFinding(finding.kind, finding.calls.size()), finding.calls);
}

void DiagnosisView::openTimeline()
{
    const Finding& finding = m_pane->finding();
    m_context.range.select(
        {finding.exampleFrom - AroundExample, finding.exampleTo + AroundExample});
    m_context.openPage(Page::Monitor);
}

void DiagnosisView::tryChanges()
{
    m_tryFrom = m_diagnosis.from - Edge;
    m_tryTo = m_diagnosis.to + Edge;
    ++m_tries;
    m_whatIf->startOver();
    m_whatIfScroll->show();
    showFinding();
    askWhatIf();
    m_context.engine.whatIf(m_id, m_tryFrom, m_tryTo, {}, WhatIfDepth::SingleChanges, this,
                            [this, number = m_tries](const WhatIfAnswer& answer) {
                                if (number == m_tries) {
                                    m_whatIf->showSingleChanges(answer);
                                }
                            });
}

void DiagnosisView::askWhatIf()
{
    m_context.engine.whatIf(m_id, m_tryFrom, m_tryTo, m_whatIf->what(), WhatIfDepth::OneReplay,
                            this, [this, number = m_tries](const WhatIfAnswer& answer) {
                                if (number == m_tries) {
                                    m_whatIf->showAnswer(answer);
                                }
                            });
}

void DiagnosisView::leaveWhatIf()
{
    ++m_tries;
    m_whatIfScroll->hide();
    showFinding();
}

void DiagnosisView::place()
{
    const int wide = width() - 2 * SideMargin;
    const int head = m_summary->sizeHint().height();
    m_summary->setGeometry(SideMargin, TopMargin, wide, head);
    const int top = TopMargin + head + Gap;
    const int high = std::max(height() - top - TopMargin, 0);
    const int list = width() < NarrowPage ? NarrowListWidth : ListWidth;
    m_list->setGeometry(SideMargin, top, list, high);
    const QRect rest(SideMargin + list + Gap, top, wide - list - Gap, high);
    m_scroll->setGeometry(rest);
    m_empty->setGeometry(rest);
    m_whatIfScroll->setGeometry(rest);
}

void DiagnosisView::showEvent(QShowEvent*)
{
    ask();
}

void DiagnosisView::resizeEvent(QResizeEvent*)
{
    place();
}

} // namespace Pacewatch
