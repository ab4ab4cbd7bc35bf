#include "core/engine/watchedconnection.h"

#include "core/engine/ownrefusal.h"
#include "core/proxy/guard.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Duration RealGuardFloor = 20ms;
constexpr Duration QueueFirst = 1ms;
constexpr Duration LongestAnswer = 10min;

/// What the queue of a connection is called from one start of the program to the next. The port of
/// the practice gateway changes each time.
QByteArray queueName(const ConnectionSpec& spec)
{
    return QByteArrayList{spec.isPractice ? QByteArray("practice") : spec.gatewayUrl,
                          spec.profileId.toUtf8(), spec.customer.toUtf8()}
        .join('\n');
}

QString hostOf(const GatewayAddress& address)
{
    return QString::fromLatin1(address.site.authority());
}

} // namespace

WatchedConnection::WatchedConnection(ConnectionId id, Clock& clock, const ProfileShelf& profiles,
                                     Outboxes& outboxes)
    : m_id(id)
    , m_clock(clock)
    , m_profiles(profiles)
    , m_outboxes(outboxes)
    , m_started(clock.now())
    , m_startedWall(clock.wallNow())
    , m_waitingBell(clock.makeBell([this] { askWaiting(); }))
{
    makeQueue();
}

WatchedConnection::~WatchedConnection()
{
    // The queue speaks to the port, the proxy to the book: they go before what they speak to.
    m_queue.reset();
    stopWatching();
    keepLimits({});
    if (m_sessions) {
        m_sessions->forget(m_id);
    }
}

void WatchedConnection::makeQueue()
{
    m_queue = std::make_unique<Dispatcher>(
        m_clock, m_limiter, nullptr, DispatchRules{},
        [this] { return ItemId(++m_outboxes.lastItem); },
        [this](const SendItem& item) {
            ItemChange change{m_id, item};
            if (item.hold) {
                change.item.hold = seen(*item.hold);
            }
            m_outboxes.itemChanges.put(std::move(change));
        });
    m_queue->setTarget(m_target);
    m_queue->setOthers([this] { letOthersGoFirst(); }, [this] { m_way.queueDeparted(); });
}

void WatchedConnection::apply(const ConnectionSpec& spec, Secret key)
{
    const bool isOther = spec.profileId != m_spec.profileId || spec.gatewayUrl != m_spec.gatewayUrl
        || spec.windows != m_spec.windows || spec.timeScale != m_spec.timeScale
        || spec.caFile != m_spec.caFile || !m_book;
    if (!key.isEmpty()) {
        m_key = std::move(key);
    }
    if (!isOther && spec == m_spec && !m_trouble) {
        m_port->setKey(m_key.duplicate());
        injectKey();
        describeSession();
        recallLimits();
        return; // nobody who is connected needs to notice another key
    }
    stopWatching();
    keepLimits({});
    m_spec = spec;
    m_trouble.reset();
    const Result<Profile> profile = m_profiles.find(spec.profileId);
    const Result<GatewayAddress> address = readGatewayAddress(spec.gatewayUrl);
    if (!profile || !address) {
        m_trouble = !profile ? profile.error() : address.error();
        return;
    }
    if (const Result<void> authorities = readAuthorities(); !authorities) {
        m_trouble = authorities.error();
        return;
    }
    m_profile = *profile;
    m_address = *address;
    if (isOther) {
        rebuild();
        m_limitsName.clear();
    }
    recallLimits();
    keepQueue();
    describeSession();
    m_port->setKey(m_key.duplicate());
    startWatching();
}

void WatchedConnection::rebuild()
{
    m_windows = effectiveWindows(m_profile, m_spec.windows);
    LimiterSettings settings;
    settings.headerWindow = m_profile.headerWindow;
    settings.fallbackWait = m_profile.retry.fallbackWait;
    settings.guardFloor = fromSeconds(toSeconds(RealGuardFloor) * m_spec.timeScale);
    settings.seed = static_cast<quint64>(m_id);
    if (m_port) {
        m_queue->cutOff(); // its port and its limiter are replaced
        m_target = SendTarget::DryRun;
    }
    m_limiter = Limiter(m_windows, settings);
    m_practiceLimiter = Limiter(m_windows, settings);
    m_book = std::make_unique<CallBook>(m_id, m_profile, m_windows, m_address, m_outboxes);
    m_calls.emplace(subjectOf(m_profile, m_spec.windows, m_spec.gatewayUrl, m_profiles));

    Http::ClientOptions options;
    options.extraAuthorities = m_authorities;
    options.mayConnectTo = [this](const QHostAddress& address) {
        return mayConnectTo(address, m_spec.allowPrivateHosts);
    };
    m_client = std::make_unique<Http::Client>(m_clock, options);
    m_port = std::make_unique<GatewayPort>(
        m_clock, *m_client, m_profile.auth, m_address,
        [this](Exchange exchange) { return record(std::move(exchange)); });
    m_queue->setRules({m_id, m_profile.retry, m_profile.bodyLimit, m_profile.endpoints,
                       m_profile.recipientLimit});
    pointQueue();
}

Exchange WatchedConnection::enter(Exchange exchange)
{
    Exchange recorded = m_book->record(std::move(exchange));
    m_calls->add(recorded);
    if (m_sessions) {
        m_sessions->add(m_id, recorded);
    }
    return recorded;
}

Exchange WatchedConnection::record(Exchange exchange)
{
    Exchange recorded = enter(std::move(exchange));
    m_queue->reconsider();
    return recorded;
}

void WatchedConnection::startWatching()
{
    if (m_spec.way == WatchWay::Proxy) {
        startProxy();
    } else if (m_isWatching) {
        startPoller();
    }
}

Result<void> WatchedConnection::readAuthorities()
{
    m_authorities.clear();
    if (m_spec.caFile.isEmpty()) {
        return {};
    }
    m_authorities = QSslCertificate::fromPath(m_spec.caFile, QSsl::Pem);
    if (m_authorities.isEmpty()) {
        return fail(ErrorCode::Invalid, u"no certificate in "_s + m_spec.caFile);
    }
    return {};
}

/// A proxy that puts the key in gets the one in force; its address stays.
void WatchedConnection::injectKey()
{
    if (m_proxy && m_spec.injectKey) {
        m_proxy->injectKey(m_profile.auth.header, Secret(m_profile.auth.prefix + m_key.reveal()));
    }
}

void WatchedConnection::startProxy()
{
    if (m_spec.injectKey && (m_key.isEmpty() || m_profile.auth.header.isEmpty())) {
        m_trouble = Error{ErrorCode::Invalid, u"there is no key to put into the calls"_s};
        return;
    }
    ProxySettings settings;
    settings.connection = m_id;
    settings.gateway
        = {m_address.site, m_address.basePath.isEmpty() ? "/" : m_address.basePath, {}};
    settings.mode = m_spec.mode;
    settings.port = m_spec.port;
    settings.openToNetwork = m_spec.openToNetwork;
    settings.allowPrivateHosts = m_spec.allowPrivateHosts;
    settings.authHeader = m_profile.auth.header;
    // How long an answer may take is the client's affair: it knows a long poll from a dead server.
    settings.upstream.responseTime = LongestAnswer;
    settings.upstream.bodyTime = LongestAnswer;
    settings.allowWebSocket = m_spec.allowWebSocket || m_profile.allowsWebSocket;
    settings.rewritesRedirects = !m_spec.keepRedirects;
    settings.upstream.extraAuthorities = m_authorities;
    m_proxy = std::make_unique<Proxy>(m_clock, static_cast<ProxyHost&>(*this), settings);
    injectKey();
    const Result<void> listening = m_proxy->listen();
    if (!listening) {
        m_trouble = listening.error();
        m_proxy.reset();
        return;
    }
    m_proxy->setRecording(m_isWatching);
}

ExchangeId WatchedConnection::nextExchangeId()
{
    return ExchangeId(++m_outboxes.lastExchange);
}

Verdict WatchedConnection::ask(const Http::RequestHead& request, Instant now)
{
    if (m_way.isQueueDue() && m_queue->waitsForRoom()) {
        if (m_queue->isAsking()) {
            // Four went before it: it asks next, and this one right behind it.
            return Verdict::hold(now + QueueFirst, HoldReason::WindowFull);
        }
        m_queue->reconsider();
    }
    return m_limiter.ask(m_address.pathOf(request.target), 1, now);
}

/// One lane for all routes that the same windows count.
QByteArray WatchedConnection::laneOf(const Http::RequestHead& request) const
{
    const QByteArray path = m_address.pathOf(request.target);
    QByteArray lane;
    for (const Policy& window : m_windows) {
        lane += appliesTo(window, path) ? '1' : '0';
    }
    return lane;
}

void WatchedConnection::departed(ExchangeId id, const Http::RequestHead& request, Instant now)
{
    m_tickets.insert(id, m_limiter.departed(m_address.pathOf(request.target), 1, now));
    m_way.interactiveDeparted(m_queue->waitsForRoom());
    m_book->departed(request.target, now);
}

void WatchedConnection::answered(const Exchange& exchange)
{
    const CallTicket ticket = m_tickets.take(exchange.id);
    const Exchange recorded = enter(exchange);
    if (ticket.isValid() && recorded.response.status > 0) {
        m_limiter.answered(ticket, recorded.reading, recorded.answered());
    } else if (ticket.isValid()) {
        // Whoever left or failed, the gateway may have counted it.
        m_limiter.failed(ticket, recorded.answered(), true);
    }
    m_queue->reconsider();
    if (m_proxy) {
        m_proxy->letGo();
    }
}

OwnAnswer WatchedConnection::refusal(const Http::RequestHead& request, const Verdict& verdict,
                                     Instant now)
{
    return ownRefusal(m_profile, m_limiter.windows(now), m_address.pathOf(request.target), verdict,
                      now, m_clock.wallNow());
}

void WatchedConnection::startPoller()
{
    m_poller = std::make_unique<Poller>(m_clock, m_spec.pollEvery, [this] { poll(); });
    m_poller->start();
}

void WatchedConnection::poll()
{
    askStatus(Origin::Poll, [this](const Result<Exchange>& answer) {
        if (!m_poller) {
            return;
        }
        m_poller->answered();
        if (const std::optional<Instant> until = m_limiter.heldUntil(m_clock.now())) {
            m_poller->holdUntil(*until);
        }
        if (!answer && answer.error().code == ErrorCode::Unsupported) {
            m_trouble = answer.error();
        }
    });
}

void WatchedConnection::stopWatching()
{
    m_proxy.reset();
    m_poller.reset();
}

void WatchedConnection::setWatching(bool watching)
{
    if (m_isWatching == watching) {
        return;
    }
    m_isWatching = watching;
    if (!m_book) {
        return;
    }
    if (m_proxy) {
        m_proxy->setRecording(watching);
    }
    if (m_spec.way == WatchWay::Poll) {
        m_poller.reset();
        if (watching) {
            startPoller();
        }
    }
}

void WatchedConnection::retry()
{
    if (m_book) {
        m_book->forgetTrouble();
    }
    apply(ConnectionSpec(m_spec), {});
}

void WatchedConnection::testCall(Asked done)
{
    const Endpoint* endpoint = m_profile.statusEndpoint();
    if (!m_port || !endpoint) {
        done(fail(ErrorCode::Unsupported, u"this profile names no harmless call"_s));
        return;
    }
    m_waiting.push_back({*endpoint, std::move(done)});
    askWaiting();
}

void WatchedConnection::askStatus(Origin origin, const Asked& done)
{
    const Endpoint* endpoint = m_profile.statusEndpoint();
    if (!m_port || !endpoint) {
        done(fail(ErrorCode::Unsupported, u"this profile names no harmless call"_s));
        return;
    }
    ask(*endpoint, origin, done);
}

void WatchedConnection::ask(const Endpoint& endpoint, Origin origin, const Asked& done)
{
    const Instant now = m_clock.now();
    const CallTicket ticket = m_limiter.departed(endpoint.path, 1, now);
    m_book->departed(m_address.target(endpoint.path), now);
    m_port->call(endpoint, origin, [this, ticket, done](const Exchange& exchange) {
        if (exchange.outcome == Outcome::Answered) {
            m_limiter.answered(ticket, exchange.reading, exchange.answered());
            m_queue->reconsider();
            done(exchange);
        } else {
            m_limiter.failed(ticket, exchange.answered(), true);
            done(fail(exchange.error.value_or(Error{ErrorCode::Unreachable, {}})));
        }
    });
}

void WatchedConnection::tick(Instant now)
{
    m_queue->tick(now);
    keepLimitsNowAndThen(now);
    if (m_book) {
        m_book->tick(now, m_clock.wallNow());
        m_queue->setCustomer(m_book->customerPace(now));
    }
}

void WatchedConnection::setTarget(SendTarget target)
{
    if (m_queue->setTarget(target)) {
        m_target = target;
        pointQueue();
    }
}

void WatchedConnection::setPracticeAddress(const QByteArray& address)
{
    m_practiceAddress = address;
    pointQueue();
}

bool WatchedConnection::needsPracticeGateway() const
{
    return m_target == SendTarget::Practice && !m_spec.isPractice && m_practiceAddress.isEmpty();
}

void WatchedConnection::pointQueue()
{
    if (!m_port) {
        return;
    }
    const bool isElsewhere = m_target == SendTarget::Practice && !m_spec.isPractice;
    GatewayPort::Destination destination{m_address, {}, true};
    if (isElsewhere) {
        const Result<GatewayAddress> practice = readGatewayAddress(m_practiceAddress);
        destination = {practice.value_or(GatewayAddress{}), {}, false};
    } else if (m_target == SendTarget::TestMode) {
        destination.query = m_profile.sandboxQuery;
    }
    m_port->setDestination(destination);
    m_queue->setRoute(isElsewhere ? m_practiceLimiter : m_limiter, m_port.get());
}

void WatchedConnection::keepQueue()
{
    const QByteArray name = queueName(m_spec);
    if (!m_keeping || !m_keeping->journal || m_keptAs == name) {
        return;
    }
    std::unique_ptr<ItemLog> log = m_keeping->journal->logFor(name);
    if (m_keptAs.isEmpty()) {
        m_queue->setLog(log.get(), m_keeping->journal->take(name));
    } else {
        m_queue->changeLog(log.get());
    }
    m_log = std::move(log);
    m_keptAs = name;
}

void WatchedConnection::startQueue(qint64 confirmedCount)
{
    const bool isReal = m_target == SendTarget::Live || m_target == SendTarget::TestMode;
    if (isReal && m_keeping && m_keeping->trouble) {
        m_queue->hold(PauseReason::Journal.toString());
        return;
    }
    const Result<void> started = m_queue->start(confirmedCount);
    if (!started) {
        m_queue->hold(started.error().detail);
    }
}

QueueState WatchedConnection::queueState()
{
    QueueState state = m_queue->state();
    state.connection = m_id;
    if (m_keeping) {
        state.isKept = m_keeping->journal != nullptr;
        state.journalTrouble = state.isKept ? m_keeping->journal->trouble() : m_keeping->trouble;
    }
    return state;
}

ConnectionState WatchedConnection::state(Instant now)
{
    ConnectionState state;
    state.id = m_id;
    state.spec = m_spec;
    state.profileName = m_profile.name;
    state.host = hostOf(m_address);
    state.maskedKey = m_key.isEmpty() ? QString() : m_key.masked();
    state.isWatching = m_isWatching;
    state.trouble = m_trouble;
    state.started = m_started;
    state.startedWall = m_startedWall;
    if (m_proxy) {
        state.proxyAddress = QString::fromLatin1(m_proxy->address());
        state.clients = m_proxy->clientCount();
        state.heldNow = m_proxy->heldCount();
        if (const Verdict& verdict = m_proxy->heldBy(); state.heldNow > 0 && !verdict.isGo) {
            state.heldBy = seen(m_limiter.explain(verdict));
            state.heldUntil = m_clock.wallNow() + (verdict.until - now);
        }
    }
    if (m_book) {
        m_book->describe(state, !m_trouble, now, m_clock.wallNow());
        addWhatTheLimiterKnows(state.windows, now);
    }
    return state;
}

} // namespace Pacewatch
