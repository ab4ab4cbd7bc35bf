#include "core/transfer/csvcolumns.h"

#include "core/quota/moments.h"
#include "core/transfer/timetext.h"

#include <QSet>

#include <algorithm>
#include <array>

namespace Pacewatch {

namespace {

bool isMethodWord(QByteArrayView value)
{
    static constexpr std::array<QByteArrayView, 7> Methods{"GET",    "POST", "PUT",    "PATCH",
                                                           "DELETE", "HEAD", "OPTIONS"};
    return std::find(Methods.begin(), Methods.end(), value) != Methods.end();
}

} // namespace

bool isDataRow(const QList<QByteArray>& cells)
{
    const auto isName
        = [](const QByteArray& cell) { return roleOf(cell).fact != CallFact::Nothing; };
    const auto isValue = [](const QByteArray& cell) {
        return parseNumber(cell.trimmed()).has_value() || readTime(cell).has_value();
    };
    return std::none_of(cells.begin(), cells.end(), isName)
        && std::any_of(cells.begin(), cells.end(), isValue);
}

CallFactRole roleByForm(QByteArrayView value)
{
    const QByteArrayView text = value.trimmed();
    if (isMethodWord(text)) {
        return {CallFact::Method, {}, {}};
    }
    if (text.startsWith("/") || text.startsWith("http://") || text.startsWith("https://")) {
        return {CallFact::Target, {}, {}};
    }
    const qsizetype space = text.indexOf(' ');
    if (space > 0 && isMethodWord(text.first(space))) {
        return {CallFact::RequestLine, {}, {}};
    }
    if (readTime(text)) {
        return {CallFact::Arrived, {}, {}};
    }
    const std::optional<double> number = parseNumber(text);
    if (number && text.size() == 3 && *number >= 100 && *number <= 599) {
        return {CallFact::Status, {}, {}};
    }
    // A whole number may be anything: a size, a port, an id.
    return number && text.contains('.') ? CallFactRole{CallFact::Took, {}, {}} : CallFactRole{};
}

CsvColumns csvColumnsOf(const QList<QByteArray>& firstRow, const FieldMap& map)
{
    CsvColumns columns;
    columns.areUnnamed = isDataRow(firstRow);
    QSet<CallFact> told;
    for (const QByteArray& cell : firstRow) {
        const QByteArray name = columns.areUnnamed ? QByteArray() : cell.trimmed();
        columns.names.append(name.isEmpty() ? QByteArray::number(columns.names.size() + 1) : name);
        CallFactRole role = map.roleOf(columns.names.last());
        if (columns.areUnnamed && !map.chosen(columns.names.last())) {
            role = map.unlessGiven(roleByForm(cell));
            if (told.contains(role.fact)) { // the second moment is when it was answered
                role = role.fact == CallFact::Arrived && !told.contains(CallFact::Ended)
                    ? CallFactRole{CallFact::Ended, {}, {}}
                    : CallFactRole{};
            }
            told.insert(role.fact);
        }
        columns.roles.append(role);
    }
    return columns;
}

} // namespace Pacewatch
