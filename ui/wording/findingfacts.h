#pragma once

#include "core/diagnosis/findings.h"

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

} // namespace Pacewatch::Wording
