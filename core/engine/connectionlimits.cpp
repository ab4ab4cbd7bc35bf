#include "core/engine/watchedconnection.h"
#include "core/queue/confirmation.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// The limits of a watched connection: what outlives the program (its session, too), what is shown
// of them, and who goes first when a place comes free.

namespace {

constexpr Duration KeepEvery = 2s; // what the limits used up
/// So late the next keeping may be on a busy computer.
constexpr Duration KeepLatest = 3s;
/// A person who asked for a call is not kept waiting longer without a word.
constexpr Duration LongestQuietWait = 1min;

} // namespace

/// Its gateway ends with the program, and what it counted with it.
bool WatchedConnection::isRehearsal() const
{
    return m_spec.isPractice && m_spec.gatewayUrl == m_practiceAddress;
}

/// A window that was half used before a restart is not handed out afresh.
void WatchedConnection::recallLimits()
{
    if (!m_keptLimits || !m_keptLimits->isOn() || isRehearsal()) {
        return;
    }
    const QString name = KeptLimits::nameFor(m_spec, m_key);
    if (name == m_limitsName) {
        return;
    }
    keepLimits({}); // of the key before
    m_limitsName = name;
    const Instant now = m_clock.now();
    const Result<LimiterMemory> memory = m_keptLimits->read(name, m_id, now, m_clock.wallNow());
    if (memory) {
        m_limiter.remember(*memory, now);
    } else if (memory.error().code == ErrorCode::Corrupt) {
        m_limitsSetAside = memory.error().detail;
    }
}

void WatchedConnection::keepLimits(Duration ahead)
{
    m_limitsKept = m_limiter.changes();
    m_limitsKeptAt = m_clock.now();
    if (!m_limitsName.isEmpty()) {
        m_keptLimits->write(m_limitsName, m_id, m_limiter.memory(m_limitsKeptAt, ahead),
                            m_limitsKeptAt, m_clock.wallNow());
    }
}

void WatchedConnection::keepLimitsNowAndThen(Instant now)
{
    if (m_limiter.changes() != m_limitsKept && now - m_limitsKeptAt >= KeepEvery) {
        keepLimits(KeepLatest);
    }
}

void WatchedConnection::addWhatTheLimiterKnows(QList<WindowState>& windows, Instant now) const
{
    const QList<WindowUse> uses = m_limiter.windows(now);
    for (WindowState& window : windows) {
        const auto use = std::find_if(uses.begin(), uses.end(), [&](const WindowUse& each) {
            return each.policy.name == window.policy.name;
        });
        window.inferred = use == uses.end() ? Inferred{} : use->inferred;
    }
    const std::optional<HiddenLimit> hidden = m_limiter.hiddenLimit();
    if (!hidden || !hidden->window || hidden->least < 1) {
        return;
    }
    const bool isKnown = std::any_of(windows.begin(), windows.end(), [&](const WindowState& each) {
        return each.policy.unit == Unit::Requests && each.policy.window == *hidden->window;
    });
    if (isKnown) {
        return; // a refusal on it is marked there
    }
    WindowState found;
    found.policy.name = u"hidden"_s;
    found.policy.window = *hidden->window;
    found.policy.limit = hidden->least;
    found.policy.source = Source::WorkedOut;
    found.limitSource = Source::WorkedOut;
    found.remainingSource = Source::WorkedOut;
    found.remaining
        = std::max<qint64>(hidden->least - m_limiter.grantedWithin(*hidden->window, now), 0);
    found.isRolling = true;
    found.refusalSeen = m_clock.wallNow() - (now - hidden->lastRefusal);
    windows.append(found);
}

/// With the moment at which a refusal proved the window, where one did.
Hold WatchedConnection::seen(Hold hold) const
{
    if (m_book && !hold.window.isEmpty()) {
        for (const WindowState& window : m_book->tracker().states(m_clock.now())) {
            if (window.policy.name == hold.window) {
                hold.seen = window.refusalSeen;
            }
        }
    }
    return hold;
}

void WatchedConnection::describeSession()
{
    if (m_sessions) {
        m_sessions->describe(m_id, m_spec, QString::fromLatin1(m_address.site.authority()), m_key);
    }
}

void WatchedConnection::letOthersGoFirst()
{
    if (m_way.isQueueDue()) {
        return;
    }
    askWaiting();
    if (m_proxy) {
        m_proxy->letGo();
    }
}

void WatchedConnection::askWaiting()
{
    while (m_port && !m_waiting.empty()) {
        const Instant now = m_clock.now();
        if (m_way.isQueueDue() && m_queue->isAsking()) {
            m_waitingBell->armAt(now + std::chrono::milliseconds(1));
            return;
        }
        const Verdict verdict = m_limiter.ask(m_waiting.front().endpoint.path, 1, now);
        if (!verdict.isGo && verdict.until - now <= LongestQuietWait) {
            m_waitingBell->armAt(verdict.until);
            return;
        }
        const Question question = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (verdict.isGo) {
            m_way.interactiveDeparted(m_queue->waitsForRoom());
            ask(question.endpoint, Origin::TestSend, question.done);
        } else {
            question.done(fail(ErrorCode::Cancelled, u"the limits leave no room for a while"_s));
        }
    }
}

void WatchedConnection::askUnknown()
{
    if (!m_profile.confirm.isThere()) {
        return;
    }
    for (const SendItem& item : m_queue->queue().items()) {
        const std::optional<QByteArray> path = item.state == ItemState::Unknown
            ? confirmPath(m_profile.confirm, item.draft)
            : std::nullopt;
        if (path) {
            Endpoint endpoint;
            endpoint.method = "GET";
            endpoint.path = *path;
            m_waiting.push_back({endpoint, [this, id = item.id](const Result<Exchange>& answer) {
                                     takeConfirmation(id, answer);
                                 }});
        }
    }
    askWaiting();
}

void WatchedConnection::takeConfirmation(ItemId id, const Result<Exchange>& answer)
{
    const std::optional<bool> sent = answer
        ? wasSent(m_profile.confirm, answer->response.status, answer->responseBody.head)
        : std::nullopt;
    if (sent) {
        m_queue->confirmUnknown(id, *sent);
    }
}

} // namespace Pacewatch
