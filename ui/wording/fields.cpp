#include "ui/wording/fields.h"

#include "ui/wording/phrase.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch::Wording {

namespace {

/// Header lines and what only our own record holds are never offered, but may be guessed.
QString rareRoleName(CallFact fact)
{
    switch (fact) {
    case CallFact::ResponseLine:
    case CallFact::ResponseFieldName:
    case CallFact::ResponseFieldValue:
        return phrase("Header of the answer");
    case CallFact::RequestLineOfHead:
    case CallFact::RequestFieldName:
    case CallFact::RequestFieldValue:
        return phrase("Header of the request");
    case CallFact::RequestDigest:
    case CallFact::ResponseDigest:
        return phrase("Tells bodies apart");
    case CallFact::Outcome:
        return phrase("How it ended");
    case CallFact::Origin:
        return phrase("Who made it");
    case CallFact::TooEarly:
        return phrase("Too early by");
    case CallFact::IsRefused:
        return phrase("Refused or not");
    case CallFact::LeftName:
    case CallFact::LeftRemaining:
    case CallFact::LeftLimit:
        return phrase("What was left");
    default:
        return phrase("Not used");
    }
}

bool tells(const QList<FoundField>& fields, CallFact fact)
{
    return std::any_of(fields.begin(), fields.end(), [&](const FoundField& field) {
        return field.role.fact == fact && field.unread < field.values;
    });
}

} // namespace

QString whatFieldsMean()
{
    return phrase("What the fields mean");
}

QString fieldColumn(int column)
{
    switch (column) {
    case 0:
        return phrase("Field");
    case 1:
        return phrase("For example");
    case 2:
        return phrase("Means");
    case 3:
        return phrase("Unit");
    case 4:
        return phrase("How sure");
    default:
        return {};
    }
}

QString fieldName(EvidenceFormat format, const QByteArray& name)
{
    bool isPlace = false;
    const int place = name.toInt(&isPlace);
    if (!isPlace || place <= 0 || format == EvidenceFormat::JsonLines) {
        return QString::fromUtf8(name);
    }
    return format == EvidenceFormat::Csv ? phrase("Column %1", QString::number(place))
                                         : phrase("Value %1", QString::number(place));
}

QString roleName(CallFact fact)
{
    switch (fact) {
    case CallFact::Arrived:
        return phrase("When sent");
    case CallFact::Ended:
        return phrase("When answered");
    case CallFact::Took:
        return phrase("Took");
    case CallFact::Method:
        return phrase("Method");
    case CallFact::Target:
        return phrase("Path");
    case CallFact::RequestLine:
        return phrase("Method and path");
    case CallFact::Host:
        return phrase("Host");
    case CallFact::Status:
        return phrase("Status");
    case CallFact::RetryAfter:
        return phrase("Asked to wait");
    case CallFact::ResponseField:
        return phrase("Header of the answer");
    case CallFact::RequestField:
        return phrase("Header of the request");
    case CallFact::Client:
        return phrase("Client");
    case CallFact::Agent:
        return phrase("Client's program");
    case CallFact::Held:
        return phrase("Waited in the queue");
    case CallFact::FirstByte:
        return phrase("First byte after");
    case CallFact::Connecting:
        return phrase("Connecting took");
    case CallFact::Attempt:
        return phrase("Attempt");
    case CallFact::RequestBytes:
        return phrase("Bytes sent");
    case CallFact::ResponseBytes:
        return phrase("Bytes received");
    case CallFact::RequestBody:
        return phrase("Body sent");
    case CallFact::ResponseBody:
        return phrase("Body received");
    case CallFact::Failure:
        return phrase("Error");
    default:
        return rareRoleName(fact);
    }
}

QString unitName(SpanUnit unit)
{
    switch (unit) {
    case SpanUnit::Guess:
        return phrase("By its size");
    case SpanUnit::Seconds:
        return phrase("s");
    case SpanUnit::Milliseconds:
        return phrase("ms");
    case SpanUnit::Microseconds:
        return phrase("µs");
    case SpanUnit::Nanoseconds:
        return phrase("ns");
    case SpanUnit::Iso:
    case SpanUnit::Pattern:
        break;
    }
    return {};
}

QString momentForm(SpanUnit unit)
{
    switch (unit) {
    case SpanUnit::Guess:
        return phrase("By its look");
    case SpanUnit::Seconds:
        return phrase("s since 1970");
    case SpanUnit::Milliseconds:
        return phrase("ms since 1970");
    case SpanUnit::Microseconds:
        return phrase("µs since 1970");
    case SpanUnit::Nanoseconds:
        return phrase("ns since 1970");
    case SpanUnit::Iso:
        return phrase("2025-11-19T10:18:27Z");
    case SpanUnit::Pattern:
        break;
    }
    return {};
}

QString momentFormTip()
{
    return phrase(
        "How the time is written. Another form can be typed: yyyy or yy, MM or MMM, dd, HH "
        "(hh with AP), mm, ss, S for parts of a second, Z for the time zone.");
}

QString howSure(const FoundField& field)
{
    if (field.role.fact != CallFact::Nothing && field.values > 0 && field.unread == field.values) {
        return phrase("Cannot be read so");
    }
    if (field.unread > 0) {
        return phrase("%1 of %2 cannot be read", count(field.unread), count(field.values));
    }
    if (field.isUnitGuessed) {
        return phrase("Unit is a guess");
    }
    switch (field.basis) {
    case RoleBasis::Chosen:
        return phrase("Chosen");
    case RoleBasis::Name:
        return phrase("By its name");
    case RoleBasis::Place:
        return phrase("By its place");
    case RoleBasis::Unknown:
        break;
    }
    return field.values == 0 ? phrase("Always empty") : phrase("Not known");
}

QString fieldChoice(const QString& field)
{
    return phrase("What %1 means", field);
}

QString unitChoice(const QString& field)
{
    return phrase("Unit of %1", field);
}

QString fieldsProblem(EvidenceFormat format, const FieldMap& map, const QList<FoundField>& fields)
{
    if (const auto pair = map.conflict()) {
        return phrase("%1 and %2 cannot both be “%3”. Choose something else for one of them.",
                      fieldName(format, pair->first), fieldName(format, pair->second),
                      roleName(map.chosen(pair->first)->fact));
    }
    const bool hasRequest = tells(fields, CallFact::RequestLine)
        || (tells(fields, CallFact::Method) && tells(fields, CallFact::Target));
    if (!tells(fields, CallFact::Status) && !hasRequest) {
        return phrase("No field tells the status, and none tells method and path. One of both is "
                      "needed.");
    }
    if (!tells(fields, CallFact::Arrived) && !tells(fields, CallFact::Ended)) {
        return phrase("No field tells when calls were sent. Bursts and waits cannot be seen "
                      "without it.");
    }
    return {};
}

QString fieldsAsBefore()
{
    return phrase("Its fields are taken as you chose for an earlier file with the same ones.");
}

QString aboutSoMany(qint64 number)
{
    return phrase("about %1", count(number));
}

QString onlyItsStart()
{
    return phrase(
        "Only its start was looked at, so the numbers are estimates. All of it is read when "
        "it is opened.");
}

QString stopReading()
{
    return phrase("Stop reading");
}

QString noCallAsTaken(const Error& problem)
{
    return phrase("There is no call in it as its fields are taken now (%1).", problem.detail);
}

} // namespace Pacewatch::Wording
