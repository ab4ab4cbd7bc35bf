#include "ui/shell/statusline.h"

#include "ui/wording/forms.h"
#include "ui/wording/holds.h"
#include "ui/wording/sessions.h"
#include "ui/wording/wording.h"
#include "ui/wording/words.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Pacewatch {

namespace {

constexpr int TextGap = 18;
constexpr int DotRoom = 16;
constexpr Duration ClockFarOff = 1s;

void setPart(TabularLabel* label, const QString& text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

} // namespace

StatusLine::StatusLine(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_proxy(new TabularLabel(theme, FontRole::Hint, Color::TextSecondary))
    , m_clientsIcon(new QWidget)
    , m_clients(new TabularLabel(theme, FontRole::Hint, Color::TextSecondary))
    , m_held(new TabularLabel(theme, FontRole::Hint, Color::StateTightFg))
    , m_recording(new TabularLabel(theme, FontRole::Hint, Color::TextSecondary))
    , m_hidden(new TabularLabel(theme, FontRole::Hint, Color::TextLink))
    , m_dropped(new TabularLabel(theme, FontRole::Hint, Color::StateTightFg))
    , m_trouble(new TabularLabel(theme, FontRole::Hint, Color::StateTightFg))
    , m_clock(new TabularLabel(theme, FontRole::Hint, Color::TextSecondary))
    , m_last(new TabularLabel(theme, FontRole::Hint, Color::TextSecondary))
{
    setObjectName(u"statusLine"_s);
    setFixedHeight(theme.pixels("size.statusBar"_L1));
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(14, 1, 14, 0);
    row->setSpacing(TextGap);
    m_clientsIcon->setFixedWidth(2);
    for (TabularLabel* const label :
         {m_proxy, m_clients, m_held, m_recording, m_hidden, m_dropped, m_trouble}) {
        label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        if (label == m_clients) {
            row->addWidget(m_clientsIcon);
        }
        row->addWidget(label);
    }
    row->addStretch(1);
    for (TabularLabel* const label : {m_clock, m_last}) {
        label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        row->addWidget(label);
    }
    setPrivacy(false);
    setDropped(0);
    setRecordingTrouble({});
    showState(nullptr, {});
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QList<TabularLabel*> StatusLine::parts() const
{
    return {m_proxy,   m_clients, m_held,  m_recording, m_hidden,
            m_dropped, m_trouble, m_clock, m_last};
}

void StatusLine::showState(const ConnectionState* state, Instant now, const Recording* recording)
{
    m_hasDot = state != nullptr;
    if (state == nullptr) {
        setPart(m_proxy, Wording::say(Wording::Words::NotWatching));
        for (TabularLabel* const label : {m_clients, m_held, m_recording, m_clock, m_last}) {
            setPart(label, {});
        }
    } else if (recording != nullptr) {
        showRecording(*state, *recording);
    } else {
        const bool isFine = state->isWatching && !state->trouble;
        m_dot = isFine       ? Color::StateClearFill
            : state->trouble ? Color::StateLimitedFill
                             : Color::StateIdleFill;
        setPart(m_proxy, Wording::watchingLine(*state));
        setPart(m_clients,
                state->spec.way == WatchWay::Proxy ? Wording::clients(state->clients) : QString());
        setPart(m_held, state->heldNow > 0 ? Wording::heldCalls(state->heldNow) : QString());
        m_held->setToolTip(state->heldBy ? Wording::holdLine(*state->heldBy, state->heldUntil)
                                         : QString());
        setPart(m_recording, Wording::recordingLine(*state, now));
        setPart(m_clock, Wording::serverClockLine(*state));
        const Duration ahead = state->serverClockAhead.value_or(0s);
        m_clock->setColor(ahead > ClockFarOff || ahead < -ClockFarOff ? Color::StateTightFg
                                                                      : Color::TextSecondary);
        setPart(m_last, Wording::lastCallLine(*state, now));
    }
    layout()->setContentsMargins(m_hasDot ? 14 + DotRoom : 14, 1, 14, 0);
    m_clientsIcon->setVisible(!m_clients->text().isEmpty());
    update();
}

void StatusLine::showRecording(const ConnectionState& state, const Recording& recording)
{
    m_dot = Color::StateIdleFill;
    setPart(m_proxy, Wording::recordedStatus(recording));
    for (TabularLabel* const label : {m_clients, m_held, m_recording, m_last}) {
        setPart(label, {});
    }
    setPart(m_clock, Wording::serverClockLine(state));
}

void StatusLine::setRecordingTrouble(const QString& text)
{
    setPart(m_trouble, text);
}

void StatusLine::showPractice(const EmulatorState& state)
{
    showState(nullptr, {});
    m_hasDot = true;
    m_dot = Color::StateClearFill;
    setPart(m_proxy, Wording::practiceLine(state));
    setPart(m_recording, Wording::say(Wording::Words::NoRealCalls));
    layout()->setContentsMargins(14 + DotRoom, 1, 14, 0);
    update();
}

void StatusLine::showText(const QString& text)
{
    showState(nullptr, {});
    setPart(m_proxy, text);
}

void StatusLine::setPrivacy(bool on)
{
    setPart(m_hidden, on ? Wording::say(Wording::Words::DataHidden) : QString());
}

void StatusLine::setDropped(quint64 dropped)
{
    setPart(m_dropped, dropped == 0 ? QString() : Wording::droppedLine(dropped));
}

QString StatusLine::text() const
{
    QStringList texts;
    for (const TabularLabel* const label : parts()) {
        if (!label->text().isEmpty()) {
            texts.append(label->text());
        }
    }
    return texts.join(u" | ");
}

void StatusLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.color(Color::BgWindow));
    painter.fillRect(QRect(0, 0, width(), 1), m_theme.color(Color::BorderSubtle));
    if (!m_hasDot) {
        return;
    }
    if (m_clientsIcon->isVisible()) {
        m_icons.paint(painter, QRectF(m_clients->x() - 20, (height() - 14) / 2.0, 14, 14),
                      Icon::Users, Color::TextSecondary);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(m_dot));
    painter.drawEllipse(QPointF(18.5, height() / 2.0 + 0.5), 2.5, 2.5);
}

} // namespace Pacewatch
