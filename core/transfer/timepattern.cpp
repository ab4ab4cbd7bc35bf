#include "core/transfer/timepattern.h"

#include "core/transfer/timeparts.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// Goes through a pattern: each piece is a run of one letter, or a letter that stands for itself.
class PatternWalk final
{
public:
    explicit PatternWalk(QByteArrayView pattern)
        : m_rest(pattern)
    { }

    bool next()
    {
        while (!m_rest.isEmpty() && m_rest.front() == '\'') {
            m_isQuoted = !m_isQuoted;
            m_rest = m_rest.sliced(1);
        }
        if (m_rest.isEmpty()) {
            return false;
        }
        m_letter = m_rest.front();
        m_isField = !m_isQuoted && QByteArrayView("yMdHhmsSzAaZ").contains(m_letter);
        m_length = 1;
        while (m_isField && m_length < m_rest.size() && m_rest.at(m_length) == m_letter) {
            ++m_length;
        }
        m_rest = m_rest.sliced(m_length);
        // "AP" is one piece.
        if (m_isField && (m_letter == 'A' || m_letter == 'a') && !m_rest.isEmpty()
            && (m_rest.front() == 'P' || m_rest.front() == 'p')) {
            m_rest = m_rest.sliced(1);
        }
        return true;
    }

    [[nodiscard]] char letter() const { return m_letter; }
    [[nodiscard]] qsizetype length() const { return m_length; }
    [[nodiscard]] bool isField() const { return m_isField; }

private:
    QByteArrayView m_rest;
    char m_letter = 0;
    qsizetype m_length = 0;
    bool m_isField = false;
    bool m_isQuoted = false;
};

/// A moment while it is read.
struct PatternedTime
{
    TimeFields fields;
    bool isWhole = true;
    bool isByTwelve = false;
    bool isAfternoon = false;
};

void takeField(PatternedTime& time, const PatternWalk& piece, TimeTaker& taker)
{
    TimeFields& fields = time.fields;
    switch (piece.letter()) {
    case 'y':
        fields.year = piece.length() > 2 ? taker.digits(4) : 2000 + taker.digits(2);
        return;
    case 'M':
        fields.month = piece.length() > 2 ? taker.month() : taker.digitsUpTo(2);
        return;
    case 'd':
        fields.day = taker.digitsUpTo(2);
        return;
    case 'H':
        fields.hour = taker.digitsUpTo(2);
        return;
    case 'h':
        fields.hour = taker.digitsUpTo(2);
        time.isByTwelve = true;
        return;
    case 'm':
        fields.minute = taker.digitsUpTo(2);
        return;
    case 's':
        fields.second = taker.digitsUpTo(2);
        return;
    case 'A':
    case 'a':
        time.isAfternoon = taker.isAfternoon();
        return;
    case 'Z':
        fields.ahead = taker.zone();
        return;
    default:
        fields.fraction = taker.fraction();
        time.isWhole = false;
        return;
    }
}

} // namespace

Result<void> checkTimePattern(QByteArrayView pattern)
{
    QByteArray letters;
    for (PatternWalk piece(pattern); piece.next();) {
        letters += piece.isField() ? piece.letter() : ' ';
    }
    const bool hasHour = letters.contains('H') || letters.contains('h');
    for (const char needed : {'y', 'M', 'd', 'm'}) {
        if (!letters.contains(needed) || !hasHour) {
            return fail(ErrorCode::Invalid,
                        u"\"%1\" is no form of a moment; one looks like "
                        "dd.MM.yyyy HH:mm:ss"_s.arg(QString::fromUtf8(pattern)));
        }
    }
    return {};
}

std::optional<ToldTime> readByPattern(QByteArrayView text, QByteArrayView pattern)
{
    TimeTaker taker(text);
    PatternedTime time;
    for (PatternWalk piece(pattern); piece.next() && !taker.hasFailed();) {
        if (piece.isField()) {
            takeField(time, piece, taker);
        } else {
            taker.expect(piece.letter());
        }
    }
    if (time.isByTwelve) {
        time.fields.hour = time.fields.hour % 12 + (time.isAfternoon ? 12 : 0);
    }
    const std::optional<WallTime> at = momentOf(time.fields);
    if (taker.hasFailed() || !taker.rest().isEmpty() || !at) {
        return std::nullopt;
    }
    return ToldTime{*at, time.isWhole};
}

} // namespace Pacewatch
