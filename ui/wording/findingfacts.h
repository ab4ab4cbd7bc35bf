#pragma once

#include "core/diagnosis/findings.h"

#include <QString>

namespace Pacewatch::Wording {

/// Looks up the facts of one finding by their kind; what is not known is zero. The finding must
/// outlive it.
class FactsOf final
{
public:
    explicit FactsOf(const Finding& finding)
        : m_facts(finding.facts)
    { }

    [[nodiscard]] const Fact* find(Fact::Kind kind) const
    {
        for (const Fact& fact : m_facts) {
            if (fact.kind == kind) {
                return &fact;
            }
        }
        return nullptr;
    }
    [[nodiscard]] double value(Fact::Kind kind) const
    {
        const Fact* const fact = find(kind);
        return fact == nullptr ? 0 : fact->value;
    }
    [[nodiscard]] qint64 count(Fact::Kind kind) const
    {
        const Fact* const fact = find(kind);
        return fact == nullptr ? 0 : fact->count;
    }
    [[nodiscard]] Duration span(Fact::Kind kind) const
    {
        const Fact* const fact = find(kind);
        return fact == nullptr ? Duration::zero() : fact->span;
    }

private:
    const QList<Fact>& m_facts;
};

/// A span of findings, which are medians: "0.8 s" from a tenth of a second up, without digits that
/// say nothing below.
[[nodiscard]] QString roughly(Duration span);
/// What the client does that often: "creates about 24 contacts", "makes about 24 calls".
[[nodiscard]] QString doingOf(const Finding& finding, qint64 number);
/// "within 0.8 s"; "at the same instant" where nothing was measured.
[[nodiscard]] QString lengthOf(Duration length);
/// "10 calls a second": a limit of calls as it stands in a sentence.
[[nodiscard]] QString callsAllowed(const Policy& window);
/// "50 of 226 early retries were refused again."
[[nodiscard]] QString againText(const Fact& refusedAgain);
/// The number of ForeignPerMinute: of a bound from below the end that is certain.
[[nodiscard]] QString foreignRate(const Fact& foreign);
/// Without the marks where the window may break a long path, and where it may not.
[[nodiscard]] QString asRead(QString text);
[[nodiscard]] QString capitalised(QString text);

} // namespace Pacewatch::Wording
