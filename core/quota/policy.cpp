#include "core/quota/policy.h"

#include <algorithm>

namespace Pacewatch {

bool appliesTo(const Policy& policy, QByteArrayView path)
{
    return policy.routes.isEmpty()
        || std::any_of(policy.routes.begin(), policy.routes.end(), [&](const QByteArray& prefix) {
               if (!path.startsWith(prefix)) {
                   return false;
               }
               // "/messages" covers "/messages/send" and "/messages?x", not "/messagesque".
               const QByteArrayView rest = path.sliced(prefix.size());
               return rest.isEmpty() || rest.front() == '/' || rest.front() == '?';
           });
}

} // namespace Pacewatch
