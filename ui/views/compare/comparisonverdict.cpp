#include "ui/views/compare/comparisonverdict.h"

#include "ui/wording/compare.h"

#include <QPainter>
#include <QVBoxLayout>

#include <tuple>
#include <utility>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int Padding = 17;
constexpr int Top = 14;
constexpr int Bottom = 15;
constexpr int GlyphSide = 24;
constexpr int TitleLeft = 50;
constexpr int TitleHeight = 26;
constexpr int ThinLine = 4;

/// The shape of a result; with a tint only where there is something to look at.
std::pair<Standing, std::optional<Standing>> lookOf(const Comparison& comparison)
{
    const bool isLighter = comparison.has(CompareCaveat::LighterLoad);
    switch (comparison.result) {
    case ComparisonResult::CannotTell:
        return {Standing::Quiet, std::nullopt};
    case ComparisonResult::NoneEither:
        return {Standing::Clear, std::nullopt};
    case ComparisonResult::Gone:
    case ComparisonResult::Fewer:
        return isLighter ? std::pair(Standing::Tight, std::optional(Standing::Tight))
                         : std::pair(Standing::Clear, std::optional(Standing::Clear));
    case ComparisonResult::Alike:
        return {Standing::Tight, Standing::Tight};
    case ComparisonResult::More:
    case ComparisonResult::Began:
        return {Standing::Limited, Standing::Limited};
    }
    return {Standing::Quiet, std::nullopt};
}

} // namespace

ComparisonVerdict::ComparisonVerdict(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_title(new TextLabel(theme, FontRole::Subtitle, Color::TextPrimary))
    , m_text(new SentenceLabel(theme, FontRole::Body, Color::TextSecondary))
    , m_caveats(new SentenceLabel(theme, FontRole::Hint, Color::TextSecondary))
{
    setObjectName(u"comparisonVerdict"_s);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(Padding, Top, Padding, Bottom);
    column->setSpacing(ThinLine);
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(TitleLeft - Padding, 0, 0, 0);
    m_title->setFixedHeight(TitleHeight);
    m_title->setElided(true);
    head->addWidget(m_title);
    column->addLayout(head);
    column->addWidget(m_text);
    column->addWidget(m_caveats);
    // Its preferred height is that of narrower lines; the page would scroll for it.
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ComparisonVerdict::showComparison(const Comparison& comparison)
{
    std::tie(m_glyph, m_tone) = lookOf(comparison);
    m_hasGlyph = true;
    m_title->setText(Wording::comparisonTitle(comparison));
    m_title->setToolTip(m_title->text());
    m_text->setSentence({Wording::comparisonText(comparison), 0, 0});
    const QString caveats = Wording::comparisonCaveats(comparison).join(u' ');
    m_caveats->setSentence({caveats, 0, 0});
    m_title->show();
    m_text->setVisible(!m_text->sentence().text.isEmpty());
    m_caveats->setVisible(!caveats.isEmpty());
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_text->sentence().text + u' ' + caveats);
    updateGeometry();
    update();
}

void ComparisonVerdict::showHint(const QString& text)
{
    m_tone.reset();
    m_hasGlyph = false;
    m_title->setText({});
    m_title->hide();
    m_text->setSentence({text, 0, 0});
    m_text->show();
    m_caveats->setSentence({});
    m_caveats->hide();
    setAccessibleName(text);
    setAccessibleDescription({});
    updateGeometry();
    update();
}

void ComparisonVerdict::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_theme.metric("radius.card"_L1);
    painter.setPen(m_theme.color(m_tone ? stateColors(*m_tone).border : Color::BorderSubtle));
    painter.setBrush(m_theme.color(m_tone ? stateColors(*m_tone).soft : Color::BgSurface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (m_hasGlyph) {
        const double middle = Top + TitleHeight / 2.0;
        m_icons.paintState(painter, QRectF(Padding, middle - GlyphSide / 2.0, GlyphSide, GlyphSide),
                           m_glyph);
    }
}

} // namespace Pacewatch
