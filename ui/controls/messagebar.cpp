#include "ui/controls/messagebar.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr std::chrono::milliseconds StaysFor(6000);
constexpr int LeftMargin = 40;

Standing standingOf(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Limited:
        return Standing::Limited;
    case MessageBar::Kind::Tight:
        return Standing::Tight;
    case MessageBar::Kind::Clear:
    case MessageBar::Kind::Accent:
        break;
    }
    return Standing::Clear;
}

} // namespace

MessageBar::MessageBar(const Theme& theme, const Icons& icons, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_title(new TextLabel(theme, FontRole::BodyStrong, Color::TextPrimary))
    , m_detail(new TextLabel(theme, FontRole::Body, Color::TextSecondary))
    , m_action(new Button({}, Button::Kind::Flat))
{
    m_action->setObjectName(u"messageAction"_s);
    m_action->setCompact(true);
    m_detail->setWordWrap(true);
    auto* const text = new QVBoxLayout;
    text->setSpacing(0);
    text->addWidget(m_title);
    text->addWidget(m_detail);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(LeftMargin, 9, 6, 9);
    row->addLayout(text, 1);
    row->addWidget(m_action, 0, Qt::AlignTop);
    m_leave.setSingleShot(true);
    m_leave.setInterval(StaysFor);
    connect(&m_leave, &QTimer::timeout, this, &QWidget::hide);
    connect(m_action, &Button::clicked, this, &MessageBar::actionTriggered);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void MessageBar::say(Kind kind, const QString& title, const QString& detail, const QString& action)
{
    m_kind = kind;
    m_title->setText(title);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(detail);
    m_leave.stop();
    if (kind == Kind::Clear) {
        m_leave.start();
    }
    show();
    update();
}

void MessageBar::setIcon(Icon icon)
{
    m_icon = icon;
    update();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isAccent = m_kind == Kind::Accent;
    const StateColors tone = stateColors(standingOf(m_kind));
    painter.setPen(m_theme.color(isAccent ? Color::AccentSoftBorder : tone.border));
    painter.setBrush(m_theme.color(isAccent ? Color::AccentSoft : tone.soft));
    const qreal radius = m_theme.metric("radius.card"_L1);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const qreal side = m_theme.metric("size.stateGlyph.message"_L1);
    const QRectF glyph(12, 10, side, side);
    if (isAccent) {
        m_icons.paint(painter, glyph, m_icon, Color::TextLink);
    } else {
        m_icons.paintState(painter, glyph, standingOf(m_kind));
    }
}

} // namespace Pacewatch
