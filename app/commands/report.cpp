#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/gatewayoptions.h"
#include "app/recordedcalls.h"
#include "app/recordedextras.h"
#include "app/terminal.h"
#include "core/clock.h"
#include "core/diagnosis/diagnose.h"
#include "ui/report/reportfile.h"

#include <QFileInfo>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

CommandLine options()
{
    CommandLine line(
        u"report"_s,
        u"Writes why calls were refused as a report for a ticket: what was found, with "
        "charts, and what to change. Ends with 1 when calls were refused or something "
        "should be changed."_s);
    addRecordedCalls(line);
    line.addValue(u"output"_s, u"PATH"_s, u"where to; its ending decides the format"_s);
    line.addValue(u"format"_s, u"FORMAT"_s, u"pdf, html (one file) or md"_s);
    line.addValue(u"for"_s, u"READER"_s,
                  u"customer (plain words), developer or team; customer when not given"_s);
    line.addValue(u"customer"_s, u"NAME"_s, u"whose calls these are, for the title"_s);
    line.addValue(u"ticket"_s, u"TEXT"_s, u"the ticket it belongs to"_s);
    line.addFlag(u"examples"_s, u"with a refused call of each finding, three at most"_s);
    line.addFlag(u"minutes"_s, u"with all minutes as a table"_s);
    return line;
}

std::optional<ReportFormat> formatNamed(const QString& name)
{
    if (name == "pdf"_L1) {
        return ReportFormat::Pdf;
    }
    if (name == "html"_L1 || name == "htm"_L1) {
        return ReportFormat::Html;
    }
    return name == "md"_L1 || name == "markdown"_L1 ? std::optional(ReportFormat::Markdown)
                                                    : std::nullopt;
}

std::optional<ReportReader> readerNamed(const QString& name)
{
    if (name.isEmpty() || name == "customer"_L1) {
        return ReportReader::Customer;
    }
    if (name == "developer"_L1) {
        return ReportReader::Developer;
    }
    return name == "team"_L1 ? std::optional(ReportReader::Team) : std::nullopt;
}

} // namespace

int runReport(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    checkRecordedCalls(line);
    const QString path = line.required(u"output"_s);
    const QString formatName
        = line.has(u"format"_s) ? line.text(u"format"_s) : QFileInfo(path).suffix().toLower();
    const std::optional<ReportFormat> format = formatNamed(formatName);
    if (!format) {
        line.refuse({ErrorCode::Invalid, u"--format must be pdf, html or md"_s});
    }
    const std::optional<ReportReader> reader = readerNamed(line.text(u"for"_s));
    if (!reader) {
        line.refuse({ErrorCode::Invalid, u"--for must be customer, developer or team"_s});
    }
    if (const auto code = line.complain()) {
        return *code;
    }
    const Result<RecordedCalls> calls = readRecordedCalls(line, line.operands());
    if (!calls) {
        printError(evidenceFailure(calls.error()));
        return ExitBadInput;
    }
    const Result<Diagnosis> diagnosis = diagnose(calls->log());
    if (!diagnosis) {
        printError(failureText(diagnosis.error()));
        return ExitCouldNotRun;
    }
    ReportWishes wishes;
    wishes.reader = *reader;
    wishes.customer = line.text(u"customer"_s);
    wishes.ticket = line.text(u"ticket"_s);
    wishes.gateway = u"%1, %2"_s.arg(calls->profile.name, calls->profile.edition);
    wishes.written = SystemClock().wallNow();
    wishes.parts.examples = line.has(u"examples"_s);
    wishes.parts.minutes = line.has(u"minutes"_s);
    const ReportExtras extras = recordedExtras(*calls, *diagnosis, wishes);
    const Result<void> written
        = writeReport(redacted(makeReport(*diagnosis, wishes, extras)), *format, path);
    if (!written) {
        printError(failureText(written.error()));
        return ExitCouldNotRun;
    }
    return diagnosis->isBadNews() ? ExitBadNews : ExitDone;
}

} // namespace Pacewatch
