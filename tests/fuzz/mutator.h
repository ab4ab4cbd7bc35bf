#pragma once

#include <QByteArray>

#include <random>
#include <utility>
#include <vector>

namespace Pacewatch {

/// Makes inputs for a fuzz target out of seeds: bytes changed, cut, doubled, put in, words of the
/// format put in, pieces of two seeds joined. The same start makes the same inputs everywhere.
class Mutator final
{
public:
    static constexpr qsizetype Longest = 4096; ///< bytes of what it makes

    /// @p seeds holds at least one; @p words may be empty.
    Mutator(std::vector<QByteArray> seeds, std::vector<QByteArray> words, quint64 start);

    [[nodiscard]] QByteArray next();

private:
    [[nodiscard]] qsizetype below(qsizetype bound); ///< 0 for a bound of 0
    [[nodiscard]] const QByteArray& anySeed();
    /// A place and how much of what follows it, at most @p most bytes.
    [[nodiscard]] std::pair<qsizetype, qsizetype> anyPiece(const QByteArray& bytes, qsizetype most);
    void change(QByteArray& bytes);
    void changeByte(QByteArray& bytes);
    void putIn(QByteArray& bytes);
    void join(QByteArray& bytes);

    std::vector<QByteArray> m_seeds;
    std::vector<QByteArray> m_words;
    std::mt19937_64 m_random;
};

/// The words of a dictionary as libFuzzer reads it: one in quotes a line, maybe behind a name and
/// an equals sign, with \xHH for bytes; lines that start with # say nothing.
[[nodiscard]] std::vector<QByteArray> wordsOf(const QByteArray& dictionary);

} // namespace Pacewatch
