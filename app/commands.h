#pragma once

#include "core/instant.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace Pacewatch {

/// Whether @p arguments (without the program's name) ask for something that needs no window: a
/// command, help, the version, or the text view of a practice connection.
[[nodiscard]] bool isForTerminal(const QStringList& arguments);

/// Whether that is a command that draws: a QApplication must exist for it.
[[nodiscard]] bool drawsWithoutWindow(const QStringList& arguments);

/// Runs that and returns the exit code: 0 done, 1 ran with bad news, 2 bad arguments or input,
/// 3 could not run. Call it on the main thread; a QCoreApplication must exist.
[[nodiscard]] int runCommand(const QStringList& arguments);

/// What the window is asked for on the command line.
struct WindowOptions
{
    bool isPractice = false; ///< open on a live practice connection
    QString scenario = QStringLiteral("bursts"); ///< which one plays there
    std::optional<Duration> runFor; ///< end by itself after this time
};

/// Reads `--practice`, `--scenario ID` and `--for TIME`. A failure says what is wrong with them.
[[nodiscard]] Result<WindowOptions> readWindowOptions(const QStringList& arguments);

} // namespace Pacewatch
