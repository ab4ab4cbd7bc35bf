#include "core/store/callmatcher.h"

#include <QByteArrayView>

#include <algorithm>

namespace Pacewatch {

namespace {

/// As LIKE and NOCASE of SQLite fold: the letters of ASCII and no others.
char16_t folded(QChar letter)
{
    const char16_t each = letter.unicode();
    return each >= u'A' && each <= u'Z' ? char16_t(each - u'A' + u'a') : each;
}

QString foldedText(QString text)
{
    for (QChar& each : text) {
        each = QChar(folded(each));
    }
    return text;
}

/// @p needle is folded. A session file holds the bytes of a head as Latin-1.
template<typename View>
bool contains(View text, QStringView needle)
{
    for (qsizetype at = 0; at + needle.size() <= text.size(); ++at) {
        qsizetype same = 0;
        while (same < needle.size() && folded(text.at(at + same)) == needle.at(same).unicode()) {
            ++same;
        }
        if (same == needle.size()) {
            return true;
        }
    }
    return false;
}

/// The same for a body, which is UTF-8; SQLite ends a text at a zero byte.
bool containsBytes(QByteArrayView body, QByteArrayView needle)
{
    const qsizetype zero = body.indexOf('\0');
    const QByteArrayView text = zero < 0 ? body : body.first(zero);
    const auto isSame
        = [](char left, char right) { return char(folded(QChar::fromLatin1(left))) == right; };
    return std::search(text.begin(), text.end(), needle.begin(), needle.end(), isSame)
        != text.end();
}

QLatin1StringView latin1(const QByteArray& bytes)
{
    return QLatin1StringView(bytes.constData(), bytes.size());
}

} // namespace

CallMatcher::CallMatcher(const CallFilter& filter)
    : m_filter(filter)
{
    for (QString* text :
         {&m_filter.text, &m_filter.path, &m_filter.method, &m_filter.client, &m_filter.to}) {
        *text = foldedText(*text);
        m_hasTexts = m_hasTexts || !text->isEmpty();
    }
    m_to = m_filter.to.toUtf8();
}

bool CallMatcher::accepts(const Exchange& exchange) const
{
    const bool isAmong = m_filter.among ? m_filter.among->contains(exchange.id) : !m_filter.burst;
    return isAmong && acceptsStatus(exchange.response.status)
        && belongsTo(m_filter.choice, exchange) && (!m_filter.isRefused || exchange.isRefused())
        && (!m_filter.isEarly || *m_filter.isEarly == exchange.tooEarlyBy.has_value())
        && acceptsSpans(exchange) && (!m_hasTexts || acceptsTexts(exchange));
}

bool CallMatcher::acceptsStatus(int status) const
{
    return m_filter.statuses.isEmpty()
        || std::any_of(m_filter.statuses.begin(), m_filter.statuses.end(),
                       [status](const CallFilter::Statuses& each) {
                           return status >= each.least && status <= each.most;
                       });
}

bool CallMatcher::acceptsSpans(const Exchange& exchange) const
{
    const auto& wait = exchange.reading.retryAfter;
    return (!m_filter.tookOver || exchange.took > *m_filter.tookOver)
        && (!m_filter.tookUnder
            || (exchange.took > Duration::zero() && exchange.took < *m_filter.tookUnder))
        && (!m_filter.waitOver || (wait && *wait > *m_filter.waitOver))
        && (!m_filter.from || exchange.arrivedWall >= *m_filter.from)
        && (!m_filter.until || exchange.arrivedWall < *m_filter.until);
}

bool CallMatcher::acceptsTexts(const Exchange& exchange) const
{
    const QLatin1StringView target = latin1(exchange.request.target);
    const QLatin1StringView method = latin1(exchange.request.method);
    const QStringView client(exchange.client);
    if (!m_filter.method.isEmpty()
        && (method.size() != m_filter.method.size() || !contains(method, m_filter.method))) {
        return false;
    }
    if (!m_filter.path.isEmpty() && !contains(target, m_filter.path)) {
        return false;
    }
    if (!m_filter.client.isEmpty() && !contains(client, m_filter.client)) {
        return false;
    }
    if (!m_to.isEmpty() && !contains(target, m_filter.to)
        && !containsBytes(exchange.requestBody.head, m_to)) {
        return false;
    }
    return m_filter.text.isEmpty() || contains(target, m_filter.text)
        || contains(method, m_filter.text) || contains(client, m_filter.text);
}

bool isOtherError(const Exchange& exchange)
{
    return !exchange.isRefused()
        && (exchange.response.status >= 400 || exchange.response.status == 0);
}

bool belongsTo(CallChoice choice, const Exchange& exchange)
{
    switch (choice) {
    case CallChoice::All:
        break;
    case CallChoice::Refused:
        return exchange.isRefused();
    case CallChoice::Early:
        return exchange.tooEarlyBy.has_value();
    case CallChoice::Slow:
        return exchange.took >= SlowCallFrom;
    case CallChoice::OtherErrors:
        return isOtherError(exchange);
    }
    return true;
}

bool matches(const CallFilter& filter, const Exchange& exchange)
{
    return CallMatcher(filter).accepts(exchange);
}

} // namespace Pacewatch
