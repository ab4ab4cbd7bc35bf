#include "ui/views/evidence/answerpane.h"

#include "ui/controls/card.h"
#include "ui/controls/textlabel.h"
#include "ui/views/evidence/answerlines.h"
#include "ui/wording/words.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QVBoxLayout>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using Wording::say;
using Wording::Words;

namespace {

constexpr int ShapeSize = 34; // ui.md, 5.1: the shape of a verdict

} // namespace

AnswerPane::AnswerPane(const Theme& theme, const Icons& icons, QWidget* parent)
    : QScrollArea(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_hint(new TextLabel(theme, FontRole::Body, Color::TextMuted))
    , m_whole(new QWidget)
    , m_card(new Card(theme))
    , m_shape(new QLabel)
    , m_title(new TextLabel(theme, FontRole::Title, Color::TextPrimary))
    , m_sentences(new TextLabel(theme, FontRole::Body, Color::TextSecondary))
    , m_lines(new AnswerLines(theme))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setObjectName(u"answerHint"_s);

    auto* const column = new QVBoxLayout(m_whole);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(0);
    buildHead(*column);
    addSection(*column, say(Words::WhatToDo));
    m_steps = addParagraph(*column, "answerSteps");
    m_doubtsTitle = addSection(*column, say(Words::NotCertain));
    m_doubts = addParagraph(*column, "answerDoubts");
    m_linesTitle = addSection(*column, say(Words::LineByLine));
    m_lines->setObjectName(u"answerLines"_s);
    column->addWidget(m_lines);
    column->addStretch(1);

    auto* const both = new QWidget;
    auto* const stack = new QVBoxLayout(both);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->addWidget(m_hint, 1);
    stack->addWidget(m_whole, 1);
    setWidget(both);
    viewport()->setAutoFillBackground(false);
    both->setAutoFillBackground(false);
    connect(&theme, &Theme::changed, this, &AnswerPane::refreshIcon);
}

void AnswerPane::buildHead(QVBoxLayout& column)
{
    m_shape->setFixedSize(ShapeSize, ShapeSize);
    m_title->setObjectName(u"answerTitle"_s);
    m_title->setWordWrap(true);
    m_sentences->setObjectName(u"answerSentences"_s);
    m_sentences->setWordWrap(true);
    auto* const words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_sentences);
    auto* const row = new QHBoxLayout(m_card);
    row->setContentsMargins(16, 14, 16, 14);
    row->setSpacing(14);
    row->addWidget(m_shape, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    column.addWidget(m_card);
}

TextLabel* AnswerPane::addSection(QVBoxLayout& column, const QString& title)
{
    auto* const label = new TextLabel(m_theme, FontRole::Section, Color::TextPrimary, title);
    label->setContentsMargins(0, 18, 0, 4);
    column.addWidget(label);
    return label;
}

TextLabel* AnswerPane::addParagraph(QVBoxLayout& column, const char* name)
{
    auto* const label = new TextLabel(m_theme, FontRole::Body, Color::TextSecondary);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    column.addWidget(label);
    return label;
}

void AnswerPane::refreshIcon()
{
    m_shape->setPixmap(
        m_icons.stateIcon(m_text.tone).pixmap(QSize(ShapeSize, ShapeSize), devicePixelRatioF()));
}

void AnswerPane::show(const Wording::AnswerText& text)
{
    m_text = text;
    const bool isTinted = text.tone == Standing::Limited || text.tone == Standing::Tight;
    m_card->setTone(isTinted ? std::optional(text.tone) : std::nullopt);
    m_title->setText(text.title);
    m_title->setColor(isTinted ? stateColors(text.tone).fg : Color::TextPrimary);
    m_sentences->setText(text.sentences.join(u'\n'));
    m_sentences->setVisible(!text.sentences.isEmpty());
    QStringList steps = text.steps;
    for (qsizetype step = 0; steps.size() > 1 && step < steps.size(); ++step) {
        steps[step].prepend(QString::number(step + 1) % u".  "_s);
    }
    m_steps->setText(steps.join(u'\n'));
    m_doubts->setText(text.doubts.join(u'\n'));
    m_doubts->setVisible(!text.doubts.isEmpty());
    m_doubtsTitle->setVisible(!text.doubts.isEmpty());
    m_lines->setLines(text.lines);
    m_lines->setVisible(!text.lines.isEmpty());
    m_linesTitle->setVisible(!text.lines.isEmpty());
    m_hint->hide();
    m_whole->setVisible(true);
    verticalScrollBar()->setValue(0);
    refreshIcon();
}

void AnswerPane::showHint(const QString& hint)
{
    m_text = {};
    m_hint->setText(hint);
    m_hint->setVisible(true);
    m_whole->hide();
}

QString AnswerPane::title() const
{
    return m_text.title;
}

QString AnswerPane::plainText() const
{
    if (m_text.title.isEmpty()) {
        return {};
    }
    QStringList lines{m_text.title};
    lines += m_text.sentences;
    lines += m_text.steps;
    lines += m_text.doubts;
    for (const Wording::AnswerLine& line : m_text.lines) {
        if (!line.meaning.isEmpty()) {
            lines.append(line.name % u": "_s % line.value % u"  –  "_s % line.meaning);
        }
    }
    return lines.join(u'\n');
}

} // namespace Pacewatch
