#pragma once

#include "core/emulator/settings.h"

#include <QString>

/// The words of the practice gateway's page.
namespace Pacewatch::Wording {

[[nodiscard]] QString practiceTitle(); ///< "Practice gateway"
[[nodiscard]] QString noLimit();
[[nodiscard]] QString otherCount(qint64 calls); ///< "Other 16"
[[nodiscard]] QString yourCount(qint64 calls); ///< "Your client 40"
[[nodiscard]] QString limitMark(qint64 limit, Duration window); ///< "limit 100 a min", "limit 10/s"
[[nodiscard]] QString countedAt(qint64 client, qint64 other, WallTime at);
[[nodiscard]] QString countsTitle(Duration window); ///< "What the gateway counts this minute"
[[nodiscard]] QString whoAsked(const EmulatorAnswer& answer);
[[nodiscard]] QString answerLeft(const EmulatorAnswer& answer); ///< "44 left"
[[nodiscard]] QString answersSum(qint64 answers, qint64 refused); ///< "312 answers, none refused"
[[nodiscard]] QString algorithm(Algorithm algorithm);
[[nodiscard]] QString playScenario(const QString& name); ///< "Play Bursts"
[[nodiscard]] QString stopScenario(const QString& name);

[[nodiscard]] QString limitsSection();
[[nodiscard]] QString ownLimits();
[[nodiscard]] QString callsASecondRow();
[[nodiscard]] QString callsAMinuteRow();
[[nodiscard]] QString callsADayRow();
[[nodiscard]] QString refusalSection();
[[nodiscard]] QString retryAfterRow();
[[nodiscard]] QString limitHeadersRow();
[[nodiscard]] QString shortestWaitRow();
[[nodiscard]] QString harderSection();
[[nodiscard]] QString otherRow();
[[nodiscard]] QString differsRow();
[[nodiscard]] QString realShareRow();
[[nodiscard]] QString delayRow();
[[nodiscard]] QString errorsRow();
[[nodiscard]] QString countingSection();
[[nodiscard]] QString algorithmRow();
[[nodiscard]] QString editionRow();
[[nodiscard]] QString copyPracticeAddress();
[[nodiscard]] QString openItsMonitor(); ///< of the connection that plays
[[nodiscard]] QString resetCounters();
[[nodiscard]] QString countsHint();
[[nodiscard]] QString lastAnswers();
[[nodiscard]] QString noAnswers();
[[nodiscard]] QString isRunning();
[[nodiscard]] QString isStopped();
[[nodiscard]] QString stopGateway();
[[nodiscard]] QString startGateway();
[[nodiscard]] QString playing();

} // namespace Pacewatch::Wording
