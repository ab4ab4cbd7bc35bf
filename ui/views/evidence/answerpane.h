#pragma once

#include "ui/icons.h"
#include "ui/wording/answers.h"

#include <QScrollArea>

class QLabel;
class QVBoxLayout;

namespace Pacewatch {

class AnswerLines;
class Card;
class TextLabel;

/// The explanation of one answer: the sentence on top, what to do, what is not certain, and each
/// line with its meaning.
class AnswerPane final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AnswerPane)

public:
    AnswerPane(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void show(const Wording::AnswerText& text);
    /// One muted sentence in place of an explanation.
    void showHint(const QString& hint);

    [[nodiscard]] QString title() const;
    /// The explanation as text for the clipboard; empty while a hint shows.
    [[nodiscard]] QString plainText() const;

private:
    void buildHead(QVBoxLayout& column);
    TextLabel* addSection(QVBoxLayout& column, const QString& title);
    TextLabel* addParagraph(QVBoxLayout& column, const char* name);
    void refreshIcon();

    const Theme& m_theme;
    const Icons& m_icons;
    Wording::AnswerText m_text;
    TextLabel* m_hint;
    QWidget* m_whole;
    Card* m_card;
    QLabel* m_shape;
    TextLabel* m_title;
    TextLabel* m_sentences;
    TextLabel* m_steps = nullptr;
    TextLabel* m_doubtsTitle = nullptr;
    TextLabel* m_doubts = nullptr;
    TextLabel* m_linesTitle = nullptr;
    AnswerLines* m_lines;
};

} // namespace Pacewatch
