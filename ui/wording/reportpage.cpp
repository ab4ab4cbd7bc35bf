#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"
#include "ui/wording/report.h"
#include "ui/wording/wording.h"

#include <QDateTime>

namespace Pacewatch::Wording {

using namespace Qt::StringLiterals;

// The words of the Report page, and of what only the window adds to a report.

QString createReport()
{
    return phrase("Create report");
}

QString reportPage()
{
    return phrase("Report");
}

QString writtenFor()
{
    return phrase("Written for");
}

QString readerName(ReportReader reader)
{
    switch (reader) {
    case ReportReader::Customer:
        return phrase("Customer");
    case ReportReader::Developer:
        return phrase("Developer");
    case ReportReader::Team:
        return phrase("Our team");
    }
    return {};
}

QString readerHint(ReportReader reader)
{
    switch (reader) {
    case ReportReader::Customer:
        return phrase("Plain words, no headers or code.");
    case ReportReader::Developer:
        return phrase("With headers, cURL and timings.");
    case ReportReader::Team:
        return phrase("Everything, and what could not be seen.");
    }
    return {};
}

QString ticketLabel()
{
    return phrase("Ticket");
}

QString timeRangeLabel()
{
    return phrase("Time range");
}

QString summaryPart()
{
    return phrase("Summary");
}

QString timelinePart()
{
    return phrase("Timeline");
}

QString findingsPart()
{
    return phrase("Findings");
}

QString examplesPart()
{
    return phrase("Example calls");
}

QString changesPart()
{
    return phrase("What to change");
}

QString callsPart()
{
    return phrase("All calls as a table");
}

QString comparisonPart()
{
    return phrase("Comparison");
}

QString foundOf(qint64 told, qint64 all)
{
    return phrase("%1 of %2", count(told), count(all));
}

QString hiddenTitle()
{
    return phrase("Keys, phone numbers and names are hidden");
}

QString hiddenHint(ReportReader reader)
{
    return reader == ReportReader::Customer ? phrase("Always on for customers.")
                                            : phrase("Always on in reports.");
}

QString saveAs()
{
    return phrase("Save as");
}

QString reportFormat(ReportFormat format)
{
    switch (format) {
    case ReportFormat::Pdf:
        return phrase("PDF");
    case ReportFormat::Html:
        return phrase("HTML");
    case ReportFormat::Markdown:
        return phrase("Markdown");
    }
    return {};
}

QString saveDots()
{
    return phrase("Save…");
}

QString copyForTicket()
{
    return phrase("Copy for ticket");
}

QString copiedForTicket()
{
    return phrase("Copied. Paste it into the ticket.");
}

QString reportSaved(const QString& file)
{
    return phrase("Saved as %1.", file);
}

QString reportNotSaved(const Error& error)
{
    return error.code == ErrorCode::Refused
        ? phrase("Not written: something private is in it (%1).", error.detail)
        : phrase("The report could not be written. %1", sentence(error.code));
}

QString reportPreview()
{
    return phrase("Preview of the report");
}

QString makingReport()
{
    return phrase("Writing the report…");
}

QString reportFileName(const QString& ticket, const QString& customer, WallTime day,
                       ReportFormat format)
{
    const QString date
        = QDateTime::fromMSecsSinceEpoch(unixMilliseconds(day)).toString(u"yyyy-MM-dd"_s);
    QStringList parts{ticket.trimmed(), customer.trimmed(), date};
    parts.removeAll(QString());
    QString name = parts.join(u' ');
    for (QChar& sign : name) {
        if (sign < u' ' || u"/\\:*?\"<>|"_s.contains(sign)) {
            sign = u'-';
        }
    }
    constexpr qsizetype MostSigns = 120;
    const QString suffix = format == ReportFormat::Pdf ? u".pdf"_s
        : format == ReportFormat::Html                 ? u".html"_s
                                                       : u".md"_s;
    // A name that begins with a dot would be hidden.
    while (name.startsWith(u'.')) {
        name.remove(0, 1);
    }
    return name.left(MostSigns) + suffix;
}

QString timelineTitle(const TimeSlice& slice, const TimeSlice& range)
{
    using namespace std::chrono_literals;
    const bool isAll = slice.from <= range.from;
    const bool isEnd = slice.to >= range.to;
    if (isAll && isEnd) {
        return phrase("Calls over time");
    }
    if (slice.length() == 3min) {
        return isEnd ? phrase("The last three minutes")
                     : phrase("Three minutes around the last refusals");
    }
    return phrase("From %1 to %2", clock(slice.from), clock(slice.to));
}

QString examplesTitle()
{
    return phrase("Example calls that were refused");
}

QStringList exampleColumns(ReportReader reader)
{
    QStringList columns{phrase("Finding"), phrase("Sent")};
    if (reader != ReportReader::Customer) {
        columns.append({phrase("Call"), phrase("Answer")});
    }
    columns.append({phrase("Asked to wait"), phrase("Too early by")});
    return columns;
}

QString exampleTitle(FindingKind kind, WallTime sent)
{
    return phrase("%1, call of %2", findingTitle(kind), clockWithMilliseconds(sent));
}

QString statusWithCode(const QString& status, int code)
{
    return phrase("%1, code %2", status, QString::number(code));
}

QString exampleTimes(const Exchange& call)
{
    QStringList times;
    if (call.held >= std::chrono::milliseconds(1)) { // passing it on takes less
        times.append(phrase("Held by Pacewatch for %1.", duration(call.held)));
    }
    if (call.connecting > Duration::zero()) {
        times.append(phrase("A connection was made in %1.", duration(call.connecting)));
    }
    if (call.firstByte > Duration::zero()) {
        times.append(phrase("First byte of the answer after %1.", duration(call.firstByte)));
    }
    if (call.took > Duration::zero()) {
        times.append(phrase("All of the answer after %1.", duration(call.took)));
    }
    return times.join(u' ');
}

QString asCommand(qint64 leftOut)
{
    return leftOut > 0 ? phrase("As a command, without its body of %1. Put your key in place of "
                                "YOUR_KEY.",
                                size(leftOut))
                       : phrase("As a command. Put your key in place of YOUR_KEY.");
}

QString callsTitle(bool areLast)
{
    return areLast ? phrase("The last calls") : phrase("All calls");
}

QString lastCallsOf(qsizetype listed, qint64 all, ReportReader reader)
{
    return reader == ReportReader::Customer
        ? phrase("The last %1 of %2 calls. We send the whole list as a table if you ask for it.",
                 count(listed), count(all))
        : phrase("The last %1 of %2 calls. Pacewatch exports all of them, as CSV among others.",
                 count(listed), count(all));
}

QString moreRowsWhenSaved(qsizetype rows)
{
    return rows == 1 ? phrase("One more row is in the saved report.")
                     : phrase("%1 more rows are in the saved report.", count(rows));
}

QStringList callColumns(ReportReader reader, const QString& zone)
{
    QStringList columns{phrase("Sent, %1", zone)};
    if (reader == ReportReader::Customer) {
        columns.append(phrase("Result"));
    } else {
        columns.append({phrase("Call"), phrase("Answer")});
    }
    columns.append({phrase("Asked to wait"), phrase("Too early by"), phrase("Took")});
    return columns;
}

QString resultForCustomer(const Exchange& call)
{
    if (call.isRefused()) {
        return phrase("refused");
    }
    if (call.response.status == 0) {
        return phrase("no answer");
    }
    return call.response.status >= 400 ? phrase("failed") : phrase("allowed");
}

} // namespace Pacewatch::Wording
