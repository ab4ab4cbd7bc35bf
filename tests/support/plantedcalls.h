#pragma once

#include "core/exchange.h"

#include <QByteArrayList>
#include <QList>

namespace Pacewatch::Planted {

// 25 secrets and 25 phone numbers in every position of a call that a person's data can stand in.

inline constexpr int Number = 25;

/// None has a form of its own: what finds it is where it stands.
[[nodiscard]] QByteArray secretOf(int i);
[[nodiscard]] QByteArray phoneOf(int i);
[[nodiscard]] QByteArray digitsOf(int i); ///< of the phone number, without its plus
[[nodiscard]] QList<Exchange> calls();
/// Everything of a call that is text, behind each other.
[[nodiscard]] QByteArray everythingOf(const Exchange& call);
/// Which of them are in @p bytes, in any spelling: as they are, percent-encoded, escaped for JSON,
/// in hex, in base64 at each offset.
[[nodiscard]] QByteArrayList hitsIn(const QByteArray& bytes);

} // namespace Pacewatch::Planted
