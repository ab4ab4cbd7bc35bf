#include "core/engine/ownrefusal.h"

#include <algorithm>
#include <chrono>

namespace Pacewatch {

namespace {

/// The window that @p field is about; null when no window of the call is.
const WindowUse* windowOf(const LimitField& field, const Profile& profile,
                          const QList<WindowUse>& windows, QByteArrayView path)
{
    QString name = field.window;
    if (name.isEmpty()) {
        QList<Policy> policies;
        for (const WindowUse& window : windows) {
            policies.append(window.policy);
        }
        const Policy* shown = headerPolicy(policies, profile.headerWindow, path);
        if (!shown) {
            return nullptr;
        }
        name = shown->name;
    }
    const auto found = std::find_if(windows.begin(), windows.end(), [&](const WindowUse& window) {
        return window.policy.name == name && appliesTo(window.policy, path);
    });
    return found == windows.end() ? nullptr : &*found;
}

/// What @p field says of a window that has @p left units and starts anew in @p wait.
QByteArray stated(const LimitField& field, const Policy& policy, qint64 left, Duration wait,
                  WallTime wall)
{
    using std::chrono::ceil;
    using std::chrono::seconds;
    switch (field.says) {
    case LimitField::Says::Limit:
        return QByteArray::number(policy.limit);
    case LimitField::Says::Remaining:
        return QByteArray::number(left);
    case LimitField::Says::ResetUnix:
        return QByteArray::number(qint64{unixSeconds(ceil<seconds>(wall + wait))});
    case LimitField::Says::ResetDelta:
        return QByteArray::number(qint64{ceil<seconds>(wait).count()});
    }
    return {};
}

} // namespace

OwnAnswer ownRefusal(const Profile& profile, const QList<WindowUse>& windows, QByteArrayView path,
                     const Verdict& verdict, Instant now, WallTime wall)
{
    const Refusal form = refusalFor(profile.refusal, verdict.window, verdict.until - now);
    OwnAnswer answer{form.head.status, form.head.headers, form.body};
    for (const LimitField& field : profile.limitFields) {
        const WindowUse* window = windowOf(field, profile, windows, path);
        if (!window) {
            continue;
        }
        const bool refuses = window->policy.name == verdict.window;
        // Whoever comes back at the reset must find room, our own margin included.
        Instant reset = std::max(window->resetAt.value_or(window->allFreeAt), now);
        reset = refuses ? std::max(reset, verdict.until) : reset;
        answer.headers.append(
            field.name,
            stated(field, window->policy, refuses ? 0 : window->left(), reset - now, wall));
    }
    return answer;
}

} // namespace Pacewatch
