#pragma once

#include "core/exchange.h"
#include "core/store/callfilter.h"

#include <QString>

namespace Pacewatch {

/// Asks calls in memory what conditionOf() asks a session file, and agrees with it about every
/// call as SessionFile writes it. Made once for many calls: it folds what was typed only once.
class CallMatcher final
{
public:
    explicit CallMatcher(const CallFilter& filter = {});

    [[nodiscard]] bool accepts(const Exchange& exchange) const;

private:
    [[nodiscard]] bool acceptsStatus(int status) const;
    [[nodiscard]] bool acceptsTexts(const Exchange& exchange) const;
    [[nodiscard]] bool acceptsSpans(const Exchange& exchange) const;

    CallFilter m_filter; ///< its texts with ASCII letters in lower case
    QByteArray m_to; ///< the same of the recipient, as the bytes of a body
    bool m_hasTexts = false;
};

/// Whether a call went wrong for another reason than a limit: a status of 400 and more, or none.
[[nodiscard]] bool isOtherError(const Exchange& exchange);

/// Whether @p exchange belongs to a quick choice.
[[nodiscard]] bool belongsTo(CallChoice choice, const Exchange& exchange);

/// Whether @p exchange is one of those @p filter wants.
[[nodiscard]] bool matches(const CallFilter& filter, const Exchange& exchange);

} // namespace Pacewatch
