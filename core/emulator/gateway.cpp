#include "core/emulator/gateway.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace Pacewatch {

namespace {

EnforcementRules rulesOf(const Profile& profile, const EmulatorSettings& settings)
{
    EnforcementRules rules;
    for (const Policy& policy : withOverrides(profile.windows, settings.windows)) {
        const bool isUsable = policy.limit > 0 && policy.window > Duration::zero();
        if (isUsable && policy.unit == Unit::Requests) {
            rules.windows.append(policy);
        }
    }
    std::stable_sort(
        rules.windows.begin(), rules.windows.end(),
        [](const Policy& left, const Policy& right) { return left.window < right.window; });
    rules.algorithm = settings.algorithm;
    rules.countsRefused = settings.countsRefused;
    rules.literalWait = settings.literalWait;
    rules.shortestWait = settings.shortestWait;
    rules.realLimitShare = settings.realLimitShare;
    return rules;
}

/// The path and query of a request target; an absolute one (RFC 9112, 3.2.2) loses its authority.
QByteArray originForm(const QByteArray& target)
{
    const qsizetype scheme = target.indexOf("://");
    if (target.startsWith('/') || scheme < 0) {
        return target;
    }
    const qsizetype path = target.indexOf('/', scheme + 3);
    return path < 0 ? "/" : target.sliced(path);
}

/// `/api` of `https://app.aisoule.com/api`; empty when there is no path.
QByteArray basePathOf(const Profile& profile)
{
    const QByteArray path = originForm(profile.baseUrl);
    return path.endsWith('/') ? path.chopped(1) : path;
}

/// `Wed, 19 Nov 2025 10:00:00 GMT` (RFC 9110, 5.6.7).
QByteArray httpDate(WallTime now)
{
    const QDateTime time = QDateTime::fromSecsSinceEpoch(unixSeconds(now), Qt::UTC);
    return QLocale::c().toString(time, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
}

bool isUnpaid(QByteArrayView key)
{
    return key.toByteArray().toLower().contains("unpaid");
}

} // namespace

Gateway::Gateway(const Profile& profile, const EmulatorSettings& settings)
    : m_profile(profile)
    , m_settings(settings)
    , m_basePath(basePathOf(profile))
    , m_vendor(makeVendor(profile))
    , m_enforcement(rulesOf(profile, settings))
    , m_dice(settings.seed)
{ }

void Gateway::change(const EmulatorSettings& settings)
{
    m_settings = settings;
    m_enforcement.change(rulesOf(m_profile, settings));
}

void Gateway::reset()
{
    m_enforcement.reset();
    m_dice.seed(m_settings.seed);
    m_calls = 0;
    m_otherCalls = 0;
}

bool Gateway::strikes(double share)
{
    // The raw engine, not a distribution: those differ between standard libraries.
    constexpr double Steps = 9007199254740992.0; // 2^53
    return share > 0 && static_cast<double>(m_dice() >> 11) / Steps < share;
}

Gateway::Seen Gateway::takeApart(const GatewayRequest& request, WallTime now)
{
    const QByteArray target = originForm(request.head.target);
    const qsizetype mark = target.indexOf('?');
    const QByteArray path = mark < 0 ? target : target.first(mark);
    Seen seen;
    seen.isTooLarge = request.isTooLarge;
    seen.call.method = request.head.method;
    seen.call.query = mark < 0 ? QByteArray() : target.sliced(mark + 1);
    seen.call.route = path;
    seen.call.body = request.body;
    seen.call.headers = request.head.headers;
    seen.call.now = now;
    seen.call.number = ++m_calls;
    seen.call.seed = m_settings.seed;
    if (path.startsWith(m_basePath)) {
        const QByteArray route = path.sliced(m_basePath.size());
        if (route.isEmpty() || route.startsWith('/')) {
            seen.isBelowBase = true;
            seen.call.route = route.isEmpty() ? "/" : route;
        }
    }
    return seen;
}

GatewayReply Gateway::answer(const GatewayRequest& request, WallTime now)
{
    Seen seen = takeApart(request, now);
    const KeyCheck check = m_vendor->checkKey(seen.call);
    if (check.refusal) {
        return turnAway(seen, *check.refusal);
    }
    seen.isUnpaid = isUnpaid(check.key);
    // The digest stands for the key, which is not kept.
    return answerCall(seen, QCryptographicHash::hash(check.key, QCryptographicHash::Sha256));
}

GatewayReply Gateway::answerOther(const QByteArray& partition, WallTime now)
{
    Seen seen;
    seen.call = m_vendor->otherCall(++m_otherCalls);
    seen.call.now = now;
    seen.call.number = ++m_calls;
    seen.call.seed = m_settings.seed;
    seen.isBelowBase = true;
    return answerCall(seen, partition);
}

GatewayReply Gateway::replyTo(const Seen& seen, const VendorAnswer& answer)
{
    const GatewayCall& call = seen.call;
    GatewayReply reply;
    reply.method = call.method;
    reply.path = call.query.isEmpty() ? call.route : call.route + '?' + call.query;
    reply.status = answer.status;
    reply.body = answer.body;
    return reply;
}

GatewayReply Gateway::turnAway(const Seen& seen, const VendorAnswer& refusal) const
{
    // Nothing is counted for a stranger, yet the fields are on every answer.
    GatewayReply reply = replyTo(seen, refusal);
    addFields(reply, seen, m_enforcement.look({}, seen.call.route, seen.call.now), {});
    return reply;
}

GatewayReply Gateway::answerCall(const Seen& seen, const QByteArray& partition)
{
    const Decision decision = m_enforcement.admit(partition, seen.call.route, seen.call.now);
    const Duration wait = decision.isAllowed
        ? Duration()
        : m_vendor->statedWait(policyOf(decision.windows[decision.hit]), decision.wait);
    const VendorAnswer answer = respond(seen, decision, wait);
    GatewayReply reply = replyTo(seen, answer);
    reply.partition = partition;
    if (!decision.windows.isEmpty()) {
        reply.longest = decision.windows.last();
    }
    addFields(reply, seen, decision, wait);
    for (const Http::Field& field : answer.fields) {
        reply.headers.append(field.name, field.value);
    }
    reply.isCut = strikes(m_settings.cutShare);
    if (strikes(m_settings.garbageShare)) {
        reply.body = "<html>\xFF\xFE{\"isSuccess\": tru" + madeUpId(seen.call, 40);
    }
    return reply;
}

VendorAnswer Gateway::respond(const Seen& seen, const Decision& decision, Duration wait)
{
    if (!decision.isAllowed) {
        return m_vendor->refusal(policyOf(decision.windows[decision.hit]), wait);
    }
    if (seen.isTooLarge) {
        return m_vendor->failure(Fault::TooLarge, {});
    }
    if (strikes(m_settings.errorShare)) {
        return m_vendor->failure(Fault::Internal, {});
    }
    if (seen.isUnpaid) {
        return m_vendor->failure(Fault::UnpaidBalance, {});
    }
    if (!seen.isBelowBase) {
        return m_vendor->failure(Fault::NoSuchRoute, {});
    }
    const VendorAnswer answer = m_vendor->serve(seen.call);
    return answer.status == 404 ? documentedAnswer(seen.call).value_or(answer) : answer;
}

std::optional<VendorAnswer> Gateway::documentedAnswer(const GatewayCall& call) const
{
    for (const Endpoint& endpoint : m_profile.endpoints) {
        if (endpoint.method == call.method && endpoint.path.split('?').first() == call.route) {
            const QByteArray body = endpoint.sampleAnswer;
            return VendorAnswer{200, body.isEmpty() ? QByteArray("{}") : body, {}};
        }
    }
    return {};
}

void Gateway::addFields(GatewayReply& reply, const Seen& seen, const Decision& decision,
                        Duration wait) const
{
    reply.headers.append("Date", httpDate(seen.call.now));
    reply.headers.append("Content-Type", "application/json");
    if (m_settings.sendsLimitHeaders) {
        QList<StatedWindow> windows;
        for (const WindowStanding& standing : decision.windows) {
            windows.append({&policyOf(standing), &standing});
        }
        for (const Http::Field& field : m_vendor->limitFields(seen.call, windows, decision.hit)) {
            reply.headers.append(field.name, field.value);
        }
    }
    if (!decision.isAllowed && m_settings.sendsRetryAfter) {
        const qint64 seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
        reply.headers.append("Retry-After", QByteArray::number(seconds));
    }
}

std::optional<WindowStanding> Gateway::longest(const QByteArray& partition, WallTime now) const
{
    // The route of a send: where a gateway has windows for each kind, that one is shown.
    const Decision decision = m_enforcement.look(partition, m_vendor->otherCall(1).route, now);
    return decision.windows.isEmpty() ? std::nullopt : std::optional(decision.windows.last());
}

const Policy& Gateway::policyOf(const WindowStanding& standing) const
{
    return m_enforcement.rules().windows[standing.rule];
}

bool Gateway::isRolling(const WindowStanding& standing) const
{
    const EnforcementRules& rules = m_enforcement.rules();
    const Algorithm algorithm
        = rules.algorithm == Algorithm::Unknown ? policyOf(standing).algorithm : rules.algorithm;
    return algorithm == Algorithm::Sliding || algorithm == Algorithm::Bucket;
}

} // namespace Pacewatch
