#include "core/privacy/leakscan.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cctype>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

struct Hit
{
    qsizetype at = 0;
    QString kind;
};

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

bool isWordLetter(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

/// Digits from @p at on, with single separators between them; @p at stands behind them afterwards.
qsizetype countDigits(QByteArrayView text, qsizetype& at, bool mayBeParted)
{
    qsizetype digits = 0;
    while (at < text.size()) {
        const bool isGap = mayBeParted && digits > 0 && at + 1 < text.size()
            && QByteArrayView(" -./()").contains(text[at]) && isDigit(text[at + 1]);
        if (!isDigit(text[at]) && !isGap) {
            break;
        }
        digits += isGap ? 0 : 1;
        ++at;
    }
    return digits;
}

/// E.164: a plus sign and 8 to 15 digits; or 11 to 15 digits that stand alone and are no time.
std::optional<Hit> findPhone(QByteArrayView text)
{
    for (qsizetype at = 0; at < text.size(); ++at) {
        const qsizetype begin = at;
        if (text[at] == '+') {
            ++at;
            const bool startsWell = at < text.size() && text[at] >= '1' && text[at] <= '9';
            const qsizetype digits = countDigits(text, at, true);
            if (startsWell && digits >= 8 && digits <= 15) {
                return Hit{begin, u"phone number"_s};
            }
        } else if (isDigit(text[at])) {
            const qsizetype digits = countDigits(text, at, false);
            const char before = begin > 0 ? text[begin - 1] : ' ';
            const char behind = at < text.size() ? text[at] : ' ';
            const bool isAlone = !isWordLetter(before) && before != '.' && before != '-'
                && before != '%' && !isWordLetter(behind);
            const bool isTime = digits == 13 && text[begin] == '1';
            if (isAlone && !isTime && digits >= 11 && digits <= 15) {
                return Hit{begin, u"phone number"_s};
            }
        }
    }
    return std::nullopt;
}

std::optional<Hit> findEmail(QByteArrayView text)
{
    constexpr QByteArrayView Ours = "@example.invalid";
    const auto isHost = [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-'
            || letter == '.';
    };
    for (qsizetype at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
        qsizetype end = at + 1;
        while (end < text.size() && isHost(text[end])) {
            ++end;
        }
        const QByteArrayView host = text.sliced(at + 1, end - at - 1);
        const qsizetype dot = host.indexOf('.');
        const bool hasName = at > 0 && (isWordLetter(text[at - 1]) || text[at - 1] == '-');
        if (hasName && dot > 0 && dot + 2 < host.size() && !text.sliced(at).startsWith(Ours)) {
            return Hit{at, u"e-mail address"_s};
        }
    }
    return std::nullopt;
}

/// Letters of a key from @p at on.
qsizetype keyLength(QByteArrayView text, qsizetype at)
{
    qsizetype end = at;
    while (end < text.size() && (isWordLetter(text[end]) || text[end] == '-')) {
        ++end;
    }
    return end - at;
}

std::optional<Hit> findKey(QByteArrayView text)
{
    struct Prefix
    {
        QByteArrayView begin;
        qsizetype atLeast; ///< letters behind it
    };
    static constexpr std::array Prefixes{
        Prefix{"sk_", 12},   Prefix{"sk-", 12},  Prefix{"pk_", 12},  Prefix{"rk_", 12},
        Prefix{"ak_", 12},   Prefix{"ghp_", 12}, Prefix{"gho_", 12}, Prefix{"xoxb-", 10},
        Prefix{"xoxp-", 10}, Prefix{"AKIA", 16}, Prefix{"AIza", 30}, Prefix{"eyJ", 16},
        Prefix{"whsec_", 12}};
    for (const Prefix& prefix : Prefixes) {
        for (qsizetype at = text.indexOf(prefix.begin); at >= 0;
             at = text.indexOf(prefix.begin, at + 1)) {
            const bool isStart = at == 0 || !isWordLetter(text[at - 1]);
            if (isStart && keyLength(text, at + prefix.begin.size()) >= prefix.atLeast) {
                return Hit{at, u"key"_s};
            }
        }
    }
    return std::nullopt;
}

/// "Bearer abc…" and its like, unless a stand-in or a mask follows.
std::optional<Hit> findScheme(QByteArrayView text)
{
    const QByteArray lower = text.toByteArray().toLower();
    for (const QByteArrayView scheme : {QByteArrayView("bearer "), QByteArrayView("basic ")}) {
        for (qsizetype at = lower.indexOf(scheme); at >= 0; at = lower.indexOf(scheme, at + 1)) {
            const qsizetype begin = at + scheme.size();
            const QByteArrayView word = text.sliced(begin, keyLength(text, begin));
            const bool hasDigit = std::any_of(word.begin(), word.end(), isDigit);
            if (word.size() >= 8 && hasDigit && !word.startsWith("key-")) {
                return Hit{begin, u"key"_s};
            }
        }
    }
    return std::nullopt;
}

QByteArray withoutJsonEscapes(QByteArrayView text)
{
    QByteArray plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 >= text.size()) {
            plain += text[i];
            continue;
        }
        ++i;
        if (text[i] == 'u' && i + 4 < text.size()) {
            const int code = text.sliced(i + 1, 4).toByteArray().toInt(nullptr, 16);
            plain += QString(QChar(code)).toUtf8();
            i += 4;
        } else {
            plain += text[i] == 'n' || text[i] == 'r' || text[i] == 't' ? ' ' : text[i];
        }
    }
    return plain;
}

bool isReadable(const QByteArray& bytes)
{
    return bytes.size() >= 6 && std::all_of(bytes.begin(), bytes.end(), [](char letter) {
               return (letter >= ' ' && letter <= '~') || letter == '\n' || letter == '\r'
                   || letter == '\t';
           });
}

/// What stands in base64 or hex in @p text and is text again, each with its place.
QList<std::pair<qsizetype, QByteArray>> decodedRuns(QByteArrayView text)
{
    constexpr qsizetype Shortest = 12;
    QList<std::pair<qsizetype, QByteArray>> runs;
    const auto isBase64 = [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '+'
            || letter == '/' || letter == '-' || letter == '_' || letter == '=';
    };
    for (qsizetype at = 0; at < text.size(); ++at) {
        qsizetype end = at;
        while (end < text.size() && isBase64(text[end])) {
            ++end;
        }
        if (end - at >= Shortest) {
            const QByteArray run = text.sliced(at, end - at).toByteArray();
            QByteArray standard = run;
            standard.replace('-', '+').replace('_', '/');
            for (const QByteArray& decoded :
                 {QByteArray::fromBase64(standard), QByteArray::fromHex(run)}) {
                if (isReadable(decoded)) {
                    runs.append({at, decoded});
                }
            }
        }
        at = end;
    }
    return runs;
}

std::optional<Hit> findShape(QByteArrayView text)
{
    for (const auto find : {findPhone, findEmail, findKey, findScheme}) {
        if (auto hit = find(text)) {
            return hit;
        }
    }
    return std::nullopt;
}

} // namespace

void LeakScan::addKnown(QByteArrayView secret)
{
    constexpr qsizetype Shortest = 6;
    if (secret.size() >= Shortest) {
        m_known.append(secret.toByteArray());
    }
}

std::optional<Leak> LeakScan::find(QByteArrayView text) const
{
    qint64 number = 0;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype feed = text.indexOf('\n', at);
        const qsizetype end = feed < 0 ? text.size() : feed;
        ++number;
        if (std::optional<Leak> leak = findInLine(text.sliced(at, end - at))) {
            leak->line = number;
            return leak;
        }
        at = end + 1;
    }
    return std::nullopt;
}

std::optional<Leak> LeakScan::findInLine(QByteArrayView line) const
{
    const auto findIn = [this](QByteArrayView text) -> std::optional<Hit> {
        for (const QByteArray& secret : m_known) {
            const qsizetype at = text.indexOf(secret);
            if (at >= 0) {
                return Hit{at, u"known key"_s};
            }
        }
        return findShape(text);
    };
    if (const auto hit = findIn(line)) {
        return Leak{0, hit->at + 1, hit->kind};
    }
    const QByteArray escaped = withoutJsonEscapes(line);
    const QByteArray percent
        = line.contains('%') ? QByteArray::fromPercentEncoding(escaped) : QByteArray();
    for (const QByteArray& other : {escaped, percent}) {
        if (other.isEmpty() || other == line) {
            continue;
        }
        if (const auto hit = findIn(other)) {
            return Leak{0, 1, hit->kind};
        }
    }
    for (const QByteArray& other : {line.toByteArray(), percent}) {
        for (const auto& [at, decoded] : decodedRuns(other)) {
            if (const auto hit = findIn(decoded)) {
                return Leak{0, other == percent ? 1 : at + 1, hit->kind};
            }
        }
    }
    return std::nullopt;
}

Result<std::optional<Leak>> LeakScan::findInFile(const QString& path) const
{
    constexpr qint64 LongestLine = 16 * 1024 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::NotFound, file.errorString());
    }
    // Told the most, QFile makes room for that much again for each line.
    QByteArray room(LongestLine, Qt::Uninitialized);
    for (qint64 number = 1; !file.atEnd(); ++number) {
        const qint64 size = file.readLine(room.data(), room.size());
        if (size < 0) {
            return fail(ErrorCode::StorageFailed, file.errorString());
        }
        if (std::optional<Leak> leak = findInLine(QByteArrayView(room.constData(), size))) {
            leak->line = number;
            return leak;
        }
    }
    return std::optional<Leak>();
}

} // namespace Pacewatch
