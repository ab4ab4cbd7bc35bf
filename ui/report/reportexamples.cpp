#include "ui/report/reportexamples.h"

#include "core/diagnosis/endpointname.h"
#include "core/privacy/redactor.h"
#include "ui/curlcommand.h"
#include "ui/models/messagetext.h"
#include "ui/wording/findings.h"
#include "ui/wording/report.h"
#include "ui/wording/wording.h"

#include <QSet>

#include <algorithm>
#include <optional>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostExamples = 3;

QString spanText(const std::optional<Duration>& span)
{
    return span.value_or(Duration::zero()) > Duration::zero() ? Wording::duration(*span)
                                                              : Wording::missing();
}

/// The newest refusal that @p finding causes, but for those taken.
std::optional<ExchangeId> exampleOf(const Diagnosis& diagnosis, const Finding& finding,
                                    const QSet<ExchangeId>& taken)
{
    if (finding.group != FindingGroup::CausesRefusals) {
        return std::nullopt;
    }
    const auto newest = std::find_if(
        diagnosis.cases.rbegin(), diagnosis.cases.rend(), [&](const RefusalCase& each) {
            return each.cause == finding.kind && !taken.contains(each.call);
        });
    return newest == diagnosis.cases.rend() ? std::nullopt : std::optional(newest->call);
}

/// "400", or "400, code 130429" where Meta refused @p call.
QString answerText(const Diagnosis& diagnosis, const Exchange& call)
{
    const auto refusal
        = std::find_if(diagnosis.cases.begin(), diagnosis.cases.end(),
                       [&](const RefusalCase& each) { return each.call == call.id; });
    const QString status = QString::number(call.response.status);
    return refusal != diagnosis.cases.end() && refusal->code > 0
        ? Wording::statusWithCode(status, refusal->code)
        : status;
}

/// To a customer a path and a status are code.
QStringList rowOf(const Diagnosis& diagnosis, const Finding& finding, const Exchange& call,
                  const QByteArray& baseUrl, ReportReader reader)
{
    QStringList row{Wording::reportFindingTitle(finding, reader),
                    Wording::clockWithMilliseconds(call.arrivedWall + call.held)};
    if (reader != ReportReader::Customer) {
        row.append(QString::fromUtf8(call.request.method + ' '
                                     + endpointName(pathBelow(baseUrl, call.request.target))));
        row.append(answerText(diagnosis, call));
    }
    row.append(spanText(call.reading.retryAfter));
    row.append(spanText(call.tooEarlyBy));
    return row;
}

void addListings(QList<ReportListing>& listings, const Finding& finding, Exchange call,
                 const QByteArray& baseUrl)
{
    if (call.request.headers.isEmpty() && call.response.headers.isEmpty()) {
        return; // an access log keeps none
    }
    listings.append({Wording::exampleTitle(finding.kind, call.arrivedWall + call.held),
                     Wording::exampleTimes(call),
                     headOf(call.request).trimmed() + u"\n\n"_s + headOf(call.response).trimmed()});
    call.requestBody.head.clear(); // whose names stand in it nobody can tell
    listings.append(
        {{}, Wording::asCommand(call.requestBody.size), curlCommand(call, baseUrl).text});
}

} // namespace

QList<ExchangeId> exampleCalls(const Diagnosis& diagnosis)
{
    QList<ExchangeId> chosen;
    QSet<ExchangeId> taken;
    for (const Finding& finding : diagnosis.findings) {
        if (const std::optional<ExchangeId> call = exampleOf(diagnosis, finding, taken)) {
            chosen.append(*call);
            taken.insert(*call);
        }
    }
    return chosen;
}

ReportTable examplesTable(const Diagnosis& diagnosis, const QList<Exchange>& calls,
                          const QByteArray& baseUrl, const ReportWishes& wishes)
{
    ReportTable table;
    table.title = Wording::examplesTitle();
    table.head = Wording::exampleColumns(wishes.reader);
    Redactor redactor(StandIns::newKey());
    QSet<ExchangeId> taken;
    for (const Finding& finding : diagnosis.findings) {
        const std::optional<ExchangeId> id = exampleOf(diagnosis, finding, taken);
        if (!id || !isTold(finding, wishes) || table.rows.size() == MostExamples) {
            continue;
        }
        const auto call = std::find_if(calls.begin(), calls.end(),
                                       [&](const Exchange& each) { return each.id == *id; });
        if (call == calls.end()) {
            continue;
        }
        taken.insert(*id);
        const Exchange clean = redactor.redacted(*call);
        table.rows.append(rowOf(diagnosis, finding, clean, baseUrl, wishes.reader));
        if (wishes.reader != ReportReader::Customer) {
            addListings(table.listings, finding, clean, baseUrl);
        }
    }
    return table;
}

} // namespace Pacewatch
