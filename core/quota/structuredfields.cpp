#include "core/quota/structuredfields.h"

#include "core/quota/moments.h"

namespace Pacewatch {

namespace {

constexpr qsizetype MostMembers = 64;
constexpr qsizetype MostParameters = 16;

/// Cuts @p text at each @p mark that stands outside of quotes.
QList<QByteArrayView> cut(QByteArrayView text, char mark)
{
    QList<QByteArrayView> parts;
    qsizetype from = 0;
    bool isInQuotes = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && isInQuotes) {
            ++at;
        } else if (text[at] == '"') {
            isInQuotes = !isInQuotes;
        } else if (text[at] == mark && !isInQuotes) {
            parts.append(text.sliced(from, at - from).trimmed());
            from = at + 1;
        }
    }
    parts.append(text.sliced(from).trimmed());
    return parts;
}

/// Without the quotes of a string or the colons of a byte sequence.
QByteArray bare(QByteArrayView text)
{
    const bool isWrapped = text.size() >= 2
        && ((text.front() == '"' && text.back() == '"')
            || (text.front() == ':' && text.back() == ':'));
    QByteArray inner = (isWrapped ? text.sliced(1, text.size() - 2) : text).toByteArray();
    return inner.replace("\\\"", "\"").replace("\\\\", "\\");
}

} // namespace

std::optional<QByteArray> FieldMember::parameter(QByteArrayView name) const
{
    for (const auto& [key, value] : parameters) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<double> FieldMember::number(QByteArrayView name) const
{
    const std::optional<QByteArray> value = parameter(name);
    return value ? parseNumber(*value) : std::nullopt;
}

QList<FieldMember> fieldMembers(QByteArrayView value)
{
    QList<FieldMember> members;
    for (const QByteArrayView part : cut(value, ',')) {
        const QList<QByteArrayView> pieces = cut(part, ';');
        if (pieces.first().isEmpty() || members.size() >= MostMembers) {
            continue;
        }
        FieldMember member;
        member.isQuoted = pieces.first().front() == '"';
        member.item = bare(pieces.first());
        for (const QByteArrayView piece : pieces.sliced(1)) {
            const qsizetype equals = piece.indexOf('=');
            if (equals > 0 && member.parameters.size() < MostParameters) {
                member.parameters.append({piece.first(equals).trimmed().toByteArray().toLower(),
                                          bare(piece.sliced(equals + 1).trimmed())});
            }
        }
        members.append(member);
    }
    return members;
}

} // namespace Pacewatch
