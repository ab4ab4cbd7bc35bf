#include "ui/wording/whatif.h"

#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/gatewayoptions.h"
#include "app/recordedcalls.h"
#include "app/terminal.h"
#include "app/whatifjson.h"
#include "app/whatifoptions.h"
#include "core/diagnosis/callreplay.h"
#include "ui/wording/wording.h"

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

CommandLine options()
{
    CommandLine line(
        u"what-if"_s,
        u"Plays recorded calls again: under other limits, at a gateway that counts "
        "another way, or by a client that behaves better. What comes back after a "
        "refusal comes when the replay says so. Ends with 1 when refusals are left, or when "
        "the limits known do not explain the recording."_s);
    addRecordedCalls(line);
    line.addValue(u"limit"_s, u"WINDOW=CALLS"_s,
                  u"another limit, as in minute=200; may be given again"_s);
    line.addValue(u"server"_s, u"WAY"_s,
                  u"how the gateway counts: fixed, anchored, sliding or bucket"_s);
    line.addValue(u"client"_s, u"CHANGE"_s,
                  u"keeps-wait, spreads[=PER_SECOND], bulk, caches[=TIME], polls=TIME or "
                  "workers=N; may be given again"_s);
    line.addFlag(u"best"_s, u"looks for the smallest single change that ends the refusals"_s);
    line.addFlag(u"json"_s, u"one JSON object"_s);
    return line;
}

/// Fails at the first option that makes no sense.
Result<WhatIf> changesOf(const CommandLine& line, const QList<Policy>& windows)
{
    WhatIf what;
    for (const QString& text : line.texts(u"limit"_s)) {
        if (const Result<void> added = addLimit(what, text, windows); !added) {
            return fail(added.error());
        }
    }
    if (line.has(u"server"_s)) {
        const Result<Algorithm> way = parseServer(line.text(u"server"_s));
        if (!way) {
            return fail(way.error());
        }
        what.server = *way;
    }
    for (const QString& text : line.texts(u"client"_s)) {
        if (const Result<void> added = addClientChange(what, text, windows); !added) {
            return fail(added.error());
        }
    }
    return what;
}

void printText(const WhatIfAnswer& answer, const WhatIf& what, bool withChanges)
{
    printLine(Wording::replayBasis(answer));
    if (const QString caveat = Wording::replayCaveat(answer); !caveat.isEmpty()) {
        printLine(caveat);
    }
    if (!what.changesNothing()) {
        printLine(u'\n' + printable(Wording::whatIfLine(what)));
        printLine(u"  "_s + Wording::changeResult(answer.changed, answer.unchanged));
    }
    if (!withChanges) {
        return;
    }
    const bool isEnded = !answer.changes.isEmpty() && answer.changes.first().endsRefusals;
    if (!isEnded && answer.unchanged.refusals > 0) {
        printLine(u'\n' + Wording::noSingleChange());
    }
    for (const SingleChange& change : answer.changes) {
        printLine(u'\n' + printable(Wording::changeTitle(change)));
        printLine(u"  "_s + Wording::changeResult(change.outcome, answer.unchanged));
    }
}

bool isBadNews(const WhatIfAnswer& answer, bool withChanges)
{
    const bool isEnded
        = withChanges && !answer.changes.isEmpty() && answer.changes.first().endsRefusals;
    // What is said of a recording that the limits do not explain can be believed by nobody.
    return (answer.changed.refusals > 0 && !isEnded) || !answer.fits();
}

} // namespace

int runWhatIf(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    checkRecordedCalls(line);
    // Windows of the gateway are only known with the calls; all else is told before they are read.
    if (const Result<WhatIf> what = changesOf(line, {}); !what && line.texts(u"limit"_s).isEmpty()
        && !line.texts(u"client"_s).contains(u"spreads"_s)) {
        line.refuse(what.error());
    }
    if (const auto code = line.complain()) {
        return *code;
    }
    const Result<RecordedCalls> calls = readRecordedCalls(line, line.operands());
    if (!calls) {
        printError(evidenceFailure(calls.error()));
        return ExitBadInput;
    }
    const Result<CallReplay> replay = CallReplay::of(calls->log());
    const Result<WhatIfAnswer> basis = replay ? replay->answer({}) : fail(replay.error());
    if (!basis) {
        printError(failureText(basis.error()));
        return ExitCouldNotRun;
    }
    const Result<WhatIf> what = changesOf(line, basis->windows);
    if (!what) {
        printError(failureText(what.error()));
        return ExitBadInput;
    }
    Result<WhatIfAnswer> answer = replay->answer(*what);
    if (answer && line.has(u"best"_s)) {
        Result<QList<SingleChange>> changes = replay->singleChanges();
        if (changes) {
            answer->changes = std::move(*changes);
        } else {
            answer = fail(changes.error());
        }
    }
    if (!answer) {
        printError(failureText(answer.error()));
        return ExitCouldNotRun;
    }
    line.has(u"json"_s) ? printJson(toJson(*answer, *what, line.has(u"best"_s)))
                        : printText(*answer, *what, line.has(u"best"_s));
    return isBadNews(*answer, line.has(u"best"_s)) ? ExitBadNews : ExitDone;
}

} // namespace Pacewatch
