#include "ui/views/keyboarddialog.h"

#include "ui/controls/button.h"
#include "ui/controls/keyhint.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/words.h"

#include <QAction>
#include <QGridLayout>

namespace Pacewatch {

KeyboardDialog::KeyboardDialog(const Theme& theme, const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(Wording::say(Wording::Words::Keyboard));
    auto* const grid = new QGridLayout(this);
    grid->setContentsMargins(24, 20, 24, 16);
    grid->setHorizontalSpacing(40);
    grid->setVerticalSpacing(6);
    int row = 0;
    for (const QAction* const action : actions) {
        if (action->shortcut().isEmpty()) {
            continue;
        }
        QString keys = action->shortcut().toString(QKeySequence::NativeText);
        QString text = action->text();
        grid->addWidget(new TextLabel(theme, FontRole::Body, Color::TextPrimary, text.remove(u'&')),
                        row, 0);
        grid->addWidget(new KeyHint(theme, keys.replace(u'+', u' ')), row, 1, Qt::AlignRight);
        ++row;
    }
    auto* const close = new Button(Wording::say(Wording::Words::Close), Button::Kind::Primary);
    connect(close, &Button::clicked, this, &QDialog::accept);
    grid->setRowMinimumHeight(row, 12);
    grid->addWidget(close, row + 1, 1, Qt::AlignRight);
}

} // namespace Pacewatch
