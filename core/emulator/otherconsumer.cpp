#include "core/emulator/otherconsumer.h"

namespace Pacewatch {

ActorScript otherScript(double perMinute)
{
    if (perMinute <= 0) {
        return {};
    }
    Activity activity;
    activity.every = fromSeconds(60.0 / perMinute);
    activity.first = activity.every;
    activity.jitter = 0.45;
    activity.onRefusal = OnRefusal::Drop;
    activity.calls = {CallTemplate{}};
    return {{}, {activity}};
}

} // namespace Pacewatch
