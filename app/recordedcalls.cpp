#include "app/recordedcalls.h"

#include "app/commands/entries.h"
#include "app/fieldoptions.h"
#include "app/gatewayoptions.h"
#include "app/shelf.h"
#include "app/terminal.h"
#include "core/diagnosis/diagnose.h"
#include "core/transfer/callorder.h"
#include "core/transfer/import.h"
#include "ui/wording/sessions.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The calls of all files, and what the last session among them says of itself.
struct ReadFiles
{
    QList<Exchange> calls;
    SessionFacts session;
};

/// Whether no call tells when it was made: all of them have the time of the file.
bool isTimeless(const Imported& imported)
{
    const QList<Exchange>& calls = imported.exchanges;
    return calls.size() > 1 && imported.shortfalls.contains(Shortfall::NoTimes)
        && std::all_of(calls.begin(), calls.end(), [&](const Exchange& call) {
               return call.arrivedWall == calls.first().arrivedWall;
           });
}

/// Tells of @p file what makes the answer less than it seems.
void printShortfalls(const QString& file, const Imported& imported)
{
    for (const Shortfall each : {Shortfall::Truncated, Shortfall::NoTimes}) {
        if (imported.shortfalls.contains(each)) {
            printNote(u"%1: %2"_s.arg(printable(file), Wording::shortfall(each)));
        }
    }
    if (imported.faultCount > 0) {
        const QString line
            = QString::number(imported.faults.isEmpty() ? 0 : imported.faults.first().line);
        printNote(imported.faultCount == 1
                      ? u"%1: line %2 is no call and was left out"_s.arg(printable(file), line)
                      : u"%1: %2 pieces are no calls and were left out, the first in line %3"_s.arg(
                          printable(file), QString::number(imported.faultCount), line));
    }
}

Result<Imported> readFile(const QString& file, const ImportOptions& options)
{
    Result<Imported> imported = readEvidence(file, options);
    if (imported && isTimeless(*imported)) {
        imported = fail(ErrorCode::Invalid,
                        u"no call in it tells its time, and without times nothing can be worked "
                        "out; --map FIELD=sent names the field that does"_s);
    }
    if (!imported) {
        printFields(file, options.map);
        return fail(ofFile(imported.error(), file));
    }
    printShortfalls(file, *imported);
    return imported;
}

Result<ReadFiles> readAll(const QStringList& files, const FieldMap& map)
{
    ImportOptions options;
    options.map = map;
    ReadFiles read;
    QList<Exchange>& calls = read.calls;
    for (const QString& file : files) {
        Result<Imported> imported = readFile(file, options);
        if (!imported) {
            return fail(imported.error());
        }
        calls.append(std::move(imported->exchanges));
        if (imported->format == EvidenceFormat::Session) {
            read.session = imported->session;
        }
    }
    // The numbers of two files may be the same.
    putInOrder(calls, [](const Exchange& call) { return call.answered(); });
    quint64 number = 0;
    for (Exchange& call : calls) {
        call.id = files.size() > 1 || call.id == ExchangeId{} ? ExchangeId(++number) : call.id;
    }
    return read;
}

} // namespace

CallLog RecordedCalls::log() const
{
    CallLog log(subject);
    for (const Exchange& call : exchanges) {
        log.add(call);
    }
    return log;
}

void addRecordedCalls(CommandLine& line)
{
    line.addOperand(u"FILE"_s, u"one or more files"_s);
    line.addValue(u"profile"_s, u"ID"_s,
                  u"whose limits are documented; found out by the calls when not given"_s);
    addFieldOptions(line);
}

Error ofFile(const Error& error, const QString& file)
{
    return error.code == ErrorCode::NotFound || error.detail.isEmpty()
        ? error
        : Error{error.code, u"%1: %2"_s.arg(file, error.detail)};
}

QString evidenceFailure(const Error& error)
{
    // The usual sentences speak of hosts and answers.
    constexpr std::array OfFiles{
        ErrorCode::NotFound,    ErrorCode::Invalid,       ErrorCode::Corrupt, ErrorCode::TooLarge,
        ErrorCode::Unsupported, ErrorCode::StorageFailed, ErrorCode::Refused};
    const bool isOfFile = std::find(OfFiles.begin(), OfFiles.end(), error.code) != OfFiles.end();
    return isOfFile && !error.detail.isEmpty() ? printable(error.detail) : failureText(error);
}

void checkOutput(CommandLine& line, const QString& path)
{
    const QString there = QFileInfo(path).canonicalFilePath(); // empty when nothing is there
    for (const QString& file : line.operands()) {
        if (!there.isEmpty() && QFileInfo(file).canonicalFilePath() == there) {
            line.refuse(
                {ErrorCode::Invalid,
                 u"%1 is read, and would be lost; write to another file"_s.arg(printable(path))});
        }
    }
}

void checkRecordedCalls(CommandLine& line)
{
    if (line.has(u"profile"_s)) {
        if (const Result<Profile> found = loadShelf().find(line.text(u"profile"_s)); !found) {
            line.refuse(found.error());
        }
    }
    if (line.operands().isEmpty()) {
        line.refuse({ErrorCode::Invalid, u"at least one FILE is needed"_s});
    }
    (void)readFieldOptions(line);
}

Result<RecordedCalls> readRecordedCalls(CommandLine& line, const QStringList& files)
{
    Result<ReadFiles> read = readAll(files, readFieldOptions(line));
    if (!read) {
        return fail(read.error());
    }
    const ProfileShelf shelf = loadShelf();
    RecordedCalls recorded;
    recorded.exchanges = std::move(read->calls);
    if (line.has(u"profile"_s)) {
        const Result<Profile> found = shelf.find(line.text(u"profile"_s));
        if (!found) {
            return fail(found.error());
        }
        recorded.profile = *found;
    } else {
        const Result<Profile> kept = shelf.find(read->session.profileId); // by whoever recorded it
        recorded.profile = kept ? *kept : profileFor(recorded.exchanges, shelf);
        printNote(u"limits as documented for %1, %2"_s.arg(recorded.profile.name,
                                                           recorded.profile.edition));
    }
    recorded.subject = subjectOf(recorded.profile, {}, read->session.baseUrl, shelf);
    recorded.shelf = shelf;
    return recorded;
}

tl::expected<DiagnosedCalls, int> diagnoseRecordedCalls(CommandLine& line)
{
    Result<RecordedCalls> calls = readRecordedCalls(line, line.operands());
    if (!calls) {
        printError(evidenceFailure(calls.error()));
        return tl::unexpected<int>(ExitBadInput);
    }
    Result<Diagnosis> diagnosis = diagnose(calls->log());
    if (!diagnosis) {
        printError(failureText(diagnosis.error()));
        return tl::unexpected<int>(ExitCouldNotRun);
    }
    return DiagnosedCalls{std::move(*calls), std::move(*diagnosis)};
}

} // namespace Pacewatch
