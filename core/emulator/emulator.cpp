#include "core/emulator/emulator.h"

#include "core/emulator/otherconsumer.h"

#include <QCryptographicHash>
#include <QHostAddress>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace Pacewatch {

namespace {

/// More calls of the hidden consumer than this are not told apart in state().
constexpr std::size_t MostOtherCalls = 100'000;

} // namespace

Emulator::Emulator(Clock& clock, const ProfileShelf& profiles, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_profiles(profiles)
{ }

Emulator::~Emulator()
{
    stop();
}

Result<QString> Emulator::start(const EmulatorSettings& settings)
{
    stop();
    m_settings = settings;
    m_trouble.reset();
    const Result<Profile> profile = m_profiles.find(settings.profileId);
    if (!profile) {
        m_trouble = profile.error().detail;
        return fail(profile.error());
    }
    if (const Result<void> listening = listen(settings.port); !listening) {
        m_trouble = listening.error().detail;
        return fail(listening.error());
    }
    m_isRunning = true;
    openGateway(*profile);
    return address();
}

Result<void> Emulator::listen(quint16 port)
{
    m_v4 = std::make_unique<Http::Server>(m_clock);
    m_v6 = std::make_unique<Http::Server>(m_clock);
    for (Http::Server* server : {m_v4.get(), m_v6.get()}) {
        connect(server, &Http::Server::requestArrived, this, &Emulator::takeExchange);
    }
    Result<void> listening = Http::tryListenBoth(*m_v4, *m_v6, port);
    m_port = m_v4->port();
    return listening;
}

void Emulator::openGateway(const Profile& profile)
{
    m_releaseBell.reset();
    m_otherBell.reset();
    m_held.clear();
    m_other.reset();
    m_partition.clear();
    m_time = std::make_unique<ScaledClock>(m_clock, std::max(m_settings.timeScale, 0.001));
    m_releaseBell = m_time->makeBell([this] { release(); });
    m_otherBell = m_time->makeBell([this] { callAsOther(); });
    m_gateway = std::make_unique<Gateway>(profile, m_settings);
    resetCounters();
}

Result<QString> Emulator::change(const EmulatorSettings& settings)
{
    const bool isOtherPort = settings.port != 0 && settings.port != m_port;
    if (!m_isRunning || isOtherPort) {
        return start(settings);
    }
    const EmulatorSettings before = std::exchange(m_settings, settings);
    const bool isOtherTime = before.timeScale != settings.timeScale
        || before.clockOffset != settings.clockOffset || before.seed != settings.seed;
    if (before.profileId != settings.profileId || isOtherTime) {
        const Result<Profile> profile = m_profiles.find(settings.profileId);
        if (!profile) {
            m_settings = before;
            return fail(profile.error());
        }
        openGateway(*profile);
        return address();
    }
    m_gateway->change(settings);
    if (before.otherPerMinute != settings.otherPerMinute) {
        m_other.reset();
        planOther();
    }
    return address();
}

void Emulator::stop()
{
    m_isRunning = false;
    m_releaseBell.reset();
    m_otherBell.reset();
    m_held.clear();
    m_other.reset();
    m_v4.reset();
    m_v6.reset();
}

void Emulator::resetCounters()
{
    m_answers = 0;
    m_refused = 0;
    m_otherCalls.clear();
    if (m_gateway) {
        m_gateway->reset();
    }
}

QString Emulator::address() const
{
    return u"http://127.0.0.1:"_s + QString::number(m_port)
        + QString::fromLatin1(m_gateway->basePath());
}

WallTime Emulator::gatewayNow() const
{
    return m_time->wallNow() + m_settings.clockOffset;
}

void Emulator::takeExchange(const std::shared_ptr<Http::ServerExchange>& exchange)
{
    m_intakes.remove_if([](const Intake& intake) { return intake.isOver(); });
    m_intakes.emplace_back(
        exchange, m_gateway->bodyLimit(),
        [this, exchange](const GatewayRequest& request) { answer(exchange, request); });
}

void Emulator::answer(const std::shared_ptr<Http::ServerExchange>& exchange,
                      const GatewayRequest& request)
{
    GatewayReply reply = m_gateway->answer(request, gatewayNow());
    if (!reply.partition.isEmpty() && reply.partition != m_partition) {
        m_partition = reply.partition;
        planOther();
    }
    report(reply, false, request.body);
    if (m_settings.latency <= Duration::zero()) {
        send(*exchange, reply);
        return;
    }
    Held held{m_time->now() + m_settings.latency, exchange, std::move(reply)};
    const auto place
        = std::upper_bound(m_held.begin(), m_held.end(), held.due,
                           [](Instant due, const Held& other) { return due < other.due; });
    m_held.insert(place, std::move(held));
    armRelease();
}

void Emulator::send(Http::ServerExchange& exchange, const GatewayReply& reply)
{
    if (reply.isCut) {
        exchange.cut();
        return;
    }
    exchange.reply(reply.status, reply.headers, reply.body);
}

void Emulator::armRelease()
{
    if (!m_held.empty()) {
        m_releaseBell->armAt(m_held.front().due);
    }
}

void Emulator::release()
{
    const Instant now = m_time->now();
    std::vector<Held> due;
    while (!m_held.empty() && m_held.front().due <= now) {
        due.push_back(std::move(m_held.front()));
        m_held.erase(m_held.begin());
    }
    armRelease();
    for (const Held& held : due) {
        send(*held.exchange, held.reply);
    }
}

void Emulator::planOther()
{
    if (m_settings.otherPerMinute <= 0 || m_partition.isEmpty()) {
        return;
    }
    if (!m_other) {
        m_other.emplace(otherScript(m_settings.otherPerMinute), m_settings.seed, m_time->now(),
                        gatewayNow());
    }
    m_otherBell->armAt(*m_other->nextDue());
}

void Emulator::callAsOther()
{
    if (!m_other) {
        return;
    }
    const qsizetype due = m_other->takeDue(m_time->now()).size();
    for (qsizetype i = 0; i < due; ++i) {
        const WallTime now = gatewayNow();
        const GatewayReply reply = m_gateway->answerOther(m_partition, now);
        if (reply.status != 429 || m_settings.countsRefused) {
            m_otherCalls.push_back(now);
        }
        if (m_otherCalls.size() > MostOtherCalls) {
            m_otherCalls.pop_front();
        }
        report(reply, true);
    }
    planOther();
}

void Emulator::report(const GatewayReply& reply, bool isOther, const QByteArray& body)
{
    ++m_answers;
    m_refused += reply.status == 429 ? 1 : 0;
    EmulatorAnswer answer;
    answer.at = m_clock.wallNow();
    answer.instant = m_clock.now();
    answer.method = reply.method;
    answer.path = reply.path;
    answer.status = reply.status;
    answer.isOther = isOther;
    if (!body.isEmpty()) {
        answer.bodyDigest = QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex();
    }
    if (reply.longest) {
        answer.left = reply.longest->remaining;
        answer.used = reply.longest->used;
    }
    emit answered(answer);
}

EmulatorState Emulator::state() const
{
    EmulatorState state;
    state.isRunning = m_isRunning;
    state.settings = m_settings;
    state.trouble = m_trouble;
    state.answers = m_answers;
    state.refused = m_refused;
    if (!m_gateway) {
        return state;
    }
    state.address = m_isRunning ? address() : QString();
    const WallTime now = gatewayNow();
    const std::optional<WindowStanding> longest = m_gateway->longest(m_partition, now);
    if (!longest) {
        return state;
    }
    const bool isRolling = m_gateway->isRolling(*longest);
    const qint64 others = std::count_if(m_otherCalls.begin(), m_otherCalls.end(), [&](WallTime at) {
        return isRolling ? at > longest->start : at >= longest->start;
    });
    state.limit = longest->limit;
    state.usedByOther = std::min(others, longest->used);
    state.usedByClient = longest->used - state.usedByOther;
    state.window = m_gateway->policyOf(*longest).window;
    return state;
}

} // namespace Pacewatch
