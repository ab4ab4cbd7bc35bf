#include "core/quota/draft.h"

#include <array>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readWindowNames(const Answer& answer, Draft& draft);

namespace {

enum class Names
{
    Window, ///< the window of the fields that name none
    Scope, ///< whom the limit belongs to
    Hit, ///< the window that refused the call
};

struct NamingField
{
    const char* name;
    Names names;
};

constexpr std::array NamingFields{
    NamingField{"X-RateLimit-Bucket", Names::Window},
    NamingField{"X-RateLimit-Resource", Names::Window},
    NamingField{"X-RateLimit-Category", Names::Window},
    NamingField{"X-RateLimit-Scope", Names::Scope},
    NamingField{"X-Rate-Limit-Problem", Names::Hit},
    NamingField{"Stripe-Rate-Limited-Reason", Names::Hit},
};

} // namespace

/// Fields that hold a name in place of a number.
bool readWindowNames(const Answer& answer, Draft& draft)
{
    bool isKnown = false;
    for (const NamingField& naming : NamingFields) {
        const QString value = QString::fromUtf8(answer.headers.value(naming.name).trimmed());
        if (value.isEmpty()) {
            continue;
        }
        isKnown = true;
        switch (naming.names) {
        case Names::Window:
            draft.nameDefault(value);
            break;
        case Names::Scope:
            draft.setScope(value);
            break;
        case Names::Hit:
            draft.hit(value);
            break;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
