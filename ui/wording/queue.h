#pragma once

#include "core/profile/profile.h"
#include "core/queue/item.h"
#include "ui/wording/queuelabels.h"
#include "ui/wording/wording.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

/// The words of the send queue and of the question before a live send.
namespace Pacewatch::Wording {

[[nodiscard]] QString queueColumn(int column); ///< QueueModel::Column
[[nodiscard]] QString itemState(const SendItem& item); ///< "Sent, 2nd try"
[[nodiscard]] QString itemDue();
[[nodiscard]] QString itemWaits(Duration wait); ///< "Waiting 4 s"
[[nodiscard]] QString itemAnswer(const SendItem& item); ///< foreign text inside
[[nodiscard]] QString inTime(Duration span); ///< "in 2 s"

[[nodiscard]] QString target(SendTarget target); ///< "Dry run"
/// What a target does; the strong part is the warning. @p confirmed is when a live send was.
[[nodiscard]] Sentence targetLine(SendTarget target, const QString& host,
                                  std::optional<WallTime> confirmed);
[[nodiscard]] QString recipientsLine(qsizetype recipients, qsizetype duplicates,
                                     qsizetype unreadable = 0);
/// Why a file did not become the list; @p most in bytes.
[[nodiscard]] QString listNotRead(const QString& file, const QString& reason);
[[nodiscard]] QString listTooLarge(const QString& file, qint64 most);
[[nodiscard]] QString missingVariables(const QStringList& names);

/// The three zones of the pace slider.
enum class PaceZone
{
    Safe,
    Tight,
    Over
};
[[nodiscard]] QString paceZone(PaceZone zone);
[[nodiscard]] QString paceName(); ///< "Pace, calls a second"
[[nodiscard]] QString spokenPace(double perSecond, PaceZone zone); ///< "0.8, safe"
[[nodiscard]] QString keepFree(const QString& window); ///< "Keep free each minute"

[[nodiscard]] Sentence doneLine(const QueueState& queue, WallTime now);
[[nodiscard]] Sentence lowestLine(const QueueState& queue);
[[nodiscard]] Sentence refusalsLine(const QueueState& queue);
[[nodiscard]] QString progress(const QueueState& queue); ///< "25 of 60 done"
[[nodiscard]] QString progressAside(const QueueState& queue); ///< "1 failed, 1 refused and retried"
[[nodiscard]] QString whyPaused(const QString& code); ///< QueueState::pausedBecause
[[nodiscard]] QString cancelOthers(qint64 number); ///< "Cancel the other 34"
[[nodiscard]] QString cancelAsk(qint64 number); ///< "Cancel 34 for good"
[[nodiscard]] QString startSends(SendTarget target, qint64 number);
[[nodiscard]] QString keepLabel(qint64 units); ///< "keep 10 free"
[[nodiscard]] QString thisWindow(const QString& window); ///< "This minute"
[[nodiscard]] Sentence lowestLabel(qint64 left); ///< "22 left at the lowest"

[[nodiscard]] QString itemChoice(int choice, qint64 number); ///< "Waiting 34"
[[nodiscard]] QString progressSpoken(qint64 done, qint64 total);
[[nodiscard]] QString previewOf(qint64 place, qint64 number); ///< "3 of 60, as it would leave"
[[nodiscard]] QString bodiesTooLarge(qint64 number, qint64 limit);
[[nodiscard]] QString expected(); ///< over the part of a chart that lies ahead
[[nodiscard]] QString sendsRow();
[[nodiscard]] QString doneMark(WallTime at); ///< "done 14:36:55"
[[nodiscard]] QString leftAt(qint64 left, qint64 limit, WallTime at, bool isExpected);

/// What the question before a live send is about.
struct LiveSend
{
    QString host;
    qint64 people = 0;
    QString customer;
    QString templateName;
    QString first; ///< recipients, as they may be shown
    QString last;
    Policy window; ///< the longest one it counts against
    std::optional<qint64> left; ///< in that window
    std::optional<Duration> takes;
    Pace pace;
    QStringList recipients; ///< all of them, as typed; never shown
};
[[nodiscard]] QString liveSendWindow(); ///< "Send to real people"
[[nodiscard]] QList<std::pair<QString, QString>> liveSendFacts(const LiveSend& send);
[[nodiscard]] QString typeTheNumber();
[[nodiscard]] QString dryRunInstead();
[[nodiscard]] QString doNotSend();
[[nodiscard]] QString liveSendTitle(const LiveSend& send);
[[nodiscard]] QString liveSendText(const LiveSend& send);
[[nodiscard]] QString sendNumber(qint64 number); ///< "Send 60"
[[nodiscard]] QString sendNumberIn(qint64 number, Duration wait); ///< "Send 120 in 3 s"

} // namespace Pacewatch::Wording
