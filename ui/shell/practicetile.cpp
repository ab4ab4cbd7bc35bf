#include "ui/shell/practicetile.h"

#include "ui/wording/forms.h"
#include "ui/wording/words.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int CardHeight = 61;
constexpr int FlaskLeft = 12;
constexpr int TextLeft = 35;

} // namespace

PracticeTile::PracticeTile(const Theme& theme, const Icons& icons, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_switch(new Switch(theme))
    , m_title(new TextLabel(theme, FontRole::BodyStrong, Color::TextPrimary,
                            Wording::say(Wording::Words::PracticeGateway)))
    , m_detail(new TextLabel(theme, FontRole::Hint, Color::TextMuted))
{
    setObjectName(u"practiceCard"_s);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(m_title->text());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_switch->setObjectName(u"practiceSwitch"_s);
    m_switch->setAccessibleName(m_title->text());
    m_detail->setElided(true);
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(TextLeft - FlaskLeft, 0, 0, 0);
    head->addWidget(m_title, 1);
    head->addWidget(m_switch);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(FlaskLeft, 6, 8, 8);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_detail);
    // Only a person's click counts; setChecked() from showState() must not.
    connect(m_switch, &QAbstractButton::clicked, this, &PracticeTile::switched);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize PracticeTile::sizeHint() const
{
    return {m_isCollapsed ? 38 : 220, CardHeight};
}

void PracticeTile::showState(const EmulatorState& state, bool hasConnections)
{
    m_switch->setChecked(state.isRunning);
    m_detail->setText(Wording::practiceLine(state, hasConnections));
    m_detail->setToolTip(m_detail->text());
    m_detail->setColor(state.trouble ? Color::StateLimitedFg : Color::TextMuted);
    setAccessibleDescription(m_detail->text());
    setToolTip(m_isCollapsed ? m_title->text() + ": "_L1 + m_detail->text() : QString());
}

void PracticeTile::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    m_switch->setVisible(!collapsed);
    m_title->setVisible(!collapsed);
    m_detail->setVisible(!collapsed);
    updateGeometry();
    update();
}

void PracticeTile::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal radius = m_theme.metric("radius.card"_L1);
    painter.setPen(hasFocus() ? QPen(m_theme.color(Color::BorderFocus), 2)
                              : QPen(m_theme.color(Color::BorderSubtle)));
    painter.setBrush(m_theme.color(underMouse() ? Color::BgHover : Color::BgSurface));
    const qreal inset = hasFocus() ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), radius, radius);
    QRectF flask(FlaskLeft, 12, 16, 16);
    if (m_isCollapsed) {
        flask.moveCenter(QRectF(rect()).center());
    }
    const bool isOn = m_switch->isChecked();
    m_icons.paint(painter, flask, Icon::Flask, isOn ? Color::AccentBase : Color::TextSecondary);
}

} // namespace Pacewatch
