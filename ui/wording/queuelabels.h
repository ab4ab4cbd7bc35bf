#pragma once

#include <QString>

/// The fixed words of the send queue's page; those with numbers are in wordingqueue.h.
namespace Pacewatch::Wording {

[[nodiscard]] QString pace();
[[nodiscard]] QString useSafePace();
[[nodiscard]] QString queueWaitsHint();
[[nodiscard]] QString fastest(); ///< in place of a number
[[nodiscard]] QString callsASecond();
[[nodiscard]] QString limitsAllow(); ///< after fastest
[[nodiscard]] QString whatToSend();
[[nodiscard]] QString editBody();
[[nodiscard]] QString templateLabel();
[[nodiscard]] QString recipientsLabel();
[[nodiscard]] QString editList();
[[nodiscard]] QString addToQueue();
[[nodiscard]] QString preview();
[[nodiscard]] QString testMessage(); ///< for {{text}}
[[nodiscard]] QString bodyHint();
[[nodiscard]] QString hiddenListHint();
[[nodiscard]] QString listHint();
[[nodiscard]] QString fromFile();
[[nodiscard]] QString previousOne();
[[nodiscard]] QString nextOne();
[[nodiscard]] QString closeWindow();
[[nodiscard]] QString discard();
[[nodiscard]] QString useText();
[[nodiscard]] QString sendItemAgain();
[[nodiscard]] QString leaveItem();
[[nodiscard]] QString sendItemFirst();
[[nodiscard]] QString sendItemLast();
[[nodiscard]] QString cancelItem();
[[nodiscard]] QString itemWasSent();
[[nodiscard]] QString itemWasNotSent();
[[nodiscard]] QString targetChoice();
[[nodiscard]] QString noLiveHost(); ///< why a practice connection has none
[[nodiscard]] QString targetIsFixed(); ///< while items are being sent
[[nodiscard]] QString keepThem();
[[nodiscard]] QString forecastName();
[[nodiscard]] QString queueTitle();
[[nodiscard]] QString clearDone();
[[nodiscard]] QString itemChoiceName();
[[nodiscard]] QString nothingToSend();
[[nodiscard]] QString startDry();
[[nodiscard]] QString addMessages();
[[nodiscard]] QString pauseQueue();
[[nodiscard]] QString resumeQueue();

} // namespace Pacewatch::Wording
