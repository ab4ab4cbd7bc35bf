#include "core/profile/profile.h"

#include <algorithm>

namespace Pacewatch {

const Endpoint* Profile::statusEndpoint() const
{
    const auto found = std::find_if(endpoints.begin(), endpoints.end(),
                                    [](const Endpoint& endpoint) { return endpoint.status; });
    return found == endpoints.end() ? nullptr : &*found;
}

const Endpoint* Profile::sendEndpoint() const
{
    const auto found = std::find_if(endpoints.begin(), endpoints.end(),
                                    [](const Endpoint& endpoint) { return endpoint.sends; });
    return found == endpoints.end() ? nullptr : &*found;
}

QList<Policy> effectiveWindows(const Profile& profile, const QList<Policy>& overrides)
{
    return withOverrides(profile.windows + profile.quotas, overrides);
}

Refusal refusalFor(const RefusalForm& form, const QString& window, Duration wait)
{
    const qint64 whole
        = std::chrono::ceil<std::chrono::seconds>(std::max(wait, Duration::zero())).count();
    const QByteArray seconds = QByteArray::number(whole);

    Refusal refusal;
    refusal.head.status = form.status;
    refusal.head.reason = form.status == 429 ? "Too Many Requests" : "Refused";
    refusal.body = form.body;
    refusal.body.replace("{{seconds}}", seconds);
    refusal.body.replace("{{limit_type}}", form.windowWords.value(window, window.toUtf8()));
    if (!form.waitField.isEmpty()) {
        refusal.head.headers.append(form.waitField, seconds);
    }
    if (!form.contentType.isEmpty() && !form.body.isEmpty()) {
        refusal.head.headers.append("Content-Type", form.contentType);
    }
    return refusal;
}

} // namespace Pacewatch
