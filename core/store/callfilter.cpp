#include "core/store/callfilter.h"

#include "core/quota/moments.h"

#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

std::optional<CallFilter::Statuses> statusesOf(const QString& text)
{
    if (text.size() == 3 && text.endsWith("xx"_L1) && text.front().isDigit()) {
        const int hundred = text.front().digitValue() * 100;
        return CallFilter::Statuses{hundred, hundred + 99};
    }
    const QStringList ends = text.split(u'-');
    bool isFirst = false;
    bool isLast = false;
    const int least = ends.first().toInt(&isFirst);
    const int most = ends.last().toInt(&isLast);
    if (!isFirst || !isLast || ends.size() > 2 || least < 0 || most > 999 || least > most) {
        return std::nullopt;
    }
    return CallFilter::Statuses{least, most};
}

std::optional<bool> yesOf(const QString& text)
{
    if (text == "yes"_L1 || text == "true"_L1) {
        return true;
    }
    if (text == "no"_L1 || text == "false"_L1) {
        return false;
    }
    return std::nullopt;
}

/// The span of ">500" or "<2s"; a bare number is milliseconds.
std::optional<Duration> spanOf(QStringView text)
{
    const QByteArray bytes = text.toLatin1();
    if (const auto number = parseNumber(bytes)) {
        return *number >= 0 && *number < 1e12 ? std::optional(fromSeconds(*number / 1e3))
                                              : std::nullopt;
    }
    return parseSpan(bytes);
}

bool takeSpan(const QString& value, std::optional<Duration>& over, std::optional<Duration>* under)
{
    if (value.size() < 2 || (value.front() != u'>' && (value.front() != u'<' || !under))) {
        return false;
    }
    const auto span = spanOf(QStringView(value).mid(1));
    (value.front() == u'>' ? over : *under) = span;
    return span.has_value();
}

bool takeToken(CallFilter& filter, const QString& name, const QString& value)
{
    if (name == "status"_L1) {
        const auto statuses = statusesOf(value);
        if (statuses) {
            filter.statuses.append(*statuses);
        }
        return statuses.has_value();
    }
    if (name == "took"_L1) {
        return takeSpan(value, filter.tookOver, &filter.tookUnder);
    }
    if (name == "wait"_L1) {
        return takeSpan(value, filter.waitOver, nullptr);
    }
    if (name == "early"_L1) {
        filter.isEarly = yesOf(value);
        return filter.isEarly.has_value();
    }
    if (name == "refused"_L1) {
        filter.isRefused = yesOf(value).value_or(false);
        return yesOf(value).has_value();
    }
    if (name == "burst"_L1) {
        bool isNumber = false;
        filter.burst = value.toInt(&isNumber);
        return isNumber && *filter.burst > 0;
    }
    (name == "path"_L1         ? filter.path
         : name == "method"_L1 ? filter.method
         : name == "to"_L1     ? filter.to
                               : filter.client)
        = value;
    return !value.isEmpty();
}

/// `%text%` with what LIKE takes for a pattern escaped.
QString containing(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return u'%' + text + u'%';
}

/// Collects conditions and numbers their parameters.
class Conditions final
{
public:
    void add(const QByteArray& sql) { m_all.append(sql); }

    void addLike(const QByteArrayList& columns, const QString& text)
    {
        m_texts.append(containing(text));
        const QByteArray parameter = '?' + QByteArray::number(m_texts.size());
        QByteArrayList any;
        for (const QByteArray& column : columns) {
            any.append(column + " LIKE " + parameter + " ESCAPE '\\'");
        }
        m_all.append('(' + any.join(" OR ") + ')');
    }

    /// The body lies apart, and is looked at where the target does not have it.
    void addRecipient(const QString& text)
    {
        m_texts.append(containing(text));
        const QByteArray like = " LIKE ?" + QByteArray::number(m_texts.size()) + " ESCAPE '\\'";
        m_all.append("(target" + like
                     + " OR EXISTS (SELECT 1 FROM payload AS sent WHERE sent.id=call.id AND "
                       "CAST(sent.request_body AS TEXT)"
                     + like + "))");
    }

    void addAmong(const QList<ExchangeId>& calls)
    {
        QByteArrayList ids;
        for (const ExchangeId each : calls) {
            ids.append(QByteArray::number(static_cast<qint64>(each)));
        }
        m_all.append("call.id IN (" + ids.join(',') + ')');
    }

    void addEqual(const QByteArray& column, const QString& text)
    {
        m_texts.append(text);
        m_all.append(column + "=?" + QByteArray::number(m_texts.size()) + " COLLATE NOCASE");
    }

    void addCompare(const QByteArray& column, const char* sign, std::int64_t value)
    {
        m_all.append(column + sign + QByteArray::number(qint64(value)));
    }

    [[nodiscard]] CallCondition made() const
    {
        return {m_all.isEmpty() ? QByteArray("1") : m_all.join(" AND "), m_texts};
    }

private:
    QByteArrayList m_all;
    QList<QString> m_texts;
};

} // namespace

const QStringList& callFilterNames()
{
    static const QStringList names{u"status"_s, u"path"_s,  u"method"_s, u"client"_s, u"to"_s,
                                   u"burst"_s,  u"early"_s, u"took"_s,   u"wait"_s,   u"refused"_s};
    return names;
}

Result<CallFilter> readCallFilter(const QString& typed)
{
    CallFilter filter;
    QStringList words;
    for (const QString& word : typed.split(u' ', Qt::SkipEmptyParts)) {
        const qsizetype colon = word.indexOf(u':');
        const QString name = word.left(colon).toLower();
        if (colon <= 0 || !callFilterNames().contains(name)) {
            words.append(word);
        } else if (!takeToken(filter, name, word.mid(colon + 1))) {
            return fail(ErrorCode::Invalid, word);
        }
    }
    filter.text = words.join(u' ');
    return filter;
}

CallCondition conditionOf(const CallFilter& filter)
{
    Conditions conditions;
    QByteArrayList statuses;
    for (const CallFilter::Statuses& each : filter.statuses) {
        const QByteArray least = QByteArray::number(each.least);
        QByteArray condition = "status=" + least;
        if (each.most > each.least) {
            condition = "status BETWEEN " + least + " AND " + QByteArray::number(each.most);
        }
        statuses.append(condition);
    }
    if (!statuses.isEmpty()) {
        conditions.add('(' + statuses.join(" OR ") + ')');
    }
    if (filter.isRefused) {
        conditions.add("refused=1");
    }
    if (filter.choice != CallChoice::All) {
        conditions.add('(' + conditionOfChoice(filter.choice) + ')');
    }
    if (!filter.text.isEmpty()) {
        conditions.addLike({"target", "method", "client"}, filter.text);
    }
    if (!filter.path.isEmpty()) {
        conditions.addLike({"target"}, filter.path);
    }
    if (!filter.client.isEmpty()) {
        conditions.addLike({"client"}, filter.client);
    }
    if (!filter.method.isEmpty()) {
        conditions.addEqual("method", filter.method);
    }
    if (!filter.to.isEmpty()) {
        conditions.addRecipient(filter.to);
    }
    if (filter.among) {
        conditions.addAmong(*filter.among);
    } else if (filter.burst) {
        conditions.add("0");
    }
    if (filter.tookOver) {
        conditions.addCompare("took", ">", filter.tookOver->count());
    }
    if (filter.tookUnder) {
        conditions.addCompare("took", ">", 0); // told at all
        conditions.addCompare("took", "<", filter.tookUnder->count());
    }
    if (filter.waitOver) {
        conditions.addCompare("wait", ">", filter.waitOver->count());
    }
    if (filter.isEarly) {
        conditions.add(*filter.isEarly ? "early IS NOT NULL" : "early IS NULL");
    }
    if (filter.from) {
        conditions.addCompare("at", ">=", filter.from->time_since_epoch().count());
    }
    if (filter.until) {
        conditions.addCompare("at", "<", filter.until->time_since_epoch().count());
    }
    return conditions.made();
}

QByteArray conditionOfChoice(CallChoice choice)
{
    switch (choice) {
    case CallChoice::All:
        break;
    case CallChoice::Refused:
        return "refused=1";
    case CallChoice::Early:
        return "early IS NOT NULL";
    case CallChoice::Slow:
        return "took>=" + QByteArray::number(qint64(SlowCallFrom.count()));
    case CallChoice::OtherErrors:
        return "refused=0 AND (status>=400 OR status=0)";
    }
    return "1";
}

QByteArray termsOf(const CallOrder& order)
{
    static constexpr std::array<const char*, 11> Terms{
        "id",          "at",     "target",        "status",         "wait",
        "took",        "client", "request_bytes", "response_bytes", "attempt",
        "at+held+took"};
    const QByteArray way = order.isDescending ? " DESC" : " ASC";
    const QByteArray term = Terms.at(static_cast<std::size_t>(order.key));
    if (order.key == CallOrder::Key::Written) {
        return term + way;
    }
    return term + way + " NULLS LAST, id ASC";
}

} // namespace Pacewatch
