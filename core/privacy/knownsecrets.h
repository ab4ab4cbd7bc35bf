#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QSet>

#include <bitset>

namespace Pacewatch {

/// How a value is written elsewhere: as it is, percent-encoded, escaped in JSON, in hex, and in
/// base64 at each of the three offsets it can have there. Each once; those too short to be told
/// from ordinary text are left out.
[[nodiscard]] QList<QByteArray> spellingsOf(QByteArrayView value);

/// Secrets that were seen in a place for secrets, to be found wherever else they stand. Bounded:
/// the oldest is forgotten.
class KnownSecrets final
{
public:
    static constexpr qsizetype Most = 32;
    /// Shorter ones would be found in ordinary words.
    static constexpr qsizetype Shortest = 6;

    void add(QByteArrayView secret, const QByteArray& standIn);
    [[nodiscard]] bool has(QByteArrayView secret) const;
    /// @p text with every spelling of every known secret replaced by its stand-in.
    [[nodiscard]] QByteArray replacedIn(QByteArray text) const;

private:
    struct Known
    {
        QByteArray secret;
        QByteArray standIn;
        QList<QByteArray> spellings;
    };

    [[nodiscard]] bool mayBeIn(QByteArrayView text) const;
    void noteStarts();

    QList<Known> m_known;
    // Most texts hold none of the hundreds of spellings. One pass over a text tells that: by the
    // first two bytes of each, and where these are found by the first four.
    std::bitset<65'536> m_pairs;
    QSet<quint32> m_starts;
};

} // namespace Pacewatch
