#include "app/fieldoptions.h"

#include "app/terminal.h"
#include "core/transfer/fieldfinder.h"
#include "core/transfer/fieldtext.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The files whose fields can be mapped, each with its fields. What cannot be read is told by
/// whoever reads all of it.
QList<FoundFields> freeFieldsOf(const QStringList& files)
{
    QList<FoundFields> all;
    for (const QString& file : files) {
        if (const Result<FoundFields> found = findFields(file); found && !found->fields.isEmpty()) {
            all.append(*found);
        }
    }
    return all;
}

Result<void> checkAll(const FieldMap& map, const QStringList& files)
{
    const QList<FoundFields> all = freeFieldsOf(files);
    if (all.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    u"--map is for JSON lines, CSV and access logs; the fields of these files have "
                    "a fixed meaning"_s);
    }
    FoundFields together;
    for (const FoundFields& each : all) {
        together.fields.append(each.fields);
    }
    const Result<void> checked = checkFields(map, together);
    return checked ? checked : fail(checked.error().code, u"--map: "_s + checked.error().detail);
}

} // namespace

void addFieldOptions(CommandLine& line)
{
    line.addValue(
        u"map"_s, u"FIELD=ROLE"_s,
        u"what a field of JSON lines, CSV or an access log means, instead of what is "
        "guessed; may be given again. Roles: %1. A duration may name its unit, as in "
        "took:ms (s, ms, us, ns), a moment the same since 1970, iso, or its form as in "
        "\"sent:dd.MM.yyyy HH:mm:ss\", a header its name, as in header:Retry-After. Fields "
        "of logs and tables without names are called by their place, 1 being the first."_s.arg(
            roleWords().join(u", "_s)));
}

FieldMap readFieldOptions(CommandLine& line)
{
    FieldMap map;
    for (const QString& text : line.texts(u"map"_s)) {
        if (const Result<void> added = addField(map, text); !added) {
            line.refuse({ErrorCode::Invalid, u"--map: "_s + added.error().detail});
            return map;
        }
    }
    if (map.isEmpty() || line.operands().isEmpty()) {
        return map;
    }
    if (const Result<void> checked = map.check(); !checked) {
        line.refuse({ErrorCode::Invalid, u"--map: "_s + checked.error().detail});
    } else if (const Result<void> found = checkAll(map, line.operands()); !found) {
        line.refuse(found.error());
    }
    return map;
}

void printFields(const QString& path, const FieldMap& map)
{
    constexpr int RoleWidth = 40;
    const Result<FoundFields> found = findFields(path, map);
    if (!found || found->fields.isEmpty()) {
        return;
    }
    printNote(u"Its fields, what they are taken for and a value of each; --map FIELD=ROLE says "
              "what a field means:"_s);
    for (const FoundField& field : found->fields) {
        FieldMap alone;
        alone.set(field.name, field.role);
        const QString text = fieldTexts(alone).value(0);
        printNote(printable(u"  "_s + text.leftJustified(RoleWidth) + u"  "_s + field.sample));
    }
}

} // namespace Pacewatch
