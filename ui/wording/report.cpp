#include "ui/wording/report.h"

#include "ui/wording/findingfacts.h"
#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace Pacewatch::Wording {

using namespace Qt::StringLiterals;

namespace {

QString dateOf(WallTime time)
{
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(unixMilliseconds(time));
    return QLocale().toString(moment.date(), u"d MMMM yyyy"_s);
}

QString sourceName(Source source, ReportReader reader)
{
    switch (source) {
    case Source::Unknown:
        break;
    case Source::Docs:
        return phrase("as documented");
    case Source::WorkedOut:
        return phrase("worked out");
    case Source::Headers:
        return reader == ReportReader::Customer ? phrase("as our gateway states them")
                                                : phrase("from the headers");
    case Source::SetByUser:
        return phrase("set by hand");
    }
    return phrase("source not known");
}

QString limitsNote(const Diagnosis& diagnosis, const QString& gateway, ReportReader reader)
{
    if (diagnosis.windows.isEmpty()) {
        return phrase("Limits: none known.");
    }
    const Source first = diagnosis.windows.first().source;
    const bool isOneSource
        = std::all_of(diagnosis.windows.begin(), diagnosis.windows.end(),
                      [first](const Policy& each) { return each.source == first; });
    QStringList limits;
    for (const Policy& window : diagnosis.windows) {
        const QString line = limits.isEmpty() ? callsAllowed(window) : limitLine(window);
        limits.append(isOneSource ? line
                                  : phrase("%1 (%2)", line, sourceName(window.source, reader)));
    }
    if (isOneSource) {
        limits.append(sourceName(first, reader));
    }
    return gateway.isEmpty() ? phrase("Limits: %1.", limits.join(u", "_s))
                             : phrase("Limits of %1: %2.", gateway, limits.join(u", "_s));
}

/// A Date field tells whole seconds.
constexpr Duration ClocksAgree = std::chrono::seconds(1);

QString clockNote(const Diagnosis& diagnosis)
{
    if (!diagnosis.serverAhead) {
        return phrase("The gateway’s clock is not known; resets go by that of the recording.");
    }
    if (std::chrono::abs(*diagnosis.serverAhead) < ClocksAgree) {
        return phrase("The gateway’s clock and that of the recording agree to the second.");
    }
    return *diagnosis.serverAhead > Duration::zero()
        ? phrase("The gateway’s clock is %1 ahead of that of the recording.",
                 duration(*diagnosis.serverAhead))
        : phrase("The gateway’s clock is %1 behind that of the recording.",
                 duration(-*diagnosis.serverAhead));
}

QString rangeNote(const Diagnosis& diagnosis)
{
    const QString day = dateOf(diagnosis.from);
    const QString lastDay = dateOf(diagnosis.to);
    return day == lastDay
        ? phrase("Calls of %1, %2 to %3. Times are %4.", day, clock(diagnosis.from),
                 clock(diagnosis.to), zone(diagnosis.from))
        : phrase("Calls from %1, %2, to %3, %4. Times are %5.", day, clock(diagnosis.from), lastDay,
                 clock(diagnosis.to), zone(diagnosis.from));
}

QString unseenByUs(Unseen thing, WallTime from)
{
    switch (thing) {
    case Unseen::OtherPrograms:
        return phrase(
            "Calls of other programs were not seen; how many there are can only be worked "
            "out from what our gateway counted.");
    case Unseen::SingleCalls:
        return phrase("Single calls of your system were not seen, only how many were left.");
    case Unseen::LimitHeaders:
        return phrase("The answers did not say how many calls were left.");
    case Unseen::Bodies:
        return phrase("What the calls contained was not recorded, so equal calls cannot always be "
                      "told.");
    case Unseen::BeforeTheRange:
        return phrase("Calls before %1 were not looked at. Our gateway may have counted some of "
                      "them in the first minute.",
                      clock(from));
    case Unseen::DamagedFile:
        return phrase("Some recorded calls could not be read: the file they are in is damaged.");
    case Unseen::ServerClock:
        break;
    }
    return {};
}

QString unseenLine(Unseen thing, ReportReader reader, WallTime from)
{
    if (reader == ReportReader::Customer) {
        return unseenByUs(thing, from);
    }
    switch (thing) {
    case Unseen::OtherPrograms:
        return phrase("Calls of other programs are not visible; they are worked out from the "
                      "headers.");
    case Unseen::SingleCalls:
        return phrase("Single calls of the customer are not visible.");
    case Unseen::LimitHeaders:
        return phrase("The answers do not say what is left.");
    case Unseen::Bodies:
        return phrase("Bodies were not kept, so equal calls cannot always be told.");
    case Unseen::BeforeTheRange:
        return phrase("Calls before the range count in its first window and are not visible.");
    case Unseen::DamagedFile:
        return phrase("Some recorded calls could not be read: the file they are in is damaged.");
    case Unseen::ServerClock:
        break;
    }
    return {};
}

/// What the report says where it cannot begin with a cause.
QString introWithoutCause(const Diagnosis& diagnosis, ReportReader reader)
{
    if (reader != ReportReader::Customer || diagnosis.refused == 0) {
        return phrase("%1. %2", headline(diagnosis), totals(diagnosis));
    }
    return counted(diagnosis.refused, "1 of %2 calls was refused in %3.",
                   "%1 of %2 calls were refused in %3.", count(diagnosis.calls),
                   length(diagnosis.to - diagnosis.from));
}

} // namespace

QString reportHeading()
{
    return phrase("Rate limit report");
}

QString gatewayEdition(const Profile& profile)
{
    return profile.edition.isEmpty() ? profile.name
                                     : phrase("%1, %2", profile.name, profile.edition);
}

QString reportMark(const QString& ticket, WallTime written)
{
    return ticket.isEmpty() ? dateOf(written) : phrase("%1, %2", ticket, dateOf(written));
}

QString reportTitle(const Diagnosis& diagnosis, const QString& customer)
{
    if (diagnosis.refused == 0) {
        return customer.isEmpty() ? phrase("No calls are refused")
                                  : phrase("No calls from %1 are refused", customer);
    }
    return customer.isEmpty() ? phrase("Why calls are refused")
                              : phrase("Why calls from %1 are refused", customer);
}

QString reportIntro(const Diagnosis& diagnosis, ReportReader reader)
{
    const bool hasCause = !diagnosis.findings.isEmpty()
        && diagnosis.findings.first().group == FindingGroup::CausesRefusals;
    if (reader != ReportReader::Customer || !hasCause) {
        return introWithoutCause(diagnosis, reader);
    }
    QString intro = asRead(customerWords(diagnosis.findings.first()).what);
    for (const Finding& finding : diagnosis.findings) {
        const bool isFurther = finding.kind != diagnosis.findings.first().kind
            && finding.group == FindingGroup::CausesRefusals;
        const QString also = isFurther ? alsoInShort(finding.kind) : QString();
        if (!also.isEmpty()) {
            return phrase("%1 %2", intro, also);
        }
    }
    return intro;
}

QList<ReportFigure> reportFigures(const Diagnosis& diagnosis)
{
    constexpr qsizetype Most = 4;
    QList<ReportFigure> figures;
    figures.append({count(diagnosis.calls),
                    counted(diagnosis.calls, "call in %2", "calls in %2",
                            length(diagnosis.to - diagnosis.from))});
    figures.append(
        {count(diagnosis.refused),
         phrase("refused, %1",
                share(double(diagnosis.refused) / double(std::max<qint64>(diagnosis.calls, 1))))});
    for (const Finding& finding : diagnosis.findings) {
        const std::optional<ReportFigure> figure = reportFigure(finding);
        if (figure && figures.size() < Most) {
            figures.append(*figure);
        }
    }
    return figures;
}

QStringList reportNotes(const Diagnosis& diagnosis, const ReportWishes& wishes)
{
    QStringList notes;
    notes.append(rangeNote(diagnosis));
    notes.append(limitsNote(diagnosis, wishes.gateway, wishes.reader));
    notes.append(clockNote(diagnosis));
    for (const Unseen thing : diagnosis.unseen) {
        if (thing != Unseen::ServerClock) { // told with the clocks
            notes.append(unseenLine(thing, wishes.reader, diagnosis.from));
        }
    }
    notes.append(closingNotes());
    return notes;
}

QStringList closingNotes()
{
    return {phrase("Keys, phone numbers and names are not in this report."),
            phrase("Made with Pacewatch %1.", QLatin1StringView(PACEWATCH_VERSION))};
}

QString foundTitle()
{
    return phrase("What we found");
}

QString changeTitle()
{
    return phrase("What to change");
}

QString notesTitle()
{
    return phrase("About this report");
}

QString nothingFound()
{
    return phrase("Nothing that would have to change.");
}

QString pageOf(qsizetype page, qsizetype pages)
{
    return phrase("%1 of %2", count(page), count(pages));
}

} // namespace Pacewatch::Wording
