#include "tests/support/fabricatedsession.h"

#include "core/store/sessionfile.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <optional>
#include <random>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Pacewatch {

namespace {

constexpr qint64 MinuteLimit = 100;
constexpr qint64 SecondLimit = 10;
constexpr qint64 PeopleLimit = 10'000;

/// The other side of the wire: counts a minute and a second, and refuses beyond them.
class Gateway final
{
public:
    Gateway(ConnectionId id, FabricatedSession& session)
        : m_id(id)
        , m_session(session)
    { }

    void call(WallTime at, const QByteArray& method, const QByteArray& target)
    {
        startWindows(at);
        ++m_inSecond;
        Exchange exchange = blank(at, method, target);
        const bool isOverSecond = m_inSecond > SecondLimit;
        const bool isOverMinute = m_left <= 0;
        exchange.reading.isRateLimited = isOverSecond || isOverMinute;
        exchange.response.status = exchange.reading.isRateLimited ? 429 : 201;
        if (isOverMinute) {
            exchange.reading.retryAfter = minuteEnd() - exchange.answeredWall();
        } else if (isOverSecond) {
            exchange.reading.retryAfter = 2s;
        } else {
            --m_left;
        }
        addReading(exchange);
        m_session.exchanges.append(exchange);
    }

    /// Somebody else spends from the same key.
    void spendElsewhere(WallTime at)
    {
        startWindows(at);
        m_left = std::max<qint64>(m_left - 1, 0);
    }

    [[nodiscard]] qint64 left(WallTime at)
    {
        startWindows(at);
        return m_left;
    }

private:
    void startWindows(WallTime at)
    {
        if (unixSeconds(at) / 60 != m_minute) {
            m_minute = unixSeconds(at) / 60;
            m_left = MinuteLimit;
        }
        if (unixSeconds(at) != m_second) {
            m_second = unixSeconds(at);
            m_inSecond = 0;
        }
    }

    [[nodiscard]] WallTime minuteEnd() const
    {
        return WallTime(std::chrono::minutes(m_minute + 1));
    }

    Exchange blank(WallTime at, const QByteArray& method, const QByteArray& target) const
    {
        Exchange exchange;
        exchange.id = ExchangeId(static_cast<quint64>(m_session.exchanges.size()) + 1);
        exchange.connection = m_id;
        exchange.request.method = method;
        exchange.request.target = target;
        exchange.arrivedWall = at;
        exchange.took = 60ms;
        return exchange;
    }

    void addReading(Exchange& exchange) const
    {
        exchange.left = {{u"minute"_s, m_left, MinuteLimit}};
        WindowReading reading;
        reading.name = u"minute"_s;
        reading.limit = static_cast<double>(MinuteLimit);
        reading.remaining = static_cast<double>(m_left);
        reading.resetIn = minuteEnd() - exchange.answeredWall();
        exchange.reading.windows = {reading};
    }

    ConnectionId m_id;
    FabricatedSession& m_session;
    qint64 m_minute = 0;
    qint64 m_second = 0;
    qint64 m_left = MinuteLimit;
    qint64 m_inSecond = 0;
};

WindowState window(const QString& name, qint64 limit, Duration period)
{
    WindowState state;
    state.policy.name = name;
    state.policy.limit = limit;
    state.policy.window = period;
    return state;
}

QList<WindowState> windowsAt(WallTime end, Instant endInstant, qint64 left)
{
    WindowState second = window(u"second"_s, SecondLimit, 1s);
    second.limitSource = Source::Docs;
    WindowState minute = window(u"minute"_s, MinuteLimit, 1min);
    minute.policy.inHeaders = true;
    minute.limitSource = Source::Headers;
    minute.remainingSource = Source::Headers;
    minute.field = "X-RateLimit-Remaining";
    minute.remaining = left;
    minute.asOf = endInstant - 600ms;
    const WallTime reset(std::chrono::minutes(unixSeconds(end) / 60 + 1));
    minute.resetAtWall = reset;
    minute.resetAt = endInstant + (reset - end);
    WindowState people = window(u"day"_s, PeopleLimit, 24h);
    people.policy.unit = Unit::People;
    people.policy.note = u"Meta’s limit, last 24 hours"_s;
    people.isRolling = true;
    people.limitSource = Source::SetByUser;
    people.remainingSource = Source::WorkedOut;
    people.asOf = endInstant;
    return {second, minute, people};
}

ConnectionState baseState(ConnectionId id, WallTime end, Instant endInstant, Duration length)
{
    ConnectionState state;
    state.id = id;
    state.profileName = u"AIsoule"_s;
    state.host = u"app.aisoule.com"_s;
    state.proxyAddress = u"http://127.0.0.1:8642"_s;
    state.started = endInstant - length;
    state.startedWall = end - length;
    state.lastCall = endInstant - 600ms;
    state.clients = 1;
    return state;
}

Happening happening(Happening::Kind kind, Standing tone, WallTime at)
{
    Happening entry;
    entry.kind = kind;
    entry.tone = tone;
    entry.at = at;
    entry.window = u"minute"_s;
    return entry;
}

/// What a proxy would have kept of a call of the stormy session; @p allowedAt is when the last
/// refusal lets the next call go.
struct LastRefusal
{
    WallTime allowedAt{};
    qint64 number = 0; ///< of the refused call; 0 for none
};

/// The head and the body of the answer, as the practice gateway writes them.
void answer(Exchange& call, qint64 number)
{
    const QDateTime now = QDateTime::fromSecsSinceEpoch(unixSeconds(call.answeredWall()), Qt::UTC);
    QByteArray body;
    if (call.isRefused()) {
        body = R"({"message": "Rate limit exceeded. Try again in 2 seconds.", "status": "error"})";
    } else if (call.response.status >= 400) {
        body = R"({"message": "Service unavailable.", "status": "error"})";
    } else {
        body = R"({"data": {"id": "ct_)" + QByteArray::number(number) + R"(", "name": "Guest )"
            + QByteArray::number(number) + R"(", "updated_at": ")"
            + now.toString(Qt::ISODate).toLatin1() + R"("}, "status": "success"})";
    }
    const qint64 reset = (unixSeconds(call.answeredWall()) / 60 + 1) * 60;
    call.response.headers
        = {{"Date", QLocale::c().toString(now, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1()},
           {"Content-Type", "application/json"},
           {"X-RateLimit-Limit", QByteArray::number(MinuteLimit)},
           {"X-RateLimit-Remaining", QByteArray::number(call.left.first().remaining)},
           {"X-RateLimit-Reset", QByteArray::number(reset)},
           {"Content-Length", QByteArray::number(body.size())}};
    if (call.isRefused()) {
        call.response.headers.append("Retry-After", "2");
    }
    call.responseBody = {body, body.size(), {}};
}

void furnish(Exchange& call, qint64 number, LastRefusal& last)
{
    const bool isCreation = call.request.method == "POST";
    call.client = isCreation ? u"python-requests/2.31"_s : u"Booking-Sync/2.1"_s;
    // Some of the refused calls are the one before, sent again.
    const bool isRetry = isCreation && call.isRefused() && last.number > 0 && number % 6 == 0
        && call.arrivedWall < last.allowedAt;
    if (isCreation) {
        const QByteArray contact = QByteArray::number(isRetry ? last.number : number);
        const QByteArray body = R"({"name":"Guest )" + contact + R"("})";
        call.requestBody
            = {body, body.size(), QCryptographicHash::hash(body, QCryptographicHash::Sha256)};
    }
    call.request.headers = {{"Host", "app.aisoule.com"}, {"Accept", "application/json"}};
    call.took = std::chrono::milliseconds(48 + number * 7 % 61);
    if (call.isRefused()) {
        if (isRetry) {
            call.tooEarlyBy = last.allowedAt - call.arrivedWall;
        } else {
            last = {call.answeredWall() + *call.reading.retryAfter, number};
        }
    } else if (number % 97 == 0) {
        call.response.status = 503;
    } else if (number % 61 == 0) {
        call.took = 2400ms;
    }
    call.firstByte = call.took;
    answer(call, number);
}

void finish(FabricatedSession& session, ConnectionId id)
{
    std::sort(
        session.exchanges.begin(), session.exchanges.end(),
        [](const Exchange& a, const Exchange& b) { return a.answeredWall() < b.answeredWall(); });
    for (Happening& entry : session.happenings) {
        entry.connection = id;
    }
    session.state.calls = session.exchanges.size();
    session.state.refused = std::count_if(session.exchanges.begin(), session.exchanges.end(),
                                          [](const Exchange& e) { return e.isRefused(); });
}

/// Says whose session it is, and closes it.
bool finishOf(SessionFile& file)
{
    return file.setFact(u"customer"_s, u"Hotel Miramar"_s)
        && file.setFact(u"profile"_s, u"aisoule"_s) && file.setFact(u"host"_s, u"app.aisoule.com"_s)
        && file.setFact(u"base"_s, u"https://app.aisoule.com"_s) && file.finish();
}

} // namespace

FabricatedSession calmSession(ConnectionId id, WallTime end, Instant endInstant)
{
    FabricatedSession session;
    constexpr Duration Length = 42min + 18s;
    session.state = baseState(id, end, endInstant, Length);
    Gateway gateway(id, session);
    std::mt19937 random(11);
    std::uniform_real_distribution<double> gap(0.3, 2.4);
    std::uniform_int_distribution<int> kind(0, 8);
    const WallTime minuteStart(std::chrono::minutes(unixSeconds(end - 7min - 10s) / 60));
    WallTime refused = minuteStart;
    WallTime at = end - Length;
    int calls = 0;
    while (at < end) {
        const bool isImport = at >= minuteStart && at < minuteStart + 1min;
        const int which = kind(random);
        if (which < 5) {
            gateway.call(at, "POST", "/messages/send");
        } else if (which < 7) {
            gateway.call(at, "GET", "/contacts?updated_since=2025-11-19");
        } else {
            gateway.call(at, "POST", "/contacts");
        }
        ++calls;
        const double pace = isImport ? 0.25 : 0.65 + 0.35 * ((calls / 60) % 3);
        at += fromSeconds(gap(random) * pace);
        if (isImport && gateway.left(at) <= 0) {
            refused = at;
            for (int i = 0; i < 3; ++i) {
                gateway.call(at + i * 15ms, "POST", "/contacts");
            }
            at = minuteStart + 1min + 100ms;
        }
    }
    const Duration wait = minuteStart + 1min - refused;
    using Kind = Happening::Kind;
    Happening entry = happening(Kind::CallsRefused, Standing::Limited, refused);
    entry.count = 3;
    entry.path = "/contacts";
    session.happenings.append(entry);
    entry = happening(Kind::AskedToWait, Standing::Waiting, refused + 100ms);
    entry.wait = std::chrono::round<std::chrono::seconds>(wait);
    entry.until = minuteStart + 1min;
    session.happenings.append(entry);
    entry = happening(Kind::SendingAgain, Standing::Clear, minuteStart + 1min + 200ms);
    entry.wait = std::chrono::round<std::chrono::seconds>(wait);
    session.happenings.append(entry);
    entry = happening(Kind::RanLow, Standing::Tight, minuteStart + 2min - 1s);
    entry.count = 3;
    session.happenings.append(entry);
    session.state.windows = windowsAt(end, endInstant, gateway.left(end));
    session.state.windows[0].lowest = 7;
    session.state.windows[0].remaining = 9;
    session.state.windows[0].busiest = 3;
    session.state.windows[2].remaining = 6'899;
    session.state.standing = Standing::Clear;
    session.state.standingSince = endInstant - 7min;
    session.state.lastRefusal = refused;
    session.state.cause = {FindingKind::Bursts, Cause::Sure::Likely};
    session.state.spareAtReset = 54;
    session.state.tightest = 1;
    finish(session, id);
    return session;
}

FabricatedSession stormySession(ConnectionId id, WallTime end, Instant endInstant)
{
    FabricatedSession session;
    constexpr Duration Length = 16min + 44s;
    session.state = baseState(id, end, endInstant, Length);
    Gateway gateway(id, session);
    std::mt19937 random(5);
    std::uniform_int_distribution<int> size(20, 27);
    std::uniform_int_distribution<int> retries(5, 12);
    struct Planned
    {
        WallTime at;
        int kind;
    };
    QList<Planned> plan;
    const WallTime begin = end - Length;
    for (WallTime at = begin; at < end; at += 1900ms) {
        plan.append({at, 0});
        plan.append({at + 700ms, 2});
        if (plan.size() % 3 == 0) {
            plan.append({at + 1300ms, 2});
        }
    }
    using Kind = Happening::Kind;
    const WallTime firstBurst(std::chrono::seconds((unixSeconds(begin) / 30 + 1) * 30));
    int burst = 0;
    for (WallTime at = firstBurst; at < end; at += 30s, ++burst) {
        const int calls = size(random);
        for (int i = 0; i < calls; ++i) {
            plan.append({at + i * 24ms, 1});
        }
        const int again = retries(random);
        for (int i = 0; i < again; ++i) {
            plan.append({at + 1050ms + i * 45ms, 1});
        }
        Happening entry = happening(Kind::BusySecond, Standing::Limited, at);
        entry.count = calls;
        entry.allowed = 10;
        entry.refused = calls - 10;
        if (burst % 3 == 1) {
            entry.repeats = burst;
            entry.repeatEvery = 30s;
            entry.repeatsSince = firstBurst;
        }
        session.happenings.append(entry);
        if (burst % 3 == 0) {
            entry = happening(Kind::RetriedEarly, Standing::Waiting, at + 1100ms);
            entry.count = again;
            entry.refused = again / 3;
            entry.wait = 2s;
            session.happenings.append(entry);
        }
        if (burst % 2 == 0) {
            entry = happening(Kind::WindowUsedUp, Standing::Limited, at + 23s);
            entry.wait = 7s;
            entry.foreign = 21;
            if (entry.at < end) {
                session.happenings.append(entry);
            }
        }
    }
    std::sort(plan.begin(), plan.end(),
              [](const Planned& a, const Planned& b) { return a.at < b.at; });
    for (const Planned& planned : plan) {
        if (planned.kind == 2) {
            gateway.spendElsewhere(planned.at);
        } else if (planned.kind == 1) {
            gateway.call(planned.at, "POST", "/contacts");
        } else {
            gateway.call(planned.at, "GET", "/templates");
        }
    }
    std::sort(session.happenings.begin(), session.happenings.end(),
              [](const Happening& a, const Happening& b) { return a.at < b.at; });
    session.state.windows = windowsAt(end, endInstant, gateway.left(end));
    session.state.windows[0].lowest = 0;
    session.state.windows[0].remaining = 9;
    session.state.windows[0].busiest = 31;
    session.state.windows[0].busiestWasRefused = true;
    session.state.windows[2].remaining = 2'900;
    session.state.standing = Standing::Limited;
    session.state.standingSince = endInstant - 16min;
    session.state.cause = {FindingKind::Bursts, Cause::Sure::Strong};
    session.state.callsLastMinute = 138;
    session.state.refusedLastMinute = 59;
    session.state.lastRefusal = end - 2s;
    session.state.tightest = 1;
    finish(session, id);
    return session;
}

QList<Exchange> steadyCalls(ConnectionId id, WallTime end, Duration length, int perSecond)
{
    QList<Exchange> exchanges;
    const Duration gap = Duration(1s) / perSecond;
    const qint64 limit = static_cast<qint64>(perSecond) * 60;
    qint64 number = 0;
    for (WallTime at = end - length; at < end; at += gap, ++number) {
        Exchange exchange;
        exchange.connection = id;
        exchange.request.method = "POST";
        exchange.request.target = "/messages/" + QByteArray::number(number);
        exchange.arrivedWall = at;
        exchange.took = 40ms;
        exchange.reading.isRateLimited = number % 10 == 9;
        const WallTime reset(std::chrono::minutes(unixSeconds(at) / 60 + 1));
        WindowReading reading;
        reading.name = u"minute"_s;
        reading.resetIn = reset - exchange.answeredWall();
        exchange.reading.windows = {reading};
        const auto used = static_cast<qint64>((at.time_since_epoch() % 60s) / gap);
        exchange.left = {{u"minute"_s, limit - used, limit}};
        exchanges.append(exchange);
    }
    return exchanges;
}

bool writeStorms(const QString& path, WallTime end, qsizetype calls)
{
    constexpr Duration Between = 17min;
    const QList<Exchange> storm = stormySession(ConnectionId(1), end, Instant{}).exchanges;
    Result<SessionFile> file = SessionFile::open(path);
    const qsizetype storms = (calls + storm.size() - 1) / storm.size();
    LastRefusal last;
    qint64 number = 0;
    for (qsizetype round = storms - 1; file && round >= 0; --round) {
        std::vector<Exchange> batch(storm.begin(), storm.end());
        for (Exchange& call : batch) {
            call.arrivedWall -= round * Between;
            furnish(call, ++number, last);
        }
        if (!file->append(batch)) {
            return false;
        }
    }
    return file && finishOf(*file);
}

bool writeSeveralCauses(const QString& path, WallTime end)
{
    constexpr int Rounds = 12; // of half a minute
    constexpr int Burst = 18; // a second grants 10
    Result<SessionFile> file = SessionFile::open(path);
    std::vector<Exchange> calls;
    const auto add = [&](WallTime at, const QByteArray& target, int status) -> Exchange& {
        Exchange call;
        call.id = ExchangeId(calls.size() + 1);
        call.request.method = "POST";
        call.request.target = target;
        call.requestBody.head = R"({"number":)" + QByteArray::number(calls.size()) + '}';
        call.requestBody.size = call.requestBody.head.size();
        call.requestBody.sha256
            = QCryptographicHash::hash(call.requestBody.head, QCryptographicHash::Sha256);
        call.client = u"crm-sync"_s;
        call.arrivedWall = at;
        call.took = 60ms;
        call.response.status = status;
        calls.push_back(call);
        return calls.back();
    };
    for (int round = Rounds; round > 0; --round) {
        const WallTime start = end - round * 30s;
        for (int i = 0; i < Burst; ++i) {
            const bool isRefused = i >= SecondLimit;
            Exchange& call = add(start + i * 20ms, "/api/v1/contacts", isRefused ? 429 : 201);
            call.reading.isRateLimited = isRefused;
            if (isRefused) {
                call.response.headers = {{"Retry-After", "2"}};
                call.reading.retryAfter = 2s;
            }
        }
        for (int i = 0; i < 6; ++i) {
            Exchange& meta = add(start + 8s + i * 1s, "/api/v1/messages", 400);
            meta.response.headers = {{"Content-Type", "application/json"}};
            meta.responseBody.head = R"({"error":{"message":"(#130429) Rate limit hit",)"
                                     R"("type":"OAuthException","code":130429}})";
            meta.responseBody.size = meta.responseBody.head.size();
            meta.reading.isRateLimited = true;
        }
        for (int i = 0; i < 4; ++i) {
            Exchange& network = add(start + 18s + i * 2s, "/api/v1/contacts", 429);
            network.response.headers = {{"Server", "cloudflare"}, {"Content-Type", "text/plain"}};
            network.responseBody.head = "error code: 1015";
            network.responseBody.size = network.responseBody.head.size();
            network.reading.isRateLimited = true;
        }
    }
    return file && file->append(calls) && finishOf(*file);
}

} // namespace Pacewatch
