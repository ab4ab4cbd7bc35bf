#pragma once

#include "core/diagnosis/diagnosis.h"

#include <QByteArray>

namespace Pacewatch {

/// The diagnosis as a JUnit test suite for CI: each kind that was looked for is a case, which fails
/// when it was found as likely or strong. What is only possible is told by the case's output.
/// Refusals that nothing explains fail a case of their own.
[[nodiscard]] QByteArray toJunit(const Diagnosis& diagnosis);

} // namespace Pacewatch
