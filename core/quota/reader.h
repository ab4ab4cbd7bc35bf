#pragma once

#include "core/quota/answer.h"
#include "core/quota/reading.h"

#include <QString>

namespace Pacewatch {

/// What is known beforehand of the gateway that answered.
struct ReadingContext
{
    QString dialect; ///< name of the family to believe first; may be empty
};

/// What @p answer says about limits. It never fails: what cannot be read is left out, what is
/// doubtful is noted. A compressed body is unpacked. Bounded in time by the size of the head and
/// the first 64 KiB of the body.
[[nodiscard]] Reading read(const Answer& answer, const ReadingContext& context = {});

} // namespace Pacewatch
