#include "core/diagnosis/diagnosis.h"

#include <algorithm>

namespace Pacewatch {

bool Diagnosis::isBadNews() const
{
    return refused > 0 || std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
               return finding.sure != Cause::Sure::Possible;
           });
}

} // namespace Pacewatch
