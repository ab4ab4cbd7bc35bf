#include "core/diagnosis/subject.h"

#include "core/http/url.h"

namespace Pacewatch {

DiagnosisSubject subjectOf(const Profile& profile, const QList<Policy>& overrides,
                           const QByteArray& gatewayUrl, const ProfileShelf& shelf)
{
    DiagnosisSubject subject;
    subject.profile = profile;
    for (const Policy& policy : effectiveWindows(profile, overrides)) {
        if (policy.unit == Unit::Requests) {
            subject.windows.append(policy);
        }
    }
    const auto url = Http::readUrl(gatewayUrl.isEmpty() ? profile.baseUrl : gatewayUrl);
    if (url) {
        subject.basePath = url->path;
        while (subject.basePath.endsWith('/')) {
            subject.basePath.chop(1);
        }
    }
    if (const Result<Profile> sibling = shelf.find(profile.sibling)) {
        subject.editions.append(*sibling);
    }
    return subject;
}

} // namespace Pacewatch
