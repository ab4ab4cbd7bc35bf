#pragma once

#include "core/profile/profile.h"

#include <QString>

namespace Pacewatch {

/// The ways a customer's program can be pointed at the proxy.
enum class SnippetKind
{
    Curl,
    Python,
    Node,
    Php,
    SettingsFile,
};

/// A piece of code that calls the first endpoint of @p profile through @p address. The key in it
/// is always YOUR_KEY.
[[nodiscard]] QString makeSnippet(SnippetKind kind, const QString& address, const Profile& profile);

} // namespace Pacewatch
