#include "ui/wording/queue.h"

#include "ui/models/queuemodel.h"
#include "ui/wording/phrase.h"

namespace Pacewatch::Wording {

using namespace Qt::Literals::StringLiterals;

QString queueColumn(int column)
{
    switch (QueueModel::Column(column)) {
    case QueueModel::NumberColumn:
        return phrase("No.");
    case QueueModel::RecipientColumn:
        return phrase("Recipient");
    case QueueModel::StateColumn:
        return phrase("State");
    case QueueModel::TimeColumn:
        return phrase("Time");
    case QueueModel::AnswerColumn:
        return phrase("Answer");
    case QueueModel::TookColumn:
        return phrase("Took");
    case QueueModel::ColumnCount:
        break;
    }
    return {};
}

QString itemState(const SendItem& item)
{
    switch (item.state) {
    case ItemState::Draft:
    case ItemState::Ready:
        return phrase("Queued");
    case ItemState::Paused:
        return phrase("Paused");
    case ItemState::Sending:
        return phrase("Sending");
    case ItemState::Sent:
        switch (item.attempts) {
        case 0:
        case 1:
            return phrase("Sent");
        case 2:
            return phrase("Sent, 2nd try");
        case 3:
            return phrase("Sent, 3rd try");
        default:
            return phrase("Sent, %1th try", count(item.attempts));
        }
    case ItemState::Rejected:
        return phrase("Failed");
    case ItemState::Unknown:
        return phrase("Maybe sent");
    case ItemState::ConfirmedSent:
        return phrase("Sent, you said");
    case ItemState::ConfirmedNotSent:
        return phrase("Not sent");
    case ItemState::Cancelled:
        return phrase("Cancelled");
    case ItemState::Expired:
        return phrase("Too late");
    case ItemState::WouldSend:
        return phrase("Would be sent");
    }
    return {};
}

QString itemDue()
{
    return phrase("Due");
}

QString itemWaits(Duration wait)
{
    return phrase("Waiting %1", countdown(wait));
}

QString itemAnswer(const SendItem& item)
{
    if (item.status == 0) {
        return item.error && isProblem(item.state) ? sentence(item.error->code) : QString();
    }
    const QString status = QString::number(item.status);
    const bool isSent = item.state == ItemState::Sent || item.state == ItemState::ConfirmedSent;
    if (isSent && item.refusals > 0 && item.lastWait) {
        return phrase("%1 sent, after 429 and a %2 wait", status, duration(*item.lastWait));
    }
    if (!item.answer.isEmpty()) {
        return phrase("%1 %2", status, item.answer.simplified());
    }
    return isSent ? phrase("%1 sent", status) : status;
}

QString inTime(Duration span)
{
    return phrase("in %1", countdown(span));
}

QString target(SendTarget target)
{
    switch (target) {
    case SendTarget::DryRun:
        return phrase("Dry run");
    case SendTarget::Practice:
        return phrase("Practice gateway");
    case SendTarget::TestMode:
        return phrase("Test mode");
    case SendTarget::Live:
        return phrase("Live host");
    }
    return {};
}

Sentence targetLine(SendTarget target, const QString& host, std::optional<WallTime> confirmed)
{
    switch (target) {
    case SendTarget::DryRun:
        return emphasised(phrase("*Nothing leaves this computer.* Only the plan is worked out."));
    case SendTarget::Practice:
        return emphasised(phrase("*No real calls are made.* The built-in gateway answers."));
    case SendTarget::TestMode:
        return emphasised(phrase("*Accepted, counted and billed, but not delivered* by %1.", host));
    case SendTarget::Live:
        break;
    }
    if (confirmed) {
        return emphasised(phrase("*Sends reach real people* through %1. You confirmed this at %2.",
                                 host, clock(*confirmed)));
    }
    return emphasised(phrase("*Sends reach real people* through %1. You are asked before it "
                             "starts.",
                             host));
}

QString recipientsLine(qsizetype recipients, qsizetype duplicates, qsizetype unreadable)
{
    if (recipients == 0) {
        return unreadable == 0
            ? phrase("No recipients yet")
            : phrase("No recipients: %1",
                     counted(unreadable, "%1 line not understood", "%1 lines not understood"));
    }
    const QString all = counted(recipients, "%1 recipient", "%1 recipients");
    QStringList parts{all};
    if (duplicates > 0) {
        parts += counted(duplicates, "%1 double left out", "%1 doubles left out");
    }
    if (unreadable > 0) {
        parts += counted(unreadable, "%1 line not understood", "%1 lines not understood");
    }
    return parts.join(u", "_s);
}

QString listNotRead(const QString& file, const QString& reason)
{
    return phrase("%1 cannot be read: %2", file, reason);
}

QString listTooLarge(const QString& file, qint64 most)
{
    return phrase("%1 is larger than %2, too large for a list of recipients.", file, size(most));
}

QString missingVariables(const QStringList& names)
{
    QStringList shown;
    for (const QString& name : names) {
        shown += u"{{"_s + name + u"}}"_s;
    }
    return counted(names.size(), "%2 has no value.", "%2 have no value.", shown.join(u", "_s));
}

QString paceZone(PaceZone zone)
{
    switch (zone) {
    case PaceZone::Safe:
        return phrase("Safe pace");
    case PaceZone::Tight:
        return phrase("Tight pace");
    case PaceZone::Over:
        return phrase("Over the limit");
    }
    return {};
}

QString paceName()
{
    return phrase("Pace, calls a second");
}

QString spokenPace(double perSecond, PaceZone zone)
{
    switch (zone) {
    case PaceZone::Safe:
        return phrase("%1, safe", rateNumber(perSecond));
    case PaceZone::Tight:
        return phrase("%1, tight", rateNumber(perSecond));
    case PaceZone::Over:
        return phrase("%1, over the limit", rateNumber(perSecond));
    }
    return {};
}

QString keepFree(const QString& window)
{
    return phrase("Keep free each %1", window);
}

Sentence doneLine(const QueueState& queue, WallTime now)
{
    if (!queue.doneAt) {
        return {phrase("Starts when you say so"), 0, 0};
    }
    if (*queue.doneAt <= now) {
        return emphasised(phrase("*Done at %1*", clock(*queue.doneAt)));
    }
    return emphasised(
        phrase("*Done at %1*, in %2", clock(*queue.doneAt), countdown(*queue.doneAt - now)));
}

Sentence lowestLine(const QueueState& queue)
{
    if (!queue.lowestLeft) {
        return {phrase("What is left cannot be foreseen yet"), 0, 0};
    }
    if (!queue.lowestAt) {
        return emphasised(phrase("*%1 left at the lowest*", count(*queue.lowestLeft)));
    }
    return emphasised(phrase("*%1 left at the lowest*, just before %2", count(*queue.lowestLeft),
                             clock(*queue.lowestAt)));
}

Sentence refusalsLine(const QueueState& queue)
{
    if (queue.refusalsExpected > 0) {
        return emphasised(counted(queue.refusalsExpected,
                                  "*About %1 refusal expected* at this pace",
                                  "*About %1 refusals expected* at this pace"));
    }
    if (queue.customerPerSecond > 0) {
        return emphasised(phrase("*No refusals expected*, with the customer’s own %1 counted in",
                                 rate(queue.customerPerSecond)));
    }
    return emphasised(phrase("*No refusals expected*"));
}

QString progress(const QueueState& queue)
{
    if (queue.total == 0) {
        return phrase("Nothing to send");
    }
    return phrase("%1 of %2 done", count(queue.done), count(queue.total));
}

QString progressAside(const QueueState& queue)
{
    QStringList parts;
    if (queue.failed > 0) {
        parts += phrase("%1 failed", count(queue.failed));
    }
    if (queue.unknown > 0) {
        parts += phrase("%1 maybe sent", count(queue.unknown));
    }
    if (queue.refusedAndRetried > 0) {
        parts += phrase("%1 refused and retried", count(queue.refusedAndRetried));
    }
    if (queue.isPaused) {
        parts += whyPaused(queue.pausedBecause);
    }
    return parts.join(u", "_s);
}

QString whyPaused(const QString& code)
{
    if (code.isEmpty()) {
        return phrase("paused");
    }
    if (code == PauseReason::Failures) {
        return phrase("paused after three failures in a row");
    }
    if (code == PauseReason::Sleep) {
        return phrase("paused because the computer slept");
    }
    if (code == PauseReason::Disk) {
        return phrase("stopped because the disk took no more; goes on when it does");
    }
    if (code == PauseReason::Journal) {
        return phrase("not started because nothing could be kept on disk");
    }
    if (code == PauseReason::Confirm) {
        return phrase("paused before the calls that were added since");
    }
    if (code == PauseReason::Cap) {
        return phrase("stopped at the most this run may send");
    }
    if (code == PauseReason::NotAllowed) {
        return phrase("not started: a recipient is not on the list");
    }
    if (code == PauseReason::Changed) {
        return phrase("stopped because the connection was changed");
    }
    if (code.contains("close"_L1)) {
        return phrase("paused because the window was closed");
    }
    if (code.contains("key"_L1)) {
        return phrase("paused because the key was refused");
    }
    return phrase("paused by itself");
}

QString cancelOthers(qint64 number)
{
    return counted(number, "Cancel the last one", "Cancel the other %1");
}

QString cancelAsk(qint64 number)
{
    return counted(number, "Cancel it for good", "Cancel %1 for good");
}

QString startSends(SendTarget target, qint64 number)
{
    switch (target) {
    case SendTarget::DryRun:
        return counted(number, "Try %1 without sending", "Try %1 without sending");
    case SendTarget::Practice:
        return counted(number, "Send %1 to practice", "Send %1 to practice");
    case SendTarget::TestMode:
        return counted(number, "Send %1 as a test", "Send %1 as tests");
    case SendTarget::Live:
        return counted(number, "Send %1 …", "Send %1 …");
    }
    return {};
}

QString keepLabel(qint64 units)
{
    return phrase("keep %1 free", count(units));
}

QString thisWindow(const QString& window)
{
    return window == "second"_L1 ? phrase("This second") : phrase("This %1", window);
}

Sentence lowestLabel(qint64 left)
{
    return emphasised(phrase("*%1 left* at the lowest", count(left)));
}

QString itemChoice(int choice, qint64 number)
{
    switch (choice) {
    case 0:
        return phrase("All %1", count(number));
    case 1:
        return phrase("Waiting %1", count(number));
    default:
        return phrase("Problems %1", count(number));
    }
}

QString progressSpoken(qint64 done, qint64 total)
{
    return phrase("%1 of %2 done", count(done), count(total));
}

QString previewOf(qint64 place, qint64 number)
{
    return phrase("%1 of %2, as it would leave", count(place), count(number));
}

QString bodiesTooLarge(qint64 number, qint64 limit)
{
    return phrase("%1, and the gateway takes %2 at most. Nothing was added.",
                  counted(number, "%1 body is too large", "%1 bodies are too large"), size(limit));
}

QString expected()
{
    return phrase("expected");
}

QString sendsRow()
{
    return phrase("Sends");
}

QString doneMark(WallTime at)
{
    return phrase("done %1", clock(at));
}

QString leftAt(qint64 left, qint64 limit, WallTime at, bool isExpected)
{
    const QString leftText = leftOf(left, limit);
    return isExpected ? phrase("%1: %2 expected", clock(at), leftText)
                      : phrase("%1: %2", clock(at), leftText);
}

QString liveSendWindow()
{
    return phrase("Send to real people");
}

QList<std::pair<QString, QString>> liveSendFacts(const LiveSend& send)
{
    QList<std::pair<QString, QString>> facts{{phrase("Customer"), send.customer}};
    if (!send.templateName.isEmpty()) {
        facts.append({phrase("Template"), send.templateName});
    }
    facts.append({phrase("First"), send.first});
    facts.append({phrase("Last"), send.last});
    return facts;
}

QString typeTheNumber()
{
    return phrase("Type the number of messages to confirm");
}

QString dryRunInstead()
{
    return phrase("Dry run instead");
}

QString doNotSend()
{
    return phrase("Cancel");
}

QString liveSendTitle(const LiveSend& send)
{
    return counted(send.people, "Send %1 message through %2?", "Send %1 messages through %2?",
                   send.host);
}

QString liveSendText(const LiveSend& send)
{
    QStringList sentences;
    const QString people = count(send.people);
    if (send.left) {
        sentences += counted(send.people,
                             "It reaches 1 person and counts as 1 of the %2 calls left in the %3.",
                             "They reach %1 people and count as %1 of the %2 calls left in the %3.",
                             count(*send.left), windowNoun(send.window));
    } else {
        sentences += counted(send.people, "It reaches 1 person and counts against the limits.",
                             "They reach %1 people and count against the limits.");
    }
    if (send.takes) {
        sentences += send.pace.kind == Pace::Kind::Rate
            ? phrase("At %1 this takes %2.", rate(send.pace.perSecond), duration(*send.takes))
            : phrase("This takes about %1.", duration(*send.takes));
    }
    return sentences.join(u' ');
}

QString sendNumber(qint64 number)
{
    return phrase("Send %1", count(number));
}

QString sendNumberIn(qint64 number, Duration wait)
{
    return phrase("Send %1 in %2", count(number), countdown(wait));
}

} // namespace Pacewatch::Wording
