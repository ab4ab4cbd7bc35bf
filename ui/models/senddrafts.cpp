#include "ui/models/senddrafts.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

#include <algorithm>
#include <array>
#include <utility>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array RecipientNames{"to"_L1, "phone"_L1, "number"_L1, "recipient"_L1,
                                    "phone_number"_L1};

/// The lines of a CSV (RFC 4180); a quoted field may hold the separator, quotes and line ends.
QList<QStringList> readRows(const QString& text, QChar separator)
{
    QList<QStringList> rows;
    QStringList row;
    QString field;
    bool isQuoted = false;
    const auto endField = [&] {
        row.append(field.trimmed());
        field.clear();
    };
    const auto endRow = [&] {
        endField();
        if (!std::all_of(row.begin(), row.end(),
                         [](const QString& each) { return each.isEmpty(); })) {
            rows.append(row);
        }
        row.clear();
    };
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar each = text.at(at);
        if (isQuoted && each == u'"' && at + 1 < text.size() && text.at(at + 1) == u'"') {
            field += u'"';
            ++at;
        } else if (each == u'"' && (isQuoted || field.trimmed().isEmpty())) {
            isQuoted = !isQuoted;
        } else if (!isQuoted && each == separator) {
            endField();
        } else if (!isQuoted && (each == u'\n' || each == u'\r')) {
            endRow();
        } else {
            field += each;
        }
    }
    endRow();
    return rows;
}

QChar separatorOf(const QString& text)
{
    const QString first = text.trimmed().section(u'\n', 0, 0);
    QChar best = u',';
    for (const QChar each : {u',', u';', u'\t'}) {
        best = first.count(each) > first.count(best) ? each : best;
    }
    return best;
}

/// Which column of a head line names the recipient; -1 when it is no head line.
qsizetype recipientColumn(const QStringList& row)
{
    for (const QLatin1StringView name : RecipientNames) {
        for (qsizetype at = 0; at < row.size(); ++at) {
            if (row.at(at).compare(name, Qt::CaseInsensitive) == 0) {
                return at;
            }
        }
    }
    return -1;
}

/// Numbers are compared by their digits, everything else as typed.
QString sameness(const QString& to)
{
    static const QRegularExpression number(u"^\\+?[0-9 ().\\-/]{5,}$"_s);
    static const QRegularExpression notDigit(u"[^0-9]"_s);
    if (number.match(to).hasMatch()) {
        return QString(to).remove(notDigit);
    }
    return to.toCaseFolded();
}

const QRegularExpression& variable()
{
    static const QRegularExpression expression(u"\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*\\}\\}"_s);
    return expression;
}

/// @p value as the inside of a JSON string (RFC 8259, 7).
QString escapedForJson(const QString& value)
{
    QString escaped;
    for (const QChar each : value) {
        if (each == u'"' || each == u'\\') {
            escaped += u'\\';
            escaped += each;
        } else if (each.unicode() < 0x20) {
            escaped += u"\\u"_s + QString::number(each.unicode(), 16).rightJustified(4, u'0');
        } else {
            escaped += each;
        }
    }
    return escaped;
}

QString percentEncoded(const QString& value)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(value));
}

template<typename Escape>
QByteArray filled(const QByteArray& pattern, const Recipient& recipient, Escape escape)
{
    const QString text = QString::fromUtf8(pattern);
    QString result;
    qsizetype from = 0;
    auto matches = variable().globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const auto value = recipient.values.constFind(match.captured(1).toLower());
        result += text.mid(from, match.capturedStart() - from);
        result += value == recipient.values.constEnd() ? match.captured() : escape(*value);
        from = match.capturedEnd();
    }
    result += text.mid(from);
    return result.toUtf8();
}

} // namespace

RecipientList readRecipients(const QString& text)
{
    RecipientList list;
    QList<QStringList> rows = readRows(text, separatorOf(text));
    if (rows.isEmpty()) {
        return list;
    }
    qsizetype column = recipientColumn(rows.first());
    if (column >= 0) {
        for (const QString& name : rows.takeFirst()) {
            list.columns.append(name.toLower());
        }
    }
    column = std::max<qsizetype>(column, 0);
    QSet<QString> seen;
    for (const QStringList& row : rows) {
        const QString to = row.value(column);
        if (to.isEmpty()) {
            continue;
        }
        if (seen.contains(sameness(to))) {
            ++list.duplicates;
            continue;
        }
        seen.insert(sameness(to));
        Recipient recipient{to, {{u"to"_s, to}}};
        for (qsizetype at = 0; at < list.columns.size() && at < row.size(); ++at) {
            recipient.values.insert(list.columns.at(at), row.at(at));
        }
        list.recipients.append(recipient);
    }
    return list;
}

QStringList variablesOf(const QByteArray& body)
{
    QStringList names;
    auto matches = variable().globalMatch(QString::fromUtf8(body));
    while (matches.hasNext()) {
        const QString name = matches.next().captured(1).toLower();
        if (!names.contains(name)) {
            names.append(name);
        }
    }
    return names;
}

QList<SendDraft> draftsFor(const Endpoint& endpoint, const QByteArray& body,
                           const RecipientList& list)
{
    QList<SendDraft> drafts;
    drafts.reserve(list.recipients.size());
    for (const Recipient& recipient : list.recipients) {
        drafts.append({endpoint.method, filled(endpoint.path, recipient, percentEncoded),
                       filled(body, recipient, escapedForJson), recipient.to});
    }
    return drafts;
}

QStringList unfilledVariables(const Endpoint& endpoint, const QByteArray& body,
                              const RecipientList& list)
{
    QStringList missing = variablesOf(endpoint.path + '\n' + body);
    missing.removeIf([&list](const QString& name) {
        return std::all_of(list.recipients.begin(), list.recipients.end(),
                           [&name](const Recipient& each) { return each.values.contains(name); });
    });
    return missing;
}

QString recipientOf(const QByteArray& body)
{
    const QJsonObject top = QJsonDocument::fromJson(body).object();
    QList<QJsonObject> objects{top};
    for (const QJsonValue value : top) {
        if (value.isObject()) {
            objects.append(value.toObject());
        }
    }
    for (const QJsonObject& object : std::as_const(objects)) {
        for (const QLatin1StringView name : RecipientNames) {
            const QJsonValue value = object.value(name);
            if (value.isString() && !value.toString().isEmpty()) {
                return value.toString();
            }
        }
    }
    return {};
}

} // namespace Pacewatch
