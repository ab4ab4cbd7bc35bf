#pragma once

#include <QByteArrayView>

#include <optional>

namespace Pacewatch {

/// The line of the first byte of @p toml, counted from 1, that is not ASCII and stands outside of
/// strings and comments, where TOML 1.0 has no place for one; also right behind a backslash and the
/// blanks that it swallows. toml++ 3.3 ends in undefined behaviour there. Text behind a string that
/// its line does not close is not looked at: no reader gets so far.
[[nodiscard]] std::optional<quint32> lineOfStrayByte(QByteArrayView toml);

} // namespace Pacewatch
