#include "core/diagnosis/excerpt.h"
#include "core/diagnosis/finders.h"

#include <algorithm>

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr Duration StraysApart = 1s;
constexpr qsizetype MostAnswersTold = 6; // as many as Meta has codes for limits

/// With which codes, or else which status, @p cases were refused, and how many of them; the most
/// frequent first.
QList<Fact> answersOf(const Casebook& book, const QList<int>& cases)
{
    QList<Fact> answers;
    for (const int index : cases) {
        const CallFacts& call = book.facts(index);
        const qint64 code = call.code > 0 ? call.code : call.status;
        const auto known = std::find_if(answers.begin(), answers.end(),
                                        [&](const Fact& each) { return each.count == code; });
        if (known == answers.end()) {
            answers.append(fact(Fact::Kind::Status, code));
            answers.last().value = 1;
        } else {
            known->value += 1;
        }
    }
    std::stable_sort(answers.begin(), answers.end(),
                     [](const Fact& one, const Fact& other) { return one.value > other.value; });
    return answers.first(std::min(answers.size(), MostAnswersTold));
}

/// A finding for refusals that the answers themselves give away.
void tellRefuser(Casebook& book, QList<Finding>& findings, FindingKind kind, Culprit who,
                 const QList<int>& cases)
{
    if (cases.isEmpty()) {
        return;
    }
    QList<CallGroup> groups;
    QList<int> calls;
    for (const QList<int>& episode : book.episodes(cases, StraysApart)) {
        groups.append({book.facts(episode.first()).sent, book.facts(episode.last()).sent,
                       episode.size(), episode.size()});
    }
    for (const int index : cases) {
        book.claim(index, kind);
        calls.append(book.callOf(index));
    }
    Finding finding = book.finding(kind, who, cases.size());
    finding.facts.append(fact(Fact::Kind::Times, cases.size()));
    finding.facts.append(answersOf(book, cases));
    std::vector<Duration> waits;
    for (const int index : cases) {
        if (book.facts(index).wait >= Duration::zero()) {
            waits.push_back(book.facts(index).wait);
        }
    }
    if (!waits.empty()) {
        finding.facts.append(fact(Fact::Kind::MedianWait, median(waits)));
        finding.advice.wait = median(waits);
    }
    nameRoute(finding, book.survey(), calls);
    finding.evidence = stepsAround(book.survey(), -1, groups);
    finding.exampleFrom = book.facts(cases.first()).sentWall;
    finding.exampleTo = book.facts(cases.first()).sentWall + 30 * StraysApart;
    findings.append(finding);
}

} // namespace

void findOtherRefusers(Casebook& book, QList<Finding>& findings)
{
    QList<int> behind;
    QList<int> network;
    QList<int> byUs;
    QList<int> ownSends;
    for (int index = 0; index < book.size(); ++index) {
        switch (book.at(index).by) {
        case RefusedBy::BehindGateway:
            behind.append(index);
            break;
        case RefusedBy::Cdn:
            network.append(index);
            break;
        case RefusedBy::Pacewatch:
            byUs.append(index);
            break;
        case RefusedBy::Gateway:
            if (book.facts(index).origin != Origin::Client) {
                ownSends.append(index);
            }
            break;
        }
    }
    tellRefuser(book, findings, FindingKind::BehindGateway, Culprit::BehindGateway, behind);
    tellRefuser(book, findings, FindingKind::Cdn, Culprit::Cdn, network);
    tellRefuser(book, findings, FindingKind::RefusedByUs, Culprit::Pacewatch, byUs);
    tellRefuser(book, findings, FindingKind::OwnSends, Culprit::Pacewatch, ownSends);
}

} // namespace Pacewatch
