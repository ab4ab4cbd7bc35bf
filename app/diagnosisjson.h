#pragma once

#include "core/diagnosis/diagnosis.h"

#include <QJsonObject>
#include <QString>

namespace Pacewatch {

/// The diagnosis for scripts; docs/analyze.md lists the fields. What is not known is null.
/// @p withCases adds one object for each refusal.
[[nodiscard]] QJsonObject toJson(const Diagnosis& diagnosis, bool withCases);

/// How scripts name a kind: "bursts", "early_retries".
[[nodiscard]] QString identifier(FindingKind kind);
/// The kind that is called @p name; empty when none is.
[[nodiscard]] std::optional<FindingKind> kindCalled(const QString& name);

} // namespace Pacewatch
