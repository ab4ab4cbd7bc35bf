#pragma once

#include "app/commandline.h"
#include "core/connection.h"
#include "core/engine.h"
#include "core/profile/profile.h"

#include <QString>

namespace Pacewatch {

/// Declares what gatewaySpec() reads beside `--profile` and the address: how the gateway is
/// reached.
void addGatewayOptions(CommandLine& line);

/// Reads `--profile` and the address option @p urlOption (the profile's own when it is not given).
/// What is wrong is kept in @p line. A gateway on this computer needs no further permission; one in
/// a private network needs `--allow-private`. `--ca-file` names further certificates to trust.
[[nodiscard]] ConnectionSpec gatewaySpec(CommandLine& line, const QString& urlOption,
                                         const ProfileShelf& shelf);

/// What a command shares with the window and with its next run: what the limits of a real gateway
/// have used up. Gateways on this computer come and go.
[[nodiscard]] EngineFiles keptLimits(const ConnectionSpec& spec);

/// A failure in one line for the terminal.
[[nodiscard]] QString failureText(const Error& error);

} // namespace Pacewatch
