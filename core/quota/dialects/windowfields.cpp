#include "core/quota/limitvalue.h"
#include "core/quota/windowwords.h"

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readWindowFields(const Answer& answer, Draft& draft);

/// `X-RateLimit-sec-Limit`, `X-RateLimit-Limit-Minute`, `x-ratelimit-remaining-tokens`: the window
/// or what it counts stands in the name.
bool readWindowFields(const Answer& answer, Draft& draft)
{
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        const std::optional<LimitFieldName> meaning = limitFieldName(field.name);
        if (!meaning || meaning->label.isEmpty()
            || !takeLimitValue(draft, *meaning, field.name, field.value)) {
            continue;
        }
        isKnown = true;
        WindowReading* window = draft.windowNamed(meaning->label);
        if (window == nullptr) {
            continue; // the value named windows of its own
        }
        const qsizetype dash = meaning->label.lastIndexOf(u'-');
        if (const auto word = windowWord(meaning->label.sliced(dash + 1)); word) {
            window->window = word->window;
        }
        if (meaning->label.compare("tokens"_L1, Qt::CaseInsensitive) == 0) {
            window->unit = u"tokens"_s;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
