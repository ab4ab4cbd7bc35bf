#include "core/diagnosis/diagnose.h"

#include "core/diagnosis/casebook.h"
#include "core/diagnosis/finders.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace Pacewatch {

namespace {

constexpr qint64 TimesForStrong = 5;
constexpr qint64 TimesForLikely = 2;
constexpr double ExplainedForStrong = 0.8;
constexpr double ExplainedForLikely = 0.5;
constexpr double NearlyAll = 0.9;
constexpr double MoreThanHalf = 0.5;
constexpr int FirstError = 400;
constexpr int NoAnswer = 0;

/// What is told as checked when it was not found, in the order of the page.
constexpr std::array CheckedKinds{
    FindingKind::LimitDiffers,    FindingKind::Bursts,          FindingKind::EarlyRetries,
    FindingKind::UnspreadLoad,    FindingKind::SharedQuota,     FindingKind::FrequentPolls,
    FindingKind::RepeatedFetches, FindingKind::SingleCreates,   FindingKind::ForbiddenRetries,
    FindingKind::LargeBodies,     FindingKind::ClockDifference, FindingKind::TooManyConnections,
};

bool canCheck(const Survey& survey, FindingKind kind)
{
    const auto isStated
        = [&](qsizetype window) { return survey.statements(static_cast<int>(window)) > 0; };
    const auto count = survey.windows().size();
    bool anyStated = false;
    for (qsizetype window = 0; window < count; ++window) {
        anyStated = anyStated || isStated(window);
    }
    switch (kind) {
    case FindingKind::LimitDiffers:
    case FindingKind::SharedQuota:
        return anyStated;
    case FindingKind::SingleCreates: {
        const QList<Endpoint>& endpoints = survey.subject().profile.endpoints;
        return std::any_of(endpoints.begin(), endpoints.end(), [](const Endpoint& endpoint) {
            return endpoint.path.endsWith("/bulk");
        });
    }
    case FindingKind::LargeBodies:
        return survey.subject().profile.bodyLimit > 0;
    case FindingKind::ClockDifference:
        return survey.serverAhead().has_value();
    default:
        return true;
    }
}

QList<CausePart> partsOf(const Casebook& book, const QList<Finding>& findings)
{
    QList<CausePart> parts;
    QHash<int, qint64> byCulprit;
    qint64 explained = 0;
    for (const Finding& finding : findings) {
        if (finding.refusals > 0) {
            parts.append({finding.kind, finding.who, finding.refusals});
            byCulprit[static_cast<int>(finding.who)] += finding.refusals;
            explained += finding.refusals;
        }
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [&](const CausePart& left, const CausePart& right) {
                         const qint64 leftSum = byCulprit.value(static_cast<int>(left.who));
                         const qint64 rightSum = byCulprit.value(static_cast<int>(right.who));
                         return std::tuple(-leftSum, left.who, -left.refusals)
                             < std::tuple(-rightSum, right.who, -right.refusals);
                     });
    if (book.size() > explained) {
        parts.append({std::nullopt, Culprit::Unknown, book.size() - explained});
    }
    return parts;
}

void summarise(Diagnosis& diagnosis)
{
    if (diagnosis.refused == 0) {
        diagnosis.headline = diagnosis.calls < Diagnosis::FewCalls && diagnosis.findings.isEmpty()
            ? Headline::TooFewCalls
            : Headline::NothingRefused;
        return;
    }
    QHash<int, qint64> likely;
    QList<Finding> proved; // the largest part first
    for (const Finding& finding : diagnosis.findings) {
        if (finding.refusals > 0 && finding.sure != Cause::Sure::Possible) {
            likely[static_cast<int>(finding.who)] += finding.refusals;
            proved.append(finding);
        }
    }
    for (const Finding& finding : proved) {
        const qint64 sum = likely.value(static_cast<int>(finding.who));
        if (sum > diagnosis.mainRefusals) {
            diagnosis.mainRefusals = sum;
            diagnosis.mainCulprit = finding.who;
            diagnosis.mainKind = finding.kind;
        }
    }
    qint64 explained = 0;
    for (const qint64 sum : std::as_const(likely)) {
        explained += sum;
    }
    const auto refused = static_cast<double>(diagnosis.refused);
    const double share = static_cast<double>(diagnosis.mainRefusals) / refused;
    if (static_cast<double>(explained) < MoreThanHalf * refused) {
        diagnosis.headline = Headline::NotExplained;
    } else if (share >= NearlyAll) {
        diagnosis.headline = Headline::OneCulprit;
    } else {
        diagnosis.headline = share > MoreThanHalf ? Headline::MostlyOne : Headline::Several;
    }
}

QList<Unseen> unseenIn(const Survey& survey)
{
    QList<Unseen> unseen;
    qint64 statements = 0;
    for (int window = 0; window < static_cast<int>(survey.windows().size()); ++window) {
        statements += survey.statements(window);
    }
    if (survey.subject().way == WatchWay::Poll) {
        unseen.append(Unseen::SingleCalls);
    }
    unseen.append(statements > 0 ? Unseen::OtherPrograms : Unseen::LimitHeaders);
    const auto isBare = [](const CallFacts& call) {
        return !call.isComparable || (call.isGet && call.said == 0);
    };
    const auto bare = std::count_if(survey.calls().begin(), survey.calls().end(), isBare);
    if (bare * 2 > survey.size()) {
        unseen.append(Unseen::Bodies);
    }
    unseen.append(Unseen::BeforeTheRange);
    if (!survey.serverAhead()) {
        unseen.append(Unseen::ServerClock);
    }
    return unseen;
}

using Finder = void (*)(Casebook&, QList<Finding>&);

constexpr std::array<Finder, 12> Finders{
    findOtherRefusers,
    findPenalty,
    findRetries,
    findLockstep,
    findBursts,
    findConnections,
    findLimits,
    findSharedQuota,
    findRepeatedGets,
    findUsedUp,
    [](Casebook& book, QList<Finding>& findings) { findSingleCreates(book, findings); },
    [](Casebook& book, QList<Finding>& findings) { findHopelessCalls(book, findings); },
};

void order(QList<Finding>& findings)
{
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& left, const Finding& right) {
                         return std::tuple(left.group, -left.refusals, -left.perMinute)
                             < std::tuple(right.group, -right.refusals, -right.perMinute);
                     });
}

} // namespace

Sureness surenessOf(qint64 times, double explained)
{
    if (explained < ExplainedForLikely) {
        return {Cause::Sure::Possible, SureRule::Competing};
    }
    if (times >= TimesForStrong && explained >= ExplainedForStrong) {
        return {Cause::Sure::Strong, SureRule::SeenOften};
    }
    return times >= TimesForLikely ? Sureness{Cause::Sure::Likely, SureRule::SeenSome}
                                   : Sureness{Cause::Sure::Possible, SureRule::SeenOnce};
}

Result<Diagnosis> diagnose(const CallLog& log, const DiagnosisProgress& progress)
{
    constexpr double SurveyShare = 0.6;
    const auto goesOn = [&](double done) { return !progress || progress(done); };
    const Survey survey(log, [&](double done) { return goesOn(SurveyShare * done); });
    if (!survey.isWhole()) {
        return fail(ErrorCode::Cancelled);
    }
    return diagnose(survey,
                    [&](double done) { return goesOn(SurveyShare + (1 - SurveyShare) * done); });
}

Result<Diagnosis> diagnose(const Survey& survey, const DiagnosisProgress& progress)
{
    constexpr double CasesShare = 0.5; // the finders together take as long
    const auto goesOn = [&](double done) { return !progress || progress(done); };
    Casebook book(survey, [&] { return goesOn(0); });
    if (!book.isWhole()) {
        return fail(ErrorCode::Cancelled);
    }
    Diagnosis diagnosis;
    double done = CasesShare;
    for (const Finder finder : Finders) {
        if (!goesOn(done)) {
            return fail(ErrorCode::Cancelled);
        }
        if (survey.size() > 0) {
            finder(book, diagnosis.findings);
        }
        done += (1 - CasesShare) / static_cast<double>(Finders.size());
    }
    diagnosis.calls = survey.size();
    diagnosis.refused = book.size();
    for (int call = 0; call < survey.size(); ++call) {
        const CallFacts& facts = survey.at(call);
        const bool isError = facts.status == NoAnswer || facts.status >= FirstError;
        diagnosis.failed += isError && !facts.isRefused() ? 1 : 0;
    }
    diagnosis.windows = survey.windows();
    diagnosis.serverAhead = survey.serverAhead();
    if (survey.size() > 0) {
        diagnosis.from = survey.at(0).sentWall;
        diagnosis.to = survey.at(survey.size() - 1).sentWall;
    }
    order(diagnosis.findings);
    diagnosis.parts = partsOf(book, diagnosis.findings);
    for (const FindingKind kind : CheckedKinds) {
        const bool isFound
            = std::any_of(diagnosis.findings.begin(), diagnosis.findings.end(),
                          [&](const Finding& finding) { return finding.kind == kind; });
        if (!isFound && diagnosis.calls >= Diagnosis::FewCalls && canCheck(survey, kind)) {
            diagnosis.checked.append(kind);
        }
    }
    diagnosis.limitsMatch = diagnosis.checked.contains(FindingKind::LimitDiffers);
    diagnosis.unseen = unseenIn(survey);
    diagnosis.cases = book.take(diagnosis.findings);
    summarise(diagnosis);
    goesOn(1);
    return diagnosis;
}

} // namespace Pacewatch
