#pragma once

#include "core/queue/item.h"

#include <QString>

/// The words of the messages above the send queue, and of what a live run may not go beyond.
namespace Pacewatch::Wording {

/// One message: what is the matter, one sentence, and what can be done about it.
struct Notice
{
    QString title;
    QString detail;
    QString action; ///< empty for none
};

[[nodiscard]] Notice diskIsFull(const QueueState& queue);
[[nodiscard]] Notice queueIsNotKept(const Error& error);
[[nodiscard]] Notice nothingAdded(qint64 notAllowed);
[[nodiscard]] Notice notStartedForList();
[[nodiscard]] Notice capReached(qint64 cap);
[[nodiscard]] Notice queueSetAside(const QString& file);
[[nodiscard]] Notice limitsSetAside(const QString& file);
/// @p items could go in @p calls; or do, and may go one by one again.
[[nodiscard]] Notice goTogether(const QueueState& queue);

[[nodiscard]] QString askTheGateway(); ///< what became of the unknown ones
[[nodiscard]] QString limitThisRun();
[[nodiscard]] QString atMost();
[[nodiscard]] QString onlyTo();
[[nodiscard]] QString onlyToHint();
[[nodiscard]] QString notOnTheList(qint64 number, qint64 all);

} // namespace Pacewatch::Wording
