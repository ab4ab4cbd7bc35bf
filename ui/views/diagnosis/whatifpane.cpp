#include "ui/views/diagnosis/whatifpane.h"

#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"
#include "ui/views/diagnosis/changebars.h"
#include "ui/views/diagnosis/whatifcontrols.h"
#include "ui/wording/whatif.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int Padding = 19;
constexpr qsizetype MostChanges = 5;

} // namespace

WhatIfPane::WhatIfPane(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_title(
          new TextLabel(theme, FontRole::Subtitle, Color::TextPrimary, Wording::tryChangeTitle()))
    , m_basis(new SentenceLabel(theme, FontRole::Hint, Color::TextSecondary))
    , m_result(new TextLabel(theme, FontRole::Title, Color::TextPrimary))
    , m_detail(new SentenceLabel(theme, FontRole::Body, Color::TextSecondary))
    , m_bars(new ChangeBars(theme))
    , m_controls(new WhatIfControls(theme, icons))
    , m_changesNote(new TextLabel(theme, FontRole::Body, Color::TextMuted))
{
    setObjectName(u"whatIfPane"_s);
    m_result->setObjectName(u"whatIfResult"_s);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(Padding, 14, Padding, 16);
    column->setSpacing(12);
    column->addWidget(makeHead());
    column->addWidget(makeResult());
    column->addWidget(m_controls);
    column->addWidget(
        new TextLabel(theme, FontRole::Section, Color::TextPrimary, Wording::singleChangesTitle()));
    column->addWidget(m_changesNote);
    m_changes = new QVBoxLayout;
    m_changes->setSpacing(8);
    column->addLayout(m_changes);
    column->addStretch(1);
    connect(m_controls, &WhatIfControls::changed, this, &WhatIfPane::changed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QWidget* WhatIfPane::makeHead()
{
    auto* const head = new QWidget;
    auto* const row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    auto* const words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_basis);
    row->addLayout(words, 1);
    auto* const back = new Button(Wording::backToFinding(), Button::Kind::Default);
    back->setObjectName(u"whatIfBackButton"_s);
    back->setIcon(m_icons.icon(Icon::ArrowLeft));
    row->addWidget(back, 0, Qt::AlignTop);
    connect(back, &Button::clicked, this, &WhatIfPane::closed);
    return head;
}

QWidget* WhatIfPane::makeResult()
{
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_result);
    column->addWidget(m_detail);
    column->addWidget(m_bars);
    return box;
}

WhatIf WhatIfPane::what() const
{
    return m_controls->what();
}

void WhatIfPane::startOver()
{
    m_controls->startOver();
    m_basis->setSentence({Wording::replaying()});
    m_result->setText({});
    m_detail->setSentence({});
    m_bars->showCounts(0, 0);
    showSingleChanges({});
    m_changesNote->setText(Wording::searchingChanges());
}

void WhatIfPane::showAnswer(const WhatIfAnswer& answer)
{
    m_controls->showWindows(answer.windows, answer.hasBulk);
    m_basis->setSentence({Wording::replayBasis(answer) + u' ' + Wording::replayCaveat(answer)});
    m_result->setText(Wording::refusalsInstead(answer));
    m_detail->setSentence({Wording::changeResult(answer.changed, answer.unchanged)});
    m_bars->showCounts(answer.unchanged.refusals, answer.changed.refusals);
    setAccessibleDescription(m_result->text());
}

void WhatIfPane::showSingleChanges(const WhatIfAnswer& answer)
{
    while (QLayoutItem* const item = m_changes->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const bool isEnded = !answer.changes.isEmpty() && answer.changes.first().endsRefusals;
    m_changesNote->setText(isEnded                              ? QString()
                               : answer.unchanged.refusals == 0 ? Wording::nothingToChange()
                                                                : Wording::noSingleChange());
    m_changesNote->setVisible(!isEnded);
    for (const SingleChange& change :
         answer.changes.first(std::min(answer.changes.size(), MostChanges))) {
        auto* const line = new QWidget;
        auto* const row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(12);
        auto* const words = new QVBoxLayout;
        words->setSpacing(0);
        words->addWidget(new TextLabel(m_theme, FontRole::Body, Color::TextPrimary,
                                       Wording::changeTitle(change)));
        words->addWidget(new TextLabel(m_theme, FontRole::Hint, Color::TextSecondary,
                                       Wording::changeResult(change.outcome, answer.unchanged)));
        row->addLayout(words, 1);
        auto* const tryButton = new Button(Wording::tryThis(), Button::Kind::Default);
        tryButton->setCompact(true);
        tryButton->setAccessibleName(Wording::tryThis() + u": "_s + Wording::changeTitle(change));
        row->addWidget(tryButton);
        connect(tryButton, &Button::clicked, this,
                [this, what = change.what] { m_controls->apply(what); });
        m_changes->addWidget(line);
    }
}

void WhatIfPane::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Color::BorderSubtle));
    painter.setBrush(m_theme.color(Color::BgSurface));
    const double radius = m_theme.metric("radius.card"_L1);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace Pacewatch
