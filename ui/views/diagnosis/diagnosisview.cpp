#include "ui/views/diagnosis/diagnosisview.h"

#include "core/engine.h"
#include "ui/charts/timerange.h"
#include "ui/controls/textlabel.h"
#include "ui/models/feed.h"
#include "ui/views/diagnosis/diagnosissummary.h"
#include "ui/views/diagnosis/findingpane.h"
#include "ui/views/diagnosis/findingslist.h"
#include "ui/views/diagnosis/lookingrow.h"
#include "ui/views/diagnosis/whatifpane.h"
#include "ui/views/rangemenu.h"
#include "ui/wording/findings.h"

#include <QScrollArea>

#include <memory>
#include <utility>

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
    , m_looking(new LookingRow(context.theme, this))
    , m_summary(new DiagnosisSummary(context.theme, context.icons, this))
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
    connect(&context.range, &TimeRange::chosen, this, &DiagnosisView::askAnew);
    connect(m_looking, &LookingRow::stopWanted, this, &DiagnosisView::stop);
    connect(m_looking, &LookingRow::againWanted, this, &DiagnosisView::askAnew);
    connect(m_looking, &LookingRow::placeChanged, this, &DiagnosisView::place);
    connect(m_summary, &DiagnosisSummary::rangeMenuWanted, this,
            [this](QMenu& menu) { addRangeChoices(menu, m_context.range); });
    connect(m_pane, &FindingPane::inclusionWanted, this, &DiagnosisView::include);
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
    m_hasDiagnosis = false;
    m_diagnosis = {};
    m_summary->showNothing(Wording::diagnosing());
    m_list->forgetChoice();
    m_list->showDiagnosis(m_diagnosis);
    leaveWhatIf();
    askAnew();
    emit tabNumberChanged();
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

/// The page that moves the range with the time may not be open.
void DiagnosisView::knowSession()
{
    const Recording* const recording = m_context.feed.recording(m_id);
    const WallTime present = presentOf(recording, m_context.engine.clock().wallNow());
    const WallTime first = recording != nullptr
        ? recording->first
        : m_context.feed.histories().of(m_id).firstCall().value_or(present);
    m_context.range.setSession({first, present});
}

void DiagnosisView::askAnew()
{
    // Somebody looks at one example on the timeline and comes back.
    if (m_context.range.evidence() && !isVisible()) {
        return;
    }
    knowSession();
    if (m_job && m_asked == question()) {
        return;
    }
    if (m_job) {
        m_context.engine.cancelJob(*std::exchange(m_job, std::nullopt));
    }
    m_asked.reset();
    m_looking->end();
    ask();
}

void DiagnosisView::stop()
{
    if (m_job) {
        m_context.engine.cancelJob(*std::exchange(m_job, std::nullopt));
        m_looking->showStopped(m_hasDiagnosis);
        if (!m_hasDiagnosis) {
            m_summary->showNothing(Wording::notLookedAt());
        }
        showFinding();
    }
}

void DiagnosisView::ask()
{
    if (m_context.feed.connection(m_id) == nullptr || m_job || m_looking->isStopped()
        || (m_context.range.evidence() && !isVisible())) {
        return;
    }
    knowSession();
    const Question now = question();
    if (m_asked == now) {
        return;
    }
    m_asked = now;
    if (!m_hasDiagnosis) {
        m_summary->showNothing(Wording::diagnosing());
    }
    const TimeSlice& slice = m_context.range.slice();
    const WallTime to = now.follows ? m_context.range.session().to : slice.to;
    const WallTime from = now.follows ? to - slice.length() : slice.from;
    const auto number = std::make_shared<std::optional<JobId>>(); // as known only afterwards
    m_job = m_context.engine.diagnose(
        {m_id, from, to}, this,
        [this, number](qint64 done, qint64 total) {
            if (m_job && m_job == *number) {
                m_looking->tell(done, total);
            }
        },
        [this, number](const Result<Diagnosis>& diagnosis) {
            if (!m_job || m_job != *number) {
                return; // given up
            }
            m_job.reset();
            m_looking->end();
            if (diagnosis) {
                take(*diagnosis);
            }
        });
    *number = m_job;
    m_looking->begin();
    showFinding();
}

void DiagnosisView::take(const Diagnosis& diagnosis)
{
    m_diagnosis = diagnosis;
    // One for each refusal, and nothing here shows them one by one. Not by clear(): that makes room
    // for as many when others still hold them.
    m_diagnosis.cases = {};
    m_hasDiagnosis = true;
    m_summary->showDiagnosis(m_diagnosis);
    const ConnectionState* const state = m_context.feed.connection(m_id);
    const bool isLive = state != nullptr && m_context.feed.recording(m_id) == nullptr;
    m_list->showDiagnosis(m_diagnosis, isLive ? Wording::basis(state->spec) : QString());
    showFinding();
    emit tabNumberChanged();
    place();
}

void DiagnosisView::showFinding()
{
    const std::optional<Finding> finding = m_list->chosen();
    if (finding) {
        m_pane->showFinding(*finding, !m_context.leftOut.value(m_id).contains(finding->kind));
    }
    m_scroll->setVisible(finding.has_value() && m_whatIfScroll->isHidden());
    m_empty->setVisible(!finding && m_whatIfScroll->isHidden());
    m_empty->setText(m_hasDiagnosis ? Wording::nothingToShow() : QString());
}

void DiagnosisView::include(bool isIncluded)
{
    QSet<FindingKind>& left = m_context.leftOut[m_id];
    const FindingKind kind = m_pane->finding().kind;
    isIncluded ? (void)left.remove(kind) : (void)left.insert(kind);
}

void DiagnosisView::openCalls()
{
    const Finding& finding = m_pane->finding();
    m_context.showCalls(Wording::callsOfFinding(finding.kind, finding.calls.size()), finding.calls);
}

void DiagnosisView::openTimeline()
{
    const Finding& finding = m_pane->finding();
    m_context.range.visit({finding.exampleFrom - AroundExample, finding.exampleTo + AroundExample},
                          {finding.exampleFrom, finding.exampleTo});
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
    const int looking = m_looking->isHidden() ? 0 : m_looking->sizeHint().height() + Gap;
    m_looking->setGeometry(SideMargin, TopMargin, wide, std::max(looking - Gap, 0));
    const int head = m_summary->sizeHint().height();
    m_summary->setGeometry(SideMargin, TopMargin + looking, wide, head);
    const int top = TopMargin + looking + head + Gap;
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
