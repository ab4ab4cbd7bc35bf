#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/diagnosisjson.h"
#include "app/gatewayoptions.h"
#include "app/shelf.h"
#include "app/terminal.h"
#include "core/diagnosis/diagnose.h"
#include "core/transfer/import.h"
#include "ui/wording.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

CommandLine options()
{
    CommandLine line(u"analyze"_s,
                     u"Says why calls were refused, whose doing that is, and what would help. "
                     "Reads what `pacewatch proxy --record` wrote, HAR, access logs, CSV and JSON "
                     "lines; several files are read as one. Ends with 1 when calls were refused or "
                     "something should be changed."_s);
    line.addOperand(u"FILE"_s, u"one or more files"_s);
    line.addValue(u"profile"_s, u"ID"_s,
                  u"whose limits are documented; found out by the calls when not given"_s);
    line.addFlag(u"json"_s, u"one JSON object"_s);
    line.addFlag(u"cases"_s, u"with --json: each refusal explained, too"_s);
    return line;
}

Result<QList<Exchange>> readAll(const QStringList& files)
{
    QList<Exchange> calls;
    for (const QString& file : files) {
        Result<Imported> imported = readEvidence(file);
        if (!imported) {
            return fail(imported.error());
        }
        calls.append(std::move(imported->exchanges));
        if (imported->faultCount > 0) {
            printNote(u"%1: %2 pieces are no calls and were left out, the first in line %3"_s.arg(
                printable(file), QString::number(imported->faultCount),
                QString::number(imported->faults.isEmpty() ? 0 : imported->faults.first().line)));
        }
    }
    // The numbers of two files may be the same.
    std::stable_sort(calls.begin(), calls.end(), [](const Exchange& left, const Exchange& right) {
        return left.answered() < right.answered();
    });
    quint64 number = 0;
    for (Exchange& call : calls) {
        call.id = files.size() > 1 || call.id == ExchangeId{} ? ExchangeId(++number) : call.id;
    }
    return calls;
}

/// The same in lines, by the names that the JSON has.
void printText(const Diagnosis& diagnosis)
{
    const QJsonObject json = toJson(diagnosis, false);
    printLine(u"%1 of %2 calls refused, %3 to %4"_s.arg(
        Wording::count(diagnosis.refused), Wording::count(diagnosis.calls),
        json.value(u"from"_s).toString(), json.value(u"to"_s).toString()));
    for (const QJsonValue& part : json.value(u"parts"_s).toArray()) {
        printLine(u"  %1 refusals: %2, %3"_s.arg(Wording::count(part[u"refusals"_s].toInteger()),
                                                 part[u"cause"_s].toString(u"not_explained"_s),
                                                 part[u"who"_s].toString()));
    }
    for (const QJsonValue& finding : json.value(u"findings"_s).toArray()) {
        const qint64 refusals = finding[u"refusals"_s].toInteger();
        const QString amount = refusals > 0 ? u"%1 refusals"_s.arg(Wording::count(refusals))
                                            : u"%1 calls a minute"_s.arg(Wording::rateNumber(
                                                finding[u"calls_per_minute"_s].toDouble()));
        printLine(printable(u"%1 (%2, %3): %4 %5 %6"_s.arg(
            finding[u"kind"_s].toString(), finding[u"who"_s].toString(),
            finding[u"sure"_s].toString(), amount, finding[u"method"_s].toString(),
            finding[u"path"_s].toString())));
    }
    QStringList checked;
    for (const QJsonValue& kind : json.value(u"checked"_s).toArray()) {
        checked.append(kind.toString());
    }
    if (!checked.isEmpty()) {
        printLine(u"checked, nothing found: "_s + checked.join(u", "_s));
    }
}

} // namespace

int runAnalyze(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    const ProfileShelf shelf = loadShelf();
    std::optional<Profile> profile;
    if (line.has(u"profile"_s)) {
        const Result<Profile> found = shelf.find(line.text(u"profile"_s));
        found ? void(profile = *found) : line.refuse(found.error());
    }
    if (line.operands().isEmpty()) {
        line.refuse({ErrorCode::Invalid, u"analyze needs at least one FILE"_s});
    }
    if (const auto code = line.complain()) {
        return *code;
    }
    const Result<QList<Exchange>> calls = readAll(line.operands());
    if (!calls) {
        printError(failureText(calls.error()));
        return ExitBadInput;
    }
    if (!profile) {
        profile = profileFor(*calls, shelf);
        printNote(u"limits as documented for %1, %2"_s.arg(profile->name, profile->edition));
    }
    CallLog log(subjectOf(*profile, {}, {}, shelf));
    for (const Exchange& call : *calls) {
        log.add(call);
    }
    const Result<Diagnosis> diagnosis = diagnose(log);
    if (!diagnosis) {
        printError(failureText(diagnosis.error()));
        return ExitCouldNotRun;
    }
    line.has(u"json"_s) ? printJson(toJson(*diagnosis, line.has(u"cases"_s)))
                        : printText(*diagnosis);
    return diagnosis->isBadNews() ? ExitBadNews : ExitDone;
}

} // namespace Pacewatch
