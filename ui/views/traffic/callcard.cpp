#include "ui/views/traffic/callcard.h"

#include "ui/charts/brushstrip.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/traffic.h"

#include <QHBoxLayout>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

CallCard::CallCard(const Theme& theme, TimeRange& range, QTableView* table, QWidget* parent)
    : QWidget(parent)
    , m_strip(new BrushStrip(theme, range, this))
    , m_rule(new QFrame(this))
    , m_stack(new QStackedLayout)
    , m_footer(new TextLabel(theme, FontRole::Body, Color::TextSecondary))
    , m_all(new Button(Wording::showAll(), Button::Kind::Flat, this))
    , m_emptyTitle(new TextLabel(theme, FontRole::Subtitle, Color::TextPrimary))
    , m_emptyText(new TextLabel(theme, FontRole::Body, Color::TextSecondary))
    , m_action(new Button(Wording::showAll(), Button::Kind::Default, this))
{
    auto* const whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* const card = new Card(theme, this);
    whole->addWidget(card);
    auto* const column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    m_rule->setFixedHeight(1);
    m_rule->setObjectName(u"inspectorRule"_s);
    column->addWidget(m_strip);
    column->addWidget(m_rule);
    column->addLayout(m_stack, 1);
    m_stack->addWidget(makeEmpty());
    m_stack->addWidget(makeRows(table));
    showStrip(false);
}

QWidget* CallCard::makeRows(QTableView* table)
{
    auto* const filled = new QWidget(this);
    auto* const rows = new QVBoxLayout(filled);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(table, 1);
    m_footer->setObjectName(u"callsFooter"_s);
    m_all->setObjectName(u"showAllButton"_s);
    m_all->setCompact(true);
    m_all->hide();
    connect(m_all, &QPushButton::clicked, this, &CallCard::allWanted);
    auto* const foot = new QWidget(filled);
    foot->setFixedHeight(30);
    auto* const line = new QHBoxLayout(foot);
    line->setContentsMargins(19, 0, 8, 0);
    line->addWidget(m_footer, 1);
    line->addWidget(m_all);
    rows->addWidget(foot);
    return filled;
}

QWidget* CallCard::makeEmpty()
{
    auto* const empty = new QWidget(this);
    m_emptyTitle->setObjectName(u"emptyTitle"_s);
    m_action->setObjectName(u"emptyAction"_s);
    connect(m_action, &QPushButton::clicked, this, &CallCard::actionWanted);
    auto* const words = new QVBoxLayout(empty);
    words->setSpacing(6);
    words->addStretch();
    words->addWidget(m_emptyTitle, 0, Qt::AlignHCenter);
    words->addWidget(m_emptyText, 0, Qt::AlignHCenter);
    words->addSpacing(6);
    words->addWidget(m_action, 0, Qt::AlignHCenter);
    words->addStretch();
    return empty;
}

void CallCard::showStrip(bool isShown)
{
    m_strip->setVisible(isShown);
    m_rule->setVisible(isShown);
}

void CallCard::showRows(const QString& footer, const QString& all)
{
    m_footer->setText(footer);
    m_all->setVisible(!all.isEmpty());
    m_all->setText(all);
    m_stack->setCurrentIndex(1);
}

void CallCard::showEmpty(const QString& title, const QString& text, const QString& action)
{
    m_emptyTitle->setText(title);
    m_emptyText->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_stack->setCurrentIndex(0);
}

} // namespace Pacewatch
