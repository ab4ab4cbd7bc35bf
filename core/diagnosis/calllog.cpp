#include "core/diagnosis/calllog.h"

#include "core/diagnosis/endpointname.h"
#include "core/quota/metacode.h"
#include "core/quota/reader.h"

#include <QHashFunctions>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostRoutes = 10'000;
/// 64 kB: packed within half a millisecond, and copied once when a call is added while a copy of
/// the log still shares them.
constexpr qsizetype CallsPerPack = 500;
constexpr std::size_t IdentitySeed = 0x5ac3;

/// Two hashes of 64 bits side by side would be needed only for far more calls than are kept.
quint64 fingerprint(const QByteArray& bytes)
{
    return qHash(bytes, IdentitySeed);
}

QByteArray withoutBase(const QByteArray& target, const QByteArray& base)
{
    const bool isBelow = !base.isEmpty() && target.startsWith(base)
        && (target.size() == base.size() || target.at(base.size()) == '/'
            || target.at(base.size()) == '?');
    const QByteArray path = isBelow ? target.sliced(base.size()) : target;
    return path.startsWith('/') ? path : QByteArray('/' + path);
}

/// Whether @p exchange can be told from others like it. What takes a body has one, even where none
/// was recorded: access logs know none, and Pacewatch refuses before it reads one.
bool isBodyKnown(const Exchange& exchange)
{
    const QByteArray& method = exchange.request.method;
    const bool takesBody = method == "POST" || method == "PUT" || method == "PATCH";
    return !exchange.requestBody.sha256.isEmpty() || (exchange.requestBody.size == 0 && !takesBody);
}

/// Networks in front of gateways sign their own refusals, which are pages, not JSON.
bool isOfCdn(const Exchange& exchange)
{
    const QByteArray server = exchange.response.headers.value("Server").toLower();
    const QByteArray body = exchange.responseBody.head.trimmed();
    const bool isSigned = server.contains("cloudflare") || server.contains("akamai")
        || server.contains("cloudfront") || server.contains("fastly") || server.contains("varnish");
    return isSigned && exchange.reading.windows.isEmpty() && !body.startsWith('{')
        && !body.startsWith('[');
}

/// What @p field, a Retry-After, says by itself.
std::optional<Duration> waitOfField(const QByteArray& field, const Exchange& exchange)
{
    constexpr qsizetype MostDigits = 6; // more of them may be a moment
    const bool isSeconds = field.size() <= MostDigits
        && std::all_of(field.begin(), field.end(),
                       [](char letter) { return letter >= '0' && letter <= '9'; });
    return isSeconds
        ? std::optional<Duration>(std::chrono::seconds(field.toLongLong()))
        : read({exchange.response.status, {{"Retry-After", field}}, {}, exchange.answeredWall()})
              .retryAfter;
}

/// The shortest wait that was stated as such; a client that keeps it is not to blame.
Duration statedWait(const Exchange& exchange)
{
    const Reading& reading = exchange.reading;
    const auto isReset = [&](const WindowReading& window) {
        return window.resetIn && reading.retryAfter && *window.resetIn == *reading.retryAfter;
    };
    Duration wait = reading.retryAfter.value_or(Duration(-1));
    const QByteArray field = exchange.response.headers.value("Retry-After");
    if (!field.isEmpty()) {
        const Duration named = waitOfField(field, exchange).value_or(wait);
        return wait < Duration::zero() ? named : std::min(wait, named);
    }
    // A reset alone asks nobody to wait.
    const bool isOnlyReset = exchange.responseBody.head.isEmpty()
        && std::any_of(reading.windows.begin(), reading.windows.end(), isReset);
    return isOnlyReset ? Duration(-1) : wait;
}

} // namespace

CallLog::CallLog(DiagnosisSubject subject, std::size_t capacity)
    : m_subject(std::move(subject))
    , m_capacity(capacity)
{ }

void CallLog::add(const Exchange& exchange)
{
    const QByteArray path = withoutBase(exchange.request.target, m_subject.basePath);
    CallFacts facts;
    facts.id = exchange.id;
    facts.sent = exchange.sent();
    facts.answered = std::max(exchange.answered(), exchange.sent());
    facts.sentWall = exchange.arrivedWall + exchange.held;
    facts.status = static_cast<qint16>(exchange.response.status);
    facts.origin = exchange.origin;
    facts.bodySize = exchange.requestBody.size;
    facts.isGet = exchange.request.method == "GET";
    facts.isComparable = isBodyKnown(exchange);
    facts.identity = identityOf(exchange, path, facts.sentWall);
    if (exchange.response.status == 304) {
        facts.said = 304;
    } else if (!exchange.responseBody.sha256.isEmpty()) {
        facts.said = fingerprint(exchange.responseBody.sha256);
    }
    facts.route = routeOf(exchange, path);
    for (qsizetype i = 0; i < m_subject.windows.size() && i < 16; ++i) {
        if (appliesTo(m_subject.windows.at(i), path)) {
            facts.counts = static_cast<quint16>(facts.counts | (1U << i));
        }
    }
    readLimits(facts, exchange, path);
    readRefusal(facts, exchange);
    append(facts);
}

quint64 CallLog::identityOf(const Exchange& exchange, const QByteArray& path, WallTime sent)
{
    const QByteArray& method = exchange.request.method;
    // The size tells bodies apart of which a record holds no more than a short digest.
    const QByteArray body
        = QByteArray::number(exchange.requestBody.size) + ' ' + exchange.requestBody.sha256;
    const auto print = [&](const QByteArray& address) {
        return fingerprint(method + ' ' + address + ' ' + body);
    };
    if (method != "GET") {
        return print(path);
    }
    const AskedAddress asked = askedAddress(path, sent);
    return asked.moment
        ? m_askedTimes.identityOf(print(asked.address), print(path), *asked.moment, sent)
        : print(asked.address);
}

void CallLog::append(const CallFacts& facts)
{
    m_last.reserve(CallsPerPack);
    m_last.append(facts);
    ++m_size;
    if (m_last.size() < CallsPerPack) {
        return;
    }
    m_packed.append(PackedCalls(m_last));
    m_last = {};
    // Whole packs are dropped, so that none is opened for the sake of its oldest call.
    while (m_size - static_cast<std::size_t>(m_packed.first().size()) >= m_capacity) {
        m_size -= static_cast<std::size_t>(m_packed.first().size());
        m_packed.removeFirst();
    }
}

std::vector<CallFacts> CallLog::calls(const std::function<bool()>& goesOn) const
{
    const auto isOutside = [this](const PackedCalls& pack) {
        return (m_from && pack.last() < *m_from) || (m_to && pack.first() > *m_to);
    };
    auto most = static_cast<std::size_t>(m_last.size());
    for (const PackedCalls& pack : m_packed) {
        most += isOutside(pack) ? 0 : static_cast<std::size_t>(pack.size());
    }
    std::vector<CallFacts> calls;
    calls.reserve(std::min(most, m_capacity));
    std::size_t surplus = m_size - std::min(m_size, m_capacity); // of the oldest
    const auto take = [&](const QList<CallFacts>& part) {
        for (const CallFacts& call : part) {
            if (surplus > 0) {
                --surplus;
            } else if ((!m_from || call.sentWall >= *m_from) && (!m_to || call.sentWall <= *m_to)) {
                calls.push_back(call);
            }
        }
    };
    for (const PackedCalls& pack : m_packed) {
        if (goesOn && !goesOn()) {
            return calls;
        }
        if (isOutside(pack)) {
            surplus -= std::min(surplus, static_cast<std::size_t>(pack.size()));
        } else {
            take(pack.unpacked());
        }
    }
    take(m_last);
    return calls;
}

void CallLog::readRefusal(CallFacts& facts, const Exchange& exchange) const
{
    const Reading& reading = exchange.reading;
    facts.byUs = exchange.outcome == Outcome::RefusedByUs;
    // Whatever has no answer may have been counted before it got lost.
    const bool neverLeft = exchange.outcome == Outcome::Failed && exchange.error
        && (exchange.error->code == ErrorCode::NotFound
            || exchange.error->code == ErrorCode::Untrusted);
    if (facts.byUs || exchange.isRefused()) {
        facts.end = CallFacts::End::Refused;
    } else if (neverLeft) {
        facts.end = CallFacts::End::NotSent;
    }
    if (!facts.isRefused()) {
        return;
    }
    facts.wait = statedWait(exchange);
    facts.fromBehind = reading.dialects.contains("meta-error"_L1);
    if (facts.fromBehind) {
        facts.code = metaErrorCode({exchange.response.status, exchange.response.headers,
                                    exchange.responseBody.head, exchange.answeredWall()});
    }
    facts.fromCdn = !facts.fromBehind && isOfCdn(exchange);
    facts.saysConcurrency = reading.scope.contains("concurren"_L1)
        || reading.hitLabel.contains("concurren"_L1, Qt::CaseInsensitive);
    facts.told
        = windowNamed(reading.hitWindow, withoutBase(exchange.request.target, m_subject.basePath));
}

void CallLog::readLimits(CallFacts& facts, const Exchange& exchange, const QByteArray& path)
{
    std::size_t next = 0;
    for (const WindowReading& window : exchange.reading.windows) {
        if (window.resetAt && facts.resetAt == WallTime{}) {
            facts.resetAt = *window.resetAt;
        }
        if (windowNamed(window.name, path) < 0) {
            learnWindow(window);
        }
        const qint8 index = windowNamed(window.name, path);
        if (index < 0 || next >= CallFacts::MostShown || !window.limit) {
            continue;
        }
        facts.counts = static_cast<quint16>(facts.counts | (1U << index));
        CallFacts::Shown& shown = facts.shown.at(next++);
        shown.window = index;
        shown.limit = static_cast<qint32>(std::clamp(*window.limit, 0.0, 2e9));
        if (window.remaining) {
            shown.remaining = static_cast<qint32>(std::clamp(*window.remaining, 0.0, 2e9));
        }
    }
    facts.date = exchange.reading.serverDate.value_or(WallTime{});
}

void CallLog::learnWindow(const WindowReading& window)
{
    constexpr qsizetype MostWindows = 8;
    const bool isOfCalls = window.unit.isEmpty() || window.unit == "requests"_L1;
    std::optional<Duration> span = window.window;
    if (!span && window.name == "second"_L1) {
        span = 1s;
    } else if (!span && window.name == "minute"_L1) {
        span = 1min;
    } else if (!span && window.name == "hour"_L1) {
        span = 1h;
    }
    if (!isOfCalls || !span || *span <= Duration::zero() || window.limit.value_or(0) < 1
        || m_subject.windows.size() >= MostWindows) {
        return;
    }
    Policy policy;
    policy.name = window.name;
    policy.limit = static_cast<qint64>(std::min(*window.limit, 2e9));
    policy.window = *span;
    policy.source = Source::Headers;
    policy.inHeaders = true;
    m_subject.windows.append(policy);
}

qint8 CallLog::windowNamed(const QString& name, const QByteArray& path) const
{
    if (name.isEmpty()) {
        return -1;
    }
    const QList<Policy>& windows = m_subject.windows;
    const Policy* shown = nullptr;
    for (const Policy& policy : windows) {
        if (policy.name == name && appliesTo(policy, path)) {
            shown = &policy;
            break;
        }
    }
    if (shown == nullptr && name == "default"_L1) {
        shown = headerPolicy(windows, m_subject.profile.headerWindow, path);
    }
    if (shown == nullptr && (name == "second"_L1 || name == "minute"_L1)) {
        const Duration span = name == "second"_L1 ? Duration(1s) : Duration(1min);
        for (const Policy& policy : windows) {
            if (policy.window == span && appliesTo(policy, path)) {
                shown = &policy;
                break;
            }
        }
    }
    return shown == nullptr ? qint8{-1} : static_cast<qint8>(shown - windows.data());
}

quint32 CallLog::routeOf(const Exchange& exchange, const QByteArray& path)
{
    const QByteArray name = endpointName(path);
    const QByteArray key = exchange.request.method + ' ' + name;
    const auto known = m_routeIds.constFind(key);
    if (known != m_routeIds.constEnd()) {
        return *known;
    }
    if (m_routes.size() >= MostRoutes) {
        return static_cast<quint32>(MostRoutes - 1);
    }
    const auto id = static_cast<quint32>(m_routes.size());
    m_routeIds.insert(key, id);
    m_routes.append({exchange.request.method, name, path.split('?').value(0)});
    return id;
}

CallLog CallLog::between(WallTime from, WallTime to) const
{
    CallLog part = *this;
    part.m_from = m_from ? std::max(*m_from, from) : from;
    part.m_to = m_to ? std::min(*m_to, to) : to;
    return part;
}

} // namespace Pacewatch
