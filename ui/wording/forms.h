#pragma once

#include "core/connection.h"
#include "core/emulator/settings.h"
#include "core/profile/profile.h"

#include <QString>

/// The sentences of the window's frame, the start page and the dialogs; see wording.h.
namespace Pacewatch::Wording {

// Frame ----------------------------------------------------------------------------------------

[[nodiscard]] QString windowTitle(const QString& customer); ///< "Nordlys Optik — Pacewatch"
[[nodiscard]] QString hiddenCustomer(qsizetype number); ///< "Customer 2"
[[nodiscard]] QString watchingLine(const ConnectionState& state); ///< "Proxy on 127.0.0.1:8642"
[[nodiscard]] QString
practiceLine(const EmulatorState& state); ///< "Practice gateway on 127.0.0.1:8089"
[[nodiscard]] QString recordingLine(const ConnectionState& state, Instant now);
[[nodiscard]] QString serverClockLine(const ConnectionState& state);
[[nodiscard]] QString lastCallLine(const ConnectionState& state, Instant now);
[[nodiscard]] QString droppedLine(quint64 events);
[[nodiscard]] QString practiceLine(const EmulatorState& state, bool hasConnections);
[[nodiscard]] QString noticeLine(const QString& customer, Standing standing, WallTime at);
[[nodiscard]] QString removeQuestion(const QString& customer);
[[nodiscard]] QString removeConsequence();
[[nodiscard]] QString usePort(quint16 port); ///< "Use 8643"
[[nodiscard]] QString aboutText();
[[nodiscard]] QString addressCopied();

// Connection dialog ----------------------------------------------------------------------------

/// "As in the help centre. The developer docs say 120 a minute."; @p sibling may be nullptr.
[[nodiscard]] QString editionLine(const Profile& profile, const Profile* sibling);
[[nodiscard]] QString editionName(const Profile& profile); ///< "Help centre"
[[nodiscard]] QString limitField(const Policy& policy); ///< "Calls a second", "New people a day"
[[nodiscard]] QString portTaken(quint16 port, quint16 next);
[[nodiscard]] QString portAlone(); ///< "Choose a port from 1024 to 65535."
[[nodiscard]] QString pollPrice(Duration every, const Policy& policy);
[[nodiscard]] QString testPrice(const Policy* minute); ///< "Uses 1 of 100 this minute."
[[nodiscard]] QString testAnswer(const Exchange& exchange);
[[nodiscard]] QString nothingArrived(quint16 port);
[[nodiscard]] QString firstCallReceived(Duration ago);
[[nodiscard]] QString firstCallLine(const Exchange& exchange); ///< "POST /contacts, 201 Created"
[[nodiscard]] QString notReachable(const Error& error);

} // namespace Pacewatch::Wording
