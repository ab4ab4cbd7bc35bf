#include "tests/fuzz/mutator.h"

#include <QList>

#include <algorithm>
#include <utility>

namespace Pacewatch {

namespace {

/// Bytes at which formats begin to mean something else.
constexpr char Edges[] = "\0\r\n\t :;,=\"'\\/?#%&+-.@[]{}<>0179aAfFxX\x7f\x80\xa0\xc3\xff";

QByteArray unescaped(const QByteArray& text)
{
    QByteArray bytes;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] != '\\' || at + 1 == text.size()) {
            bytes += text[at];
        } else if (text[at + 1] == 'x') {
            bytes += QByteArray::fromHex(text.mid(at + 2, 2));
            at += 3;
        } else {
            bytes += text[++at];
        }
    }
    return bytes;
}

} // namespace

Mutator::Mutator(std::vector<QByteArray> seeds, std::vector<QByteArray> words, quint64 start)
    : m_seeds(std::move(seeds))
    , m_words(std::move(words))
    , m_random(start)
{ }

QByteArray Mutator::next()
{
    QByteArray bytes = anySeed();
    constexpr qsizetype MostChanges = 6;
    for (qsizetype changes = 1 + below(MostChanges); changes > 0; --changes) {
        change(bytes);
    }
    bytes.truncate(Longest);
    return bytes;
}

qsizetype Mutator::below(qsizetype bound)
{
    // Not std::uniform_int_distribution: each library makes other numbers with it.
    return bound > 0 ? static_cast<qsizetype>(m_random() % static_cast<quint64>(bound)) : 0;
}

const QByteArray& Mutator::anySeed()
{
    return m_seeds[static_cast<std::size_t>(below(static_cast<qsizetype>(m_seeds.size())))];
}

std::pair<qsizetype, qsizetype> Mutator::anyPiece(const QByteArray& bytes, qsizetype most)
{
    const qsizetype at = below(bytes.size());
    return {at, std::min(1 + below(most), bytes.size() - at)};
}

void Mutator::change(QByteArray& bytes)
{
    constexpr qsizetype MostCut = 24;
    constexpr qsizetype MostRepeats = 40;
    switch (below(7)) {
    case 0:
    case 1:
        changeByte(bytes);
        return;
    case 2: {
        const auto [at, size] = anyPiece(bytes, MostCut);
        bytes.remove(at, size);
        return;
    }
    case 3: {
        const auto [at, size] = anyPiece(bytes, MostCut);
        const QByteArray piece = bytes.mid(at, size);
        bytes.insert(at, piece.repeated(1 + below(below(8) == 0 ? MostRepeats : 2)));
        return;
    }
    case 4:
        bytes.truncate(below(bytes.size() + 1));
        return;
    case 5:
        putIn(bytes);
        return;
    default:
        join(bytes);
        return;
    }
}

void Mutator::changeByte(QByteArray& bytes)
{
    if (bytes.isEmpty()) {
        return;
    }
    char& byte = bytes.data()[below(bytes.size())];
    if (below(2) == 0) {
        byte = Edges[below(static_cast<qsizetype>(sizeof Edges) - 1)];
    } else {
        byte = static_cast<char>(byte ^ (1 << below(8)));
    }
}

void Mutator::putIn(QByteArray& bytes)
{
    const qsizetype at = below(bytes.size() + 1);
    if (m_words.empty() || below(4) == 0) {
        bytes.insert(at, Edges[below(static_cast<qsizetype>(sizeof Edges) - 1)]);
        return;
    }
    const auto word = static_cast<std::size_t>(below(static_cast<qsizetype>(m_words.size())));
    bytes.insert(at, m_words[word]);
}

void Mutator::join(QByteArray& bytes)
{
    const QByteArray& other = anySeed();
    const auto [at, size] = anyPiece(other, std::max<qsizetype>(other.size(), 1));
    bytes.insert(below(bytes.size() + 1), other.mid(at, size));
}

std::vector<QByteArray> wordsOf(const QByteArray& dictionary)
{
    std::vector<QByteArray> words;
    const QList<QByteArray> lines = dictionary.split('\n');
    for (const QByteArray& line : lines) {
        const qsizetype open = line.indexOf('"');
        const qsizetype close = line.lastIndexOf('"');
        if (!line.startsWith('#') && open >= 0 && close > open + 1) {
            words.push_back(unescaped(line.mid(open + 1, close - open - 1)));
        }
    }
    return words;
}

} // namespace Pacewatch
