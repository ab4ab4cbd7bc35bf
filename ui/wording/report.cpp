#include "ui/wording/report.h"

#include "ui/wording/findings.h"
#include "ui/wording/phrase.h"

#include <QDateTime>
#include <QLocale>

namespace Pacewatch::Wording {

using namespace Qt::StringLiterals;

namespace {

/// What is quoted in the window stands by itself in a report.
QString asRead(QString text)
{
    // Where the window may break a long path, and where it may not.
    text.remove(QChar(u'\u200B'));
    text.remove(QChar(u'\u2060'));
    return text;
}

QString dateOf(WallTime time)
{
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(unixMilliseconds(time));
    return QLocale().toString(moment.date(), u"d MMMM yyyy"_s);
}

QString sourceName(Source source)
{
    switch (source) {
    case Source::Unknown:
        break;
    case Source::Docs:
        return phrase("as documented");
    case Source::WorkedOut:
        return phrase("worked out");
    case Source::Headers:
        return phrase("from the headers");
    case Source::SetByUser:
        return phrase("set by hand");
    }
    return phrase("source not known");
}

QString limitsNote(const Diagnosis& diagnosis, const QString& gateway)
{
    QStringList limits;
    for (const Policy& window : diagnosis.windows) {
        limits.append(phrase("%1 (%2)", limitLine(window), sourceName(window.source)));
    }
    if (limits.isEmpty()) {
        return phrase("Limits: none known.");
    }
    return gateway.isEmpty() ? phrase("Limits: %1.", limits.join(u", "_s))
                             : phrase("Limits of %1: %2.", gateway, limits.join(u", "_s));
}

/// A Date field tells whole seconds.
constexpr Duration ClocksAgree = std::chrono::seconds(1);

QString clockNote(const Diagnosis& diagnosis)
{
    if (!diagnosis.serverAhead) {
        return phrase("The gateway's clock is not known; resets go by this computer's.");
    }
    if (std::chrono::abs(*diagnosis.serverAhead) < ClocksAgree) {
        return phrase("The gateway's clock and that of the recording agree to the second.");
    }
    return *diagnosis.serverAhead > Duration::zero()
        ? phrase("The gateway's clock is %1 ahead of that of the recording.",
                 duration(*diagnosis.serverAhead))
        : phrase("The gateway's clock is %1 behind that of the recording.",
                 duration(-*diagnosis.serverAhead));
}

QString unseenLine(Unseen thing)
{
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
    case Unseen::ServerClock:
        break;
    }
    return {};
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
    if (reader == ReportReader::Customer && hasCause) {
        return asRead(customerWords(diagnosis.findings.first()).what);
    }
    return headline(diagnosis) + u". "_s + totals(diagnosis);
}

QList<ReportFigure> reportFigures(const Diagnosis& diagnosis)
{
    QList<ReportFigure> figures;
    figures.append(
        {count(diagnosis.calls), phrase("calls in %1", duration(diagnosis.to - diagnosis.from))});
    const qint64 share = diagnosis.calls == 0
        ? 0
        : qRound64(100.0 * double(diagnosis.refused) / double(diagnosis.calls));
    figures.append({count(diagnosis.refused),
                    share == 0 && diagnosis.refused > 0 ? phrase("refused, under 1%")
                                                        : phrase("refused, %1%", count(share))});
    for (const Finding& finding : diagnosis.findings) {
        const QList<FactText> facts = findingFacts(finding);
        if (!facts.isEmpty() && figures.size() < 4) {
            figures.append({asRead(facts.first().value), asRead(facts.first().caption)});
        }
    }
    return figures;
}

QStringList reportParagraphs(const Finding& finding, ReportReader reader)
{
    switch (reader) {
    case ReportReader::Customer:
        return {asRead(customerWords(finding).what)};
    case ReportReader::Developer:
        return {asRead(findingText(finding))};
    case ReportReader::Team:
        return {asRead(findingText(finding)),
                phrase("%1, %2. %3", culprit(finding.who), sureEvidence(finding.sure),
                       asRead(sureReason(finding))),
                phrase("Say to the customer: “%1”", asRead(sayToCustomer(finding)))};
    }
    return {};
}

QString reportChange(const Finding& finding, ReportReader reader)
{
    return asRead(reader == ReportReader::Customer ? customerWords(finding).plea
                                                   : changeThis(finding));
}

QStringList reportNotes(const Diagnosis& diagnosis, const ReportWishes& wishes)
{
    QStringList notes;
    notes.append(phrase("Calls of %1, %2.", dateOf(diagnosis.from), diagnosedRange(diagnosis)));
    notes.append(limitsNote(diagnosis, wishes.gateway));
    notes.append(clockNote(diagnosis));
    for (const Unseen thing : diagnosis.unseen) {
        if (thing != Unseen::ServerClock) { // told with the clocks
            notes.append(unseenLine(thing));
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
