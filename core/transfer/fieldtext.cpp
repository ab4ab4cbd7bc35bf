#include "core/transfer/fieldtext.h"

#include "core/transfer/timepattern.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

struct RoleName
{
    QLatin1String word;
    CallFact fact;
};

constexpr std::array RoleNames{
    RoleName{"sent"_L1, CallFact::Arrived},
    RoleName{"answered"_L1, CallFact::Ended},
    RoleName{"took"_L1, CallFact::Took},
    RoleName{"method"_L1, CallFact::Method},
    RoleName{"path"_L1, CallFact::Target},
    RoleName{"request"_L1, CallFact::RequestLine},
    RoleName{"host"_L1, CallFact::Host},
    RoleName{"status"_L1, CallFact::Status},
    RoleName{"retry-after"_L1, CallFact::RetryAfter},
    RoleName{"header"_L1, CallFact::ResponseField},
    RoleName{"request-header"_L1, CallFact::RequestField},
    RoleName{"client"_L1, CallFact::Client},
    RoleName{"agent"_L1, CallFact::Agent},
    RoleName{"held"_L1, CallFact::Held},
    RoleName{"first-byte"_L1, CallFact::FirstByte},
    RoleName{"connecting"_L1, CallFact::Connecting},
    RoleName{"attempt"_L1, CallFact::Attempt},
    RoleName{"request-bytes"_L1, CallFact::RequestBytes},
    RoleName{"bytes"_L1, CallFact::ResponseBytes},
    RoleName{"request-body"_L1, CallFact::RequestBody},
    RoleName{"body"_L1, CallFact::ResponseBody},
    RoleName{"error"_L1, CallFact::Failure},
    RoleName{"none"_L1, CallFact::Nothing},
};

struct UnitName
{
    QLatin1String word;
    SpanUnit unit;
};

constexpr std::array UnitNames{
    UnitName{"s"_L1, SpanUnit::Seconds},
    UnitName{"ms"_L1, SpanUnit::Milliseconds},
    UnitName{"us"_L1, SpanUnit::Microseconds},
    UnitName{"ns"_L1, SpanUnit::Nanoseconds},
};

constexpr auto IsoWord = "iso"_L1;

bool isHeader(CallFact fact)
{
    return fact == CallFact::ResponseField || fact == CallFact::RequestField;
}

std::optional<SpanUnit> unitNamed(const QString& word)
{
    for (const UnitName& each : UnitNames) {
        if (word == each.word) {
            return each.unit;
        }
    }
    return std::nullopt;
}

/// A unit of the numbers since 1970, ISO, or a pattern.
Result<void> addForm(CallFactRole& role, const QString& form)
{
    if (form == IsoWord) {
        role.unit = SpanUnit::Iso;
        return {};
    }
    if (const std::optional<SpanUnit> unit = unitNamed(form)) {
        role.unit = *unit;
        return {};
    }
    role.unit = SpanUnit::Pattern;
    role.pattern = form.toUtf8();
    const Result<void> checked = checkTimePattern(role.pattern);
    return checked
        ? checked
        : fail(ErrorCode::Invalid, checked.error().detail + u"; or s, ms, us, ns, iso"_s);
}

/// What stands behind the colon: the name of a header, a unit, or the form of a moment.
Result<void> addDetail(CallFactRole& role, const QString& word, const QString& detail)
{
    if (isHeader(role.fact)) {
        role.field = detail.toUtf8();
        return {};
    }
    if (isMoment(role.fact)) {
        return addForm(role, detail);
    }
    if (!hasUnit(role.fact)) {
        return fail(ErrorCode::Invalid, u"%1 has no unit; leave \":%2\" out"_s.arg(word, detail));
    }
    const std::optional<SpanUnit> unit = unitNamed(detail);
    if (!unit) {
        return fail(ErrorCode::Invalid,
                    u"there is no unit \"%1\"; there are s, ms, us and ns"_s.arg(detail));
    }
    role.unit = *unit;
    return {};
}

/// Empty where it is guessed, and where there is none.
QString unitWord(const CallFactRole& role)
{
    if (isMoment(role.fact) && role.unit == SpanUnit::Iso) {
        return IsoWord;
    }
    if (isMoment(role.fact) && role.unit == SpanUnit::Pattern) {
        return QString::fromUtf8(role.pattern);
    }
    for (const UnitName& each : UnitNames) {
        if ((hasUnit(role.fact) || isMoment(role.fact)) && role.unit == each.unit) {
            return each.word;
        }
    }
    return {};
}

} // namespace

const QList<CallFact>& offeredFacts()
{
    static const QList<CallFact> facts = [] {
        QList<CallFact> all;
        std::transform(RoleNames.begin(), RoleNames.end(), std::back_inserter(all),
                       [](const RoleName& each) { return each.fact; });
        return all;
    }();
    return facts;
}

QString roleWord(const CallFactRole& role)
{
    for (const RoleName& each : RoleNames) {
        if (each.fact == role.fact) {
            return isHeader(role.fact) && !role.field.isEmpty()
                ? each.word + u':' + QString::fromUtf8(role.field)
                : QString(each.word);
        }
    }
    return {};
}

QStringList roleWords()
{
    QStringList words;
    for (const RoleName& each : RoleNames) {
        words.append(each.word);
    }
    return words;
}

QByteArray headerNameOf(const QByteArray& field)
{
    QByteArray name = field.mid(field.lastIndexOf('.') + 1);
    while (name.endsWith("[]")) {
        name.chop(2);
    }
    return name.trimmed().replace('_', '-').replace(' ', '-');
}

Result<void> addField(FieldMap& map, const QString& text)
{
    const qsizetype equals = text.lastIndexOf(u'=');
    if (equals <= 0) {
        return fail(ErrorCode::Invalid, u"\"%1\" is not of the form FIELD=ROLE"_s.arg(text));
    }
    const QByteArray field = text.left(equals).toUtf8();
    const QString role = text.mid(equals + 1);
    const qsizetype colon = role.indexOf(u':');
    const QString word = role.left(colon);
    const auto* const found = std::find_if(RoleNames.begin(), RoleNames.end(),
                                           [&](const RoleName& each) { return word == each.word; });
    if (found == RoleNames.end()) {
        return fail(
            ErrorCode::Invalid,
            u"there is no role \"%1\"; there are %2"_s.arg(word, roleWords().join(u", "_s)));
    }
    CallFactRole made{found->fact, {}, {}};
    if (isHeader(made.fact)) {
        made.field = headerNameOf(field);
    }
    if (colon >= 0) {
        if (const Result<void> added = addDetail(made, word, role.mid(colon + 1)); !added) {
            return added;
        }
    }
    if (map.chosen(field)) {
        return fail(ErrorCode::Invalid,
                    u"the field \"%1\" has two roles"_s.arg(QString::fromUtf8(field)));
    }
    map.set(field, made);
    return {};
}

QStringList fieldTexts(const FieldMap& map)
{
    QStringList texts;
    for (auto each = map.roles().begin(); each != map.roles().end(); ++each) {
        QString text = QString::fromUtf8(each.key()) + u'=' + roleWord(*each);
        const QString unit = unitWord(*each);
        texts.append(unit.isEmpty() ? text : text + u':' + unit);
    }
    return texts;
}

} // namespace Pacewatch
