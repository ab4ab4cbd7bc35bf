#pragma once

#include "core/privacy/standins.h"

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace Pacewatch {

/// Replaces in free text what is private by its form alone: e-mail addresses, phone numbers (E.164,
/// with or without separators, percent-encoded; 11 to 15 digits by themselves unless they are a
/// time), keys with the usual prefixes, JSON web tokens, long mixed tokens, what follows "Bearer",
/// a user's name and password in an address, and the values of `name=value` and `name: value` when
/// the name says so. Bytes are looked at as Latin-1. Linear in the length of the text.
[[nodiscard]] QByteArray withoutPrivateShapes(
    QByteArrayView text,
    const std::function<QByteArray(PrivateKind kind, QByteArrayView value)>& standIn);

/// Whether @p value may be a phone number where one is expected: at least five digits, and nothing
/// but digits and what people write between them.
[[nodiscard]] bool isPhoneLike(QByteArrayView value);

} // namespace Pacewatch
