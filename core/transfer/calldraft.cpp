#include "core/transfer/calldraft.h"

#include "core/digest.h"
#include "core/quota/moments.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace Pacewatch {

namespace {

/// A told zero is a time too short for the unit of its file, which is more than none told.
constexpr Duration LeastTold{1};
constexpr qsizetype MostAnswerFields = 1000;
constexpr qsizetype LongestWord = 64;
constexpr qsizetype LongestTarget = 64 * 1024;
constexpr std::array OutcomeWords{
    std::pair{"answered", Outcome::Answered}, std::pair{"incomplete", Outcome::Incomplete},
    std::pair{"client_left", Outcome::ClientLeft}, std::pair{"failed", Outcome::Failed},
    std::pair{"refused_by_us", Outcome::RefusedByUs}};
constexpr std::array OriginWords{std::pair{"client", Origin::Client},
                                 std::pair{"poll", Origin::Poll},
                                 std::pair{"test_send", Origin::TestSend}};

QString shortText(QByteArrayView value)
{
    return QString::fromUtf8(value.first(std::min(value.size(), LongestWord)));
}

QByteArray digestFrom(QByteArrayView value)
{
    return value.first(std::min(value.size(), LongestWord)).toByteArray();
}

template<typename Words, typename Value>
void chooseWord(const Words& words, QByteArrayView value, Value& chosen)
{
    for (const auto& [word, meaning] : words) {
        if (value == QByteArrayView(word)) {
            chosen = meaning;
        }
    }
}

void appendLine(Http::Headers& head, QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':', 1);
    if (colon > 0 && head.size() < MostAnswerFields) {
        head.append(line.first(colon).toByteArray(),
                    line.sliced(colon + 1).trimmed().toByteArray());
    }
}

} // namespace

void CallDraft::take(const CallFactRole& role, QByteArrayView value)
{
    switch (role.fact) {
    case CallFact::Nothing:
        return;
    case CallFact::Arrived:
    case CallFact::Ended:
        return takeTime(role, value);
    case CallFact::Took:
    case CallFact::Held:
    case CallFact::FirstByte:
    case CallFact::Connecting:
    case CallFact::TooEarly:
    case CallFact::RetryAfter:
        return takeSpan(role, value);
    case CallFact::RequestLine:
        return takeRequestLine(value);
    case CallFact::ResponseLine:
    case CallFact::ResponseField:
    case CallFact::ResponseFieldName:
    case CallFact::ResponseFieldValue:
    case CallFact::RequestField:
    case CallFact::RequestFieldName:
    case CallFact::RequestFieldValue:
    case CallFact::RequestLineOfHead:
        return takeHeadPart(role, value);
    case CallFact::LeftName:
    case CallFact::LeftRemaining:
    case CallFact::LeftLimit:
        return takeLeft(role.fact, value);
    case CallFact::Status:
    case CallFact::RequestBytes:
    case CallFact::ResponseBytes:
    case CallFact::Attempt:
        return takeNumber(role.fact, value);
    case CallFact::Method:
    case CallFact::Target:
    case CallFact::Host:
    case CallFact::Client:
    case CallFact::Agent:
    case CallFact::RequestBody:
    case CallFact::ResponseBody:
    case CallFact::RequestDigest:
    case CallFact::ResponseDigest:
    case CallFact::Outcome:
    case CallFact::Origin:
    case CallFact::Failure:
    case CallFact::IsRefused:
        return takeWord(role.fact, value);
    }
}

void CallDraft::takeTime(const CallFactRole& role, QByteArrayView value)
{
    const std::optional<ToldTime> told = readTime(value, role);
    if (!told) {
        // "time" is a duration in some logs.
        if (role.fact == CallFact::Arrived && !role.isChosen && parseNumber(value)) {
            takeSpan({CallFact::Took, SpanUnit::Guess, {}}, value);
        }
        return;
    }
    std::optional<ToldTime>& kept = role.fact == CallFact::Arrived ? m_arrived : m_ended;
    // Of several, the most precise.
    if (!kept || (kept->isWholeSecond && !told->isWholeSecond)) {
        kept = told;
    }
}

std::optional<Duration> CallDraft::spanOf(QByteArrayView value, SpanUnit unit)
{
    using namespace std::chrono;
    constexpr double Longest = 1e8; // seconds; three years
    const std::optional<double> number = parseNumber(value);
    if (!number) {
        return parseSpan(value);
    }
    if (unit == SpanUnit::Guess) {
        m_hasGuessed = m_hasGuessed || *number != 0;
        constexpr double LeastNanoseconds = 1e6;
        unit = value.contains('.')        ? SpanUnit::Seconds
            : *number >= LeastNanoseconds ? SpanUnit::Nanoseconds
                                          : SpanUnit::Milliseconds;
    }
    double inSeconds = *number;
    switch (unit) {
    case SpanUnit::Guess:
    case SpanUnit::Seconds:
    case SpanUnit::Iso:
    case SpanUnit::Pattern:
        break;
    case SpanUnit::Milliseconds:
        inSeconds /= 1e3;
        break;
    case SpanUnit::Microseconds:
        inSeconds /= 1e6;
        break;
    case SpanUnit::Nanoseconds:
        inSeconds /= 1e9;
        break;
    }
    if (inSeconds < 0 || inSeconds > Longest) {
        return std::nullopt;
    }
    return std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>(inSeconds));
}

void CallDraft::takeSpan(const CallFactRole& role, QByteArrayView value)
{
    const std::optional<Duration> span = spanOf(value, role.unit);
    if (!span) {
        return;
    }
    switch (role.fact) {
    case CallFact::Held:
        m_call.held = *span;
        break;
    case CallFact::FirstByte:
        m_call.firstByte = *span;
        break;
    case CallFact::Connecting:
        m_call.connecting = *span;
        break;
    case CallFact::TooEarly:
        m_call.tooEarlyBy = *span;
        break;
    case CallFact::RetryAfter:
        m_retryAfter = *span;
        break;
    default:
        m_call.took = std::max(*span, LeastTold);
        break;
    }
}

void CallDraft::takeRequestLine(QByteArrayView value)
{
    const qsizetype first = value.indexOf(' ');
    const QByteArrayView method = value.first(std::max<qsizetype>(0, first));
    const bool isMethod = !method.isEmpty() && method.size() <= 32
        && std::all_of(method.begin(), method.end(), [](char letter) {
               return (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '_';
           });
    if (!isMethod) {
        return;
    }
    QByteArrayView rest = value.sliced(first + 1).trimmed();
    const qsizetype version = rest.lastIndexOf(' ');
    if (version > 0 && rest.sliced(version + 1).startsWith("HTTP/")) {
        m_call.request.minorVersion = rest.endsWith("1.0") ? 0 : 1;
        rest = rest.first(version).trimmed();
    }
    takeWord(CallFact::Method, method);
    takeWord(CallFact::Target, rest);
}

void CallDraft::takeHeadPart(const CallFactRole& role, QByteArrayView value)
{
    Http::Headers& request = m_call.request.headers;
    Http::Headers& response = m_call.response.headers;
    switch (role.fact) {
    case CallFact::ResponseLine:
        return appendLine(response, value);
    case CallFact::RequestLineOfHead:
        return appendLine(request, value);
    case CallFact::ResponseFieldName:
    case CallFact::RequestFieldName:
        m_fieldName = value.toByteArray();
        return;
    default:
        break;
    }
    const bool isRequest
        = role.fact == CallFact::RequestField || role.fact == CallFact::RequestFieldValue;
    const QByteArray name = role.field.isEmpty() ? std::exchange(m_fieldName, {}) : role.field;
    Http::Headers& head = isRequest ? request : response;
    if (!name.isEmpty() && head.size() < MostAnswerFields) {
        head.append(name, value.toByteArray());
    }
}

void CallDraft::takeLeft(CallFact fact, QByteArrayView value)
{
    if (fact == CallFact::LeftName) {
        m_window.window = shortText(value);
    } else {
        (fact == CallFact::LeftLimit ? m_window.limit : m_window.remaining) = value.toLongLong();
    }
}

void CallDraft::endWindow()
{
    constexpr qsizetype MostWindows = 32;
    const LeftAfter window = std::exchange(m_window, {});
    if (!window.window.isEmpty() && m_call.left.size() < MostWindows) {
        m_call.left.append(window);
    }
}

void CallDraft::takeNumber(CallFact fact, QByteArrayView value)
{
    bool isNumber = false;
    const qint64 number = value.trimmed().toLongLong(&isNumber);
    if (!isNumber || number < 0) {
        return;
    }
    switch (fact) {
    case CallFact::Status:
        if (number >= 100 && number <= 999 && m_call.response.status == 0) {
            m_call.response.status = static_cast<int>(number);
        }
        return;
    case CallFact::RequestBytes:
        m_call.requestBody.size = number;
        return;
    case CallFact::Attempt:
        m_call.attempt = static_cast<int>(std::clamp<qint64>(number, 1, 1000));
        return;
    default:
        m_call.responseBody.size = number;
        return;
    }
}

void CallDraft::takeWord(CallFact fact, QByteArrayView value)
{
    switch (fact) {
    case CallFact::Method:
        if (m_call.request.method.isEmpty()) {
            m_call.request.method = value.first(std::min(value.size(), LongestWord)).toByteArray();
        }
        return;
    case CallFact::Target: {
        // "/x?a=b" says more than "/x", whichever comes first.
        const QByteArray target
            = targetOf(value.first(std::min(value.size(), LongestTarget)), m_host);
        if (target.size() > m_call.request.target.size()) {
            m_call.request.target = target;
        }
        return;
    }
    case CallFact::Host:
        m_host = value.first(std::min<qsizetype>(value.size(), 255)).toByteArray();
        return;
    case CallFact::Agent:
        m_agent = value.first(std::min<qsizetype>(value.size(), 1024)).toByteArray();
        return;
    case CallFact::RequestBody: {
        const KeptBody told = m_call.requestBody;
        m_call.requestBody = keptBody(value, value.size());
        if ((value.isEmpty() || told.size > KeptBody::MostKept) && !told.sha256.isEmpty()) {
            m_call.requestBody.sha256 = told.sha256; // of all of it, which is not here
        }
        m_call.requestBody.size = std::max(told.size, m_call.requestBody.size);
        return;
    }
    case CallFact::ResponseBody: {
        const qint64 told = m_call.responseBody.size;
        m_call.responseBody = keptBody(value, value.size());
        m_call.responseBody.size = std::max(told, m_call.responseBody.size);
        return;
    }
    case CallFact::RequestDigest:
        m_call.requestBody.sha256 = digestFrom(value);
        return;
    case CallFact::ResponseDigest:
        m_call.responseBody.sha256 = digestFrom(value);
        return;
    case CallFact::Outcome:
        return chooseWord(OutcomeWords, value, m_call.outcome);
    case CallFact::Origin:
        return chooseWord(OriginWords, value, m_call.origin);
    case CallFact::Failure:
        m_call.error = Error{ErrorCode::Unreachable, shortText(value)};
        return;
    case CallFact::IsRefused:
        m_isRefused = value == QByteArrayView("true");
        return;
    default:
        m_call.client = shortText(value);
        return;
    }
}

bool CallDraft::isCall() const
{
    return m_call.response.status > 0
        || (!m_call.request.method.isEmpty() && !m_call.request.target.isEmpty());
}

ImportedCall CallDraft::finish()
{
    ImportedCall done;
    Exchange& call = m_call;
    if (!m_agent.isEmpty()) {
        if (!call.request.headers.contains("User-Agent")) {
            call.request.headers.append("User-Agent", m_agent);
        }
    }
    if (!m_host.isEmpty() && !call.request.headers.contains("Host")) {
        call.request.headers.append("Host", m_host);
    }
    // nginx and its like tell when a call ended. Of both, the one with a fraction of the second.
    const bool isByEnd
        = m_ended && (!m_arrived || (m_arrived->isWholeSecond && !m_ended->isWholeSecond));
    if (const std::optional<ToldTime>& told = isByEnd ? m_ended : m_arrived) {
        call.arrivedWall = isByEnd ? told->at - call.took - call.held : told->at;
        done.hasTime = true;
        done.isWholeSecond = told->isWholeSecond;
    }
    call.took = std::max(call.took, call.firstByte);
    call.responseBody.size = std::max(call.responseBody.size, m_bodySize);
    if (call.response.status == 0 && call.outcome == Outcome::Answered) {
        call.outcome = Outcome::Failed;
    }
    call.reading.retryAfter = m_retryAfter;
    call.reading.isRateLimited = m_isRefused;
    done.hasGuessedUnit = m_hasGuessed;
    done.exchange = std::move(m_call);
    *this = CallDraft();
    return done;
}

KeptBody keptBody(QByteArrayView body, qint64 size)
{
    KeptBody kept;
    kept.head = body.first(std::min(body.size(), KeptBody::MostKept)).toByteArray();
    kept.size = std::max<qint64>(size, kept.head.size());
    if (kept.size > 0 && kept.size == body.size()) {
        kept.sha256 = Digest::of(body);
    }
    return kept;
}

QByteArray targetOf(QByteArrayView address, QByteArray& host)
{
    const qsizetype mark = address.indexOf(QByteArrayView("://"));
    const bool isAbsolute = mark > 0 && mark <= 8 && address.first(mark).indexOf('/') < 0;
    QByteArrayView rest = isAbsolute ? address.sliced(mark + 3) : address;
    if (isAbsolute) {
        const auto* const end = std::find_if(rest.begin(), rest.end(), [](char letter) {
            return letter == '/' || letter == '?' || letter == '#';
        });
        const QByteArrayView site = rest.first(end - rest.begin());
        // A user name and a password may stand before the host.
        host = site.sliced(site.lastIndexOf('@') + 1).toByteArray();
        rest = rest.sliced(site.size());
    }
    const qsizetype fragment = rest.indexOf('#');
    QByteArray target = (fragment < 0 ? rest : rest.first(fragment)).toByteArray();
    if (!target.startsWith('/') && target != "*") {
        target.prepend('/');
    }
    return target;
}

} // namespace Pacewatch
