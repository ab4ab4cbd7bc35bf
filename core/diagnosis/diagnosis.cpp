#include "core/diagnosis/diagnosis.h"

#include <algorithm>

namespace Pacewatch {

bool Diagnosis::isBadNews() const
{
    return refused > 0 || std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
               return finding.sure != Cause::Sure::Possible;
           });
}

Cause causeOf(const Diagnosis& diagnosis)
{
    const bool isExplained = diagnosis.headline == Headline::OneCulprit
        || diagnosis.headline == Headline::MostlyOne || diagnosis.headline == Headline::Several;
    if (!isExplained || !diagnosis.mainKind) {
        return {};
    }
    Cause cause;
    cause.kind = diagnosis.mainKind;
    cause.isOneOfSeveral = diagnosis.headline == Headline::Several;
    for (const Finding& finding : diagnosis.findings) {
        if (finding.kind == *diagnosis.mainKind && finding.who == diagnosis.mainCulprit) {
            cause.sure = finding.sure;
        }
    }
    return cause;
}

} // namespace Pacewatch
