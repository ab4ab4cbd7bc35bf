#pragma once

#include "ui/controls/textlabel.h"
#include "ui/icons.h"

#include <QLineEdit>
#include <QWidget>

namespace Pacewatch {

/// Turns the error border of an input on or off.
void setWrong(QWidget& input, bool wrong);

/// A line under an input: nothing, a hint, a success with a tick or an error with its sign.
class FieldNote final : public QWidget
{
    Q_OBJECT

public:
    enum class Tone
    {
        Hint,
        Good,
        Wrong,
    };

    FieldNote(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void say(Tone tone, const QString& text);
    /// Off for a note beside its input.
    void setWrapping(bool wraps) { m_text->setWordWrap(wraps); }
    void clear() { say(Tone::Hint, {}); }

    [[nodiscard]] QString text() const { return m_text->text(); }
    [[nodiscard]] Tone tone() const { return m_tone; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    const Icons& m_icons;
    Tone m_tone = Tone::Hint;
    TextLabel* m_text;
};

/// A labelled line of text with a note under it.
class Field final : public QWidget
{
    Q_OBJECT

public:
    Field(const Theme& theme, const Icons& icons, const QString& label, QWidget* parent = nullptr);
    /// Around another line edit, which the field takes over.
    Field(const Theme& theme, const Icons& icons, const QString& label, QLineEdit* edit,
          QWidget* parent = nullptr);

    /// What the label does not say, in muted words behind it.
    void setAside(const QString& text);
    /// An empty text takes the error away.
    void setError(const QString& text);
    void setHint(const QString& text);

    [[nodiscard]] QLineEdit* edit() const { return m_edit; }
    [[nodiscard]] QString text() const { return m_edit->text(); }
    [[nodiscard]] QString error() const;

private:
    TextLabel* m_aside;
    QLineEdit* m_edit;
    FieldNote* m_note;
};

} // namespace Pacewatch
