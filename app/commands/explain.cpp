#include "core/diagnosis/explain.h"

#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/gatewayoptions.h"
#include "app/shelf.h"
#include "app/terminal.h"
#include "core/clock.h"
#include "ui/wording/answers.h"

#include <QFile>

#include <algorithm>
#include <cstdio>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 LargestInput = 64 << 20;
constexpr qint64 Piece = 1 << 20;

CommandLine options()
{
    CommandLine line(u"explain"_s,
                     u"Says what HTTP responses state about limits: one raw response, "
                     "several of a redirect chain, or JSON objects, one a line. Reads standard "
                     "input without FILE."_s);
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
    // A pipe hands over what is there so far; only an empty piece is the end.
    QByteArray input;
    for (QByteArray piece = file.read(Piece); !piece.isEmpty(); piece = file.read(Piece)) {
        input.append(piece);
        if (input.size() > LargestInput) {
            return fail(ErrorCode::TooLarge, u"the input is larger than 64 MiB"_s);
        }
    }
    return input;
}

constexpr qsizetype WidestName = 60;

/// The lines of the answer in two columns: what it says, and what that means.
void printLines(const QList<Wording::AnswerLine>& lines)
{
    qsizetype widest = 0;
    for (const Wording::AnswerLine& line : lines) {
        const QString text = line.name % u": "_s % line.value;
        widest = std::max(widest, std::min(text.size(), WidestName));
    }
    for (const Wording::AnswerLine& line : lines) {
        const QString text = printable(line.name % u": "_s % line.value);
        const QString meaning = line.meaning.isEmpty() ? u"–"_s : line.meaning;
        printLine(
            printable(u"    "_s % text.left(WidestName).leftJustified(widest) % u"  "_s % meaning));
    }
}

void printText(const Explanation& explanation)
{
    const Wording::AnswerText text = Wording::answerText(explanation);
    const QString status
        = explanation.status == 0 ? u"no status"_s : u"status %1"_s.arg(explanation.status);
    const QString title = explanation.id.isEmpty()
        ? u"%1, %2"_s.arg(text.title, status)
        : u"%1: %2, %3"_s.arg(explanation.id, text.title, status);
    printLine(printable(title));
    for (const QString& sentence : text.sentences) {
        printLine(printable(u"  "_s % sentence));
    }
    for (const QString& step : text.steps) {
        printLine(printable(u"  To do: "_s % step));
    }
    for (const QString& doubt : text.doubts) {
        printLine(printable(u"  Doubt: "_s % doubt));
    }
    printLines(text.lines);
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
    bool isFirst = true;
    for (const auto& [id, answer] : *answers) {
        if (!isFirst && !line.has(u"json"_s)) {
            printLine({});
        }
        isFirst = false;
        const Explanation explanation = explain(answer, id, dialect);
        line.has(u"json"_s) ? printJson(explainJson(explanation)) : printText(explanation);
    }
    return ExitDone;
}

} // namespace Pacewatch
