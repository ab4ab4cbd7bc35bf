#include "core/privacy/privateshapes.h"

#include "core/privacy/privatefields.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

using StandIn = std::function<QByteArray(PrivateKind kind, QByteArrayView value)>;

// Each begins where a run of its letters begins, and takes the run at once: a text of one long run
// costs one pass.
const QRegularExpression& emailPattern()
{
    static const QRegularExpression pattern(u"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}+(?:@|%40)"
                                            "(?:[A-Za-z0-9-]{1,63}+\\.){1,8}[A-Za-z]{2,24}"_s);
    return pattern;
}

const QRegularExpression& phonePattern()
{
    // A plus or two zeros in front, then 7 to 15 digits (E.164); or 11 to 15 digits alone, which
    // are no Unix milliseconds and no part of a longer number or word.
    static const QRegularExpression pattern(
        u"(?:\\+|%2[Bb]|(?<![\\w.])00)[1-9](?:(?:[ ()./-]|%20){0,2}\\d){6,14}(?!\\d)"
        "|(?<![\\w.%-])(?!1\\d{12}(?!\\d))\\d{11,15}(?![\\w])"_s);
    return pattern;
}

const QRegularExpression& keyPattern()
{
    static const QRegularExpression pattern(
        u"(?<![\\w-])(?:eyJ[\\w-]{8,}+(?:\\.[\\w-]*+){1,4}"
        "|(?:sk|pk|rk|ak|api|tok|whsec|gh[opsu]|xox[abprs])[_-][\\w-]{10,}+"
        "|AKIA[0-9A-Z]{16}|AIza[\\w-]{30,}+|EAA[A-Za-z0-9]{20,}+"
        "|(?=[\\w-]{0,64}?[a-z])(?=[\\w-]{0,64}?[A-Z])(?=[\\w-]{0,64}?\\d)[\\w-]{24,}+)"_s);
    return pattern;
}

const QRegularExpression& schemePattern()
{
    static const QRegularExpression pattern(
        u"\\b(?:bearer|basic|digest|apikey|token)(?:\\s|%20|\\+)+([\\w+/=.~-]{6,}+)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

const QRegularExpression& userPattern()
{
    static const QRegularExpression pattern(u"://([^/?#@\\s\"']{1,256}+)@"_s);
    return pattern;
}

const QRegularExpression& namedPattern()
{
    static const QRegularExpression pattern(
        u"(?<![\\w-])([A-Za-z][\\w-]{1,63}+)(?:=|%3[Dd]|:[ \\t]{1,4})([^&;,\\s\"'<>#{}\\[\\]]{1,4096}+)"_s);
    return pattern;
}

/// Replaces one group of each match.
QString replaced(const QString& text, const QRegularExpression& pattern, int group,
                 const std::function<QByteArray(const QRegularExpressionMatch&)>& standIn)
{
    QString result;
    qsizetype from = 0;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QByteArray instead = standIn(match);
        if (instead.isEmpty()) {
            continue;
        }
        result += QStringView(text).sliced(from, match.capturedStart(group) - from);
        result += QString::fromLatin1(instead);
        from = match.capturedEnd(group);
    }
    return from == 0 ? text : result + QStringView(text).sliced(from);
}

QString withoutShape(const QString& text, const QRegularExpression& pattern, int group,
                     PrivateKind kind, const StandIn& standIn)
{
    return replaced(text, pattern, group, [&](const QRegularExpressionMatch& match) {
        const QByteArray value = match.captured(group).toLatin1();
        return StandIns::isOne(value) ? QByteArray() : standIn(kind, value);
    });
}

QString withoutNamed(const QString& text, const StandIn& standIn)
{
    return replaced(text, namedPattern(), 2, [&](const QRegularExpressionMatch& match) {
        const QByteArray value = match.captured(2).toLatin1();
        const auto kind = privateKindOf(match.captured(1).toLatin1());
        const bool isKept = !kind || value.size() < 3 || StandIns::isOne(value)
            || (kind == PrivateKind::Phone && !isPhoneLike(QByteArray::fromPercentEncoding(value)));
        return isKept ? QByteArray() : standIn(*kind, value);
    });
}

/// What a text cannot hold by its letters alone, so that no pattern need look for it.
struct Signs
{
    bool hasAt = false;
    bool hasDigits = false; ///< enough for a phone number
    bool hasLongWord = false; ///< long enough for a key
    bool hasWord = false; ///< long enough for what stands behind a scheme
    bool hasPair = false; ///< "name=value" or "name: value"
    bool hasGap = false;
};

Signs signsOf(QByteArrayView text)
{
    constexpr int FewestDigits = 7;
    constexpr int ShortestKey = 13;
    constexpr int ShortestCredential = 6;
    Signs signs;
    int digits = 0;
    int word = 0;
    for (const char letter : text) {
        const bool isDigit = letter >= '0' && letter <= '9';
        const bool isWord = isDigit || (letter >= 'a' && letter <= 'z')
            || (letter >= 'A' && letter <= 'Z') || letter == '_' || letter == '-';
        digits += isDigit ? 1 : 0;
        word = isWord ? word + 1 : 0;
        signs.hasLongWord = signs.hasLongWord || word >= ShortestKey;
        signs.hasWord = signs.hasWord || word >= ShortestCredential;
        signs.hasAt = signs.hasAt || letter == '@' || letter == '%';
        signs.hasPair = signs.hasPair || letter == '=' || letter == ':' || letter == '%';
        signs.hasGap = signs.hasGap || letter == ' ' || letter == '%' || letter == '+';
    }
    signs.hasDigits = digits >= FewestDigits;
    return signs;
}

} // namespace

QByteArray withoutPrivateShapes(QByteArrayView text, const StandIn& standIn)
{
    const Signs signs = signsOf(text);
    const bool mayHoldCredential = signs.hasWord && signs.hasGap;
    if (!signs.hasAt && !signs.hasDigits && !signs.hasLongWord && !signs.hasPair
        && !mayHoldCredential) {
        return text.toByteArray();
    }
    QString shown = QString::fromLatin1(text);
    if (signs.hasAt) {
        shown = withoutShape(shown, userPattern(), 1, PrivateKind::Key, standIn);
        shown = withoutShape(shown, emailPattern(), 0, PrivateKind::Email, standIn);
    }
    if (mayHoldCredential) {
        shown = withoutShape(shown, schemePattern(), 1, PrivateKind::Key, standIn);
    }
    if (signs.hasPair) {
        shown = withoutNamed(shown, standIn);
    }
    if (signs.hasLongWord) {
        shown = withoutShape(shown, keyPattern(), 0, PrivateKind::Key, standIn);
    }
    if (signs.hasDigits) {
        shown = withoutShape(shown, phonePattern(), 0, PrivateKind::Phone, standIn);
    }
    return shown.toLatin1();
}

bool isPhoneLike(QByteArrayView value)
{
    const auto digits = std::count_if(value.begin(), value.end(),
                                      [](char letter) { return letter >= '0' && letter <= '9'; });
    constexpr QByteArrayView Between = "+ ()-./";
    // "from" and "to" may hold a range of dates.
    if (value.size() >= 10 && value[4] == '-' && value[7] == '-') {
        return false;
    }
    return digits >= 5 && digits <= 20 && std::all_of(value.begin(), value.end(), [&](char letter) {
               return (letter >= '0' && letter <= '9') || Between.contains(letter);
           });
}

} // namespace Pacewatch
