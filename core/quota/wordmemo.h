#pragma once

#include <QHash>
#include <QString>

namespace Pacewatch {

/// Remembers what was found out about words: the answers of a gateway bring the same names again
/// and again, and a recorded session a million times. Bounded, however many words a stranger thinks
/// of. For one thread. Words of more than @p LongestWord letters are not remembered.
template<typename Answer, qsizetype LongestWord = 64>
class WordMemo final
{
public:
    /// What @p find says of @p word, from memory when it was asked before.
    template<typename Find>
    [[nodiscard]] Answer of(QStringView word, Find find)
    {
        constexpr qsizetype MostWords = 512;
        if (word.size() > LongestWord) {
            return find(word);
        }
        const auto known = m_answers.constFind(QString::fromRawData(word.data(), word.size()));
        if (known != m_answers.cend()) {
            return *known;
        }
        const Answer answer = find(word);
        if (m_answers.size() >= MostWords) {
            m_answers.clear();
        }
        m_answers.insert(word.toString(), answer);
        return answer;
    }

private:
    QHash<QString, Answer> m_answers;
};

/// The same for the sentences of a gateway, which say the same to whoever it refuses.
template<typename Answer>
using SentenceMemo = WordMemo<Answer, 300>;

} // namespace Pacewatch
