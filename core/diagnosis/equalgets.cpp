#include "core/diagnosis/equalgets.h"

#include "core/diagnosis/excerpt.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

/// The middle half of even gaps lies this close together, as a share of the median.
constexpr double EvenGaps = 0.35;
/// A timer with a random part never rings this soon or late, as shares of the median; calls at
/// random do so in one of three cases.
constexpr double SoonestRing = 0.4;
constexpr double LatestRing = 1.7;
/// Random calls look even from the sixteenth before on; so few programs cannot be mistaken.
constexpr std::size_t MostPrograms = 4;
constexpr double HardlyAnyNews = 0.8;
constexpr double LittleNews = 0.6;
/// An answer that takes so much of the time between two calls is held by the gateway: a long poll.
constexpr Duration LongPoll = 1s;
constexpr double HeldShare = 0.8;
constexpr int NoContent = 204;
constexpr int PartOfAFile = 206;
constexpr int BeyondTheFile = 416;
constexpr int NotModified = 304;
constexpr int FirstServerError = 500;

bool isPieceOfAFile(const CallFacts& call)
{
    return call.status == PartOfAFile || call.status == BeyondTheFile;
}

/// Names that are usual for what load balancers and monitors ask.
bool isHealthCheckPath(const QByteArray& path)
{
    static constexpr std::array<QByteArrayView, 14> Names{
        "alive", "health",   "health-check", "health_check", "healthcheck", "healthz", "heartbeat",
        "live",  "liveness", "livez",        "ping",         "readiness",   "ready",   "readyz"};
    const QByteArray name = path.mid(path.lastIndexOf('/') + 1).toLower();
    return std::find(Names.begin(), Names.end(), name) != Names.end();
}

bool isHeldByTheGateway(const Survey& survey, const QList<int>& calls, Duration usual)
{
    std::vector<Duration> took;
    for (const int call : calls) {
        took.push_back(survey.at(call).answered - survey.at(call).sent);
    }
    const Duration held = median(std::move(took));
    return held >= LongPoll && toSeconds(held) >= HeldShare * toSeconds(usual);
}

/// From each of @p calls to the one @p apart places later; sorted.
std::vector<Duration> gapsOf(const Survey& survey, const QList<int>& calls, std::size_t apart)
{
    std::vector<Duration> gaps;
    for (auto i = static_cast<qsizetype>(apart); i < calls.size(); ++i) {
        const int before = calls.at(i - static_cast<qsizetype>(apart));
        gaps.push_back(survey.at(calls.at(i)).sent - survey.at(before).sent);
    }
    std::sort(gaps.begin(), gaps.end());
    return gaps;
}

bool isEven(const std::vector<Duration>& gaps, Duration usual)
{
    const std::size_t quarter = gaps.size() / 4;
    return toSeconds(gaps[gaps.size() - 1 - quarter] - gaps[quarter])
        <= EvenGaps * toSeconds(usual);
}

bool isOfATimer(const std::vector<Duration>& gaps, Duration usual)
{
    const std::size_t tenth = gaps.size() / 10;
    return toSeconds(gaps[tenth]) >= SoonestRing * toSeconds(usual)
        && toSeconds(gaps[gaps.size() - 1 - tenth]) <= LatestRing * toSeconds(usual);
}

/// Several programs that ask for the same at an even pace each ask at no even pace together; but
/// every second, third or fourth call does.
void readPace(EqualGets& gets, const Survey& survey)
{
    gets.gaps = gapsOf(survey, gets.calls, 1);
    gets.span = survey.at(gets.calls.last()).sent - survey.at(gets.calls.first()).sent;
    gets.usual = gets.gaps[gets.gaps.size() / 2];
    if (gets.usual == Duration::zero()) { // several in each whole second
        gets.usual = gets.span / static_cast<qint64>(gets.gaps.size());
    }
    gets.beat = gets.usual;
    if (isEven(gets.gaps, gets.usual) || isOfATimer(gets.gaps, gets.usual)) {
        gets.programs = 1;
        return;
    }
    for (std::size_t programs = 2; programs <= MostPrograms; ++programs) {
        const std::vector<Duration> gaps = gapsOf(survey, gets.calls, programs);
        const Duration beat = gaps[gaps.size() / 2];
        if (isEven(gaps, beat)) {
            gets.beat = beat;
            gets.programs = static_cast<int>(programs);
            return;
        }
    }
}

/// Equal answers share it; 0 when it is not known.
quint64 saidBy(const CallFacts& call)
{
    return call.said == 0 && call.status == NoContent ? NoContent : call.said;
}

void readAnswers(EqualGets& gets, const Survey& survey)
{
    quint64 said = 0;
    for (const int call : gets.calls) {
        const CallFacts& facts = survey.at(call);
        // That the gateway is out of order is no answer.
        if (facts.isRefused() || facts.status == 0 || facts.status >= FirstServerError) {
            continue;
        }
        ++gets.answered;
        const quint64 now = saidBy(facts);
        if (now == 0) {
            continue;
        }
        const bool isNotModified = facts.status == NotModified;
        if (said != 0) {
            ++gets.compared;
            gets.unchanged += isNotModified || now == said ? 1 : 0;
            gets.notModified += isNotModified ? 1 : 0;
        }
        said = isNotModified && said != 0 ? said : now;
    }
}

EqualGets measured(const Survey& survey, const QList<int>& calls)
{
    EqualGets gets;
    gets.calls = calls;
    readPace(gets, survey);
    readAnswers(gets, survey);
    gets.isHeld = isHeldByTheGateway(survey, calls, gets.usual);
    gets.isHealthCheck = isHealthCheckPath(survey.route(calls.first()).raw);
    return gets;
}

} // namespace

EqualGets::News EqualGets::news() const
{
    // Where a record lacks the bodies nobody knows, whatever the few others say.
    if (compared == 0 || 2 * compared < answered - 1) {
        return News::Unknown;
    }
    if (unchangedShare() >= HardlyAnyNews) {
        return News::None;
    }
    return unchangedShare() >= LittleNews ? News::Little : News::Much;
}

double EqualGets::unchangedShare() const
{
    return compared == 0 ? 0 : static_cast<double>(unchanged) / static_cast<double>(compared);
}

double EqualGets::perMinute() const
{
    return static_cast<double>(calls.size() - 1) * 60 / std::max(toSeconds(span), 1.0);
}

QList<EqualGets> equalGets(const Survey& survey, qsizetype least)
{
    QHash<quint64, QList<int>> byIdentity;
    QSet<quint64> inPieces;
    for (int call = 0; call < survey.size(); ++call) {
        const CallFacts& facts = survey.at(call);
        if (!facts.isGet || facts.origin != Origin::Client || facts.byUs
            || survey.retry(call).of >= 0) {
            continue;
        }
        if (isPieceOfAFile(facts)) {
            inPieces.insert(facts.identity);
        } else {
            byIdentity[facts.identity].append(call);
        }
    }
    std::vector<QList<int>> groups;
    for (auto each = byIdentity.begin(); each != byIdentity.end(); ++each) {
        if (inPieces.contains(each.key())) { // then what was refused asked for a piece, too
            each->removeIf([&](int call) { return survey.at(call).isRefused(); });
        }
        if (each->size() >= std::max<qsizetype>(least, qsizetype{MostPrograms} + 2)) {
            groups.push_back(*each);
        }
    }
    std::sort(groups.begin(), groups.end(), [](const QList<int>& left, const QList<int>& right) {
        return left.first() < right.first();
    });
    QList<EqualGets> all;
    for (const QList<int>& calls : groups) {
        all.append(measured(survey, calls));
    }
    return all;
}

} // namespace Pacewatch
