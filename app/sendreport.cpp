#include "app/sendreport.h"

#include "ui/wording.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isEnd(ItemState state)
{
    switch (state) {
    case ItemState::Draft:
    case ItemState::Ready:
    case ItemState::Paused:
    case ItemState::Sending:
        return false;
    case ItemState::Sent:
    case ItemState::Rejected:
    case ItemState::Unknown:
    case ItemState::ConfirmedSent:
    case ItemState::ConfirmedNotSent:
    case ItemState::Cancelled:
    case ItemState::Expired:
    case ItemState::WouldSend:
        return true;
    }
    return true;
}

} // namespace

SendReport::SendReport(qint64 expected)
    : m_expected(expected)
{ }

void SendReport::add(const SendItem& item)
{
    m_items.insert(item.id, item);
}

void SendReport::add(const Exchange& exchange)
{
    if (exchange.origin != Origin::TestSend) {
        return;
    }
    m_refusals += exchange.isRefused() ? 1 : 0;
    m_retries += exchange.attempt > 1 ? 1 : 0;
    if (exchange.response.status > 0) {
        ++m_statuses[exchange.response.status];
    }
    m_firstSent = std::min(m_firstSent.value_or(exchange.sent()), exchange.sent());
    m_lastAnswered = std::max(m_lastAnswered.value_or(exchange.answered()), exchange.answered());
}

bool SendReport::isComplete() const
{
    return ended() >= m_expected;
}

bool SendReport::isBadNews() const
{
    return m_refusals > 0 || count(ItemState::Sent) + count(ItemState::WouldSend) < m_expected;
}

qint64 SendReport::count(ItemState state) const
{
    return std::ranges::count(m_items, state, &SendItem::state);
}

qint64 SendReport::ended() const
{
    return std::ranges::count_if(m_items, isEnd, &SendItem::state);
}

Duration SendReport::makespan() const
{
    if (m_firstSent) {
        return *m_lastAnswered - *m_firstSent;
    }
    std::optional<WallTime> first;
    std::optional<WallTime> last;
    for (const SendItem& item : m_items) {
        if (item.due && item.state == ItemState::WouldSend) {
            first = std::min(first.value_or(*item.due), *item.due);
            last = std::max(last.value_or(*item.due), *item.due);
        }
    }
    return first ? *last - *first : Duration::zero();
}

QString SendReport::progress() const
{
    return u"%1 of %2 done, %3 refusals"_s.arg(ended()).arg(m_expected).arg(m_refusals);
}

QString SendReport::text() const
{
    const qint64 would = count(ItemState::WouldSend);
    if (would > 0) {
        return u"%1 of %2 would be sent within %3"_s.arg(would)
            .arg(m_expected)
            .arg(Wording::duration(makespan()));
    }
    return u"%1 of %2 sent in %3\n"
           "%4 refusals, %5 retries, %6 rejected, %7 lost, %8 unknown"_s.arg(count(ItemState::Sent))
               .arg(m_expected)
               .arg(Wording::duration(makespan()))
               .arg(m_refusals)
               .arg(m_retries)
               .arg(count(ItemState::Rejected))
               .arg(m_expected - ended())
               .arg(count(ItemState::Unknown));
}

QJsonObject SendReport::toJson() const
{
    QJsonObject statuses;
    for (auto status = m_statuses.begin(); status != m_statuses.end(); ++status) {
        statuses.insert(QString::number(status.key()), status.value());
    }
    return {{u"total"_s, m_expected},
            {u"sent"_s, count(ItemState::Sent)},
            {u"would_send"_s, count(ItemState::WouldSend)},
            {u"rejected"_s, count(ItemState::Rejected)},
            {u"cancelled"_s, count(ItemState::Cancelled)},
            {u"unknown"_s, count(ItemState::Unknown)},
            {u"lost"_s, m_expected - ended()},
            {u"refusals"_s, m_refusals},
            {u"retries"_s, m_retries},
            {u"makespan_seconds"_s, toSeconds(makespan())},
            {u"statuses"_s, statuses}};
}

} // namespace Pacewatch
