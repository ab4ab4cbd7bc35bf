#include "app/sendrun.h"

#include "app/commands/entries.h"
#include "app/gatewayoptions.h"
#include "app/stopsignal.h"
#include "app/terminal.h"
#include "ui/wording/queue.h"

#include <QCoreApplication>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

SendRun::SendRun(const ProfileShelf& shelf, SendOrder order)
    : m_order(std::move(order))
    , m_live(shelf, m_order.spec.timeScale, m_order.files)
    , m_report(m_order.drafts.size())
{
    QObject::connect(&m_live, &LiveEngine::exchangeArrived, &m_live,
                     [this](const Exchange& exchange) { m_report.add(exchange); });
    QObject::connect(&m_live, &LiveEngine::itemChanged, &m_live, [this](const ItemChange& change) {
        m_report.add(change.item);
        if (!m_isBegun) {
            m_kept.append(change.item);
        }
    });
    QObject::connect(&m_live, &LiveEngine::stateChanged, &m_live,
                     [this](const EngineState& state) { takeState(state); });
}

int SendRun::exec()
{
    QTimer progress;
    QObject::connect(&progress, &QTimer::timeout, &progress,
                     [this] { printNote(m_report.progress()); });
    progress.start(std::chrono::seconds(1));
    const StopSignal signal([this] { stop(u"stopped by a signal"_s, ExitBadNews); });
    m_id = m_live.engine().addConnection(m_order.spec, std::move(m_order.key));
    QCoreApplication::exec();
    return finish();
}

void SendRun::stop(const QString& because, int code)
{
    m_because = because;
    m_code = code;
    QCoreApplication::quit();
}

void SendRun::takeState(const EngineState& state)
{
    if (state.queues.isEmpty()) {
        return;
    }
    const QueueState& queue = state.queues.first();
    if (!m_isBegun) {
        if (!state.journalSetAside.isEmpty()) {
            printError(u"the journal was damaged and is now %1"_s.arg(state.journalSetAside));
        }
        if (!state.limitsSetAside.isEmpty()) {
            printError(u"what the limits had used up could not be read and is now %1"_s.arg(
                state.limitsSetAside));
        }
        begin(queue);
        return;
    }
    const bool waitsForDisk = queue.isPaused && queue.pausedBecause == PauseReason::Disk;
    if (waitsForDisk && !std::exchange(m_saysDiskIsFull, true)) {
        printError(u"the journal cannot be written (%1); goes on when it can"_s.arg(
            printable(queue.journalTrouble.value_or(Error{}).detail)));
    }
    m_saysDiskIsFull = waitsForDisk;
    if (queue.isPaused && !waitsForDisk) {
        stop(Wording::whyPaused(queue.pausedBecause), ExitBadNews);
    } else if (m_report.isComplete()) {
        QCoreApplication::quit();
    }
}

void SendRun::begin(const QueueState& queue)
{
    if (queue.journalTrouble) {
        printError(u"--journal: %1"_s.arg(printable(failureText(*queue.journalTrouble))));
        stop({}, ExitCouldNotRun);
        return;
    }
    m_live.drainItems();
    m_isBegun = true;
    Engine& engine = m_live.engine();
    engine.setTarget(m_id, m_order.target);
    engine.setGuard(m_id, m_order.guard);
    engine.setBulk(m_id, m_order.isBulk);
    engine.setPace(m_id, m_order.pace);
    if (m_kept.isEmpty()) {
        engine.enqueue(m_id, m_order.drafts);
        engine.startQueue(m_id, m_order.drafts.size());
    } else if (isSameOrder()) {
        goOn(queue.waiting);
    } else {
        printError(u"--journal: the file holds another run, of %1 sends"_s.arg(m_kept.size()));
        stop({}, ExitBadInput);
    }
    // A hundred thousand of each are not needed twice.
    m_kept = {};
    m_order.drafts = {};
}

void SendRun::goOn(qint64 waiting)
{
    printNote(u"going on: %1"_s.arg(m_report.progress()));
    if (waiting > 0) {
        // They were confirmed with the others when the run was started.
        m_live.engine().startQueue(m_id, waiting);
    }
}

bool SendRun::isSameOrder() const
{
    return std::equal(
        m_kept.begin(), m_kept.end(), m_order.drafts.begin(), m_order.drafts.end(),
        [](const SendItem& item, const SendDraft& draft) { return item.draft == draft; });
}

int SendRun::finish()
{
    if (!m_isBegun || (m_code != ExitDone && m_because.isEmpty())) {
        return m_code;
    }
    m_live.drain();
    if (!m_because.isEmpty()) {
        printError(printable(m_because));
    }
    m_order.asJson ? printJson(m_report.toJson()) : printLine(m_report.text());
    if (!m_because.isEmpty() && !m_report.isAnyAnswered()) {
        return ExitCouldNotRun;
    }
    return !m_because.isEmpty() || m_report.isBadNews() ? ExitBadNews : ExitDone;
}

} // namespace Pacewatch
