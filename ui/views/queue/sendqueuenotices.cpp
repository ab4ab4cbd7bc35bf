#include "core/engine.h"
#include "ui/controls/messagebar.h"
#include "ui/models/feed.h"
#include "ui/views/queue/sendqueueview.h"
#include "ui/wording/notices.h"

namespace Pacewatch {

// The one message above the send queue: the gravest of what there is to say.

namespace {

constexpr qint64 FewToGoTogether = 2;

struct Shown
{
    MessageBar::Kind kind = MessageBar::Kind::Tight;
    Wording::Notice notice;
};

std::optional<Shown> trouble(const QueueState& queue)
{
    using Kind = MessageBar::Kind;
    if (queue.isPaused && queue.pausedBecause == PauseReason::Disk) {
        return Shown{Kind::Limited, Wording::diskIsFull(queue)};
    }
    if (queue.journalTrouble && !queue.isKept) {
        return Shown{Kind::Tight, Wording::queueIsNotKept(*queue.journalTrouble)};
    }
    if (queue.notAllowed > 0) {
        return Shown{Kind::Limited, Wording::nothingAdded(queue.notAllowed)};
    }
    if (queue.isPaused && queue.pausedBecause == PauseReason::NotAllowed) {
        return Shown{Kind::Limited, Wording::notStartedForList()};
    }
    if (queue.isPaused && queue.pausedBecause == PauseReason::Cap) {
        return Shown{Kind::Accent, Wording::capReached(queue.guard.cap.value_or(0))};
    }
    return std::nullopt;
}

} // namespace

void SendQueueView::showNotice(const QueueState& queue)
{
    const EngineState& state = m_context.feed.state();
    std::optional<Shown> shown = trouble(queue);
    if (!shown && !m_hidesSetAside && !state.journalSetAside.isEmpty()) {
        shown = {MessageBar::Kind::Tight, Wording::queueSetAside(state.journalSetAside)};
    } else if (!shown && !m_hidesSetAside && !state.limitsSetAside.isEmpty()) {
        shown = {MessageBar::Kind::Tight, Wording::limitsSetAside(state.limitsSetAside)};
    }
    m_offersTogether
        = !shown && !queue.isRunning && queue.bulkCalls > 0 && queue.waiting >= FewToGoTogether;
    if (m_offersTogether) {
        shown = {MessageBar::Kind::Accent, Wording::goTogether(queue)};
    }
    if (!shown) {
        m_notice->hide();
        m_noticeShown.clear();
        return;
    }
    const Wording::Notice& notice = shown->notice;
    const QString said = notice.title + notice.detail + notice.action;
    if (said != m_noticeShown) {
        m_notice->say(shown->kind, notice.title, notice.detail, notice.action);
        m_noticeShown = said;
    }
}

void SendQueueView::takeNoticeAction()
{
    if (m_offersTogether) {
        m_context.engine.setBulk(m_connection, !queueState().isBulk);
        return;
    }
    m_hidesSetAside = true;
    showNotice(queueState());
}

} // namespace Pacewatch
