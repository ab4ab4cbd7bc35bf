#pragma once

#include <QByteArray>
#include <QHash>

namespace Pacewatch::Http {

/// Remembers what was found out about names of fields: a peer's messages bring the same ones again
/// and again. Bounded, however many names a stranger thinks of. For one thread.
template<typename Answer>
class NameMemo final
{
public:
    /// What @p find says of @p name, from memory when it was asked before.
    template<typename Find>
    [[nodiscard]] Answer of(QByteArrayView name, Find find)
    {
        constexpr qsizetype MostNames = 256;
        constexpr qsizetype LongestName = 64; // bytes
        const auto known = m_answers.constFind(QByteArray::fromRawData(name.data(), name.size()));
        if (known != m_answers.cend()) {
            return *known;
        }
        const Answer answer = find(name);
        if (m_answers.size() >= MostNames) {
            m_answers.clear();
        }
        if (name.size() <= LongestName) {
            m_answers.insert(name.toByteArray(), answer);
        }
        return answer;
    }

private:
    QHash<QByteArray, Answer> m_answers;
};

} // namespace Pacewatch::Http
