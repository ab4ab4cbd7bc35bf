#include "core/diagnosis/explain.h"

#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/gatewayoptions.h"
#include "app/shelf.h"
#include "app/terminal.h"
#include "core/clock.h"
#include "ui/wording.h"

#include <QFile>

#include <cstdio>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 LargestInput = 64 << 20;

CommandLine options()
{
    CommandLine line(u"explain"_s,
                     u"Says what HTTP responses state about limits: one raw response, "
                     "or JSON objects, one a line. Reads standard input without FILE."_s);
    line.addOperand(u"[FILE]"_s,
                    u"a raw response, or JSON lines as --record and --log write them"_s);
    line.addValue(u"profile"_s, u"ID"_s, u"whose form of headers to believe first"_s);
    line.addFlag(u"json"_s, u"one JSON object a response"_s);
    return line;
}

Result<QByteArray> readInput(const QStringList& operands)
{
    if (operands.size() > 1) {
        return fail(ErrorCode::Invalid, u"explain reads one file"_s);
    }
    QFile file;
    if (operands.isEmpty()) {
        (void)file.open(stdin, QIODevice::ReadOnly);
    } else {
        file.setFileName(operands.first());
        (void)file.open(QIODevice::ReadOnly);
    }
    if (!file.isOpen()) {
        return fail(ErrorCode::NotFound, u"%1: %2"_s.arg(file.fileName(), file.errorString()));
    }
    QByteArray input = file.read(LargestInput);
    if (!file.atEnd()) {
        return fail(ErrorCode::TooLarge, u"the input is larger than 64 MiB"_s);
    }
    return input;
}

QString windowText(const WindowReading& window)
{
    QStringList parts;
    if (window.remaining) {
        parts.append(u"%1 left"_s.arg(*window.remaining));
    }
    if (window.limit) {
        parts.append(u"limit %1"_s.arg(*window.limit));
    }
    if (window.window) {
        parts.append(u"period %1"_s.arg(Wording::duration(*window.window)));
    }
    if (window.resetIn) {
        parts.append(u"resets in %1"_s.arg(Wording::duration(*window.resetIn)));
    }
    return u"  window %1: %2"_s.arg(window.name, parts.join(u", "_s));
}

void printText(const Explanation& explanation)
{
    const Reading& reading = explanation.reading;
    const QString title = explanation.id.isEmpty() ? u"Response"_s : explanation.id;
    const QString verdict = reading.isRateLimited ? u"refused because of a limit"_s
        : reading.isEmpty()                       ? u"says nothing about limits"_s
                                                  : u"not refused"_s;
    printLine(printable(u"%1: status %2, %3"_s.arg(title).arg(explanation.status).arg(verdict)));
    for (const WindowReading& window : reading.windows) {
        printLine(printable(windowText(window)));
    }
    if (reading.retryAfter) {
        printLine(u"  asks to wait %1"_s.arg(Wording::duration(*reading.retryAfter)));
    }
    if (!reading.hitWindow.isEmpty()) {
        printLine(printable(u"  refused by window %1"_s.arg(reading.hitWindow)));
    }
    if (!reading.dialects.isEmpty()) {
        printLine(printable(u"  read as %1"_s.arg(reading.dialects.join(u", "_s))));
    }
    for (const QString& note : reading.notes) {
        printLine(printable(u"  note: "_s + note));
    }
}

} // namespace

int runExplain(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    QString dialect;
    if (line.has(u"profile"_s)) {
        const Result<Profile> profile = loadShelf().find(line.text(u"profile"_s));
        profile ? void(dialect = profile->dialect) : line.refuse(profile.error());
    }
    const Result<QByteArray> input = readInput(line.operands());
    if (!input) {
        line.refuse(input.error());
    }
    if (const auto code = line.complain()) {
        return *code;
    }
    const auto answers = answersFrom(*input, SystemClock().wallNow());
    if (!answers) {
        printError(failureText(answers.error()));
        return ExitBadInput;
    }
    for (const auto& [id, answer] : *answers) {
        const Explanation explanation = explain(answer, id, dialect);
        line.has(u"json"_s) ? printJson(explainJson(explanation)) : printText(explanation);
    }
    return ExitDone;
}

} // namespace Pacewatch
