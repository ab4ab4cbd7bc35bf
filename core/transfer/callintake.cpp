#include "core/transfer/callintake.h"

#include "core/quota/reader.h"
#include "core/transfer/callorder.h"

#include <cmath>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// What the answer itself says is left, shortest window first, for a file that does not tell more.
QList<LeftAfter> leftOf(const Reading& reading)
{
    QList<LeftAfter> left;
    for (const WindowReading& window : reading.windows) {
        if (window.remaining && window.limit && std::abs(*window.remaining) < 1e15
            && std::abs(*window.limit) < 1e15) {
            left.append(
                {window.name, std::llround(*window.remaining), std::llround(*window.limit)});
        }
    }
    return left;
}

QString clientOf(const Http::Headers& headers)
{
    constexpr qsizetype Longest = 64;
    const QByteArray agent = headers.value("User-Agent").trimmed();
    const qsizetype space = agent.indexOf(' ');
    return QString::fromUtf8((space < 0 ? agent : agent.first(space)).left(Longest));
}

} // namespace

CallIntake::CallIntake(const ImportOptions& options, qint64 total, WallTime fallback)
    : m_options(options)
    , m_total(total)
    , m_fallback(fallback)
    , m_redactor(options.standInKey.isEmpty() ? StandIns::newKey() : options.standInKey)
{ }

void CallIntake::add(ImportedCall call)
{
    Exchange& exchange = call.exchange;
    if (!call.hasTime) {
        exchange.arrivedWall = m_fallback;
    }
    exchange.arrived = Instant(exchange.arrivedWall.time_since_epoch());
    const Reading told = exchange.reading;
    if (!call.isRead && exchange.response.status > 0 && exchange.outcome != Outcome::RefusedByUs) {
        exchange.reading = read({exchange.response.status, exchange.response.headers,
                                 exchange.responseBody.head, exchange.answeredWall()},
                                {m_options.dialect});
    }
    exchange.reading.isRateLimited = exchange.reading.isRateLimited || told.isRateLimited;
    if (!exchange.reading.retryAfter) {
        exchange.reading.retryAfter = told.retryAfter;
    }
    if (exchange.left.isEmpty()) {
        exchange.left = leftOf(exchange.reading);
    }
    const QString agent = clientOf(exchange.request.headers);
    if (!agent.isEmpty()) {
        exchange.client = agent;
    }
    exchange = m_redactor.redacted(std::move(exchange));
    shareTexts(exchange.request.headers);
    shareTexts(exchange.response.headers);
    exchange.request.method = shared(exchange.request.method);
    exchange.request.target = shared(exchange.request.target);
    count(call);
    m_imported.exchanges.append(std::move(exchange));
}

void CallIntake::shareTexts(Http::Headers& headers)
{
    Http::Headers same;
    for (const Http::Field& field : headers) {
        same.append(shared(field.name), shared(field.value));
    }
    headers = same;
}

QByteArray CallIntake::shared(const QByteArray& text)
{
    constexpr qsizetype LongestShared = 256;
    constexpr qsizetype MostShared = 100'000;
    if (text.size() > LongestShared) {
        return text;
    }
    const auto found = m_texts.constFind(text);
    if (found != m_texts.constEnd()) {
        return *found;
    }
    if (m_texts.size() < MostShared) {
        m_texts.insert(text);
    }
    return text;
}

void CallIntake::count(const ImportedCall& call)
{
    const Exchange& exchange = call.exchange;
    m_timeless += call.hasTime ? 0 : 1;
    m_wholeSeconds += call.hasTime && call.isWholeSecond ? 1 : 0;
    m_guessed += call.hasGuessedUnit ? 1 : 0;
    m_withDuration += exchange.took > Duration{} ? 1 : 0;
    m_withHead += exchange.response.headers.isEmpty() ? 0 : 1;
    if (exchange.isRefused()) {
        ++m_refused;
        m_refusedWithBody += exchange.responseBody.head.isEmpty() ? 0 : 1;
    }
}

void CallIntake::leaveOut(qint64 line, const QString& problem)
{
    ++m_imported.faultCount;
    if (m_imported.faults.size() < Imported::MostFaults) {
        m_imported.faults.append({line, problem});
    }
}

Result<void> CallIntake::advance(qint64 done)
{
    if (m_options.cancel && m_options.cancel->load(std::memory_order_relaxed)) {
        return fail(ErrorCode::Cancelled);
    }
    if (m_options.progress) {
        m_options.progress(done, m_total);
    }
    return {};
}

QList<Shortfall> CallIntake::shortfalls() const
{
    QList<Shortfall> found;
    const auto note = [&](bool isSo, Shortfall shortfall) {
        if (isSo) {
            found.append(shortfall);
        }
    };
    const qint64 all = m_imported.exchanges.size();
    note(m_timeless > 0, Shortfall::NoTimes);
    // A fraction that happens to be zero is no sign; most of them are.
    note(m_wholeSeconds * 2 > all, Shortfall::WholeSeconds);
    note(m_guessed > 0, Shortfall::GuessedUnits);
    note(m_withDuration == 0, Shortfall::NoDurations);
    note(m_withHead == 0, Shortfall::NoHeaders);
    note(m_refused > 0 && m_refusedWithBody == 0, Shortfall::NoRefusalBodies);
    note(m_isTruncated, Shortfall::Truncated);
    return found;
}

Result<Imported> CallIntake::finish(EvidenceFormat format)
{
    if (m_imported.exchanges.isEmpty()) {
        const QString where = m_imported.faults.isEmpty()
            ? u"there is no call in it"_s
            : u"there is no call in it; line %1: %2"_s.arg(m_imported.faults.first().line)
                  .arg(m_imported.faults.first().problem);
        return fail(ErrorCode::Invalid, where);
    }
    m_imported.format = format;
    m_imported.shortfalls = shortfalls();
    QList<Exchange>& calls = m_imported.exchanges;
    putInOrder(calls, [](const Exchange& call) { return call.arrivedWall; });
    quint64 number = 0;
    for (Exchange& call : calls) {
        call.id = ExchangeId(++number);
    }
    return std::move(m_imported);
}

} // namespace Pacewatch
