#pragma once

#include "core/connection.h"
#include "core/emulator/settings.h"
#include "core/profile/profile.h"
#include "core/queue/item.h"
#include "ui/icon.h"

#include <QString>
#include <QStringList>

#include <optional>

/// The only source of words and of the form of numbers.
/// Pure: the present is an argument. Foreign text inside a sentence is plain text.
namespace Pacewatch::Wording {

/// A sentence with one part that stands out.
struct Sentence
{
    QString text;
    qsizetype strongFrom = 0;
    qsizetype strongLength = 0; ///< 0 when nothing stands out

    friend bool operator==(const Sentence&, const Sentence&) = default;
};

// Numbers and time -----------------------------------------------------------------------------

[[nodiscard]] QString missing(); ///< "–", for what is not known
[[nodiscard]] QString count(qint64 number); ///< "12,899"
[[nodiscard]] QString axisCount(qint64 number); ///< "12.9 k"
[[nodiscard]] QString share(double share); ///< 0 to 1: "42%", "under 1%", "over 99%"
[[nodiscard]] QString rateNumber(double perSecond); ///< "0.8", "24"
[[nodiscard]] QString rate(double perSecond); ///< "0.8 a second"
[[nodiscard]] QString shortRate(qint64 perSecond); ///< "10/s", for charts only
[[nodiscard]] QString duration(Duration span); ///< "412 ms", "2.4 s", "24 s", "4 min 10 s"
/// Whole seconds, rounded up, never below "0 s": for what runs down.
[[nodiscard]] QString countdown(Duration span);
/// For how long something stands: whole seconds below a minute, then whole minutes, hours, days.
[[nodiscard]] QString age(Duration span);
[[nodiscard]] QString length(Duration span); ///< of a recording: "42 min 18 s", "2 h 05 min"
[[nodiscard]] QString clock(WallTime time); ///< "14:31:36"
[[nodiscard]] QString clockWithMilliseconds(WallTime time); ///< "14:31:36.360"
[[nodiscard]] QString clockMinutes(WallTime time); ///< "14:31"
[[nodiscard]] QString zone(WallTime time); ///< of this computer then: "UTC", "UTC+1"
[[nodiscard]] QString date(WallTime time); ///< "19 Nov"
[[nodiscard]] QString size(qint64 bytes); ///< "840 B", "12 KB", "2.3 MB"
[[nodiscard]] QString change(qint64 difference); ///< "+17", "−3", with a true minus sign
[[nodiscard]] QString changeShare(double difference); ///< "−94%"
[[nodiscard]] QString calls(qint64 number); ///< "1 call", "12 calls"
[[nodiscard]] QString clients(int number); ///< "1 client", "2 clients"

// Windows --------------------------------------------------------------------------------------

[[nodiscard]] QString windowLabel(const Policy& policy); ///< "Left this minute", "New people left"
[[nodiscard]] QString windowNoun(const Policy& policy); ///< "minute", "second", "10 s"
[[nodiscard]] QString perWindow(const Policy& policy); ///< "Per minute", "People, 24 h"
[[nodiscard]] QString limitLine(const Policy& policy); ///< "100 a minute"
[[nodiscard]] QString ofLimit(qint64 limit); ///< "of 100"
[[nodiscard]] QString leftOf(qint64 remaining, qint64 limit); ///< "72 of 100 left"
[[nodiscard]] QString sourceLabel(const WindowState& window); ///< "from headers", "lowest in 60 s"
[[nodiscard]] QString sourceTip(const WindowState& window);
/// The bold part is the countdown: "Resets in 24 s  at 14:32:00", "Busiest second used 3".
[[nodiscard]] Sentence resetLine(const WindowState& window, Instant now);
[[nodiscard]] QString staleLine(const WindowState& window, Instant now, WallTime wallNow);
/// How the gateway counts, or that it is undecided: "Fixed minutes from :00, 96% sure".
[[nodiscard]] QString countingLine(const WindowState& window, Instant now);
/// The same in sentences, with the answer that decided it and the use by others.
[[nodiscard]] QString countingTip(const WindowState& window, Instant now, WallTime wallNow);
[[nodiscard]] QString evenPaceTip(qint64 left); ///< "Even pace would leave 40 now."

// States ---------------------------------------------------------------------------------------

[[nodiscard]] QString word(Standing standing); ///< "Being limited"
/// Top right of the verdict: "for 7 min", "18 s left", "12 min"; may be empty.
[[nodiscard]] QString aside(const ConnectionState& state, Instant now);
[[nodiscard]] Sentence verdict(const ConnectionState& state, Instant now, WallTime wallNow);
/// The bottom line of the verdict; empty when there is nothing to say.
[[nodiscard]] Sentence causeLine(const ConnectionState& state);
[[nodiscard]] Icon causeIcon(const ConnectionState& state);
[[nodiscard]] QString sure(Cause::Sure sure); ///< "Strong"
/// Right text of a sidebar row: "72 left", "Limited", "Quiet 12 min".
[[nodiscard]] QString shortState(const ConnectionState& state, Instant now);
/// What assistive software reads for a sidebar row: "Being limited, 0 left this minute".
[[nodiscard]] QString spokenState(const ConnectionState& state);

// What happened --------------------------------------------------------------------------------

/// @p windows of the connection, for their limits and nouns; may be empty.
[[nodiscard]] QString title(const Happening& happening, const QList<WindowState>& windows = {});
[[nodiscard]] QString detail(const Happening& happening, const QList<WindowState>& windows = {});

// Failures -------------------------------------------------------------------------------------

/// One plain sentence for a failure, without its detail.
[[nodiscard]] QString sentence(ErrorCode code);

/// What a person is told about the trouble of a connection, and what they can do.
struct Trouble
{
    enum class Remedy
    {
        None,
        TryAgain,
        EditConnection,
        OtherPort
    };

    QString title; ///< "The proxy could not start."
    QString detail; ///< "Port 8642 is used by another program."
    QString action; ///< "Use 8643"; empty for Remedy::None
    Remedy remedy = Remedy::None;
    quint16 port = 0; ///< for Remedy::OtherPort
};
[[nodiscard]] Trouble trouble(const ConnectionState& state);

} // namespace Pacewatch::Wording
