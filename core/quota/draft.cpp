#include "core/quota/draft.h"

#include "core/quota/bodyglance.h"
#include "core/quota/moments.h"
#include "core/quota/windowwords.h"
#include "core/quota/wordmemo.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostWindowsTold = 64;
constexpr qsizetype MostNotes = 16;
constexpr qsizetype LongestWindowName = 100;

/// Whether the outermost values say that the call failed: `"ok": false`, `"status": "error"`.
bool tellsFailure(const QList<BodyFact>& facts)
{
    return std::any_of(facts.begin(), facts.end(), [](const BodyFact& fact) {
        const QString& key = fact.plainKey;
        if (fact.depth > 1) {
            return false;
        }
        if (key == u"ok"_s || key == u"success"_s || key == u"issuccess"_s
            || key == u"succeeded"_s) {
            return fact.value.isBool() && !fact.value.toBool();
        }
        if (key != u"status"_s && key != u"result"_s) {
            return false;
        }
        const QString text = fact.value.toString().toLower();
        return text == u"error"_s || text == u"fail"_s || text == u"failed"_s
            || text == u"failure"_s;
    });
}

/// A refused client gets the same body again and again, one that is served another each time.
QList<BodyFact> factsOf(const Answer& answer)
{
    const QByteArray body = answer.body.first(std::min(answer.body.size(), Answer::MostRead));
    if (answer.status >= 200 && answer.status < 400) {
        return mayTellOfLimits(body) ? bodyFacts(body) : QList<BodyFact>();
    }
    thread_local SentenceMemo<QList<BodyFact>> memo;
    return memo.of(QString::fromLatin1(body), [&](QStringView) { return bodyFacts(body); });
}

bool isDefault(const WindowReading& window)
{
    return window.label == u"default"_s;
}

bool isUsedUp(const WindowReading& window)
{
    return window.remaining == 0.0;
}

/// Not registered for anything: 418 and 420 for impatient clients, 430 and 529 for crowded servers,
/// 509 for used up bandwidth.
bool mayBeLimit(int status)
{
    return status == 418 || status == 420 || status == 430 || status == 509 || status == 529;
}

/// Statuses that mean a limit at one gateway and something else at the next.
bool saysLittle(int status)
{
    return status == 403 || status == 503 || mayBeLimit(status);
}

/// 0.4 s where whole seconds say 1 s: the same wait, rounded up.
bool isFinerForm(Duration wait, Duration rounded)
{
    return wait < rounded && std::chrono::ceil<std::chrono::seconds>(wait) == rounded;
}

QString canonicalName(const QString& label, std::optional<Duration> window,
                      const QString& fieldWord)
{
    if (const std::optional<WindowWord> word = windowWord(label)) {
        return word->name;
    }
    // "100;w=60" is no name, nor is the word of a field that told the period; the window has one.
    const bool isBare = label.contains(u";w="_s) || (!label.isEmpty() && label == fieldWord);
    const QString usual = isBare && window ? windowName(*window) : QString();
    return usual.isEmpty() ? label : usual;
}

/// Takes over from @p other what @p window does not state.
void complete(WindowReading& window, const WindowReading& other)
{
    const auto take = [](auto& mine, const auto& theirs) {
        if (!mine) {
            mine = theirs;
        }
    };
    take(window.limit, other.limit);
    take(window.remaining, other.remaining);
    take(window.used, other.used);
    take(window.resetIn, other.resetIn);
    take(window.resetAt, other.resetAt);
    window.fields.append(other.fields);
}

} // namespace

Draft::Draft(const Answer& answer, std::optional<WallTime> date)
    : m_answer(answer)
    , m_facts(factsOf(answer))
{
    m_tellsFailure = tellsFailure(m_facts);
    m_reading.serverDate = date;
}

WallTime Draft::reference() const
{
    return m_reading.serverDate.value_or(m_answer.receivedAt);
}

bool Draft::isFailure() const
{
    return m_answer.status == 0 || m_answer.status >= 400;
}

bool Draft::isOfFailure(const BodyFact& fact) const
{
    if (isFailure()) {
        return true;
    }
    // An answer that succeeded may list old errors deep in its data; its own stands outermost.
    const QStringView outermost = QStringView(fact.parents).left(fact.parents.indexOf(u'/'));
    const bool isBesideData = fact.parents.isEmpty() && fact.depth <= 1;
    return outermost.contains(u"error"_s) || outermost == u"fault"_s
        || (isBesideData && (m_tellsFailure || fact.plainKey.contains(u"error"_s)));
}

WindowReading* Draft::windowNamed(const QString& label)
{
    QList<WindowReading>& windows = m_reading.windows;
    const auto found
        = std::find_if(windows.begin(), windows.end(), [&](const WindowReading& window) {
              return window.label.compare(label, Qt::CaseInsensitive) == 0;
          });
    return found == windows.end() ? nullptr : &*found;
}

WindowReading& Draft::window(const QString& label, const QByteArray& field)
{
    const QString wanted = label.isEmpty() ? u"default"_s : label.left(LongestWindowName);
    WindowReading* found = windowNamed(wanted);
    if (found == nullptr) {
        if (m_reading.windows.size() >= MostWindowsTold) {
            return m_reading.windows.last();
        }
        m_reading.windows.append(WindowReading{});
        found = &m_reading.windows.last();
        found->label = wanted;
    }
    if (!field.isEmpty() && !found->fields.contains(field)) {
        found->fields.append(field);
    }
    return *found;
}

WindowReading* Draft::windowOf(Duration window)
{
    WindowReading* found = nullptr;
    for (WindowReading& known : m_reading.windows) {
        if (known.window == window) {
            if (found != nullptr) {
                return nullptr;
            }
            found = &known;
        }
    }
    return found;
}

void Draft::nameDefault(const QString& label, Evidence evidence)
{
    if (evidence == Evidence::Weak) {
        m_weakDefaultName
            = m_weakDefaultName.isEmpty() ? label.left(LongestWindowName) : m_weakDefaultName;
        return;
    }
    const QString joint = m_defaultName.isEmpty() ? QString() : QString(m_defaultName % u'/');
    m_defaultName = QString(joint % label).left(LongestWindowName);
}

void Draft::setReset(WindowReading& window, QByteArrayView text, bool isSpan)
{
    const std::optional<StatedMoment> stated = parseStated(text, reference());
    if (!stated) {
        return;
    }
    // A span needs no clock of ours, so it is believed before a moment.
    if (!window.resetIn || isSpan) {
        window.resetIn = stated->in;
    }
    if (stated->at) {
        window.resetAt = stated->at;
    }
    if (stated->wasPast) {
        addNote(u"a reset lies in the past and is taken as now"_s);
    }
    if (stated->isDoubtful) {
        addNote(u"a reset is neither near the date of the answer nor short as a span"_s);
    }
}

void Draft::addWait(Wait from, Duration wait)
{
    std::optional<Duration>& known = m_waits.at(static_cast<std::size_t>(from));
    known = std::max(known.value_or(Duration::zero()), wait);
}

void Draft::excuse(const QString& reason)
{
    if (m_excuse.isEmpty()) {
        m_excuse = reason;
    }
}

void Draft::hit(const QString& label, Evidence evidence)
{
    QString& known = evidence == Evidence::Stated ? m_reading.hitLabel : m_weakHit;
    if (known.isEmpty()) {
        known = label.left(LongestWindowName);
    }
}

void Draft::setScope(const QString& scope)
{
    if (m_reading.scope.isEmpty()) {
        m_reading.scope = scope.left(LongestWindowName);
    }
}

void Draft::addNote(const QString& note)
{
    if (!m_reading.notes.contains(note) && m_reading.notes.size() < MostNotes) {
        m_reading.notes.append(note);
    }
}

void Draft::addDialect(const QString& name)
{
    m_reading.dialects.append(name);
}

/// Gateways that send several families state one window twice: once by name and once without.
void Draft::joinDefault()
{
    QList<WindowReading>& windows = m_reading.windows;
    const auto unnamed = std::find_if(windows.begin(), windows.end(), isDefault);
    if (unnamed == windows.end() || !unnamed->limit) {
        return;
    }
    WindowReading* twin = nullptr;
    for (WindowReading& window : windows) {
        const bool isSame = !isDefault(window) && window.limit == unnamed->limit
            && (!window.remaining || !unnamed->remaining || window.remaining == unnamed->remaining);
        if (isSame && twin != nullptr) {
            return; // two windows fit, so neither is meant for sure
        }
        twin = isSame ? &window : twin;
    }
    if (twin != nullptr) {
        complete(*twin, *unnamed);
        windows.erase(unnamed);
    }
}

void Draft::settleNumbers(WindowReading& window)
{
    if (window.limit && *window.limit < 0) {
        window.limit.reset();
        addNote(u"a limit below zero is ignored"_s);
    }
    if (!window.remaining && window.limit && window.used) {
        window.remaining = std::max(*window.limit - *window.used, 0.0);
    }
    if (window.remaining && *window.remaining < 0) {
        window.remaining = 0;
        addNote(u"a remaining below zero is taken as zero"_s);
    }
    if (window.limit && window.remaining && *window.remaining > *window.limit) {
        addNote(u"more is left than the limit allows"_s);
    }
}

void Draft::settleNames()
{
    const QString unnamed = m_defaultName.isEmpty() ? m_weakDefaultName : m_defaultName;
    for (WindowReading& window : m_reading.windows) {
        if (isDefault(window) && !unnamed.isEmpty()) {
            window.label = unnamed;
        }
        if (const std::optional<WindowWord> word = windowWord(window.label);
            word && !window.window) {
            window.window = word->window;
        }
        window.name = canonicalName(window.label, window.window, m_weakDefaultName);
        settleNumbers(window);
    }
}

void Draft::settleRefusal()
{
    const QList<WindowReading>& windows = m_reading.windows;
    const bool isEmptied = std::any_of(windows.begin(), windows.end(), isUsedUp);
    const int status = m_answer.status;
    m_reading.isRateLimited = isRefused();
    if (!m_reading.isRateLimited && isEmptied && saysLittle(status)) {
        m_reading.isRateLimited = m_excuse.isEmpty();
        if (m_reading.isRateLimited) {
            addNote(u"the status alone does not tell a limit, but nothing is left"_s);
        }
    }
    if (m_reading.isRateLimited && !m_excuse.isEmpty()) {
        m_reading.isRateLimited = false;
        addNote(m_excuse);
    }
    if (!m_reading.isRateLimited && m_excuse.isEmpty() && mayBeLimit(status)) {
        addNote(
            u"%1 is sent for limits by some gateways, but nothing else here says so"_s.arg(status));
    }
}

/// Which window refused the call: the one that is named, else the one that is used up, else what
/// weaker words say.
void Draft::settleHit()
{
    if (!m_reading.isRateLimited) {
        m_reading.hitLabel.clear();
        return;
    }
    const QList<WindowReading>& windows = m_reading.windows;
    QString& hit = m_reading.hitLabel;
    if (hit.isEmpty() && std::count_if(windows.begin(), windows.end(), isUsedUp) == 1) {
        hit = std::find_if(windows.begin(), windows.end(), isUsedUp)->label;
    }
    if (hit.isEmpty() && !m_weakHit.isEmpty()) {
        hit = m_weakHit;
    }
    if (hit.isEmpty() && windows.isEmpty()) {
        hit = m_defaultName;
    } else if (hit.isEmpty() && windows.size() == 1 && !windows.first().remaining) {
        hit = windows.first().label;
    }
    const std::optional<WindowWord> word = windowWord(hit);
    m_reading.hitWindow = canonicalName(hit, std::nullopt, {});
    for (const WindowReading& window : windows) {
        // "Minute" refused, and the fields speak of "min".
        const std::optional<WindowWord> other = windowWord(window.label);
        const bool isSame = window.label.compare(hit, Qt::CaseInsensitive) == 0;
        if (isSame || (word && other && word->window == other->window)) {
            hit = window.label;
            m_reading.hitWindow = window.name;
            return;
        }
    }
}

std::optional<Duration> Draft::waitFromReset()
{
    std::optional<Duration> longest;
    for (const WindowReading& window : m_reading.windows) {
        if (window.remaining == 0.0 && window.resetIn) {
            longest = std::max(longest.value_or(Duration::zero()), *window.resetIn);
        }
    }
    return longest;
}

void Draft::settleWait()
{
    const std::optional<Duration> reset = waitFromReset();
    std::optional<Duration>& field = m_waits.at(static_cast<std::size_t>(Wait::Field));
    const auto isThousandfold = [&](const std::optional<Duration>& other) {
        return field && other && *other > Duration::zero() && *field / 200 >= *other
            && *field >= std::chrono::minutes(10)
            && *field % std::chrono::seconds(1000) == Duration::zero()
            && *field / 1000 <= 2 * std::max(*other, Duration(std::chrono::seconds(1)));
    };
    if (std::any_of(m_waits.begin() + 2, m_waits.end(), isThousandfold) || isThousandfold(reset)) {
        field = *field / 1000;
        addNote(
            u"the wait is a thousand times what else is said, so it is taken as milliseconds"_s);
    }
    std::optional<Duration> chosen;
    for (const std::optional<Duration>& wait : m_waits) {
        if (!wait) {
            continue;
        }
        if (!chosen) {
            chosen = wait;
            if (&wait == &m_waits.front()) {
                break; // nobody writes milliseconds by accident
            }
        } else if (isFinerForm(*wait, *chosen)) {
            chosen = wait; // Retry-After knows whole seconds only
        } else if (&wait != &m_waits.back() && (*wait > 2 * *chosen || *chosen > 2 * *wait)) {
            chosen = std::max(*chosen, *wait);
            addNote(u"two waits disagree, the longer is taken"_s);
        } else if (*wait > 2 * *chosen || *chosen > 2 * *wait) {
            addNote(
                u"a sentence names another wait than the value for programs, which is believed"_s);
        }
    }
    if (!chosen && m_reading.isRateLimited && reset) {
        chosen = reset;
        addNote(u"the wait is taken from the reset"_s);
    }
    m_reading.retryAfter = chosen;
}

Reading Draft::finish()
{
    joinDefault();
    settleNames();
    settleRefusal();
    settleHit();
    settleWait();
    return m_reading;
}

} // namespace Pacewatch
