#pragma once

#include "core/instant.h"
#include "ui/theme.h"

#include <QDialog>

class QLineEdit;

namespace Pacewatch {

class Button;

/// Asks for a note on one moment of a connection.
class NoteDialog final : public QDialog
{
    Q_OBJECT

public:
    static constexpr int LongestNote = 500;

    NoteDialog(const Theme& theme, WallTime at, QWidget* parent = nullptr);

signals:
    void written(const QString& text);

private:
    QLineEdit* m_text;
    Button* m_add;
};

} // namespace Pacewatch
