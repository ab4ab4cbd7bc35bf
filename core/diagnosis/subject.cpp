#include "core/diagnosis/subject.h"

#include "core/http/url.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// So many calls are enough to tell gateways apart.
constexpr qsizetype CallsLookedAt = 500;

QByteArray basePathOf(const QByteArray& address)
{
    const Result<Http::Url> url = Http::readUrl(address);
    QByteArray path = url ? url->path : QByteArray();
    while (path.endsWith('/')) {
        path.chop(1);
    }
    return path;
}

/// How well @p call fits what @p profile documents: its path, each of its limit headers, and the
/// limits they state.
int fit(const Profile& profile, const QByteArray& base, const Exchange& call)
{
    const QByteArray target = call.request.target.split('?').value(0);
    const auto isOf = [&](const Endpoint& endpoint) {
        const QByteArray documented = base + endpoint.path.split('?').value(0);
        return target.startsWith(documented);
    };
    int points = std::any_of(profile.endpoints.begin(), profile.endpoints.end(), isOf) ? 1 : 0;
    const auto has
        = [&](const LimitField& field) { return call.response.headers.contains(field.name); };
    if (!profile.limitFields.isEmpty()
        && std::all_of(profile.limitFields.begin(), profile.limitFields.end(), has)) {
        points += static_cast<int>(profile.limitFields.size());
        // Editions of one documentation differ in nothing but their numbers.
        const auto states = [&](const LimitField& field) {
            const qint64 stated = call.response.headers.value(field.name).trimmed().toLongLong();
            return field.says == LimitField::Says::Limit
                && std::any_of(profile.windows.begin(), profile.windows.end(),
                               [&](const Policy& policy) {
                                   return policy.limit == stated
                                       && (field.window.isEmpty() || policy.name == field.window);
                               });
        };
        points += static_cast<int>(
            std::count_if(profile.limitFields.begin(), profile.limitFields.end(), states));
    }
    return points;
}

} // namespace

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
    subject.basePath = basePathOf(gatewayUrl.isEmpty() ? profile.baseUrl : gatewayUrl);
    if (const Result<Profile> sibling = shelf.find(profile.sibling)) {
        subject.editions.append(*sibling);
    }
    return subject;
}

Profile profileFor(const QList<Exchange>& calls, const ProfileShelf& shelf)
{
    Profile best = shelf.find(u"generic"_s).value_or(Profile());
    int most = 0;
    for (const Profile& profile : shelf.all()) {
        const QByteArray base = basePathOf(profile.baseUrl);
        if (profile.windows.isEmpty()) {
            continue;
        }
        int points = 0;
        for (const Exchange& call : calls.first(std::min(calls.size(), CallsLookedAt))) {
            points += fit(profile, base, call);
        }
        if (points > most) {
            most = points;
            best = profile;
        }
    }
    return best;
}

} // namespace Pacewatch
