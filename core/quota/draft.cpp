#include "core/quota/draft.h"

#include "core/quota/moments.h"
#include "core/quota/windowwords.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostWindows = 64;
constexpr qsizetype MostNotes = 16;
constexpr qsizetype LongestName = 100;

bool isDefault(const WindowReading& window)
{
    return window.label == u"default"_s;
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

Draft::Draft(const Answer& answer)
    : m_answer(answer)
    , m_facts(bodyFacts(answer.body.first(std::min(answer.body.size(), Answer::MostRead))))
{
    m_reading.serverDate = parseMoment(answer.headers.value("Date"));
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
    return isFailure() || fact.parents.contains(u"error"_s) || fact.plainKey.contains(u"error"_s);
}

WindowReading& Draft::window(const QString& label, const QByteArray& field)
{
    const QString wanted = label.isEmpty() ? u"default"_s : label.left(LongestName);
    auto found = std::find_if(m_reading.windows.begin(), m_reading.windows.end(),
                              [&](const WindowReading& window) {
                                  return window.label.compare(wanted, Qt::CaseInsensitive) == 0;
                              });
    if (found == m_reading.windows.end()) {
        if (m_reading.windows.size() >= MostWindows) {
            return m_reading.windows.last();
        }
        m_reading.windows.append(WindowReading{});
        found = std::prev(m_reading.windows.end());
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

void Draft::nameDefault(const QString& label)
{
    if (m_defaultName.isEmpty()) {
        m_defaultName = label.left(LongestName);
    }
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

void Draft::hit(const QString& label)
{
    if (m_reading.hitLabel.isEmpty()) {
        m_reading.hitLabel = label.left(LongestName);
    }
}

void Draft::setScope(const QString& scope)
{
    if (m_reading.scope.isEmpty()) {
        m_reading.scope = scope.left(LongestName);
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
    const auto canonical = [](const QString& label, std::optional<Duration> window) {
        if (const std::optional<WindowWord> word = windowWord(label)) {
            return word->name;
        }
        // "100;w=60" is no name, but its window has one.
        const QString usual = label.contains(u";w="_s) && window ? windowName(*window) : QString();
        return usual.isEmpty() ? label : usual;
    };
    for (WindowReading& window : m_reading.windows) {
        if (isDefault(window) && !m_defaultName.isEmpty()) {
            window.label = m_defaultName;
        }
        if (const std::optional<WindowWord> word = windowWord(window.label);
            word && !window.window) {
            window.window = word->window;
        }
        window.name = canonical(window.label, window.window);
        settleNumbers(window);
    }
    m_reading.hitWindow = canonical(m_reading.hitLabel, std::nullopt);
    for (const WindowReading& window : m_reading.windows) {
        if (window.label == m_reading.hitLabel) {
            m_reading.hitWindow = window.name;
        }
    }
}

void Draft::settleRefusal()
{
    m_reading.isRateLimited = m_answer.status == 429 || m_isRefused;
    if (!m_reading.isRateLimited || !m_reading.hitLabel.isEmpty()) {
        return;
    }
    const auto isEmptied = [](const WindowReading& window) { return window.remaining == 0.0; };
    const QList<WindowReading>& windows = m_reading.windows;
    if (std::count_if(windows.begin(), windows.end(), isEmptied) == 1) {
        const auto emptied = std::find_if(windows.begin(), windows.end(), isEmptied);
        m_reading.hitLabel = emptied->label;
        m_reading.hitWindow = emptied->name;
    }
}

void Draft::settleWait()
{
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
        } else if (*wait > 2 * *chosen || *chosen > 2 * *wait) {
            chosen = std::max(*chosen, *wait);
            addNote(u"two waits disagree, the longer is taken"_s);
        }
    }
    if (!chosen && m_reading.isRateLimited) {
        for (const WindowReading& window : m_reading.windows) {
            if (window.remaining == 0.0 && window.resetIn) {
                chosen = std::max(chosen.value_or(Duration::zero()), *window.resetIn);
                addNote(u"the wait is taken from the reset"_s);
            }
        }
    }
    m_reading.retryAfter = chosen;
}

Reading Draft::finish()
{
    joinDefault();
    settleNames();
    settleRefusal();
    settleWait();
    return m_reading;
}

} // namespace Pacewatch
