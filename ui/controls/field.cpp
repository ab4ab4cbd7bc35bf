#include "ui/controls/field.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int SignRoom = 19;
constexpr int SignSide = 14;

} // namespace

void setWrong(QWidget& input, bool wrong)
{
    if (input.property("wrong").toBool() == wrong) {
        return;
    }
    input.setProperty("wrong", wrong);
    input.style()->unpolish(&input);
    input.style()->polish(&input);
}

FieldNote::FieldNote(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_icons(icons)
    , m_text(new TextLabel(theme, FontRole::Hint, Color::TextMuted))
{
    m_text->setWordWrap(true);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_text);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void FieldNote::say(Tone tone, const QString& text)
{
    m_tone = tone;
    m_text->setText(text);
    follow();
    setVisible(!text.isEmpty());
}

void FieldNote::follow()
{
    switch (m_tone) {
    case Tone::Hint:
        m_text->setColor(Color::TextMuted);
        break;
    case Tone::Good:
        m_text->setColor(Color::StateClearFg);
        break;
    case Tone::Wrong:
        m_text->setColor(Color::StateLimitedFg);
        break;
    }
    layout()->setContentsMargins(m_tone == Tone::Hint ? 0 : SignRoom, 0, 0, 0);
    update();
}

void FieldNote::paintEvent(QPaintEvent*)
{
    if (m_tone == Tone::Hint) {
        return;
    }
    QPainter painter(this);
    const int line = m_text->fontMetrics().height();
    // The text stands in the middle of one line beside its input, else at the top.
    const int shown = m_text->wordWrap() ? line : m_text->height();
    const QRectF sign(0, m_text->y() + (shown - SignSide) / 2.0, SignSide, SignSide);
    m_icons.paint(painter, sign, m_tone == Tone::Good ? Icon::Check : Icon::Info,
                  m_tone == Tone::Good ? Color::StateClearFg : Color::StateLimitedFg);
}

Field::Field(const Theme& theme, const Icons& icons, const QString& label, QWidget* parent)
    : Field(theme, icons, label, new QLineEdit, parent)
{ }

Field::Field(const Theme& theme, const Icons& icons, const QString& label, QLineEdit* edit,
             QWidget* parent)
    : QWidget(parent)
    , m_aside(new TextLabel(theme, FontRole::Label, Color::TextMuted))
    , m_edit(edit)
    , m_note(new FieldNote(theme, icons))
{
    auto* const name = new TextLabel(theme, FontRole::Label, Color::TextSecondary, label);
    name->setBuddy(m_edit);
    m_edit->setAccessibleName(label);
    auto* const head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(4);
    head->addWidget(name);
    head->addWidget(m_aside, 1);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(5);
    column->addLayout(head);
    column->addWidget(m_edit);
    column->addWidget(m_note);
    setFocusProxy(m_edit);
}

void Field::setAside(const QString& text)
{
    m_aside->setText(text);
}

void Field::setError(const QString& text)
{
    setWrong(*m_edit, !text.isEmpty());
    m_note->say(FieldNote::Tone::Wrong, text);
    m_edit->setAccessibleDescription(text);
}

void Field::setHint(const QString& text)
{
    setWrong(*m_edit, false);
    m_note->say(FieldNote::Tone::Hint, text);
}

QString Field::error() const
{
    return m_note->tone() == FieldNote::Tone::Wrong ? m_note->text() : QString();
}

} // namespace Pacewatch
