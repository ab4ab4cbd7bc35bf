#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/diagnosisjson.h"
#include "app/junit.h"
#include "app/recordedcalls.h"
#include "app/terminal.h"
#include "ui/wording/findings.h"
#include "ui/wording/wording.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

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
    addRecordedCalls(line);
    line.addFlag(u"json"_s, u"one JSON object"_s);
    line.addValue(u"junit"_s, u"PATH"_s, u"writes it as a JUnit test suite for CI, too"_s);
    line.addFlag(u"cases"_s, u"with --json: each refusal explained, too"_s);
    return line;
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

/// All of it or nothing; a pipe or a device is written to as it comes.
bool writeWhole(const QString& path, const QByteArray& bytes)
{
    const QFileInfo there(path);
    if (there.exists() && !there.isFile()) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush();
    }
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

} // namespace

int runAnalyze(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    checkRecordedCalls(line);
    checkOutput(line, line.text(u"junit"_s));
    if (const auto code = line.complain()) {
        return *code;
    }
    const auto found = diagnoseRecordedCalls(line);
    if (!found) {
        return found.error();
    }
    const Diagnosis& diagnosis = found->diagnosis;
    if (line.has(u"junit"_s)) {
        if (!writeWhole(line.text(u"junit"_s), toJunit(diagnosis))) {
            printError(u"%1 cannot be written"_s.arg(printable(line.text(u"junit"_s))));
            return ExitCouldNotRun;
        }
    }
    line.has(u"json"_s) ? printJson(toJson(diagnosis, line.has(u"cases"_s))) : printText(diagnosis);
    return diagnosis.isBadNews() ? ExitBadNews : ExitDone;
}

} // namespace Pacewatch
