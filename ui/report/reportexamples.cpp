#include "ui/report/reportexamples.h"

#include "ui/wording/findings.h"
#include "ui/wording/report.h"
#include "ui/wording/wording.h"

#include <QSet>

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr qsizetype MostExamples = 3;

QString spanText(const std::optional<Duration>& span)
{
    return span.value_or(Duration::zero()) > Duration::zero() ? Wording::duration(*span)
                                                              : Wording::missing();
}

QStringList rowOf(const Finding& finding, const RefusedCall& call)
{
    return {Wording::findingTitle(finding.kind),
            Wording::clockWithMilliseconds(call.at),
            QString::fromUtf8(call.method + ' ' + call.path),
            QString::number(call.status),
            spanText(call.wait),
            spanText(call.tooEarlyBy)};
}

} // namespace

ReportTable examplesTable(const History& history, const Diagnosis& diagnosis, ReportReader reader)
{
    ReportTable table;
    table.title = Wording::examplesTitle();
    table.head = Wording::exampleColumns();
    const QList<RefusedCall> refused = history.refusedCalls({diagnosis.from, diagnosis.to});
    QSet<ExchangeId> taken;
    for (const Finding& finding : diagnosis.findings) {
        if (table.rows.size() == MostExamples || finding.group != FindingGroup::CausesRefusals
            || !isToldTo(reader, finding)) {
            continue;
        }
        const QSet<ExchangeId> calls(finding.calls.begin(), finding.calls.end());
        const auto example
            = std::find_if(refused.begin(), refused.end(), [&](const RefusedCall& call) {
                  return calls.contains(call.id) && !taken.contains(call.id);
              });
        if (example != refused.end()) {
            taken.insert(example->id);
            table.rows.append(rowOf(finding, *example));
        }
    }
    return table;
}

} // namespace Pacewatch
