#pragma once

#include "core/diagnosis/casebook.h"
#include "core/diagnosis/findings.h"

#include <QList>

/// The finders of diagnose(). Each looks for its kinds, claims the refusals they explain and
/// appends a finding for each kind it saw. They run in the order of this list: what is proved by
/// the answers themselves first, what is only likely last.
namespace Pacewatch {

/// Meta, networks in front, Pacewatch's own answers and sends.
void findOtherRefusers(Casebook& book, QList<Finding>& findings);
/// A gateway that counts refused calls too, kept full by retries.
void findPenalty(Casebook& book, QList<Finding>& findings);
/// Calls that were repeated too early, too often, or by the wrong clock.
void findRetries(Casebook& book, QList<Finding>& findings);
/// Many calls that come back at once after a wait.
void findLockstep(Casebook& book, QList<Finding>& findings);
/// More calls at once than the shortest window grants.
void findBursts(Casebook& book, QList<Finding>& findings);
/// More calls in the air than the gateway takes.
void findConnections(Casebook& book, QList<Finding>& findings);
/// Limits other than documented, stated or enforced.
void findLimits(Casebook& book, QList<Finding>& findings);
/// Somebody else with the same key.
void findSharedQuota(Casebook& book, QList<Finding>& findings);
/// Equal GETs, regular or not. Claims windows that polls fill.
void findRepeatedGets(Casebook& book, QList<Finding>& findings);
/// Long windows that the client's own calls use up.
void findUsedUp(Casebook& book, QList<Finding>& findings);
/// Creates that a bulk call would replace.
void findSingleCreates(const Casebook& book, QList<Finding>& findings);
/// Bodies too large, calls that can never succeed.
void findHopelessCalls(const Casebook& book, QList<Finding>& findings);

} // namespace Pacewatch
