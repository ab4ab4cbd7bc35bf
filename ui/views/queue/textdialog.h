#pragma once

#include <QDialog>

#include <functional>

class QHBoxLayout;
class QPlainTextEdit;

namespace Pacewatch {

class Button;
class TextLabel;
class Theme;

/// One large text to read or to write. Goes by itself when it is closed.
class TextDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TextDialog)

public:
    struct Texts
    {
        QString title;
        QString hint; ///< above the field
        QString text; ///< in the field
    };

    /// Shows a text that cannot be changed.
    TextDialog(const Theme& theme, const Texts& texts, QWidget* parent);
    /// Asks for one; @p take gets it when it is confirmed.
    TextDialog(const Theme& theme, const Texts& texts, std::function<void(QString)> take,
               QWidget* parent);

    [[nodiscard]] QPlainTextEdit& field() { return *m_field; }
    [[nodiscard]] TextLabel& hint() { return *m_hint; }
    /// One more button, on the left.
    Button* addButton(const QString& text, const QString& name);

private:
    QPlainTextEdit* m_field = nullptr;
    TextLabel* m_hint = nullptr;
    QHBoxLayout* m_buttons = nullptr;
    int m_added = 0; ///< buttons on the left
};

} // namespace Pacewatch
