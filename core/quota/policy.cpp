#include "core/quota/policy.h"

#include <algorithm>

namespace Pacewatch {

namespace {

bool isBelow(QByteArrayView path, const QByteArray& prefix)
{
    if (!path.startsWith(prefix)) {
        return false;
    }
    // "/messages" covers "/messages/send" and "/messages?x", not "/messagesque".
    const QByteArrayView rest = path.sliced(prefix.size());
    return rest.isEmpty() || prefix.endsWith('/') || rest.front() == '/' || rest.front() == '?';
}

bool isBelowAny(QByteArrayView path, const QList<QByteArray>& prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const QByteArray& prefix) { return isBelow(path, prefix); });
}

} // namespace

bool appliesTo(const Policy& policy, QByteArrayView path)
{
    return (policy.routes.isEmpty() || isBelowAny(path, policy.routes))
        && !isBelowAny(path, policy.exceptRoutes);
}

const Policy* headerPolicy(const QList<Policy>& windows, const QString& headerWindow,
                           QByteArrayView path)
{
    const Policy* shown = nullptr;
    for (const Policy& policy : windows) {
        if (!appliesTo(policy, path)) {
            continue;
        }
        if (policy.name == headerWindow) {
            return &policy;
        }
        if (policy.inHeaders && shown == nullptr) {
            shown = &policy;
        }
    }
    return shown;
}

QList<Policy> withOverrides(QList<Policy> windows, const QList<Policy>& overrides)
{
    for (const Policy& wanted : overrides) {
        const auto known = std::find_if(windows.begin(), windows.end(), [&](const Policy& policy) {
            return policy.name == wanted.name;
        });
        if (known == windows.end()) {
            if (wanted.limit > 0) {
                windows.append(wanted);
            }
        } else if (wanted.limit <= 0) {
            windows.erase(known);
        } else {
            known->limit = wanted.limit;
            known->window = wanted.window > Duration::zero() ? wanted.window : known->window;
            known->source = Source::SetByUser;
        }
    }
    return windows;
}

} // namespace Pacewatch
