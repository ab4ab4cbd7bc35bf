#include "ui/views/diagnosis/findingpane.h"

#include "ui/charts/evidencechart.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/checkbox.h"
#include "ui/controls/textlabel.h"
#include "ui/findingcolors.h"
#include "ui/views/diagnosis/factrow.h"
#include "ui/wording/findings.h"
#include "ui/wording/whatif.h"
#include "ui/wording/words.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int FlatInset = 14; ///< of the words of a flat button, which end where the others do
constexpr int Padding = 19;
constexpr int Tile = 36;
constexpr int MostChart = 300;
constexpr int NarrowPane = 680;
constexpr double Dot = 7;

QHBoxLayout* beforeInset(QWidget* widget)
{
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(0, 0, FlatInset, 0);
    row->addWidget(widget);
    return row;
}

} // namespace

FindingPane::FindingPane(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_title(new TextLabel(theme, FontRole::Subtitle, Color::TextPrimary))
    , m_who(new TextLabel(theme, FontRole::Hint, Color::TextSecondary))
    , m_sure(new TextLabel(theme, FontRole::Hint, Color::TextSecondary))
    , m_text(new SentenceLabel(theme, FontRole::Body, Color::TextPrimary))
    , m_calls(new Button({}, Button::Kind::Default))
    , m_timeline(new Button(Wording::showOnTimeline(), Button::Kind::Default))
    , m_chart(new EvidenceChart(theme))
    , m_facts(new FactRow(theme))
    , m_change(new SentenceLabel(theme, FontRole::Body, Color::TextSecondary))
    , m_saying(new SentenceLabel(theme, FontRole::Body, Color::TextPrimary))
    , m_copy(new Button(Wording::say(Wording::Words::Copy), Button::Kind::Flat))
    , m_try(new Button(Wording::tryChangeButton(), Button::Kind::Flat))
    , m_include(new CheckBox(theme, icons, Wording::includeInReport()))
{
    setObjectName(u"findingPane"_s);
    m_calls->setObjectName(u"findingCallsButton"_s);
    m_timeline->setObjectName(u"findingTimelineButton"_s);
    m_copy->setObjectName(u"findingCopyButton"_s);
    m_title->setObjectName(u"findingTitle"_s);
    m_saying->setObjectName(u"findingSaying"_s);
    m_calls->setIcon(icons.icon(Icon::Traffic));
    m_timeline->setIcon(icons.icon(Icon::Monitor));
    m_copy->setIcon(icons.icon(Icon::Copy, Color::TextLink));
    m_copy->setCompact(true);
    m_include->setObjectName(u"findingIncludeBox"_s);
    m_try->setObjectName(u"findingTryButton"_s);
    m_try->setIcon(icons.icon(Icon::Sliders, Color::TextLink));
    m_try->setCompact(true);
    m_chart->setMinimumHeight(EvidenceChart::LeastHeight);
    m_chart->setMaximumHeight(MostChart);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    auto* const middle = new QVBoxLayout;
    middle->setContentsMargins(Padding, 0, Padding, 0);
    middle->setSpacing(8);
    middle->addWidget(m_text);
    middle->addWidget(m_chart, 1);
    middle->addSpacing(4);
    middle->addWidget(m_facts);
    middle->addStretch(0);
    column->addLayout(middle, 1);
    m_foot = makeFoot();
    column->addWidget(m_foot);
    connect(m_calls, &Button::clicked, this, &FindingPane::callsWanted);
    connect(m_timeline, &Button::clicked, this, &FindingPane::timelineWanted);
    connect(m_copy, &Button::clicked, this, &FindingPane::copySaying);
    connect(m_try, &Button::clicked, this, &FindingPane::changeWanted);
    connect(m_include, &CheckBox::clicked, this, &FindingPane::inclusionWanted);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QWidget* FindingPane::makeHead()
{
    auto* const head = new QWidget;
    m_headRow = new QBoxLayout(QBoxLayout::LeftToRight, head);
    m_headRow->setContentsMargins(Padding + Tile + 12, 16, Padding, 8);
    m_headRow->setSpacing(12);
    auto* const words = new QVBoxLayout;
    words->setSpacing(2);
    auto* const below = new QHBoxLayout;
    below->setSpacing(7);
    // The shapes before the words are painted: a person before who, three dots before how sure.
    below->addSpacing(20);
    below->addWidget(m_who);
    below->addSpacing(36);
    below->addWidget(m_sure);
    below->addStretch(1);
    words->addWidget(m_title);
    words->addLayout(below);
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addWidget(m_calls);
    buttons->addWidget(m_timeline);
    buttons->addStretch(0);
    m_headRow->addLayout(words, 1);
    m_headRow->addLayout(buttons);
    return head;
}

QWidget* FindingPane::makeFoot()
{
    auto* const foot = new QWidget;
    auto* const row = new QHBoxLayout(foot);
    row->setContentsMargins(Padding, 14, Padding - FlatInset, 16);
    row->setSpacing(22 - FlatInset);
    auto* const change = new QVBoxLayout;
    change->setSpacing(6);
    auto* const changeHead = new QHBoxLayout;
    changeHead->addWidget(
        new TextLabel(m_theme, FontRole::Section, Color::TextPrimary, Wording::changeThisTitle()));
    changeHead->addStretch(1);
    changeHead->addWidget(m_try);
    change->addLayout(changeHead);
    change->addLayout(beforeInset(m_change));
    change->addSpacing(4);
    change->addWidget(m_include);
    change->addStretch(1);
    row->addLayout(change, 5);

    auto* const say = new QVBoxLayout;
    say->setSpacing(6);
    auto* const sayHead = new QHBoxLayout;
    sayHead->addWidget(
        new TextLabel(m_theme, FontRole::Section, Color::TextPrimary, Wording::sayTitle()));
    sayHead->addStretch(1);
    sayHead->addWidget(m_copy);
    auto* const box = new Card(m_theme);
    box->setGround(Color::BgSunken);
    auto* const inside = new QVBoxLayout(box);
    inside->setContentsMargins(13, 10, 13, 10);
    inside->addWidget(m_saying);
    say->addLayout(sayHead);
    say->addLayout(beforeInset(box));
    say->addStretch(1);
    row->addLayout(say, 8);
    return foot;
}

void FindingPane::showFinding(const Finding& finding, bool isIncluded)
{
    m_include->setChecked(isIncluded);
    m_finding = finding;
    m_title->setText(Wording::findingTitle(finding.kind));
    m_who->setText(Wording::culprit(finding.who));
    m_sure->setText(Wording::sureEvidence(finding.sure));
    m_sure->setToolTip(Wording::sureReason(finding));
    m_text->setSentence({Wording::findingText(finding)});
    m_calls->setText(Wording::showCallsButton(finding.calls.size()));
    m_calls->setVisible(!finding.calls.isEmpty());
    m_timeline->setVisible(finding.exampleTo > WallTime());
    m_chart->showEvidence(finding);
    m_chart->setVisible(m_chart->hasPicture());
    m_facts->showFacts(Wording::findingFacts(finding));
    m_change->setSentence({Wording::changeThis(finding)});
    m_saying->setSentence({u'“' + Wording::sayToCustomer(finding) + u'”'});
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_text->sentence().text);
    update();
}

void FindingPane::resizeEvent(QResizeEvent*)
{
    // In a narrow pane the buttons go below the title, so that neither is cut. Its own width is
    // what title and buttons need; there is as much room as what it scrolls in.
    const int room = parentWidget() == nullptr ? width() : parentWidget()->width();
    m_headRow->setDirection(room < NarrowPane ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void FindingPane::copySaying()
{
    QGuiApplication::clipboard()->setText(Wording::sayToCustomer(m_finding));
}

void FindingPane::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Color::BorderSubtle));
    painter.setBrush(m_theme.color(Color::BgSurface));
    const double radius = m_theme.metric("radius.card"_L1);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const FindingColors colors = findingColors(m_finding.kind);
    const QRectF tile(Padding, 18, Tile, Tile);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(colors.tile));
    painter.drawRoundedRect(tile, 7, 7);
    m_icons.paint(painter, tile.adjusted(8, 8, -8, -8), Wording::findingIcon(m_finding.kind),
                  colors.icon);
    const QPoint who = m_who->mapTo(this, QPoint(0, m_who->height() / 2));
    m_icons.paint(painter, QRectF(who.x() - 20, who.y() - 7, 14, 14),
                  m_finding.who == Culprit::Client                ? Icon::User
                      : m_finding.who == Culprit::AnotherConsumer ? Icon::Users
                                                                  : Icon::Server,
                  Color::TextSecondary);
    const QPoint sure = m_sure->mapTo(this, QPoint(0, m_sure->height() / 2));
    const int filled = m_finding.sure == Cause::Sure::Strong ? 3
        : m_finding.sure == Cause::Sure::Likely              ? 2
                                                             : 1;
    painter.setPen(Qt::NoPen);
    for (int dot = 0; dot < 3; ++dot) {
        painter.setBrush(m_theme.color(dot < filled ? Color::TextSecondary : Color::GaugeTrack));
        painter.drawEllipse(QRectF(sure.x() - 36 + dot * (Dot + 3), sure.y() - Dot / 2, Dot, Dot));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(m_theme.color(Color::BorderSubtle));
    painter.drawLine(1, m_foot->y(), width() - 2, m_foot->y());
}

} // namespace Pacewatch
