#include "ui/views/monitor/verdictcard.h"

#include "ui/controls/button.h"
#include "ui/controls/tabular.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/charts.h"
#include "ui/wording/wording.h"

#include <QAccessible>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr int Width = 376;
constexpr int Height = 164;
constexpr int Padding = 19;
constexpr int GlyphTop = 16;
constexpr int WordLeft = 65;
constexpr int HeadMiddle = 33;
constexpr int AsideMiddle = 27;
constexpr int SentenceTop = 59;
constexpr int RuleFromBottom = 43;
constexpr int CauseFromBottom = 22;
constexpr Duration AnnounceAtMostEvery = 10s;

bool isOff(Standing standing)
{
    return standing == Standing::Off || standing == Standing::KeyRefused;
}

} // namespace

VerdictCard::VerdictCard(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_sentence(new SentenceLabel(theme, FontRole::Body, Color::TextSecondary, this))
    , m_cause(new SentenceLabel(theme, FontRole::Label, Color::TextSecondary, this))
    , m_why(new Button(Wording::why(), Button::Kind::Flat, this))
    , m_edit(new Button(Wording::editConnection(), Button::Kind::Flat, this))
    , m_tryAgain(new Button(Wording::tryAgain(), Button::Kind::Flat, this))
    , m_usePort(new Button(QString(), Button::Kind::Flat, this))
{
    setObjectName(u"verdictCard"_s);
    m_why->setObjectName(u"whyButton"_s);
    m_edit->setObjectName(u"verdictEditButton"_s);
    m_tryAgain->setObjectName(u"verdictTryAgainButton"_s);
    m_usePort->setObjectName(u"verdictPortButton"_s);
    m_cause->setSingleLine(true);
    m_why->setIcon(icons.icon(Icon::ChevronRight, Color::TextLink));
    m_why->setIconSize({12, 12});
    m_why->setLayoutDirection(Qt::RightToLeft);
    for (Button* button : {m_why, m_edit, m_tryAgain, m_usePort}) {
        button->setCompact(true);
        button->hide();
    }
    connect(m_why, &QPushButton::clicked, this, [this] {
        if (m_reason) {
            emit whyWanted(*m_reason);
        }
    });
    connect(m_edit, &QPushButton::clicked, this, &VerdictCard::editWanted);
    connect(m_tryAgain, &QPushButton::clicked, this, &VerdictCard::tryAgainWanted);
    connect(m_usePort, &QPushButton::clicked, this, [this] { emit portWanted(m_freePort); });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize VerdictCard::sizeHint() const
{
    return {Width, Height};
}

bool VerdictCard::isTinted() const
{
    return m_state.isWatching
        && (m_state.standing == Standing::Tight || m_state.standing == Standing::Waiting
            || m_state.standing == Standing::Limited);
}

void VerdictCard::showState(const ConnectionState& state, Instant now, WallTime wallNow,
                            std::optional<WallTime> reason)
{
    m_state = state;
    m_now = now;
    m_reason = reason;
    const QString word = Wording::word(state.standing);
    const QString aside = state.isWatching ? Wording::aside(state, now) : QString();
    m_word = word;
    m_aside = aside;
    m_sentence->setSentence(Wording::verdict(state, now, wallNow));
    showBottomLine();
    setAccessibleName(Wording::spokenVerdict(word));
    setAccessibleDescription(m_sentence->sentence().text + u' ' + m_cause->sentence().text);
    announce();
}

void VerdictCard::showBottomLine()
{
    const bool off = isOff(m_state.standing);
    m_cause->setSentence(off ? Wording::Sentence() : Wording::causeLine(m_state));
    const bool hasCause = !m_cause->sentence().text.isEmpty();
    m_cause->setVisible(hasCause);
    m_why->setVisible(hasCause && m_reason && m_state.cause.kind
                      && m_state.cause.kind != FindingKind::WaitKept);
    const Wording::Trouble trouble = off ? Wording::trouble(m_state) : Wording::Trouble();
    m_freePort = trouble.port;
    m_usePort->setText(trouble.action);
    m_usePort->setVisible(trouble.remedy == Wording::Trouble::Remedy::OtherPort);
    m_edit->setVisible(off && !m_usePort->isVisibleTo(this));
    m_tryAgain->setVisible(off && m_state.standing == Standing::Off);
    placeButtons();
    update();
}

void VerdictCard::placeButtons()
{
    const int middle = height() - CauseFromBottom;
    const auto place = [&](QWidget* button, int left) {
        const QSize hint = button->sizeHint();
        button->setGeometry(QRect(QPoint(left, middle - hint.height() / 2), hint));
        return left + hint.width();
    };
    constexpr int FlatPadding = 8;
    constexpr int CauseLeft = 43;
    place(m_why, width() - Padding + FlatPadding - m_why->sizeHint().width());
    const int causeRight = m_why->isVisibleTo(this) ? m_why->x() : width() - Padding;
    m_cause->setGeometry(CauseLeft, middle - 10, causeRight - CauseLeft, 20);
    int left = Padding - FlatPadding;
    for (Button* button : {m_usePort, m_edit, m_tryAgain}) {
        if (button->isVisibleTo(this)) {
            left = place(button, left);
        }
    }
}

void VerdictCard::resizeEvent(QResizeEvent*)
{
    m_sentence->setGeometry(Padding, SentenceTop, width() - 2 * Padding, 40);
    placeButtons();
}

void VerdictCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_theme.metric("radius.card"_L1);
    const StateColors tone = stateColors(m_state.standing);
    painter.setPen(m_theme.color(isTinted() ? tone.border : Color::BorderSubtle));
    painter.setBrush(m_theme.color(isTinted() ? tone.soft : Color::BgSurface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const int glyph = m_theme.pixels("size.stateGlyph.verdict"_L1);
    m_icons.paintState(painter, QRectF(Padding - 1, GlyphTop, glyph, glyph), m_state.standing);
    painter.setFont(m_theme.font(FontRole::Verdict));
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(QRectF(WordLeft, HeadMiddle - 15, width() - WordLeft - Padding, 30),
                     Qt::AlignLeft | Qt::AlignVCenter, m_word);
    painter.setFont(m_theme.font(FontRole::Label));
    painter.setPen(m_theme.color(isTinted() ? Color::TextSecondary : Color::TextMuted));
    drawTabular(painter, QRectF(0, AsideMiddle - 10, width() - Padding, 20),
                Qt::AlignRight | Qt::AlignVCenter, m_aside);
    const bool hasBottom = m_cause->isVisibleTo(this) || isOff(m_state.standing);
    if (!hasBottom) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(
        m_theme.color(isTinted() ? stateColors(m_state.standing).border : Color::BorderSubtle));
    painter.drawLine(Padding, height() - RuleFromBottom, width() - Padding - 1,
                     height() - RuleFromBottom);
    if (m_cause->isVisibleTo(this)) {
        const double top = height() - CauseFromBottom - 8;
        m_icons.paint(painter, QRectF(Padding - 1, top, 16, 16), Wording::causeIcon(m_state),
                      isTinted() ? tone.fg : Color::TextMuted);
    }
}

void VerdictCard::announce()
{
    const bool isTooSoon = m_announcedAt && m_now - *m_announcedAt < AnnounceAtMostEvery;
    if (m_announced == m_state.standing || isTooSoon) {
        return;
    }
    const bool isFirst = !m_announced;
    m_announced = m_state.standing;
    m_announcedAt = m_now;
    if (!isFirst) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace Pacewatch
