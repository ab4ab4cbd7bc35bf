#pragma once

#include "core/instant.h"

#include <QList>
#include <QString>

namespace Pacewatch {

/// The waits that sentences for people ask for: "Try again in 30 seconds", "Bitte in 30 Sekunden
/// erneut versuchen", "30 saniye sonra tekrar deneyin", "banned until 1620286253180". Spans that
/// belong to a rate ("10 calls per 30 seconds") are left out. Bounded in number and time.
[[nodiscard]] QList<Duration> proseWaits(const QString& text, WallTime reference);

/// Which limit a sentence says was exceeded: "daily" of "You have reached your daily limit"; empty
/// when it names none.
[[nodiscard]] QString proseLimit(const QString& text);

/// Whether @p limit names whose it is and not which: "User", "Application".
[[nodiscard]] bool isOwnerLimit(const QString& limit);

/// Whose limit a sentence says was exceeded: "user" of "Rate limit exceeded for user ID 123",
/// "phone_number", "ip" where an address stands; empty when it names nobody.
[[nodiscard]] QString proseOwner(const QString& text);

/// Whether it says that this address is shut out: "IP banned until …".
[[nodiscard]] bool speaksOfBan(const QString& text);

/// @p text without what stands between `<` and `>`.
[[nodiscard]] QString withoutTags(const QString& text);

} // namespace Pacewatch
