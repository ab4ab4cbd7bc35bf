#include "app/sendreport.h"

#include "app/jsonlines.h"
#include "ui/wording/holds.h"
#include "ui/wording/wording.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// For programs that read the summary.
QString reasonWord(HoldReason reason)
{
    switch (reason) {
    case HoldReason::WindowFull:
        return u"window_full"_s;
    case HoldReason::AskedToWait:
        return u"asked_to_wait"_s;
    case HoldReason::KeptFree:
        return u"kept_free"_s;
    case HoldReason::ProbeInTheAir:
        return u"probe_in_the_air"_s;
    case HoldReason::Recovering:
        return u"recovering"_s;
    case HoldReason::ForeignUse:
        return u"foreign_use"_s;
    case HoldReason::Recipient:
        return u"recipient"_s;
    case HoldReason::Pace:
        return u"pace"_s;
    case HoldReason::BackOff:
        return u"back_off"_s;
    case HoldReason::None:
        break;
    }
    return u"none"_s;
}

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
    noteState(item);
    noteHold(item);
}

void SendReport::noteState(const SendItem& item)
{
    if (const auto before = m_states.constFind(item.id); before != m_states.cend()) {
        --m_counts[static_cast<std::size_t>(*before)];
    }
    ++m_counts[static_cast<std::size_t>(item.state)];
    m_states.insert(item.id, item.state);
    if (item.state == ItemState::WouldSend && item.due) {
        m_firstPlanned = std::min(m_firstPlanned.value_or(*item.due), *item.due);
        m_lastPlanned = std::max(m_lastPlanned.value_or(*item.due), *item.due);
    }
}

void SendReport::noteHold(const SendItem& item)
{
    if (!item.hold || item.state != ItemState::Ready) {
        if (m_held && m_held->id == item.id) {
            m_held.reset();
        }
        return;
    }
    m_held = item;
    const QString key
        = u"%1 %2 %3"_s.arg(int(item.hold->reason)).arg(item.hold->limit).arg(item.hold->window);
    Waited& waited = m_waited[key];
    waited.hold = *item.hold;
    waited.items.insert(item.id);
    if (item.due) {
        waited.until = std::max(waited.until.value_or(*item.due), *item.due);
    }
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
    return m_counts[static_cast<std::size_t>(state)];
}

qint64 SendReport::ended() const
{
    qint64 ended = 0;
    for (std::size_t state = 0; state < StateCount; ++state) {
        ended += isEnd(static_cast<ItemState>(state)) ? m_counts[state] : 0;
    }
    return ended;
}

Duration SendReport::makespan() const
{
    if (m_firstSent) {
        return *m_lastAnswered - *m_firstSent;
    }
    return m_firstPlanned ? *m_lastPlanned - *m_firstPlanned : Duration::zero();
}

QString SendReport::progress() const
{
    const QString done
        = u"%1 of %2 done, %3 refusals"_s.arg(ended()).arg(m_expected).arg(m_refusals);
    return m_held ? done + u". "_s + Wording::holdLine(*m_held->hold, m_held->due) : done;
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

QJsonArray SendReport::waitsToJson() const
{
    QJsonArray waits;
    for (const Waited& waited : m_waited) {
        const Hold& hold = waited.hold;
        QJsonObject object{{u"reason"_s, reasonWord(hold.reason)},
                           {u"items"_s, qint64(waited.items.size())}};
        if (hold.limit > 0) {
            object.insert(u"window"_s, hold.window);
            object.insert(u"window_seconds"_s, toSeconds(hold.period));
            object.insert(u"limit"_s, hold.limit);
            object.insert(u"source"_s, Wording::holdSource(hold));
        }
        if (waited.until) {
            object.insert(u"until"_s, utcText(*waited.until));
        }
        waits.append(object);
    }
    return waits;
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
            {u"waits"_s, waitsToJson()},
            {u"makespan_seconds"_s, toSeconds(makespan())},
            {u"statuses"_s, statuses}};
}

} // namespace Pacewatch
