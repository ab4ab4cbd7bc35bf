#pragma once

#include "core/instant.h"

#include <QString>

#include <optional>

namespace Pacewatch {

/// A window as a word names it.
struct WindowWord
{
    QString name; ///< "second", "minute", "hour", "day", "week", "month"; "10 second" for others
    Duration window{};

    friend bool operator==(const WindowWord&, const WindowWord&) = default;
};

/// Understands "sec", "Minute", "daily", "per_hour", "15min", "1d"; nothing for other words.
[[nodiscard]] std::optional<WindowWord> windowWord(QStringView word);

/// The usual name of a window so long: "minute" for 60 s; empty when it has none.
[[nodiscard]] QString windowName(Duration window);

} // namespace Pacewatch
