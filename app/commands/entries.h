#pragma once

#include <QStringList>

namespace Pacewatch {

/// How a command ended.
enum ExitCode : int
{
    ExitDone = 0,
    ExitBadNews = 1, ///< it ran, but the answer is bad news: refusals, lost sends
    ExitBadInput = 2, ///< bad arguments or input
    ExitCouldNotRun = 3, ///< a port is taken, a host cannot be reached
};

// The commands, each in a source of its own name. They take what follows their name, run until
// they are done and return an ExitCode.
[[nodiscard]] int runAnalyze(const QStringList& arguments);
[[nodiscard]] int runCompare(const QStringList& arguments);
[[nodiscard]] int runEmulate(const QStringList& arguments);
[[nodiscard]] int runExplain(const QStringList& arguments);
[[nodiscard]] int runExport(const QStringList& arguments);
[[nodiscard]] int runPoll(const QStringList& arguments);
[[nodiscard]] int runPracticeText(const QStringList& arguments);
[[nodiscard]] int runProfiles(const QStringList& arguments);
[[nodiscard]] int runProxy(const QStringList& arguments);
[[nodiscard]] int runReport(const QStringList& arguments);
[[nodiscard]] int runSend(const QStringList& arguments);
[[nodiscard]] int runWhatIf(const QStringList& arguments);

} // namespace Pacewatch
