#include "ui/views/evidence/explaindialog.h"

#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"
#include "ui/privacy.h"
#include "ui/views/evidence/answerfield.h"
#include "ui/views/evidence/answerpane.h"
#include "ui/wording/words.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Wording::say;
using Wording::Words;

namespace {

constexpr QSize Usual{1000, 620};
constexpr QSize Least{760, 440};
constexpr auto AfterTyping = 150ms;
constexpr int MostAnswers = 50;
constexpr int FootHeight = 56; // ui.md, "Measures": the foot of a dialog

} // namespace

ExplainDialog::ExplainDialog(const Theme& theme, const Icons& icons, const Privacy& privacy,
                             const Clock& clock, QWidget* parent)
    : QDialog(parent)
    , m_privacy(privacy)
    , m_clock(clock)
    , m_field(new AnswerField(theme))
    , m_pane(new AnswerPane(theme, icons))
    , m_choice(new QComboBox)
    , m_note(new TextLabel(theme, FontRole::Hint, Color::TextMuted))
    , m_copy(new Button(say(Words::CopyExplanation)))
    , m_clear(new Button(say(Words::Clear), Button::Kind::Flat))
{
    setWindowTitle(say(Words::ExplainAnswer));
    setObjectName(u"explainDialog"_s);
    setMinimumSize(Least);
    resize(Usual);
    auto* const halves = new QHBoxLayout;
    halves->setContentsMargins(24, 20, 16, 12);
    halves->setSpacing(24);
    halves->addWidget(makeLeft(theme), 9);
    halves->addWidget(makeRight(), 11);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(halves, 1);
    column->addWidget(makeFoot(theme));
    m_typing.setSingleShot(true);
    m_typing.setInterval(AfterTyping);
    connect(&m_typing, &QTimer::timeout, this, &ExplainDialog::explainText);
    connect(m_field, &AnswerField::textChanged, this, [this] { m_typing.start(); });
    connect(&privacy, &Privacy::changed, this, [this] { showAnswer(m_choice->currentIndex()); });
    explainText();
    m_field->setFocus();
}

QWidget* ExplainDialog::makeLeft(const Theme& theme)
{
    auto* const left = new QWidget;
    auto* const column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* const label
        = new TextLabel(theme, FontRole::Label, Color::TextSecondary, say(Words::TheAnswer));
    label->setBuddy(m_field);
    m_field->setObjectName(u"answerField"_s);
    m_field->setAccessibleName(label->text());
    m_field->setPlaceholderText(Wording::answerExample());
    m_note->setObjectName(u"answerNote"_s);
    m_note->setWordWrap(true);
    m_note->hide();
    column->addWidget(label);
    column->addWidget(m_field, 1);
    column->addWidget(m_note);
    return left;
}

QWidget* ExplainDialog::makeRight()
{
    auto* const right = new QWidget;
    auto* const column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_choice->setObjectName(u"answerChoice"_s);
    m_choice->setAccessibleName(say(Words::WhichAnswer));
    m_pane->setObjectName(u"answerPane"_s);
    column->addWidget(m_choice);
    column->addWidget(m_pane, 1);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ExplainDialog::showAnswer);
    return right;
}

QWidget* ExplainDialog::makeFoot(const Theme& theme)
{
    auto* const stays
        = new TextLabel(theme, FontRole::Hint, Color::TextMuted, say(Words::NothingIsSent));
    stays->setElided(true);
    auto* const close = new Button(say(Words::Close), Button::Kind::Primary);
    close->setObjectName(u"closeButton"_s);
    m_copy->setObjectName(u"copyExplanationButton"_s);
    m_clear->setObjectName(u"clearButton"_s);
    auto* const foot = new QWidget;
    foot->setFixedHeight(FootHeight);
    auto* const row = new QHBoxLayout(foot);
    row->setContentsMargins(24, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(stays, 1);
    row->addWidget(m_clear);
    row->addWidget(m_copy);
    row->addWidget(close);
    for (Button* const button : {m_clear, m_copy, close}) {
        button->setAutoDefault(false);
    }
    connect(m_clear, &Button::clicked, this, [this] {
        m_field->clear();
        m_field->setFocus();
    });
    connect(m_copy, &Button::clicked, this, &ExplainDialog::copyExplanation);
    connect(close, &Button::clicked, this, &QDialog::accept);
    return foot;
}

void ExplainDialog::explainText()
{
    const QString text = m_field->toPlainText();
    m_explanations.clear();
    const bool isEmpty = text.trimmed().isEmpty();
    const auto answers = answersFrom(text.toUtf8(), m_clock.wallNow());
    if (answers) {
        for (const auto& [id, answer] :
             answers->first(std::min<qsizetype>(answers->size(), MostAnswers))) {
            m_explanations.append(explain(answer, id));
        }
    }
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    for (const Explanation& explanation : std::as_const(m_explanations)) {
        m_choice->addItem(Wording::answerName(explanation));
    }
    // Of a redirect chain the last answer is the one that counts.
    m_choice->setCurrentIndex(static_cast<int>(m_explanations.size()) - 1);
    m_choice->setVisible(m_explanations.size() > 1);
    const bool isShortened = !isEmpty && m_field->kept() < m_field->offered();
    m_note->setText(isShortened ? Wording::leftOut(m_field->kept(), m_field->offered())
                                : QString());
    m_note->setVisible(isShortened);
    m_clear->setEnabled(!isEmpty);
    m_copy->setEnabled(!m_explanations.isEmpty());
    if (m_explanations.isEmpty()) {
        m_pane->showHint(isEmpty ? Wording::answerHint() : Wording::noAnswer());
        return;
    }
    showAnswer(m_choice->currentIndex());
}

void ExplainDialog::showAnswer(int index)
{
    if (index < 0 || index >= m_explanations.size()) {
        return;
    }
    Wording::AnswerText text = Wording::answerText(m_explanations.at(index));
    for (Wording::AnswerLine& line : text.lines) {
        // A code such as TOO_MANY_REQUESTS looks like a key but for its want of digits.
        const bool mayBePrivate
            = std::any_of(line.value.begin(), line.value.end(),
                          [](QChar letter) { return letter.isDigit() || letter == u'@'; });
        line.value = mayBePrivate ? m_privacy.shownBody(line.value) : line.value;
    }
    m_pane->show(text);
}

void ExplainDialog::copyExplanation()
{
    QGuiApplication::clipboard()->setText(m_pane->plainText());
}

} // namespace Pacewatch
