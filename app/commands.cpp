#include "app/commands.h"

#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/terminal.h"
#include "core/emulator/scenario.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Command
{
    QLatin1StringView name;
    QLatin1StringView summary;
    int (*run)(const QStringList& arguments);
};

constexpr std::array Commands{
    Command{"emulate"_L1, "serves a practice gateway on this computer until it is stopped"_L1,
            runEmulate},
    Command{"proxy"_L1, "stands between a program and its gateway, and watches or paces"_L1,
            runProxy},
    Command{"poll"_L1, "asks a gateway and prints what is left"_L1, runPoll},
    Command{"send"_L1, "queues and paces test sends"_L1, runSend},
    Command{"explain"_L1, "says what an HTTP response states about limits"_L1, runExplain},
    Command{"analyze"_L1, "says why recorded calls were refused, and what would help"_L1,
            runAnalyze},
    Command{"what-if"_L1, "plays recorded calls again under other limits or by another client"_L1,
            runWhatIf},
    Command{"compare"_L1, "holds two recordings against each other: are the refusals gone?"_L1,
            runCompare},
    Command{"report"_L1, "writes why calls were refused as a PDF, HTML or Markdown for a ticket"_L1,
            runReport},
    Command{"export"_L1, "turns recorded calls into a HAR, CSV, JSON lines or a session"_L1,
            runExport},
    Command{"profiles"_L1, "lists, shows and checks gateway profiles"_L1, runProfiles},
};

void addWindowOptions(CommandLine& line)
{
    line.addFlag(u"practice"_s, u"open on a live practice connection"_s);
    line.addValue(u"scenario"_s, u"ID"_s, u"which scenario plays there; bursts when not given"_s);
    line.addValue(u"for"_s, u"TIME"_s, u"end after this time: 30s, 5m"_s);
    line.addFlag(u"text"_s, u"show it as text in the terminal in place of the window"_s);
}

QString overview()
{
    CommandLine line({},
                     u"Shows what is left of an API's rate limits and why calls are refused."_s);
    addWindowOptions(line);
    line.addFlag(u"version"_s, u"print the version"_s);
    QString text = line.help() + u"\nCommands, each with a --help of its own:\n"_s;
    for (const Command& command : Commands) {
        text += u"  %1%2\n"_s.arg(command.name, -10).arg(command.summary);
    }
    return text
        + u"\nExit codes: 0 done, 1 ran but the answer is bad news, 2 bad arguments or "
          u"input, 3 could not run."_s;
}

/// "calm, bursts, shared-key"
QString scenarioNames()
{
    QStringList names;
    for (const Scenario& scenario : builtInScenarios()) {
        names.append(scenario.id);
    }
    return names.join(u", "_s);
}

} // namespace

bool isForTerminal(const QStringList& arguments)
{
    static const QStringList words{u"--help"_s, u"-h"_s, u"--version"_s, u"-v"_s, u"--text"_s};
    return (!arguments.isEmpty() && !arguments.first().startsWith(u'-'))
        || std::ranges::any_of(words,
                               [&](const QString& word) { return arguments.contains(word); });
}

bool drawsWithoutWindow(const QStringList& arguments)
{
    return arguments.value(0) == "report"_L1;
}

int runCommand(const QStringList& arguments)
{
    const QString first = arguments.value(0, u"help"_s);
    const bool isOption = first.startsWith(u'-');
    const auto asksFor = [&](const QString& word, const QString& shortWord) {
        return isOption && (arguments.contains(word) || arguments.contains(shortWord));
    };
    if (asksFor(u"--version"_s, u"-v"_s)) {
        printLine(u"pacewatch "_s + QLatin1StringView(PACEWATCH_VERSION));
        return ExitDone;
    }
    if (first == "help"_L1 || asksFor(u"--help"_s, u"-h"_s)) {
        printLine(overview());
        return ExitDone;
    }
    if (isOption) {
        return runPracticeText(arguments);
    }
    const auto* command = std::ranges::find(Commands, first, &Command::name);
    if (command == Commands.end()) {
        printError(u"there is no command %1; see pacewatch --help"_s.arg(first));
        return ExitBadInput;
    }
    const int code = command->run(arguments.mid(1));
    if (isOutputLost()) {
        printError(u"standard output cannot be written"_s);
        return ExitCouldNotRun;
    }
    return code;
}

Result<WindowOptions> readWindowOptions(const QStringList& arguments)
{
    CommandLine line({}, {});
    addWindowOptions(line);
    if (const Result<void> parsed = line.parse(arguments); !parsed) {
        return fail(parsed.error());
    }
    WindowOptions options;
    options.isPractice = line.has(u"practice"_s);
    if (line.has(u"scenario"_s)) {
        options.scenario = line.text(u"scenario"_s);
    }
    if (!findScenario(options.scenario)) {
        return fail(
            ErrorCode::Invalid,
            u"--scenario: there is no %1; there are %2"_s.arg(options.scenario, scenarioNames()));
    }
    if (line.has(u"for"_s)) {
        options.runFor = line.duration(u"for"_s, {});
    }
    if (const Result<void> read = line.problem(); !read) {
        return fail(read.error());
    }
    return options;
}

} // namespace Pacewatch
