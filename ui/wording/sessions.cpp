#include "ui/wording/sessions.h"

#include "ui/wording/phrase.h"

#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Pacewatch::Wording {

QString menuSession()
{
    return phrase("&Session");
}

QString saveSessionDots()
{
    return phrase("&Save session as…");
}

QString openSessionDots()
{
    return phrase("&Open session…");
}

QString importDots()
{
    return phrase("&Import…");
}

QString exportDots()
{
    return phrase("&Export…");
}

QString addNoteDots()
{
    return phrase("Add a &note to this moment…");
}

QString closeSession()
{
    return phrase("Close session");
}

QString recentSessions()
{
    return phrase("Recent sessions");
}

QString recordedLine(const Recording& recording)
{
    return phrase("Recorded %1, %2", date(recording.first),
                  length(recording.last - recording.first));
}

QString recordedStatus(const Recording& recording)
{
    return phrase("%1, %2", recordedLine(recording), calls(recording.calls));
}

QString recentLine(const RecentSession& session)
{
    return phrase("%1, %2", date(session.first), length(session.last - session.first));
}

QString notRecording(const Error& error)
{
    return phrase("Calls are not recorded: %1 It is tried again.", sentence(error.code));
}

QString lostCalls(qint64 number)
{
    return counted(number, "1 call is not in the recording", "%1 calls are not in the recording");
}

QString startSessionTitle()
{
    return phrase("Open a session");
}

QString startSessionText()
{
    return phrase("Look at a recording, a HAR, an access log or a CSV file.");
}

QString openDots()
{
    return phrase("Open…");
}

QString notOpened()
{
    return phrase("The file was not opened.");
}

QString notWritten()
{
    return phrase("Nothing was written.");
}

QString fileFailure(const Error& error)
{
    switch (error.code) {
    case ErrorCode::Invalid:
        return phrase("It holds no calls that can be read (%1).", error.detail);
    case ErrorCode::NotFound:
        return phrase("It cannot be read (%1).", error.detail);
    case ErrorCode::Corrupt:
        return phrase("It is damaged (%1).", error.detail);
    case ErrorCode::TooLarge:
        return phrase("It is too large (%1).", error.detail);
    case ErrorCode::Unsupported:
        return phrase("This kind of file is not read (%1).", error.detail);
    case ErrorCode::Busy:
        return phrase("It is in use (%1).", error.detail);
    case ErrorCode::Cancelled:
        return phrase("It was stopped.");
    case ErrorCode::StorageFailed:
        return phrase("The disk did not take it (%1).", error.detail);
    case ErrorCode::Refused:
        return phrase("The last check found something private: %1.", error.detail);
    case ErrorCode::Unreachable:
    case ErrorCode::Untrusted:
    case ErrorCode::TimedOut:
        break;
    }
    return sentence(error.code);
}

QString exported(qint64 number, const QString& file)
{
    return phrase("%1 written to %2.", calls(number), file);
}

QString noteAdded(WallTime at)
{
    return phrase("Noted at %1.", clock(at));
}

QString noteNotKept()
{
    return phrase("The note was not kept.");
}

QString sessionFiles()
{
    return phrase("Sessions (*.pacewatch);;All files (*)");
}

QString evidenceFiles()
{
    return phrase("Recorded calls (*.har *.log *.jsonl *.ndjson *.json *.csv *.txt *.pacewatch);;"
                  "All files (*)");
}

QString formatName(EvidenceFormat format)
{
    switch (format) {
    case EvidenceFormat::Record:
        return phrase("Pacewatch record");
    case EvidenceFormat::Session:
        return phrase("Session");
    case EvidenceFormat::Har:
        return phrase("HAR");
    case EvidenceFormat::AccessLog:
        return phrase("Access log");
    case EvidenceFormat::JsonLines:
        return phrase("JSON lines");
    case EvidenceFormat::Csv:
        return phrase("CSV");
    case EvidenceFormat::Curl:
        return phrase("curl output");
    }
    return {};
}

QString shortfall(Shortfall shortfall)
{
    switch (shortfall) {
    case Shortfall::NoTimes:
        return phrase("Some calls tell no time. They got that of the file.");
    case Shortfall::WholeSeconds:
        return phrase("Times are whole seconds. The order within one is not known.");
    case Shortfall::GuessedUnits:
        return phrase("Some durations have no unit. They were taken by their size.");
    case Shortfall::NoDurations:
        return phrase("How long calls took is not told.");
    case Shortfall::NoHeaders:
        return phrase("There are no headers of answers, so what was left is not known.");
    case Shortfall::NoRefusalBodies:
        return phrase("Refusals have no body, so which limit refused is worked out.");
    case Shortfall::Truncated:
        return phrase("The file ends in the middle. What came before is here.");
    }
    return {};
}

QString fault(const ImportFault& fault)
{
    return fault.line > 0 ? phrase("Line %1: %2", count(fault.line), fault.problem) : fault.problem;
}

QString moreFaults(qint64 number)
{
    return counted(number, "1 piece is no call and is left out.",
                   "%1 pieces are no calls and are left out.");
}

QString importTitle()
{
    return phrase("Import recorded calls");
}

QString importHint()
{
    return phrase("HAR, access logs, JSON lines, CSV, what curl printed, sessions. Several files "
                  "become one case. Nothing is sent; private values are replaced.");
}

QString addFilesDots()
{
    return phrase("Add files…");
}

QString paste()
{
    return phrase("Paste");
}

QString pastedText(int number)
{
    return number == 1 ? phrase("Pasted text") : phrase("Pasted text %1").arg(number);
}

QString nothingToPaste()
{
    return phrase(
        "There is no text to paste. Copy what curl -v or curl -i printed, then try again.");
}

QString notPasted()
{
    return phrase("There is no memory for so much text. Save it to a file and add the file.");
}

QString removeFile()
{
    return phrase("Remove file");
}

QString caseName()
{
    return phrase("Name of the case");
}

QString limitsOf()
{
    return phrase("Limits of");
}

QString foundByCalls()
{
    return phrase("found by the calls");
}

QString reading(int percent)
{
    return phrase("Reading, %1", share(percent / 100.0));
}

QString waitingToBeRead()
{
    return phrase("Waiting");
}

QString nothingWrong()
{
    return phrase("Everything in it was read.");
}

QString firstCalls()
{
    return phrase("First calls");
}

QString openCase(qsizetype files)
{
    return files > 1 ? phrase("Open as one case") : phrase("Open");
}

QString importColumn(int column)
{
    switch (column) {
    case 0:
        return phrase("File");
    case 1:
        return phrase("Format");
    case 2:
        return phrase("Calls");
    case 3:
        return phrase("Refused");
    case 4:
        return phrase("From");
    case 5:
        return phrase("To");
    case 6:
        return phrase("Clock");
    default:
        return {};
    }
}

QString shiftHint(const std::optional<Duration>& shift, qint64 matched)
{
    return shift ? phrase("Equal calls in both files fall together with %1 (%2).",
                          shiftText(*shift), calls(matched))
                 : phrase("Too few equal calls to compare the clocks.");
}

QString shiftText(Duration shift)
{
    const double seconds = toSeconds(shift);
    const QString number = QString::number(std::abs(seconds), 'f', 3);
    QString shortest = number;
    while (shortest.endsWith(u'0')) {
        shortest.chop(1);
    }
    if (shortest.endsWith(u'.')) {
        shortest.chop(1);
    }
    return phrase("%1 s", (seconds < 0 ? u"\u2212"_s : u"+"_s) + shortest);
}

std::optional<Duration> shiftOf(const QString& text)
{
    static const QRegularExpression pattern(
        u"^\\s*([+\\-\u2212]?)\\s*(\\d{1,9}(?:[.,]\\d{1,9})?)\\s*s?\\s*$"_s);
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const double seconds = match.captured(2).replace(u',', u'.').toDouble();
    const QString sign = match.captured(1);
    return fromSeconds(sign.isEmpty() || sign == "+"_L1 ? seconds : -seconds);
}

QString exportTitle()
{
    return phrase("Export calls");
}

QString exportFormat(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Har:
        return phrase("HAR");
    case ExportFormat::Csv:
        return phrase("CSV");
    case ExportFormat::JsonLines:
        return phrase("JSON lines");
    case ExportFormat::Session:
        return phrase("Session");
    }
    return {};
}

QString exportSuffix(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Har:
        return u"har"_s;
    case ExportFormat::Csv:
        return u"csv"_s;
    case ExportFormat::JsonLines:
        return u"jsonl"_s;
    case ExportFormat::Session:
        return u"pacewatch"_s;
    }
    return {};
}

QString shownRange()
{
    return phrase("Shown range");
}

QString allCalls()
{
    return phrase("Whole session");
}

QString whatIsReplaced(ExportFormat format)
{
    return format == ExportFormat::Csv
        ? phrase("Keys, phone numbers, e-mail addresses and names are replaced. Headers and bodies "
                 "are left out.")
        : phrase("Keys, cookies, phone numbers, e-mail addresses and names are replaced, the same "
                 "value by the same stand-in. Bodies longer than 64 KB are cut.");
}

QString exportButton()
{
    return phrase("Export");
}

QString writing(int percent)
{
    return phrase("Writing, %1", share(percent / 100.0));
}

QString formatLabel()
{
    return phrase("Format");
}

QString rangeLabel()
{
    return phrase("Calls");
}

QString searching()
{
    return phrase("Searching");
}

QString savePictureDots()
{
    return phrase("Save picture…");
}

QString pictureFiles()
{
    return phrase("Picture (*.png);;Drawing (*.svg)");
}

QString noteTitle(WallTime at)
{
    return phrase("Note at %1", clock(at));
}

QString noteHint()
{
    return phrase("Shown under What happened, and kept with the session.");
}

QString addNoteButton()
{
    return phrase("Add note");
}

} // namespace Pacewatch::Wording
