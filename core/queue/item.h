#pragma once

#include "core/exchange.h"
#include "core/hold.h"
#include "core/instant.h"
#include "core/pacing/pace.h"
#include "core/queue/sendbody.h"
#include "core/seldom.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Pacewatch {

/// Names a send item within the program.
enum class ItemId : quint64
{
};

/// Where test sends go.
enum class SendTarget
{
    DryRun, ///< nowhere: the plan only
    Practice, ///< the built-in gateway
    TestMode, ///< the real gateway's own sandbox: counted, not delivered
    Live, ///< real people
};

/// What to send, before it is queued.
struct SendDraft
{
    QByteArray method;
    QByteArray path; ///< below the base URL
    SendBody body;
    QString recipient; ///< as typed, for the table; empty when the call has none

    friend bool operator==(const SendDraft&, const SendDraft&) = default;
};

/// The states of a send item; see ARCHITECTURE.md for the legal moves.
enum class ItemState
{
    Draft,
    Ready, ///< queued
    Paused,
    Sending, ///< its first byte may have left
    Sent,
    Rejected, ///< the gateway said no for good
    Unknown, ///< nobody knows whether it arrived; never sent again by itself
    ConfirmedSent,
    ConfirmedNotSent,
    Cancelled,
    Expired,
    WouldSend, ///< the dry run's answer
};

/// Whether an item may go from one state to the other. Sending goes back to Ready only when the
/// gateway certainly did not take the call: before its first byte, or by a 429.
[[nodiscard]] bool isLegalMove(ItemState from, ItemState to) noexcept;

/// What tells one recipient from another, however they are spelled: the digits of a number without
/// what only says that more follow ("+", "00", "tel:", the "(0)" of "+44 (0)20"), anything else as
/// typed but for the case.
[[nodiscard]] QString recipientKey(const QString& typed);

/// What a live run may not go beyond.
struct LiveGuard
{
    std::optional<qint64> cap; ///< most sends in one run; a retry is not one more
    QStringList allowed; ///< recipients as typed; empty allows everybody

    /// How many of @p recipients are not on the list.
    [[nodiscard]] qint64 notAllowed(const QStringList& recipients) const;
    friend bool operator==(const LiveGuard&, const LiveGuard&) = default;
};

/// One send as the table shows it. There may be a hundred thousand, in the queue and in the table,
/// so what few of them have is kept apart.
struct SendItem
{
    ItemId id{};
    qint64 place = 0; ///< those with a lower one leave first
    ItemId againOf{}; ///< the item that this one repeats; 0 for none
    SendDraft draft;
    int number = 0; ///< 1, 2, 3 … within its queue
    ItemState state = ItemState::Draft;
    int attempts = 0;
    int refusals = 0; ///< 429s it met
    std::optional<WallTime> due; ///< when it is expected to leave, while it waits
    std::optional<WallTime> sentAt;
    std::optional<Duration> took;
    int status = 0; ///< of the last answer
    QString answer; ///< the answer's own short message, foreign text
    std::optional<Duration> lastWait; ///< the wait it was asked for
    Seldom<Hold> hold; ///< why it waits until `due`; empty while others go before it
    Seldom<Error> error;
};

/// Why a queue paused by itself: the codes of QueueState::pausedBecause.
namespace PauseReason {

inline constexpr QStringView Failures = u"failures"; ///< three calls in a row failed
inline constexpr QStringView Disk = u"disk"; ///< the journal cannot be written; goes on by itself
inline constexpr QStringView Journal = u"journal"; ///< live sends are not kept, so they do not go
inline constexpr QStringView Confirm = u"confirm"; ///< items were added that nobody confirmed
inline constexpr QStringView Changed = u"changed"; ///< the connection got another gateway
inline constexpr QStringView Sleep = u"sleep"; ///< the computer slept
inline constexpr QStringView Cap = u"cap"; ///< a live run sent as many as it may
inline constexpr QStringView NotAllowed = u"notAllowed"; ///< a recipient is not on the list

} // namespace PauseReason

/// How a queue stands. A value, published a few times a second.
struct QueueState
{
    ConnectionId connection{};
    SendTarget target = SendTarget::DryRun;
    Pace pace;
    bool isRunning = false;
    bool isPaused = false;
    QString pausedBecause; ///< code of the reason; see PauseReason; empty when the user did it
    LiveGuard guard; ///< of live runs
    qint64 notAllowed = 0; ///< of the last that were to be added: left out, not on the list
    bool isBulk = false; ///< items that may share a call do
    qint64 bulkCalls = 0; ///< calls for what waits, if all that may share one do; 0: none may
    std::optional<Error> journalTrouble; ///< why its items are not kept on disk
    bool isKept = false; ///< its items are on disk
    qint64 total = 0;
    qint64 done = 0; ///< sent, rejected, cancelled, would be sent
    qint64 waiting = 0;
    qint64 failed = 0;
    qint64 unknown = 0;
    qint64 refusedAndRetried = 0;
    std::optional<WallTime> started;
    std::optional<WallTime> doneAt; ///< expected end, or the real one
    std::optional<Instant> waitUntil; ///< the gateway asked to wait
    std::optional<qint64> lowestLeft; ///< expected, in the longest window of calls
    std::optional<WallTime> lowestAt;
    qint64 refusalsExpected = 0;
    double customerPerSecond = 0; ///< the customer's own pace that was counted in
    double safePerSecond = 0; ///< upper edge of the safe zone
    double overPerSecond = 0; ///< where nothing would be kept free
};

} // namespace Pacewatch
