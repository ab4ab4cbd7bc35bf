#include "tests/sim/diagnosistables.h"

#include "core/diagnosis/diagnose.h"

#include <array>
#include <span>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array Stands{
    Stand{false, Algorithm::Fixed, 0},
    Stand{false, Algorithm::Sliding, 0},
    Stand{true, Algorithm::Fixed, 0},
    Stand{true, Algorithm::Sliding, 0},
};

std::span<const Stand> standsOf(Stages stages)
{
    const std::span<const Stand> all(Stands);
    return stages == Stages::SmallGateway ? all.first(2) : all;
}

bool isSure(const Finding& finding)
{
    return finding.sure != Cause::Sure::Possible;
}

QString standName(const Stand& stand)
{
    return u"%1 %2 seed %3"_s
        .arg(stand.isConnexease ? u"connexease"_s : u"aisoule"_s,
             stand.algorithm == Algorithm::Fixed ? u"fixed"_s : u"sliding"_s)
        .arg(stand.seed);
}

QString told(const Diagnosis& diagnosis)
{
    QStringList words;
    for (const Finding& finding : diagnosis.findings) {
        static const std::array Sures{u"possible"_s, u"likely"_s, u"strong"_s};
        words.append(
            u"%1 %2 x%3 r%4 e%5"_s
                .arg(nameOf(finding.kind), Sures.at(static_cast<std::size_t>(finding.sure)))
                .arg(finding.times)
                .arg(finding.refusals)
                .arg(finding.explained, 0, 'f', 2));
    }
    return words.join(u", "_s);
}

qint64 unexplainedIn(const Diagnosis& diagnosis)
{
    qint64 unexplained = 0;
    for (const CausePart& part : diagnosis.parts) {
        unexplained += part.kind ? 0 : part.refusals;
    }
    return unexplained;
}

void note(TableRow& row, const Stand& stand, const Diagnosis& diagnosis)
{
    if (row.remark.isEmpty()) {
        row.remark = standName(stand) + u": "_s + told(diagnosis);
    }
}

void takeCalm(TableRow& row, const Stand& stand, const Diagnosis& diagnosis)
{
    ++row.sessions;
    row.calls += diagnosis.calls;
    row.refused += diagnosis.refused;
    row.unexplained += unexplainedIn(diagnosis);
    if (std::any_of(diagnosis.findings.begin(), diagnosis.findings.end(), isSure)) {
        note(row, stand, diagnosis);
    } else {
        ++row.good;
    }
}

void takeFault(TableRow& row, const FaultKind& fault, const Stand& stand,
               const Diagnosis& diagnosis)
{
    ++row.sessions;
    row.calls += diagnosis.calls;
    row.refused += diagnosis.refused;
    row.unexplained += unexplainedIn(diagnosis);
    bool isFound = false;
    bool isWrong = false;
    for (const Finding& finding : diagnosis.findings) {
        const bool isIt = finding.kind == fault.kind && finding.who == fault.who;
        isFound = isFound || (isIt && isSure(finding));
        row.strong += isIt && finding.sure == Cause::Sure::Strong ? 1 : 0;
        isWrong = isWrong || (finding.who != fault.who && finding.refusals > 0 && isSure(finding));
    }
    row.good += isFound ? 1 : 0;
    row.wrongCulprit += isWrong ? 1 : 0;
    if (!isFound || isWrong) {
        note(row, stand, diagnosis);
    }
}

} // namespace

void playCalm(Stages stages, int sessions, const std::function<void(const TableRow&)>& tell)
{
    for (const CalmKind& calm : calmKinds()) {
        TableRow row;
        row.name = QString::fromLatin1(calm.name);
        for (int i = 0; i < sessions; ++i) {
            const std::span<const Stand> stands = standsOf(stages);
            Stand stand = stands[static_cast<std::size_t>(i) % stands.size()];
            stand.seed = static_cast<quint64>(i) + 1;
            takeCalm(row, stand, *diagnose(calm.play(stand)));
        }
        tell(row);
    }
}

void playFaults(Stages stages, int seeds, const std::function<void(const TableRow&)>& tell)
{
    for (const FaultKind& fault : faultKinds()) {
        TableRow row;
        row.name = QString::fromLatin1(fault.name);
        for (Stand stand : standsOf(stages)) {
            for (int seed = 1; seed <= seeds; ++seed) {
                stand.seed = static_cast<quint64>(seed);
                if (fault.applies == nullptr || fault.applies(stand)) {
                    takeFault(row, fault, stand, *diagnose(fault.play(stand)));
                }
            }
        }
        tell(row);
    }
}

QString tableLine(const TableRow& row)
{
    const QString line = u"%1 %2 %3 %4 %5 %6 %7 %8"_s.arg(row.name, -36)
                             .arg(row.sessions, 8)
                             .arg(row.good, 8)
                             .arg(row.strong, 8)
                             .arg(row.wrongCulprit, 8)
                             .arg(row.calls, 9)
                             .arg(row.refused, 8)
                             .arg(row.unexplained, 8);
    return row.remark.isEmpty() ? line : line + u"\n    "_s + row.remark;
}

QString nameOf(FindingKind kind)
{
    static const std::array Names{
        u"bursts"_s,
        u"early retries"_s,
        u"early jitter"_s,
        u"no back-off"_s,
        u"lockstep"_s,
        u"unspread load"_s,
        u"ignores remaining"_s,
        u"too much"_s,
        u"wait kept"_s,
        u"penalty"_s,
        u"clock difference"_s,
        u"too many at once"_s,
        u"shared quota"_s,
        u"limit differs"_s,
        u"behind gateway"_s,
        u"network"_s,
        u"refused by us"_s,
        u"own sends"_s,
        u"polls"_s,
        u"repeated fetches"_s,
        u"single creates"_s,
        u"large bodies"_s,
        u"forbidden retries"_s,
    };
    return Names.at(static_cast<std::size_t>(kind));
}

} // namespace Pacewatch
