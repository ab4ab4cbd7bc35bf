#include "app/diagnosisjson.h"

#include "app/jsonlines.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

template<typename Enum, std::size_t Count>
QString named(const std::array<QLatin1StringView, Count>& names, Enum value)
{
    return names.at(static_cast<std::size_t>(value));
}

// Each in the order of its enum.
constexpr std::array Kinds{
    "bursts"_L1,         "early_retries"_L1,     "early_jitter"_L1,      "no_back_off"_L1,
    "lockstep"_L1,       "unspread_load"_L1,     "ignores_remaining"_L1, "too_much"_L1,
    "wait_kept"_L1,      "penalty_kept_full"_L1, "clock_difference"_L1,  "too_many_connections"_L1,
    "shared_quota"_L1,   "limit_differs"_L1,     "behind_gateway"_L1,    "cdn"_L1,
    "refused_by_us"_L1,  "own_sends"_L1,         "frequent_polls"_L1,    "repeated_fetches"_L1,
    "single_creates"_L1, "large_bodies"_L1,      "forbidden_retries"_L1,
};
constexpr std::array Groups{"causes_refusals"_L1, "lowers_load"_L1};
constexpr std::array Culprits{"unknown"_L1,        "client"_L1, "another_consumer"_L1, "gateway"_L1,
                              "behind_gateway"_L1, "cdn"_L1,    "pacewatch"_L1};
constexpr std::array Sures{"possible"_L1, "likely"_L1, "strong"_L1};
constexpr std::array Rules{"seen_often"_L1, "seen_some"_L1, "worked_out"_L1, "seen_once"_L1,
                           "competing"_L1};
constexpr std::array Facts{
    "times"_L1,
    "calls_each"_L1,
    "length"_L1,
    "distance"_L1,
    "median_wait"_L1,
    "median_gap"_L1,
    "kept_share"_L1,
    "refused_again"_L1,
    "per_minute"_L1,
    "share_of_quota"_L1,
    "unchanged_share"_L1,
    "saved_per_minute"_L1,
    "foreign_per_minute"_L1,
    "first_seen"_L1,
    "documented"_L1,
    "observed"_L1,
    "at_once"_L1,
    "clock_ahead"_L1,
    "largest_body"_L1,
    "status"_L1,
    "most_tries"_L1,
    "fill_time"_L1,
    "demand"_L1,
    "not_modified_share"_L1,
};
constexpr std::array Headlines{"too_few_calls"_L1, "nothing_refused"_L1, "one_culprit"_L1,
                               "mostly_one"_L1,    "several"_L1,         "not_explained"_L1};
constexpr std::array UnseenThings{"other_programs"_L1, "single_calls"_L1,     "limit_headers"_L1,
                                  "bodies"_L1,         "before_the_range"_L1, "server_clock"_L1,
                                  "damaged_file"_L1};
constexpr std::array Refusers{"gateway"_L1, "behind_gateway"_L1, "cdn"_L1, "pacewatch"_L1};
constexpr std::array Knowns{"unknown"_L1, "told"_L1, "shown"_L1, "worked_out"_L1, "ambiguous"_L1};

QJsonObject windowJson(const Policy& window)
{
    return {{u"name"_s, window.name},
            {u"limit"_s, window.limit},
            {u"seconds"_s, toSeconds(window.window)}};
}

/// Which numbers belong to @p fact; each is written even where it is zero.
enum class Numbers
{
    Count,
    Value,
    CountOfValue,
    Span,
};

Numbers numbersOf(const Fact& fact)
{
    switch (fact.kind) {
    case Fact::Kind::RefusedAgain:
        return Numbers::CountOfValue;
    case Fact::Kind::Status:
        return fact.value > 0 ? Numbers::CountOfValue : Numbers::Count;
    case Fact::Kind::CallsEach:
    case Fact::Kind::KeptShare:
    case Fact::Kind::PerMinute:
    case Fact::Kind::ShareOfQuota:
    case Fact::Kind::UnchangedShare:
    case Fact::Kind::Saved:
    case Fact::Kind::ForeignPerMinute:
    case Fact::Kind::Demand:
    case Fact::Kind::NotModifiedShare:
        return Numbers::Value;
    case Fact::Kind::Length:
    case Fact::Kind::Distance:
    case Fact::Kind::MedianWait:
    case Fact::Kind::MedianGap:
    case Fact::Kind::Ahead:
    case Fact::Kind::FillTime:
        return Numbers::Span;
    default:
        return Numbers::Count;
    }
}

QJsonObject factJson(const Fact& fact)
{
    QJsonObject json{{u"kind"_s, named(Facts, fact.kind)}};
    const Numbers numbers = numbersOf(fact);
    if (numbers == Numbers::Count || numbers == Numbers::CountOfValue) {
        json.insert(u"count"_s, fact.count);
    }
    if (numbers == Numbers::Value || numbers == Numbers::CountOfValue) {
        json.insert(u"value"_s, fact.value);
    }
    if (fact.high > 0) {
        json.insert(u"low"_s, fact.low);
        json.insert(u"high"_s, fact.high);
    }
    if (fact.isAtLeast) {
        json.insert(u"at_least"_s, true);
    }
    if (numbers == Numbers::Span) {
        json.insert(u"seconds"_s, toSeconds(fact.span));
    }
    if (fact.at) {
        json.insert(u"at"_s, utcText(*fact.at));
    }
    if (!fact.path.isEmpty()) {
        json.insert(u"path"_s, withoutPhoneNumbers(QString::fromUtf8(fact.path)));
    }
    return json;
}

QJsonObject findingJson(const Finding& finding)
{
    QJsonArray facts;
    for (const Fact& fact : finding.facts) {
        facts.append(factJson(fact));
    }
    QJsonArray calls;
    for (const ExchangeId call : finding.calls) {
        calls.append(static_cast<qint64>(call));
    }
    return {{u"kind"_s, identifier(finding.kind)},
            {u"group"_s, named(Groups, finding.group)},
            {u"who"_s, named(Culprits, finding.who)},
            {u"sure"_s, named(Sures, finding.sure)},
            {u"rule"_s, named(Rules, finding.rule)},
            {u"times"_s, finding.times},
            {u"explained_share"_s, finding.explained},
            {u"refusals"_s, finding.refusals},
            {u"calls_per_minute"_s, finding.perMinute},
            {u"window"_s, finding.window ? QJsonValue(windowJson(*finding.window)) : QJsonValue()},
            {u"method"_s, QString::fromLatin1(finding.method)},
            {u"path"_s, withoutPhoneNumbers(QString::fromUtf8(finding.path))},
            {u"facts"_s, facts},
            {u"example_from"_s, utcText(finding.exampleFrom)},
            {u"example_to"_s, utcText(finding.exampleTo)},
            {u"calls"_s, calls},
            {u"advice"_s,
             QJsonObject{{u"calls_per_second"_s, finding.advice.perSecond},
                         {u"wait_seconds"_s, toSeconds(finding.advice.wait)},
                         {u"bulk_path"_s, QString::fromUtf8(finding.advice.bulkPath)},
                         {u"limit"_s, finding.advice.limit}}}};
}

QJsonObject caseJson(const RefusalCase& entry, const QList<Policy>& windows)
{
    const bool isKnown = entry.window >= 0 && entry.window < windows.size();
    return {{u"call"_s, static_cast<qint64>(entry.call)},
            {u"by"_s, named(Refusers, entry.by)},
            {u"code"_s, entry.code > 0 ? QJsonValue(entry.code) : QJsonValue()},
            {u"window"_s, isKnown ? QJsonValue(windows.at(entry.window).name) : QJsonValue()},
            {u"window_known"_s, named(Knowns, entry.known)},
            {u"filled"_s, entry.filled},
            {u"over"_s, entry.over},
            {u"filled_from"_s, static_cast<qint64>(entry.filledFrom)},
            {u"filled_to"_s, static_cast<qint64>(entry.filledTo)},
            {u"cause"_s, entry.cause ? QJsonValue(identifier(*entry.cause)) : QJsonValue()},
            {u"sure"_s, named(Sures, entry.sure)}};
}

} // namespace

QString identifier(FindingKind kind)
{
    return named(Kinds, kind);
}

std::optional<FindingKind> kindCalled(const QString& name)
{
    const auto* const found = std::find(Kinds.begin(), Kinds.end(), name);
    return found == Kinds.end() ? std::nullopt
                                : std::optional(static_cast<FindingKind>(found - Kinds.begin()));
}

QJsonObject toJson(const Diagnosis& diagnosis, bool withCases)
{
    QJsonArray parts;
    for (const CausePart& part : diagnosis.parts) {
        parts.append(
            QJsonObject{{u"cause"_s, part.kind ? QJsonValue(identifier(*part.kind)) : QJsonValue()},
                        {u"who"_s, named(Culprits, part.who)},
                        {u"refusals"_s, part.refusals}});
    }
    QJsonArray findings;
    for (const Finding& finding : diagnosis.findings) {
        findings.append(findingJson(finding));
    }
    QJsonArray checked;
    for (const FindingKind kind : diagnosis.checked) {
        checked.append(identifier(kind));
    }
    QJsonArray unseen;
    for (const Unseen thing : diagnosis.unseen) {
        unseen.append(named(UnseenThings, thing));
    }
    QJsonArray windows;
    for (const Policy& window : diagnosis.windows) {
        windows.append(windowJson(window));
    }
    QJsonObject json{
        {u"from"_s, utcText(diagnosis.from)},
        {u"to"_s, utcText(diagnosis.to)},
        {u"calls"_s, diagnosis.calls},
        {u"refused"_s, diagnosis.refused},
        {u"failed"_s, diagnosis.failed},
        {u"headline"_s, named(Headlines, diagnosis.headline)},
        {u"culprit"_s, named(Culprits, diagnosis.mainCulprit)},
        {u"cause"_s,
         diagnosis.mainKind ? QJsonValue(identifier(*diagnosis.mainKind)) : QJsonValue()},
        {u"culprit_refusals"_s, diagnosis.mainRefusals},
        {u"windows"_s, windows},
        {u"server_ahead_seconds"_s,
         diagnosis.serverAhead ? QJsonValue(toSeconds(*diagnosis.serverAhead)) : QJsonValue()},
        {u"parts"_s, parts},
        {u"findings"_s, findings},
        {u"checked"_s, checked},
        {u"unseen"_s, unseen},
    };
    if (withCases) {
        QJsonArray cases;
        for (const RefusalCase& entry : diagnosis.cases) {
            cases.append(caseJson(entry, diagnosis.windows));
        }
        json.insert(u"cases"_s, cases);
    }
    return json;
}

} // namespace Pacewatch
