#include "ui/views/queue/textdialog.h"

#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"
#include "ui/theme.h"
#include "ui/wording/queue.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <utility>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

TextDialog::TextDialog(const Theme& theme, const Texts& texts, QWidget* parent)
    : TextDialog(theme, texts, {}, parent)
{ }

TextDialog::TextDialog(const Theme& theme, const Texts& texts, std::function<void(QString)> take,
                       QWidget* parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(texts.title);
    setObjectName(u"textDialog"_s);
    resize(560, 420);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 16);
    column->setSpacing(10);
    m_hint = new TextLabel(theme, FontRole::Body, Color::TextSecondary, texts.hint, this);
    m_hint->setWordWrap(true);
    m_hint->setObjectName(u"textDialogHint"_s);
    column->addWidget(m_hint);
    m_field = new QPlainTextEdit(texts.text, this);
    m_field->setObjectName(u"textDialogField"_s);
    m_field->setReadOnly(!take);
    m_field->setTabChangesFocus(true);
    m_field->setFont(theme.font(FontRole::Mono));
    m_field->setStyleSheet(
        u"QPlainTextEdit { font-family: 'JetBrains Mono'; font-size: 9pt; padding: 6px; }"_s);
    column->addWidget(m_field, 1);
    m_buttons = new QHBoxLayout;
    m_buttons->addStretch();
    auto* close = new Button(take ? Wording::discard() : Wording::closeWindow(),
                             Button::Kind::Default, this);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    m_buttons->addWidget(close);
    if (take) {
        auto* done = new Button(Wording::useText(), Button::Kind::Primary, this);
        done->setObjectName(u"useTextButton"_s);
        connect(done, &QPushButton::clicked, this, [this, take = std::move(take)] {
            take(m_field->toPlainText());
            accept();
        });
        m_buttons->addWidget(done);
    }
    column->addLayout(m_buttons);
}

Button* TextDialog::addButton(const QString& text, const QString& name)
{
    auto* button = new Button(text, Button::Kind::Default, this);
    button->setObjectName(name);
    m_buttons->insertWidget(m_added++, button);
    return button;
}

} // namespace Pacewatch
