#include "ui/models/senddrafts.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSet>
#include <QStringConverter>

#include <algorithm>
#include <array>
#include <utility>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

// Whom to send to: what files and pasted lists say.

namespace {

/// More names than that are no table: what else the lines say is left out.
constexpr qsizetype MostColumns = 200;
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
    for (const QChar each : {u',', u';', u'\t', u'|'}) {
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

QString textIn(const QJsonValue& value)
{
    // A number typed as a number: never in exponents.
    return value.isDouble() ? QString::number(value.toDouble(), 'f', QLocale::FloatingPointShortest)
                            : value.toVariant().toString();
}

/// Empty rather than null: the line does say something.
QString said(const QString& value)
{
    return value.isNull() ? u""_s : value;
}

/// Collects recipients, each once.
class Collector final
{
public:
    explicit Collector(RecipientList& list)
        : m_list(list)
    { }

    void add(Recipient recipient)
    {
        const qsizetype before = m_seen.size();
        m_seen.insert(recipientKey(recipient.to));
        if (m_seen.size() == before) {
            ++m_list.duplicates;
        } else {
            m_list.recipients.append(std::move(recipient));
        }
    }

private:
    RecipientList& m_list;
    QSet<QString> m_seen;
};

RecipientList readJsonLines(const QString& text)
{
    RecipientList list;
    Collector collector(list);
    QHash<QString, qsizetype> places;
    for (const QStringView line : QStringView(text).split(u'\n', Qt::SkipEmptyParts)) {
        if (line.trimmed().isEmpty()) {
            continue;
        }
        const QJsonObject object = QJsonDocument::fromJson(line.toUtf8()).object();
        Recipient recipient;
        for (auto field = object.begin(); field != object.end(); ++field) {
            const QString name = field.key().toLower();
            if (!places.contains(name) && places.size() < MostColumns) {
                places.insert(name, list.columns.size());
                list.columns.append(name);
            }
            if (const auto place = places.constFind(name); place != places.cend()) {
                recipient.values.resize(std::max(recipient.values.size(), *place + 1));
                recipient.values[*place] = said(textIn(field.value()));
            }
        }
        for (const QLatin1StringView name : RecipientNames) {
            if (recipient.to.isEmpty()) {
                recipient.to = recipient.values.value(places.value(name, -1));
            }
        }
        if (recipient.to.isEmpty()) {
            ++list.unreadable;
            continue;
        }
        collector.add(std::move(recipient));
    }
    return list;
}

} // namespace

QString RecipientList::value(const Recipient& recipient, const QString& column) const
{
    if (column == "to"_L1) {
        return recipient.to;
    }
    const QString own = recipient.values.value(columns.lastIndexOf(column));
    return own.isNull() ? defaults.value(column) : own;
}

QString textOf(const QByteArray& file)
{
    if (const auto marked = QStringConverter::encodingForData(file)) {
        return QStringDecoder(*marked)(file);
    }
    // Letters and digits in UTF-16 have a zero byte on one side.
    const QByteArray head = file.first(std::min<qsizetype>(file.size(), 400));
    const auto zeros = [&head](qsizetype from) {
        qsizetype found = 0;
        for (qsizetype at = from; at < head.size(); at += 2) {
            found += head.at(at) == '\0' ? 1 : 0;
        }
        return found;
    };
    if (zeros(0) * 5 > head.size()) {
        return QStringDecoder(QStringConverter::Utf16BE)(file);
    }
    if (zeros(1) * 5 > head.size()) {
        return QStringDecoder(QStringConverter::Utf16LE)(file);
    }
    QStringDecoder utf8(QStringConverter::Utf8);
    const QString text = utf8(file);
    return utf8.hasError() ? QString::fromLatin1(file) : text;
}

RecipientList readRecipients(const QString& text)
{
    if (text.trimmed().startsWith(u'{')) {
        return readJsonLines(text);
    }
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
    Collector collector(list);
    for (const QStringList& row : std::as_const(rows)) {
        const QString to = row.value(column);
        if (to.isEmpty()) {
            continue;
        }
        Recipient recipient{to, {}};
        for (qsizetype at = 0; at < list.columns.size() && at < row.size(); ++at) {
            recipient.values.append(said(row.at(at)));
        }
        collector.add(std::move(recipient));
    }
    return list;
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
