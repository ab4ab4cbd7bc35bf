#include "ui/views/evidence/fieldchoice.h"

namespace Pacewatch {

namespace {

constexpr int ChoiceHeight = 28; // ui.md, "Spacing and shape": controls in tables

} // namespace

FieldChoice::FieldChoice(const QString& name, QWidget* parent)
    : QComboBox(parent)
{
    setProperty("compact", true);
    setFixedHeight(ChoiceHeight);
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
}

} // namespace Pacewatch
