#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/faults.h"
#include "app/jsonlines.h"
#include "app/liveengine.h"
#include "app/recordfile.h"
#include "app/shelf.h"
#include "app/stopsignal.h"
#include "app/terminal.h"
#include "ui/wording/practice.h"

#include <QCoreApplication>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

CommandLine options()
{
    CommandLine line(u"emulate"_s,
                     u"Serves a practice gateway on this computer until it is stopped. "
                     "The first line printed is its address."_s);
    line.addValue(u"profile"_s, u"ID"_s, u"which gateway to play; see pacewatch profiles"_s);
    line.addValue(u"port"_s, u"N"_s, u"port to listen on; a free one when not given"_s);
    line.addValue(u"algorithm"_s, u"NAME"_s,
                  u"how it counts: fixed, anchored, sliding or bucket"_s);
    line.addValue(u"limit"_s, u"WINDOW=N"_s,
                  u"another limit for a window, 0 for none; may be repeated"_s);
    line.addValue(u"time-scale"_s, u"K"_s, u"its time passes K times as fast"_s);
    line.addValue(u"faults"_s, u"LIST"_s, faultsHelp());
    line.addValue(u"seed"_s, u"N"_s, u"of its chance; the same seed plays the same faults"_s);
    line.addValue(u"log"_s, u"FILE"_s, u"add every answer to FILE, as JSON lines"_s);
    return line;
}

EmulatorSettings readSettings(CommandLine& line, const ProfileShelf& shelf)
{
    EmulatorSettings settings;
    settings.profileId = line.required(u"profile"_s);
    settings.port = line.port(u"port"_s);
    settings.timeScale = line.number(u"time-scale"_s, 1, 0.001, 10'000);
    settings.seed = static_cast<quint64>(line.count(u"seed"_s, 1, 0, 1LL << 62));
    if (line.has(u"algorithm"_s)) {
        const Result<Algorithm> algorithm = parseAlgorithm(line.text(u"algorithm"_s));
        algorithm ? void(settings.algorithm = *algorithm) : line.refuse(algorithm.error());
    }
    if (const Result<void> read = readFaults(line.text(u"faults"_s), settings); !read) {
        line.refuse(read.error());
    }
    const Result<Profile> profile = shelf.find(settings.profileId);
    if (!profile) {
        line.refuse(profile.error());
        return settings;
    }
    const Result<QList<Policy>> windows = parseLimits(line.texts(u"limit"_s), *profile);
    windows ? void(settings.windows = *windows) : line.refuse(windows.error());
    return settings;
}

/// Prints the address when the gateway is up, and ends the program when it cannot start.
class Watch final
{
public:
    void operator()(const EngineState& state)
    {
        if (state.emulator.trouble) {
            printError(*state.emulator.trouble);
            QCoreApplication::exit(ExitCouldNotRun);
        } else if (state.emulator.isRunning && !m_isUp) {
            m_isUp = true;
            printLine(state.emulator.address);
        }
    }

private:
    bool m_isUp = false;
};

} // namespace

int runEmulate(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    const ProfileShelf shelf = loadShelf();
    const EmulatorSettings settings = readSettings(line, shelf);
    if (const auto code = line.complain()) {
        return *code;
    }
    RecordFile log;
    if (line.has(u"log"_s)) {
        if (const Result<void> opened = log.open(line.text(u"log"_s)); !opened) {
            printError(opened.error().detail);
            return ExitCouldNotRun;
        }
    }

    LiveEngine live(shelf);
    Watch watch;
    qint64 answers = 0;
    qint64 refused = 0;
    QObject::connect(&live, &LiveEngine::stateChanged, &live,
                     [&](const EngineState& state) { watch(state); });
    QObject::connect(&live, &LiveEngine::practiceAnswered, &live,
                     [&](const EmulatorAnswer& answer) {
                         ++answers;
                         refused += answer.status == 429 ? 1 : 0;
                         if (const Result<void> added = log.add(toJson(answer)); !added) {
                             printError(added.error().detail);
                             QCoreApplication::exit(ExitCouldNotRun);
                         }
                     });
    const StopSignal stop([] { QCoreApplication::exit(ExitDone); });
    live.engine().startEmulator(settings);
    const int code = QCoreApplication::exec();
    live.drain();
    if (code == ExitDone) {
        printNote(answers == 0 ? u"no answers"_s : Wording::answersSum(answers, refused));
    }
    return code;
}

} // namespace Pacewatch
