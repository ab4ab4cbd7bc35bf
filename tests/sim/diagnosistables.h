#pragma once

#include "core/diagnosis/findings.h"
#include "tests/sim/customers.h"

#include <QString>

#include <functional>

namespace Pacewatch {

/// What came of the sessions of one kind.
struct TableRow
{
    QString name;
    int sessions = 0;
    int good = 0; ///< nothing above Possible; or found as Likely or Strong with the right culprit
    int strong = 0;
    int wrongCulprit = 0; ///< refusals blamed as Likely or Strong on somebody who did nothing
    qint64 calls = 0;
    qint64 refused = 0;
    qint64 unexplained = 0; ///< of those refused
    QString remark; ///< the first session that went wrong, and what was said of it
};

/// Where the sessions of a table are played.
enum class Stages
{
    Everywhere, ///< both gateways, both ways of counting
    SmallGateway, ///< AIsoule only, which takes a tenth of the calls
};

/// Plays @p sessions calm clients of each kind, spread over the stages. @p tell hears of each
/// finished row.
void playCalm(Stages stages, int sessions, const std::function<void(const TableRow&)>& tell);

/// Plays @p seeds sessions of each fault on each stage it applies to.
void playFaults(Stages stages, int seeds, const std::function<void(const TableRow&)>& tell);

/// One line of the table as text.
[[nodiscard]] QString tableLine(const TableRow& row);

/// The name of a kind, for the tables.
[[nodiscard]] QString nameOf(FindingKind kind);

} // namespace Pacewatch
