#include "core/transfer/fieldmap.h"

#include "core/transfer/fieldtext.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// Whether a call has room for one such value only.
bool isSingle(CallFact fact)
{
    switch (fact) {
    case CallFact::Nothing:
    case CallFact::ResponseLine:
    case CallFact::ResponseFieldName:
    case CallFact::ResponseFieldValue:
    case CallFact::RequestLineOfHead:
    case CallFact::RequestFieldName:
    case CallFact::RequestFieldValue:
    case CallFact::LeftName:
    case CallFact::LeftRemaining:
    case CallFact::LeftLimit:
        return false;
    default:
        return true;
    }
}

} // namespace

void FieldMap::set(const QByteArray& field, CallFactRole role)
{
    role.isChosen = true;
    m_roles.insert(field, std::move(role));
}

std::optional<CallFactRole> FieldMap::chosen(const QByteArray& field) const
{
    const auto found = m_roles.constFind(field);
    return found == m_roles.constEnd() ? std::nullopt : std::optional(*found);
}

bool FieldMap::gives(CallFact fact) const
{
    return std::any_of(m_roles.begin(), m_roles.end(),
                       [&](const CallFactRole& role) { return role.fact == fact; });
}

CallFactRole FieldMap::roleOf(const QByteArray& field) const
{
    if (m_roles.isEmpty()) {
        return Pacewatch::roleOf(field);
    }
    if (const std::optional<CallFactRole> said = chosen(field)) {
        return *said;
    }
    return unlessGiven(Pacewatch::roleOf(field));
}

CallFactRole FieldMap::unlessGiven(const CallFactRole& guess) const
{
    if (m_roles.isEmpty() || !isSingle(guess.fact)) {
        return guess;
    }
    const auto isTold = [&](const CallFactRole& said) {
        // A guessed end would outweigh the beginning that was said, and the other way round.
        return (said.fact == guess.fact
                && said.field.compare(guess.field, Qt::CaseInsensitive) == 0)
            || (isMoment(said.fact) && isMoment(guess.fact));
    };
    const bool isWhole
        = guess.fact == CallFact::RequestLine && gives(CallFact::Method) && gives(CallFact::Target);
    const bool isPart = (guess.fact == CallFact::Method || guess.fact == CallFact::Target)
        && gives(CallFact::RequestLine);
    return isWhole || isPart || std::any_of(m_roles.begin(), m_roles.end(), isTold) ? CallFactRole{}
                                                                                    : guess;
}

std::optional<std::pair<QByteArray, QByteArray>> FieldMap::conflict() const
{
    for (auto first = m_roles.begin(); first != m_roles.end(); ++first) {
        for (auto second = std::next(first); second != m_roles.end(); ++second) {
            if (isSingle(first->fact) && first->fact == second->fact
                && first->field.compare(second->field, Qt::CaseInsensitive) == 0) {
                return std::pair(first.key(), second.key());
            }
        }
    }
    return std::nullopt;
}

Result<void> FieldMap::check() const
{
    const auto pair = conflict();
    if (!pair) {
        return {};
    }
    return fail(
        ErrorCode::Invalid,
        u"two fields for %1: \"%2\" and \"%3\"; one of them must be another or not used"_s.arg(
            roleWord(m_roles.value(pair->first)), QString::fromUtf8(pair->first),
            QString::fromUtf8(pair->second)));
}

} // namespace Pacewatch
