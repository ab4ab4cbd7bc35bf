#pragma once

#include "ui/theme.h"

#include <QDialog>

class QAction;

namespace Pacewatch {

/// The keys of the window, taken from its actions, so that the list is never behind.
class KeyboardDialog final : public QDialog
{
    Q_OBJECT

public:
    KeyboardDialog(const Theme& theme, const QList<QAction*>& actions, QWidget* parent = nullptr);
};

} // namespace Pacewatch
