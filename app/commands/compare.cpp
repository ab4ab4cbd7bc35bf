#include "ui/wording/compare.h"

#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/comparisonjson.h"
#include "app/fieldoptions.h"
#include "app/gatewayoptions.h"
#include "app/recordedcalls.h"
#include "app/terminal.h"
#include "core/diagnosis/comparecalls.h"

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int NameWidth = 34;
constexpr int NumberWidth = 10;

CommandLine options()
{
    CommandLine line(u"compare"_s,
                     u"Holds the calls of one recording against those of another: whether the "
                     "refusals are gone, eight measures that do not depend on length and load, "
                     "and what cannot be compared. Ends with 1 when calls are refused after, and "
                     "not clearly fewer than before."_s);
    line.addOperand(u"BEFORE"_s, u"a file of recorded calls"_s);
    line.addOperand(u"AFTER"_s, u"another one"_s);
    line.addValue(u"profile"_s, u"ID"_s,
                  u"whose limits are documented; found out by the calls when not given"_s);
    addFieldOptions(line);
    line.addFlag(u"json"_s, u"one JSON object"_s);
    return line;
}

void printText(const Comparison& comparison)
{
    printLine(printable(Wording::comparisonTitle(comparison)));
    if (const QString text = Wording::comparisonText(comparison); !text.isEmpty()) {
        printLine(printable(text));
    }
    const auto row = [](const QString& name, const QString& before, const QString& after,
                        const QString& change) {
        return printable(u"  "_s + name.leftJustified(NameWidth)
                         + before.rightJustified(NumberWidth) + after.rightJustified(NumberWidth)
                         + change.rightJustified(NumberWidth));
    };
    printLine(u'\n'
              + row(Wording::whatChanged(), Wording::beforeSide(), Wording::afterSide(),
                    Wording::changeColumn()));
    const bool isAlike = comparison.isAlike;
    for (const Measure& measure : comparison.measures) {
        const QString tone = Wording::measureTone(measure.tone);
        printLine(row(Wording::measureName(measure, isAlike),
                      Wording::measureValue(measure, measure.before, isAlike),
                      Wording::measureValue(measure, measure.after, isAlike),
                      Wording::measureChange(measure, isAlike))
                  + (tone.isEmpty() ? QString() : u"  "_s + tone));
    }
    for (const QString& caveat : Wording::comparisonCaveats(comparison)) {
        printLine(u'\n' + printable(caveat));
    }
}

} // namespace

int runCompare(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    checkRecordedCalls(line);
    if (line.operands().size() != 2) {
        line.refuse({ErrorCode::Invalid, u"a file BEFORE and a file AFTER are needed"_s});
    }
    if (const auto code = line.complain()) {
        return *code;
    }
    const Result<RecordedCalls> before = readRecordedCalls(line, line.operands().first(1));
    const Result<RecordedCalls> after
        = before ? readRecordedCalls(line, line.operands().last(1)) : fail(before.error());
    if (!after) {
        printError(evidenceFailure(after.error()));
        return ExitBadInput;
    }
    const Result<Comparison> comparison = compareCalls(before->log(), after->log());
    if (!comparison) {
        printError(failureText(comparison.error()));
        return ExitCouldNotRun;
    }
    line.has(u"json"_s) ? printJson(toJson(*comparison)) : printText(*comparison);
    return comparison->isBadNews() ? ExitBadNews : ExitDone;
}

} // namespace Pacewatch
