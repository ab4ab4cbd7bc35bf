#include "ui/wording/report.h"

#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/diagnosisjson.h"
#include "app/gatewayoptions.h"
#include "app/recordedcalls.h"
#include "app/recordedextras.h"
#include "app/terminal.h"
#include "core/clock.h"
#include "ui/report/reportfile.h"

#include <QFileInfo>

#include <array>
#include <utility>

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
    line.addValue(
        u"without"_s, u"PART"_s,
        u"leaves a part out: summary, timeline, findings, changes, examples, or a finding by "
        "its kind as in `analyze --json`; may be given again"_s);
    line.addFlag(u"examples"_s,
                 u"with a refused call of each finding, three at most; developers and the team "
                 "have them anyway, with headers, times and as a command for curl"_s);
    line.addFlag(
        u"calls"_s,
        u"with all calls as a table, the last 2,000 where there are more, 500 for customers"_s);
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

/// Takes @p part out of what is wished for; false when there is none of that name.
bool leaveOut(ReportWishes& wishes, const QString& part)
{
    const std::array<std::pair<QLatin1StringView, bool*>, 5> parts{
        std::pair{"summary"_L1, &wishes.parts.summary},
        std::pair{"timeline"_L1, &wishes.parts.timeline},
        std::pair{"findings"_L1, &wishes.parts.findings},
        std::pair{"examples"_L1, &wishes.parts.examples},
        std::pair{"changes"_L1, &wishes.parts.changes}};
    for (const auto& [name, isThere] : parts) {
        if (part == name) {
            *isThere = false;
            return true;
        }
    }
    const std::optional<FindingKind> kind = kindCalled(part);
    if (kind) {
        wishes.left.append(*kind);
    }
    return kind.has_value();
}

ReportWishes readWishes(CommandLine& line)
{
    ReportWishes wishes;
    const std::optional<ReportReader> reader = readerNamed(line.text(u"for"_s));
    if (!reader) {
        line.refuse({ErrorCode::Invalid, u"--for must be customer, developer or team"_s});
    }
    wishes.reader = reader.value_or(ReportReader::Customer);
    wishes.customer = line.text(u"customer"_s);
    wishes.ticket = line.text(u"ticket"_s);
    wishes.parts.examples = line.has(u"examples"_s) || wishes.reader != ReportReader::Customer;
    wishes.parts.calls = line.has(u"calls"_s);
    for (const QString& part : line.texts(u"without"_s)) {
        if (!leaveOut(wishes, part)) {
            line.refuse({ErrorCode::Invalid,
                         u"--without: there is no part and no finding called %1"_s.arg(part)});
        }
    }
    return wishes;
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
    ReportWishes wishes = readWishes(line);
    checkOutput(line, path);
    if (const auto code = line.complain()) {
        return *code;
    }
    const auto found = diagnoseRecordedCalls(line);
    if (!found) {
        return found.error();
    }
    const auto& [calls, diagnosis] = *found;
    wishes.gateway = Wording::gatewayEdition(calls.profile);
    wishes.written = SystemClock().wallNow();
    const ReportExtras extras = recordedExtras(calls, diagnosis, wishes);
    const Result<void> written
        = writeReport(redacted(makeReport(diagnosis, wishes, extras)), *format, path);
    if (!written) {
        printError(written.error().code == ErrorCode::Refused
                       ? printable(Wording::reportNotSaved(written.error()))
                       : evidenceFailure(written.error()));
        return ExitCouldNotRun;
    }
    return diagnosis.isBadNews() ? ExitBadNews : ExitDone;
}

} // namespace Pacewatch
