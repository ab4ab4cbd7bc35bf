#include "ui/views/evidence/notedialog.h"

#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/sessions.h"
#include "ui/wording/words.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int UsualWidth = 440;

} // namespace

NoteDialog::NoteDialog(const Theme& theme, WallTime at, QWidget* parent)
    : QDialog(parent)
    , m_text(new QLineEdit)
    , m_add(new Button(Wording::addNoteButton(), Button::Kind::Primary))
{
    setObjectName(u"noteDialog"_s);
    setWindowTitle(Wording::noteTitle(at));
    setMinimumWidth(UsualWidth);
    auto* const label
        = new TextLabel(theme, FontRole::Label, Color::TextSecondary, Wording::noteTitle(at));
    label->setBuddy(m_text);
    m_text->setObjectName(u"noteField"_s);
    m_text->setAccessibleName(Wording::noteTitle(at));
    m_text->setMaxLength(LongestNote);
    m_add->setObjectName(u"addNoteButton"_s);
    m_add->setDefault(true);
    m_add->setEnabled(false);
    auto* const cancel = new Button(Wording::say(Wording::Words::Cancel));
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_add);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(6);
    column->addWidget(label);
    column->addWidget(m_text);
    column->addWidget(new TextLabel(theme, FontRole::Hint, Color::TextMuted, Wording::noteHint()));
    column->addSpacing(12);
    column->addLayout(buttons);
    connect(m_text, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_add->setEnabled(!text.trimmed().isEmpty()); });
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_add, &Button::clicked, this, [this] {
        emit written(m_text->text().trimmed());
        accept();
    });
    m_text->setFocus();
}

} // namespace Pacewatch
