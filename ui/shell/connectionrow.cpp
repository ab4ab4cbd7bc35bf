#include "ui/shell/connectionrow.h"

#include "ui/controls/tabular.h"
#include "ui/wording/wording.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int GroundHeight = 58;
constexpr int SideMargin = 9;
constexpr int TextLeft = 43;
constexpr int TextRight = 10; ///< from the right edge of the ground
constexpr qreal NameMiddle = 17;
constexpr qreal ProfileMiddle = 34;
constexpr qreal BarTop = 47;
constexpr qreal BarHeight = 3;

std::optional<double> shareLeft(const ConnectionState& state)
{
    if (state.tightest < 0 || state.tightest >= state.windows.size()) {
        return {};
    }
    const WindowState& window = state.windows.at(state.tightest);
    if (!window.remaining || window.policy.limit <= 0) {
        return {};
    }
    return std::clamp(static_cast<double>(*window.remaining)
                          / static_cast<double>(window.policy.limit),
                      0.0, 1.0);
}

} // namespace

ConnectionRow::ConnectionRow(const Theme& theme, const Icons& icons, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icons(icons)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize ConnectionRow::sizeHint() const
{
    return {m_isCollapsed ? 56 : 200, m_theme.pixels("size.connectionRow"_L1)};
}

void ConnectionRow::showState(const ConnectionState& state, const QString& name, Instant now)
{
    m_id = state.id;
    m_standing = state.standing;
    m_name = name;
    m_profile = state.profileName;
    m_right = Wording::shortState(state, now);
    m_share = shareLeft(state);
    m_isPractice = state.spec.isPractice;
    setAccessibleName(m_profile.isEmpty() ? name : name + ", "_L1 + m_profile);
    setAccessibleDescription(Wording::spokenState(state));
    setToolTip(m_isCollapsed ? accessibleName() + ": "_L1 + m_right : QString());
    update();
}

void ConnectionRow::setRecorded(bool recorded)
{
    m_isRecorded = recorded;
    update();
}

void ConnectionRow::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    updateGeometry();
    update();
}

void ConnectionRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter);
    const qreal side = m_theme.metric("size.stateGlyph.row"_L1);
    QRectF glyph(SideMargin + 8, NameMiddle - side / 2, side, side);
    if (m_isCollapsed) {
        glyph.moveCenter(QPointF(width() / 2.0, GroundHeight / 2.0));
    }
    m_icons.paintState(painter, glyph, m_standing);
    if (!m_isCollapsed) {
        paintText(painter);
        paintBar(painter);
    }
}

void ConnectionRow::paintGround(QPainter& painter) const
{
    const QRectF ground(SideMargin - 0.5, 0.5, width() - 2 * SideMargin + 1, GroundHeight - 1);
    const qreal radius = m_theme.metric("radius.row"_L1);
    if (isChecked()) {
        painter.setPen(m_theme.isDark() ? m_theme.color(Color::BorderSubtle)
                                        : m_theme.color(Color::BgSurface));
        painter.setBrush(m_theme.color(Color::BgSurface));
        painter.drawRoundedRect(ground, radius, radius);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Color::AccentBase));
        painter.drawRoundedRect(QRectF(SideMargin - 1, 8, 3, GroundHeight - 16), 1.5, 1.5);
    } else if (underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(m_theme.isDark() ? Color::BgHover : Color::BgChip));
        painter.drawRoundedRect(ground, radius, radius);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }
}

void ConnectionRow::paintText(QPainter& painter) const
{
    const qreal right = width() - SideMargin - TextRight;
    const QFont nameFont = m_theme.font(isChecked() ? FontRole::BodyStrong : FontRole::Body);
    QFont font = nameFont;
    font.setWeight(isChecked() ? QFont::DemiBold : QFont::Medium);
    painter.setFont(font);
    painter.setPen(m_theme.color(Color::TextPrimary));
    const QRectF nameArea(TextLeft, NameMiddle - 10, right - TextLeft, 20);
    painter.drawText(
        nameArea, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(m_name, Qt::ElideRight, qFloor(nameArea.width())));

    const QFont rightFont = m_theme.font(FontRole::Label);
    const qreal rightWidth = tabularWidth(rightFont, m_right);
    painter.setFont(rightFont);
    painter.setPen(m_theme.color(stateColors(m_standing).fg));
    drawTabular(painter, QRectF(right - rightWidth, ProfileMiddle - 10, rightWidth, 20),
                Qt::AlignVCenter | Qt::AlignLeft, m_right);

    painter.setFont(m_theme.font(FontRole::Hint));
    painter.setPen(m_theme.color(Color::TextMuted));
    QRectF profileArea(TextLeft, ProfileMiddle - 10, right - rightWidth - 8 - TextLeft, 20);
    if (m_isPractice || m_isRecorded) {
        // Before the short name, so that the long one above has the whole row.
        constexpr qreal Side = 14;
        const QRectF mark(TextLeft, ProfileMiddle - Side / 2, Side, Side);
        m_icons.paint(painter, mark, m_isRecorded ? Icon::Folder : Icon::Flask, Color::TextMuted);
        profileArea.setLeft(mark.right() + 4);
        painter.setPen(m_theme.color(Color::TextMuted));
    }
    painter.drawText(profileArea, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     QFontMetrics(painter.font())
                         .elidedText(m_profile, Qt::ElideRight, qFloor(profileArea.width())));
}

void ConnectionRow::paintBar(QPainter& painter) const
{
    const QRectF track(TextLeft, BarTop, width() - SideMargin - TextRight - TextLeft, BarHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::GaugeTrackSide));
    painter.drawRoundedRect(track, BarHeight / 2, BarHeight / 2);
    if (m_share.value_or(0) <= 0) {
        return;
    }
    QRectF filled = track;
    filled.setWidth(std::max(BarHeight, track.width() * *m_share));
    painter.setBrush(m_theme.color(stateColors(m_standing).fill));
    painter.drawRoundedRect(filled, BarHeight / 2, BarHeight / 2);
}

void ConnectionRow::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void ConnectionRow::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace Pacewatch
