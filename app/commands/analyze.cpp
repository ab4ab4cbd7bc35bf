#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/diagnosisjson.h"
#include "app/gatewayoptions.h"
#include "app/shelf.h"
#include "app/terminal.h"
#include "core/diagnosis/diagnose.h"
#include "core/transfer/import.h"
#include "ui/wording.h"
#include "ui/wordingfindings.h"

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

void printParagraph(const QString& name, QString text)
{
    // Where a window may break a long path, and where it may not, a terminal shows a mark.
    text.remove(QChar(u'\u200B'));
    text.remove(QChar(u'\u2060'));
    if (!text.isEmpty()) {
        printLine(printable(u"    "_s + name + text));
    }
}

void printFinding(const Finding& finding)
{
    printLine(printable(u"  %1: %2, %3, %4"_s.arg(
        Wording::findingTitle(finding.kind), Wording::findingAmount(finding),
        Wording::culprit(finding.who), Wording::sure(finding.sure))));
    printParagraph({}, Wording::findingText(finding));
    QStringList facts;
    for (const Wording::FactText& fact : Wording::findingFacts(finding)) {
        facts.append(fact.value + u' ' + fact.caption);
    }
    printParagraph({}, facts.join(u"; "_s));
    printParagraph(u"How sure: "_s, Wording::sureReason(finding));
    printParagraph(Wording::changeThisTitle() + u": "_s, Wording::changeThis(finding));
    printParagraph(Wording::sayTitle() + u": "_s, Wording::sayToCustomer(finding));
}

void printText(const Diagnosis& diagnosis)
{
    printLine(printable(Wording::headline(diagnosis)));
    printLine(printable(Wording::totals(diagnosis)));
    for (const CausePart& part : diagnosis.parts) {
        printLine(printable(
            u"  %1, %2: %3"_s.arg(Wording::partLabel(part.kind), Wording::culprit(part.who),
                                  Wording::partShare(part.refusals, diagnosis.refused))));
    }
    for (const FindingGroup group : {FindingGroup::CausesRefusals, FindingGroup::LowersLoad}) {
        bool isFirst = true;
        for (const Finding& finding : diagnosis.findings) {
            if (finding.group == group) {
                printLine(isFirst ? u'\n' + Wording::groupTitle(group) : QString());
                printFinding(finding);
                isFirst = false;
            }
        }
    }
    if (!diagnosis.checked.isEmpty()) {
        printLine(u'\n' + Wording::checkedGroupTitle());
    }
    for (const FindingKind kind : diagnosis.checked) {
        printLine(printable(u"  "_s + Wording::checkedTitle(kind)));
    }
    if (const QString note = Wording::unseenNote(diagnosis); !note.isEmpty()) {
        printLine(u'\n' + printable(note));
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
