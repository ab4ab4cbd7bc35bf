#include "core/transfer/export.h"

#include "app/commandline.h"
#include "app/commands/entries.h"
#include "app/fieldoptions.h"
#include "app/gatewayoptions.h"
#include "app/recordedcalls.h"
#include "app/terminal.h"
#include "core/transfer/import.h"
#include "ui/wording/wording.h"

#include <optional>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

CommandLine options()
{
    CommandLine line(
        u"export"_s,
        u"Turns a file of recorded calls into another one: reads sessions, records, "
        "HARs, access logs, CSV and what curl printed; replaces keys, phone numbers, "
        "addresses and names; and looks through the result before it gets its name."_s);
    line.addOperand(u"FILE"_s, u"the calls, in any form that analyze reads"_s);
    line.addValue(u"format"_s, u"NAME"_s, u"har, csv, jsonl or session"_s);
    line.addValue(u"output"_s, u"FILE"_s, u"what to write; mode 0600"_s);
    line.addValue(u"base-url"_s, u"URL"_s, u"where calls without a Host went"_s);
    line.addValue(u"key-env"_s, u"NAME"_s,
                  u"environment variable with a key that must not be in it"_s);
    addFieldOptions(line);
    return line;
}

std::optional<ExportFormat> formatNamed(const QString& name)
{
    if (name == "har"_L1) {
        return ExportFormat::Har;
    }
    if (name == "csv"_L1) {
        return ExportFormat::Csv;
    }
    if (name == "jsonl"_L1) {
        return ExportFormat::JsonLines;
    }
    return name == "session"_L1 ? std::optional(ExportFormat::Session) : std::nullopt;
}

} // namespace

int runExport(const QStringList& arguments)
{
    CommandLine line = options();
    if (const auto code = line.begin(arguments)) {
        return *code;
    }
    const QString name = line.required(u"format"_s);
    const std::optional<ExportFormat> format = formatNamed(name);
    const QString output = line.required(u"output"_s);
    const Secret key = line.key();
    if (!format) {
        line.refuse({ErrorCode::Invalid,
                     u"--format must be har, csv, jsonl or session, not \"%1\""_s.arg(name)});
    }
    if (line.operands().size() != 1) {
        line.refuse({ErrorCode::Invalid, u"export reads one file"_s});
    }
    checkOutput(line, output);
    ImportOptions reading;
    reading.map = readFieldOptions(line);
    if (const auto code = line.complain()) {
        return *code;
    }
    const Result<Imported> imported = readEvidence(line.operands().first(), reading);
    if (!imported) {
        printFields(line.operands().first(), reading.map);
        printError(evidenceFailure(ofFile(imported.error(), line.operands().first())));
        return ExitBadInput;
    }
    ExportOptions wanted;
    wanted.baseUrl = line.text(u"base-url"_s).toUtf8();
    if (!key.isEmpty()) {
        wanted.knownSecrets.append(key.reveal());
    }
    const Result<void> written = writeEvidence(imported->exchanges, output, *format, wanted);
    if (!written) {
        printError(evidenceFailure(written.error()));
        return written.error().code == ErrorCode::Refused ? ExitBadNews : ExitCouldNotRun;
    }
    printNote(u"%1, %2 pieces left out"_s.arg(Wording::calls(imported->exchanges.size()))
                  .arg(imported->faultCount));
    return ExitDone;
}

} // namespace Pacewatch
