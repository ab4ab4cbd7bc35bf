#include "core/quota/limitlists.h"

#include "core/quota/moments.h"
#include "core/quota/windowwords.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

using Says = LimitFieldName::Says;

void takeLower(Draft& draft, std::optional<double>& known, double value)
{
    if (known && *known != value) {
        draft.addNote(u"two fields state different numbers for one window, the lower is taken"_s);
        value = std::min(*known, value);
    }
    known = value;
}

/// "app/60", or the usual name of the window where nothing else tells whose it is.
QString labelOf(const QString& owner, Duration window, QByteArrayView seconds)
{
    if (!owner.isEmpty()) {
        return owner.toLower() % u'/' % QString::fromLatin1(seconds);
    }
    const QString usual = windowName(window);
    return usual.isEmpty() ? QString(QString::fromLatin1(seconds) % u's') : usual;
}

/// `100:60`: so many units in so many seconds.
bool takeColonPairs(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                    const QList<FieldMember>& members)
{
    const auto pair = [](const FieldMember& member) {
        const QByteArrayView item = member.item;
        const qsizetype colon = item.indexOf(':');
        const auto number = colon > 0 ? parseNumber(item.first(colon)) : std::nullopt;
        const auto seconds = colon > 0 ? parseNumber(item.sliced(colon + 1)) : std::nullopt;
        return number && seconds && *seconds > 0 ? std::optional(std::pair(*number, *seconds))
                                                 : std::nullopt;
    };
    if (members.isEmpty()
        || !std::all_of(members.begin(), members.end(),
                        [&](const FieldMember& member) { return pair(member).has_value(); })) {
        return false;
    }
    for (const FieldMember& member : members) {
        const auto [number, seconds] = *pair(member);
        const QByteArrayView text
            = QByteArrayView(member.item).sliced(member.item.indexOf(':') + 1);
        const Duration length = spanOf(seconds);
        WindowReading& window = draft.window(labelOf(meaning.label, length, text), name);
        window.window = length;
        takeNumber(draft, window, meaning.says, number);
    }
    return true;
}

/// `minute=60, hour=1000`: the windows are the keys.
bool takeKeyedWindows(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                      QByteArrayView value)
{
    QByteArray list = value.toByteArray();
    const QList<QByteArray> parts = list.replace(';', ',').split(',');
    QList<std::pair<QString, double>> windows;
    for (const QByteArray& part : parts) {
        const qsizetype mark = std::max(part.indexOf('='), part.indexOf(':'));
        const QString word
            = QString::fromLatin1(part.first(std::max<qsizetype>(mark, 0))).trimmed();
        const auto number
            = mark > 0 ? parseNumber(QByteArrayView(part).sliced(mark + 1)) : std::nullopt;
        if (!number || !windowWord(word)) {
            return false;
        }
        windows.append({word, *number});
    }
    for (const auto& [word, number] : windows) {
        const QString label = meaning.label.isEmpty() ? word : QString(meaning.label % u'-' % word);
        WindowReading& window = draft.window(label, name);
        window.window = windowWord(word)->window;
        takeNumber(draft, window, meaning.says, number);
    }
    return !windows.isEmpty();
}

/// `100/minute`, `100 per 15 minutes`: the limit with its window.
bool takeRate(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
              QByteArrayView value)
{
    const QString text = QString::fromLatin1(value.first(std::min<qsizetype>(value.size(), 64)));
    qsizetype mark = text.indexOf(u'/');
    qsizetype after = mark + 1;
    if (mark < 0) {
        mark = text.indexOf(u" per "_s, 0, Qt::CaseInsensitive);
        after = mark + 5;
    }
    if (mark <= 0 || meaning.says != Says::Limit) {
        return false;
    }
    QString window = text.sliced(after).simplified();
    window.remove(u' ');
    const std::optional<WindowWord> word
        = windowWord(window.size() == 1 ? QString(u'1' % window) : window);
    const QByteArray front = text.first(mark).simplified().toLatin1();
    const std::optional<double> number
        = parseNumber(front.first(front.indexOf(' ') > 0 ? front.indexOf(' ') : front.size()));
    if (!word || !number) {
        return false;
    }
    WindowReading& stated = draft.window(meaning.label, name);
    stated.window = word->window;
    takeNumber(draft, stated, meaning.says, *number);
    return true;
}

} // namespace

void takeNumber(Draft& draft, WindowReading& window, Says says, double value)
{
    switch (says) {
    case Says::Limit:
        takeLower(draft, window.limit, value);
        break;
    case Says::Remaining:
        takeLower(draft, window.remaining, value);
        break;
    case Says::Used:
        window.used = std::max(value, 0.0);
        break;
    case Says::Reset:
    case Says::ResetAfter:
    case Says::Period:
        break;
    }
}

bool takeWindowList(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                    QByteArrayView value)
{
    if (meaning.says == Says::Reset || meaning.says == Says::ResetAfter) {
        return false;
    }
    return takeColonPairs(draft, meaning, name, fieldMembers(value))
        || takeKeyedWindows(draft, meaning, name, value) || takeRate(draft, meaning, name, value);
}

bool takePositions(Draft& draft, const LimitFieldName& meaning, const QByteArray& name,
                   const QList<FieldMember>& members)
{
    const bool areNumbers
        = std::all_of(members.begin(), members.end(), [](const FieldMember& member) {
              return parseNumber(member.item) && member.parameters.isEmpty();
          });
    if (!areNumbers || members.size() > 8) {
        return false;
    }
    const QString owner = meaning.label.isEmpty() ? QString() : QString(meaning.label % u'-');
    for (qsizetype at = 0; at < members.size(); ++at) {
        WindowReading& window
            = draft.window(owner.toLower() % u"window-"_s % QString::number(at + 1), name);
        takeNumber(draft, window, meaning.says, *parseNumber(members.at(at).item));
    }
    draft.addNote(u"a list of bare numbers is read as one window each; how long they are is not "
                  "told"_s);
    return true;
}

} // namespace Pacewatch
