#include "app/textview.h"

#include "app/terminal.h"
#include "ui/wording/wording.h"

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

QString left(const WindowState& window)
{
    return window.remaining ? Wording::leftOf(*window.remaining, window.policy.limit)
                            : Wording::missing() + u' ' + Wording::ofLimit(window.policy.limit);
}

} // namespace

void TextView::add(const Happening& happening)
{
    m_happenings.prepend(happening);
    if (m_happenings.size() > MostHappenings) {
        m_happenings.removeLast();
    }
}

QStringList TextView::screen(Instant now, WallTime wallNow) const
{
    QStringList lines{u"%1   %2  %3"_s.arg(m_state.spec.customer, Wording::word(m_state.standing),
                                           Wording::aside(m_state, now)),
                      Wording::verdict(m_state, now, wallNow).text};
    const QString cause = Wording::causeLine(m_state).text;
    if (!cause.isEmpty()) {
        lines.append(cause);
    }
    lines.append(QString());
    for (const WindowState& window : m_state.windows) {
        lines.append(u"  %1 %2  %3"_s.arg(Wording::windowLabel(window.policy), -24)
                         .arg(left(window), -20)
                         .arg(Wording::resetLine(window, now).text));
    }
    lines.append(u"  %1 in the last minute, %2 refused"_s.arg(
        Wording::calls(m_state.callsLastMinute), Wording::count(m_state.refusedLastMinute)));
    lines.append(QString());
    for (const Happening& happening : m_happenings) {
        lines.append(line(happening));
    }
    for (QString& each : lines) {
        each = printable(each);
    }
    return lines;
}

QString TextView::line(Instant now, WallTime wallNow) const
{
    QStringList parts{Wording::clock(wallNow), Wording::word(m_state.standing)};
    for (const WindowState& window : m_state.windows) {
        if (window.policy.unit != Unit::Requests) {
            continue; // there is room for the windows of calls only
        }
        parts.append(Wording::windowNoun(window.policy) + u": "_s + left(window));
    }
    parts.append(
        u"%1, %2 refused"_s.arg(Wording::calls(m_state.calls), Wording::count(m_state.refused)));
    const QString aside = Wording::aside(m_state, now);
    if (!aside.isEmpty()) {
        parts.append(aside);
    }
    return printable(parts.join(u"  "_s));
}

QString TextView::line(const Happening& happening) const
{
    return printable(u"%1  %2  %3"_s.arg(Wording::clock(happening.at),
                                         Wording::title(happening, m_state.windows),
                                         Wording::detail(happening, m_state.windows)));
}

} // namespace Pacewatch
