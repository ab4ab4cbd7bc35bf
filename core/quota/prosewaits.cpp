#include "core/quota/prosewaits.h"

#include "core/quota/limitfieldname.h"
#include "core/quota/moments.h"
#include "core/quota/wordmemo.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostMatches = 200;
constexpr qsizetype MostWaits = 8;
constexpr qsizetype Near = 48; ///< letters between the word and the number

/// "again" and its kin in the languages gateways write in.
const QRegularExpression& retryWord()
{
    static const QRegularExpression Expression(
        u"again|retry|retri|\\bwait|available|resum|erneut|wieder|versuch|warte|intent|espere|"
        "nuevo|réessay|reessay|attend|nouveau|tente|aguard|novamente|riprov|attend|tekrar|bekle|"
        "opnieuw|wacht|ponownie|odczekaj|再試行|お待ち|重试|稍后|다시|повтор|подожд"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return Expression;
}

/// A number with a unit of time. Every repetition is bounded, so that no text takes long.
const QRegularExpression& spanWord()
{
    static const QRegularExpression Expression(
        u"(?<![\\w.:])(?:([0-9]{1,9}(?:[.,][0-9]{1,9})?)[ "
        u"\\x{a0}]{0,2}|(one|an?|einer?|un[ae]?|bir) )"
        "(?:(ms|milli?se[ck]\\p{L}{0,6})|(s|se[ckg]\\p{L}{0,7}|sn|saniye\\p{L}{0,3}|秒|초|сек\\p{L}"
        "{0,5})|"
        "(mins?|minu\\p{L}{0,4}|m|dakika\\p{L}{0,3}|dk|分钟?|분|мин\\p{L}{0,4})|"
        "(h|hrs?|hours?|stunden?|horas?|heures?|ore|ora|saat|uur|godzin\\p{L}{0,2}|時間|小时|시간|"
        "час\\p{L}{0,2})|"
        "(d|days?|tage?n?|d[ií]as?|jours?|giorn[io]|gün|dagen|dag))(?![\\p{Latin}\\p{Cyrillic}])"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return Expression;
}

struct ProseSpan
{
    qsizetype from = 0;
    qsizetype to = 0;
    double seconds = 0;
};

std::optional<ProseSpan> spanOfMatch(const QRegularExpressionMatch& match)
{
    constexpr std::array Units{0.001, 1.0, 60.0, 3600.0, 86400.0};
    const bool isWord = match.capturedLength(2) > 0;
    QString number = match.captured(1);
    const double count = isWord ? 1 : number.replace(u',', u'.').toDouble();
    for (std::size_t unit = 0; unit < Units.size(); ++unit) {
        const int group = static_cast<int>(unit) + 3;
        const bool isLetter
            = match.capturedLength(group) == 1 && match.capturedView(group).at(0).unicode() < 128;
        if (match.capturedLength(group) > 0 && !(isWord && isLetter)) {
            return ProseSpan{match.capturedStart(), match.capturedEnd(), count * Units.at(unit)};
        }
    }
    return std::nullopt;
}

/// All spans; "1 minute and 30 seconds" is one.
QList<ProseSpan> spansIn(const QString& text)
{
    QList<ProseSpan> spans;
    QRegularExpressionMatchIterator matches = spanWord().globalMatch(text);
    for (int count = 0; count < MostMatches && matches.hasNext(); ++count) {
        const std::optional<ProseSpan> span = spanOfMatch(matches.next());
        if (!span) {
            continue;
        }
        if (!spans.isEmpty()) {
            const QStringView between
                = QStringView(text).mid(spans.last().to, span->from - spans.last().to);
            const QString joint = between.toString().simplified().toLower();
            const bool isPart = joint.isEmpty() || joint == u","_s || joint == u"and"_s
                || joint == u"und"_s || joint == u"y"_s || joint == u"et"_s || joint == u"e"_s;
            if (isPart && span->seconds < spans.last().seconds) {
                spans.last().seconds += span->seconds;
                spans.last().to = span->to;
                continue;
            }
        }
        spans.append(*span);
    }
    return spans;
}

/// "per 30 seconds", "every 10 s", "/60s", "the last 5 minutes": a rate and no wait.
bool isOfRate(QStringView before)
{
    const QString front = before.right(24).toString().toLower().trimmed();
    for (const QString& word :
         {u"per"_s, u"every"_s, u"each"_s, u"/"_s, u"last"_s, u"past"_s, u"within"_s, u"pro"_s,
          u"je"_s, u"por"_s, u"cada"_s, u"par"_s, u"ogni"_s, u"her"_s, u"within a"_s, u"any"_s,
          u"window of"_s, u"previous"_s}) {
        if (front.endsWith(word)
            && (front.size() == word.size()
                || !front.at(front.size() - word.size() - 1).isLetter())) {
            return true;
        }
    }
    return false;
}

/// The part of the sentence before a place, and the one behind it.
QStringView sentenceBefore(const QString& text, qsizetype at)
{
    qsizetype from = at;
    while (from > 0 && at - from < Near) {
        const QChar letter = text.at(from - 1);
        const bool isDot = letter == u'.' && from < text.size() && text.at(from).isSpace();
        if (isDot || letter == u'!' || letter == u'?' || letter == u'\n' || letter == u'。') {
            break;
        }
        --from;
    }
    return QStringView(text).mid(from, at - from);
}

QStringView sentenceBehind(const QString& text, qsizetype at)
{
    qsizetype to = at;
    while (to < text.size() && to - at < Near) {
        const QChar letter = text.at(to);
        const bool isEnd = letter == u'!' || letter == u'?' || letter == u'\n' || letter == u'。'
            || (letter == u'.' && (to + 1 == text.size() || text.at(to + 1).isSpace()));
        if (isEnd) {
            break;
        }
        ++to;
    }
    return QStringView(text).mid(at, to - at);
}

/// What a sentence says of time, whenever it is read.
struct ProseTimes
{
    QList<Duration> waits;
    QByteArrayList moments; ///< as written
};

/// "until 1620286253180", "after 2026-05-29T12:00:30Z".
QByteArrayList momentsIn(const QString& text)
{
    static const QRegularExpression Until(
        u"\\b(?:until|after|at|before)[ :]{1,3}([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,18}"
        "(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?|[0-9]{10,13}(?![0-9])|"
        "[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT)"_s);
    QByteArrayList moments;
    QRegularExpressionMatchIterator matches = Until.globalMatch(text);
    while (matches.hasNext()) {
        moments.append(matches.next().captured(1).toLatin1());
    }
    return moments;
}

ProseTimes timesIn(QStringView view)
{
    const QString text = view.toString();
    ProseTimes times;
    for (const ProseSpan& span : spansIn(text)) {
        if (times.waits.size() >= MostWaits) {
            break;
        }
        const QStringView before = sentenceBefore(text, span.from);
        const QStringView behind = sentenceBehind(text, span.to);
        const auto asks = [](QStringView part) { return retryWord().match(part).hasMatch(); };
        if (!isOfRate(before) && (asks(before) || asks(behind))) {
            times.waits.append(spanOf(span.seconds));
        }
    }
    times.moments = momentsIn(text);
    return times;
}

QString limitIn(QStringView text)
{
    static const QRegularExpression Over(
        u"(?:exceeded|reached|hit|over) (?:a|an|the|your|our|its) ((?:[\\w-]{1,24} ){1,3})"
        "(?:limit|quota)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression Passive(
        u"((?:\\b[\\w-]{1,24} ){1,3})(?:limit|quota) (?:(?:has|have|is|was) )?(?:been )?"
        "(?:exceeded|reached|hit)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QSet<QString> Silent{
        u"rate"_s,    u"api"_s, u"request"_s, u"requests"_s, u"call"_s,    u"calls"_s,
        u"usage"_s,   u"the"_s, u"your"_s,    u"a"_s,        u"current"_s, u"allowed"_s,
        u"maximum"_s, u"max"_s, u"you"_s,     u"our"_s,      u"this"_s,    u"message"_s,
        u"of"_s,      u"for"_s, u"error"_s,   u"you've"_s,   u"have"_s,    u"quota"_s};
    const QString kept = text.left(4000).toString();
    for (const QRegularExpression& expression : {Over, Passive}) {
        const QRegularExpressionMatch match = expression.match(kept);
        QStringList words = match.captured(1).split(u' ', Qt::SkipEmptyParts);
        words.removeIf([](const QString& word) { return Silent.contains(word.toLower()); });
        if (!words.isEmpty()) {
            return words.last();
        }
    }
    return {};
}

QString ownerIn(QStringView text)
{
    static const QRegularExpression Over(
        u"\\b(?:limit|quota|too many|exceeded|throttl\\w{0,6}|requests|calls)\\b[^.!?\\n]{0,160}?"
        "\\b(?:for|of|by|per|from|in|on) (?:(?:this|that|the|your|each) ){0,1}"
        "(?:(?:particular|single|given|specific|api|current) ){0,2}"
        "(?:(phone number|ip|user|account|organi[sz]ation|org|workspace|project|tenant|team|client|"
        "app|application|shop|store|token|key|endpoint|method|consumer|customer)\\b"
        "|(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-f]{1,4}(?::{1,2}[0-9a-f]{1,4}){3,7})(?![\\w:]))"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = Over.match(text.left(4000).toString());
    if (!match.hasMatch()) {
        return {};
    }
    QString owner = match.captured(1).toLower();
    return owner.isEmpty() ? u"ip"_s : owner.replace(u' ', u'_');
}

bool isBan(QStringView text)
{
    static const QRegularExpression Ban(
        u"\\bIP\\b[^.!?]{0,40}\\b(?:banned|blocked|blacklisted)|\\b(?:banned|blocked) (?:your )?IP\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return Ban.match(text.left(4000).toString()).hasMatch();
}

} // namespace

QList<Duration> proseWaits(const QString& text, WallTime reference)
{
    thread_local SentenceMemo<ProseTimes> memo;
    const ProseTimes times = memo.of(text, timesIn);
    QList<Duration> waits = times.waits;
    for (const QByteArray& moment : times.moments) {
        const std::optional<StatedMoment> stated
            = waits.size() < MostWaits ? parseStated(moment, reference) : std::nullopt;
        if (stated && stated->at && !stated->wasPast) {
            waits.append(stated->in);
        }
    }
    return waits;
}

QString proseLimit(const QString& text)
{
    thread_local SentenceMemo<QString> memo;
    return memo.of(text, limitIn);
}

bool isOwnerLimit(const QString& limit)
{
    return isOwnerWord(limit);
}

QString proseOwner(const QString& text)
{
    thread_local SentenceMemo<QString> memo;
    return memo.of(text, ownerIn);
}

bool speaksOfBan(const QString& text)
{
    thread_local SentenceMemo<bool> memo;
    return memo.of(text, isBan);
}

QString withoutTags(const QString& text)
{
    QString kept;
    kept.reserve(text.size());
    bool isInTag = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar letter = text.at(at);
        const bool isTagStart = letter == u'<' && at + 1 < text.size()
            && (text.at(at + 1).isLetter() || text.at(at + 1) == u'/' || text.at(at + 1) == u'!');
        if (isTagStart) {
            isInTag = true;
            kept.append(u' '); // what stood apart stays apart
        } else if (isInTag && letter == u'>') {
            isInTag = false;
        } else if (!isInTag) {
            kept.append(letter);
        }
    }
    return kept.replace(u"&nbsp;"_s, u" "_s);
}

} // namespace Pacewatch
