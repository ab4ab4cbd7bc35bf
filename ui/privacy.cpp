#include "ui/privacy.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr QChar Dot = u'•';
constexpr qsizetype DigitsKept = 2;
constexpr qsizetype LongestCountryCode = 3;

QString dots(qsizetype number)
{
    return QString(number, Dot);
}

/// How many digits of an international number are its country code (ITU E.164, list of codes):
/// 1 and 7 alone, two digits in these zones, else three.
qsizetype countryCodeLength(QStringView digits)
{
    static constexpr std::array<QStringView, 44> Two
        = {u"20", u"27", u"30", u"31", u"32", u"33", u"34", u"36", u"39", u"40", u"41",
           u"43", u"44", u"45", u"46", u"47", u"48", u"49", u"51", u"52", u"53", u"54",
           u"55", u"56", u"57", u"58", u"60", u"61", u"62", u"63", u"64", u"65", u"66",
           u"81", u"82", u"84", u"86", u"90", u"91", u"92", u"93", u"94", u"95", u"98"};
    if (digits.startsWith(u'1') || digits.startsWith(u'7')) {
        return 1;
    }
    return std::ranges::find(Two, digits.left(2)) != Two.end() ? 2 : LongestCountryCode;
}

QString maskPhone(const QString& text)
{
    QString digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](QChar c) { return c.isDigit(); });
    if (digits.size() <= DigitsKept) {
        return dots(digits.size());
    }
    const bool isInternational = text.startsWith(u'+') || text.startsWith("00"_L1);
    if (text.startsWith("00"_L1)) {
        digits = digits.mid(2);
    }
    const qsizetype code = isInternational
        ? std::min(countryCodeLength(digits), std::max<qsizetype>(0, digits.size() - DigitsKept))
        : 0;
    const QString hidden = dots(digits.size() - code - DigitsKept) + digits.right(DigitsKept);
    QString grouped;
    for (qsizetype i = 0; i < hidden.size(); ++i) {
        if (i > 0 && i % 3 == 0) {
            grouped += u' ';
        }
        grouped += hidden[i];
    }
    return code > 0 ? QString(u'+' + digits.left(code) + u' ' + grouped) : grouped;
}

QString maskName(const QString& text)
{
    QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (QString& word : words) {
        // Not the real length, which would tell short names apart from long ones.
        word = word.left(1) + dots(4);
    }
    return words.join(u' ');
}

QString maskKey(const QString& text)
{
    static constexpr qsizetype EndKept = 4;
    static constexpr qsizetype ShortestWithEnd = 12;
    if (text.size() < ShortestWithEnd) {
        return dots(8);
    }
    const qsizetype prefix = text.lastIndexOf(u'_', text.size() / 2) + 1;
    return text.left(prefix) + dots(6) + text.right(EndKept);
}

QString maskEmail(const QString& text)
{
    const qsizetype at = text.indexOf(u'@');
    if (at < 1) {
        return dots(6);
    }
    const qsizetype dot = text.lastIndexOf(u'.');
    const QString end = dot > at ? text.mid(dot) : QString();
    return text.left(1) + dots(4) + u'@' + text.mid(at + 1, 1) + dots(4) + end;
}

QString maskAll(QString text, const QRegularExpression& pattern, Privacy::Kind kind)
{
    qsizetype from = 0;
    for (auto match = pattern.match(text); match.hasMatch(); match = pattern.match(text, from)) {
        const QString masked = Privacy::mask(kind, match.captured());
        text.replace(match.capturedStart(), match.capturedLength(), masked);
        from = match.capturedStart() + masked.size();
    }
    return text;
}

} // namespace

Privacy::Privacy(QObject* parent)
    : QObject(parent)
{ }

void Privacy::setOn(bool on)
{
    if (on != m_isOn) {
        m_isOn = on;
        emit changed();
    }
}

QString Privacy::shown(Kind kind, const QString& text) const
{
    return m_isOn || kind == Kind::Key ? mask(kind, text) : text;
}

QString Privacy::shownRecipient(const QString& text) const
{
    static const QRegularExpression phone(u"^[+0-9][0-9 ()./-]{4,}$"_s);
    if (text.contains(u'@')) {
        return shown(Kind::Email, text);
    }
    return shown(phone.match(text).hasMatch() ? Kind::Phone : Kind::Name, text);
}

QString Privacy::shownBody(const QString& text) const
{
    static const QRegularExpression key(u"\\b[A-Za-z]{2,8}_[A-Za-z0-9_]{12,}\\b"_s);
    static const QRegularExpression email(u"[\\w.+-]+@[\\w-]+\\.[\\w.-]+"_s);
    static const QRegularExpression phone(u"\\+?\\b[0-9][0-9 -]{6,}[0-9]\\b"_s);
    const QString withoutKeys = maskAll(text, key, Kind::Key);
    if (!m_isOn) {
        return withoutKeys;
    }
    return maskAll(maskAll(withoutKeys, email, Kind::Email), phone, Kind::Phone);
}

QString Privacy::mask(Kind kind, const QString& text)
{
    if (text.isEmpty()) {
        return {};
    }
    switch (kind) {
    case Kind::Phone:
        return maskPhone(text);
    case Kind::Name:
        return maskName(text);
    case Kind::Key:
        return maskKey(text);
    case Kind::Email:
        return maskEmail(text);
    case Kind::Text:
        break;
    }
    return dots(6);
}

} // namespace Pacewatch
