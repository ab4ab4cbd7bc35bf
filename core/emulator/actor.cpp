#include "core/emulator/actor.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

/// Calls that wait for a free connection; a client that is this far behind gives the oldest up.
constexpr qsizetype MostWaiting = 500;

} // namespace

Actor::Actor(Clock& clock, const ActorScript& script, quint64 seed, Http::Url base, AuthScheme auth,
             Secret key, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_mind(script, seed, clock.now(), clock.wallNow())
    , m_base(std::move(base))
    , m_auth(std::move(auth))
    , m_key(std::move(key))
    , m_client(clock)
    , m_bell(clock.makeBell([this] { act(); }))
{
    if (m_base.path.endsWith('/')) {
        m_base.path.chop(1);
    }
    arm();
}

Actor::~Actor() = default;

void Actor::arm()
{
    if (const std::optional<Instant> due = m_mind.nextDue()) {
        m_bell->armAt(*due);
    }
}

void Actor::act()
{
    m_waiting += m_mind.takeDue(m_clock.now());
    if (m_waiting.size() > MostWaiting) {
        m_waiting.remove(0, m_waiting.size() - MostWaiting);
    }
    startWaiting();
    arm();
}

void Actor::startWaiting()
{
    while (!m_waiting.isEmpty() && m_open < MostOpen) {
        start(m_waiting.takeFirst());
    }
}

void Actor::start(const ActorCall& call)
{
    Http::RequestHead head;
    head.method = call.method;
    head.target = m_base.path + call.path;
    head.headers = {{"Host", m_base.site.authority()},
                    {"User-Agent", m_mind.script().agent},
                    {"Accept", "application/json"}};
    if (!m_auth.header.isEmpty() && !m_key.isEmpty()) {
        head.headers.append(m_auth.header, m_auth.prefix + m_key.reveal());
    }
    if (!call.body.isEmpty()) {
        head.headers.append("Content-Type", "application/json");
    }
    ++m_open;
    auto* single = new Http::SingleCall(m_clock, m_client, this);
    connect(single, &Http::SingleCall::done, this,
            [this, call, single](const Http::SingleAnswer& answer) {
                single->deleteLater();
                take(call, answer);
            });
    single->start(m_base.site, std::move(head), call.body);
}

void Actor::take(const ActorCall& call, const Http::SingleAnswer& answer)
{
    --m_open;
    const int status = answer.response.head.status;
    if (status == 429) {
        m_mind.refused(call, askedWait(answer), m_clock.now());
        arm();
    }
    emit answered(call.method, call.path, status);
    startWaiting();
}

std::optional<Duration> Actor::askedWait(const Http::SingleAnswer& answer) const
{
    bool isNumber = false;
    const qlonglong seconds
        = answer.response.head.headers.value("Retry-After").toLongLong(&isNumber);
    constexpr qlonglong Day = 86400;
    if (!isNumber || seconds < 0) {
        return {};
    }
    return std::chrono::seconds(std::min(seconds, Day));
}

} // namespace Pacewatch
