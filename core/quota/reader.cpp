#include "core/quota/reader.h"

#include "core/quota/dialects.h"

#include <algorithm>
#include <vector>

namespace Pacewatch {

Reading read(const Answer& answer, const ReadingContext& context)
{
    const std::span<const Dialect> known = dialects();
    std::vector<Dialect> asked(known.begin(), known.end());
    std::stable_partition(asked.begin(), asked.end(),
                          [&](const Dialect& dialect) { return context.dialect == dialect.name; });
    Draft draft(answer);
    for (const Dialect& dialect : asked) {
        if (dialect.read(answer, draft)) {
            draft.addDialect(dialect.name);
        }
    }
    return draft.finish();
}

} // namespace Pacewatch
