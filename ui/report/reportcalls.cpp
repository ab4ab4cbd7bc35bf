#include "ui/report/reportcalls.h"

#include "core/diagnosis/endpointname.h"
#include "core/privacy/redactor.h"
#include "ui/curlcommand.h"
#include "ui/wording/report.h"
#include "ui/wording/traffic.h"
#include "ui/wording/wording.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

QStringList callRow(const Exchange& call, const QByteArray& baseUrl, ReportReader reader)
{
    QStringList row{Wording::clockWithMilliseconds(call.arrivedWall + call.held)};
    if (reader == ReportReader::Customer) {
        row.append(Wording::resultForCustomer(call));
    } else {
        row.append(QString::fromUtf8(call.request.method + ' '
                                     + endpointName(pathBelow(baseUrl, call.request.target))));
        row.append(Wording::statusForReader(call));
    }
    row.append(Wording::waitCell(call));
    const Duration early = call.tooEarlyBy.value_or(Duration::zero());
    row.append(early > Duration::zero() ? Wording::duration(early) : QString());
    row.append(Wording::tookCell(call));
    return row;
}

} // namespace

qsizetype callsListed(qsizetype held, ReportReader reader)
{
    return reader == ReportReader::Customer ? std::min(held, CallsForCustomer) : held;
}

ReportTable callsTable(const QList<Exchange>& calls, qint64 all, const QByteArray& baseUrl,
                       ReportReader reader)
{
    QList<Exchange> sorted = calls;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Exchange& left, const Exchange& right) {
        return left.arrivedWall + left.held < right.arrivedWall + right.held;
    });
    sorted.remove(0, sorted.size() - callsListed(sorted.size(), reader));
    ReportTable table;
    table.title = Wording::callsTitle(sorted.size() < all);
    if (sorted.size() < all) {
        table.text = Wording::lastCallsOf(sorted.size(), all, reader);
    }
    table.head = Wording::callColumns(
        reader, sorted.isEmpty() ? QString() : Wording::zone(sorted.first().arrivedWall));
    Redactor redactor(StandIns::newKey());
    for (const Exchange& call : std::as_const(sorted)) {
        table.rows.append(callRow(redactor.redacted(call), baseUrl, reader));
    }
    return table;
}

} // namespace Pacewatch
