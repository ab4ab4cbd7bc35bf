#pragma once

#include "core/connection.h"
#include "core/diagnosis/diagnosis.h"
#include "ui/icon.h"

#include <QList>
#include <QString>

/// The words of the diagnosis: findings, their proof and what to do about them.
namespace Pacewatch::Wording {

/// A number worth telling and, below it, what it is.
struct FactText
{
    QString value; ///< "33 bursts"
    QString caption; ///< "30 s apart, which points to a scheduled job"

    friend bool operator==(const FactText&, const FactText&) = default;
};

/// What is said to a customer.
struct CustomerWords
{
    QString what; ///< happens
    QString plea; ///< what is asked for; may be empty
    QString alone = {}; ///< the same where it stands by itself; empty where the plea does
};

// The whole ------------------------------------------------------------------------------------

/// The answer in one sentence: "The customer’s client causes almost all of the refusals".
[[nodiscard]] QString headline(const Diagnosis& diagnosis);
/// "695 of 2,014 calls were refused in 16 min 44 s. The gateway’s limits match its documentation."
[[nodiscard]] QString totals(const Diagnosis& diagnosis);
[[nodiscard]] QString diagnosedRange(const Diagnosis& diagnosis); ///< "10:02:10 to 10:18:54"
/// "Based on the calls seen through the proxy.": how a live connection is watched.
[[nodiscard]] QString basis(const ConnectionSpec& spec);
/// What the diagnosis rests on, and what the product cannot see. Without @p basis it rests on the
/// calls of a recording.
[[nodiscard]] QString unseenNote(const Diagnosis& diagnosis, const QString& basis = {});
[[nodiscard]] QString groupTitle(FindingGroup group); ///< "Causing refusals"
[[nodiscard]] QString checkedGroupTitle(); ///< "Checked, nothing found"
[[nodiscard]] QString culprit(Culprit who); ///< "Customer’s client"
[[nodiscard]] QString partShare(qint64 refusals, qint64 all); ///< "672 refusals, 97%"

// One finding ----------------------------------------------------------------------------------

[[nodiscard]] Icon findingIcon(FindingKind kind);
[[nodiscard]] QString findingTitle(FindingKind kind); ///< "Sends in bursts"
/// The same below the split bar; without a kind, for what is not explained.
[[nodiscard]] QString partLabel(std::optional<FindingKind> kind);
/// What @p path is about, when its last word says so: "templates" of /templates. Empty otherwise.
[[nodiscard]] QString namedThings(const QByteArray& path);
/// What calls of @p method to @p path make, when the path's name says so: "contacts" of POST
/// /contacts. Empty otherwise.
[[nodiscard]] QString createdThings(const QByteArray& method, const QByteArray& path);
/// Second line of a row: "494 refusals", "36 calls a minute".
[[nodiscard]] QString findingAmount(const Finding& finding);
[[nodiscard]] QString sureEvidence(Cause::Sure sure); ///< "Strong evidence"
/// Why it is as sure as that, in one line.
[[nodiscard]] QString sureReason(const Finding& finding);
/// What happens, in two or three sentences.
[[nodiscard]] QString findingText(const Finding& finding);
/// The three facts below the chart; fewer when less is known.
[[nodiscard]] QList<FactText> findingFacts(const Finding& finding);
[[nodiscard]] QString changeThis(const Finding& finding);
[[nodiscard]] CustomerWords customerWords(const Finding& finding);
/// What support can say or paste, to a customer: both.
[[nodiscard]] QString sayToCustomer(const Finding& finding);

[[nodiscard]] QString showCallsButton(qint64 number); ///< "Show 494 calls"
[[nodiscard]] QString showOnTimeline();
[[nodiscard]] QString changeThisTitle();
[[nodiscard]] QString sayTitle(); ///< "Say to the customer"
[[nodiscard]] QString diagnosing(); ///< while the first diagnosis is on its way
[[nodiscard]] QString lookedAt(double part); ///< "Looking at the calls, 34%"
[[nodiscard]] QString stopLooking();
/// @p hasOlder: what is shown was found before.
[[nodiscard]] QString stoppedLooking(bool hasOlder);
[[nodiscard]] QString lookAgain();
[[nodiscard]] QString notLookedAt(); ///< in place of the answer
[[nodiscard]] QString changeRange();
[[nodiscard]] QString includeInReport();
[[nodiscard]] QString nothingToShow(); ///< beside a list without findings
/// Above the table of calls: "494 calls of “Sends in bursts”".
[[nodiscard]] QString callsOfFinding(FindingKind kind, qint64 number);

// What was checked -----------------------------------------------------------------------------

[[nodiscard]] QString checkedTitle(FindingKind kind); ///< "Limits match the documentation"
[[nodiscard]] QString checkedLine(FindingKind kind, const Diagnosis& diagnosis);

} // namespace Pacewatch::Wording
